"""The core of Lexiscope: corpora, training, embeddings, projections and neighbours, without a window."""
