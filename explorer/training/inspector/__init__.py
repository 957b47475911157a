"""word2vec and GloVe taken apart: one update at a time, with every number of it kept."""
