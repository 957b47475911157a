"""The Inspector: word2vec and GloVe taken apart, one update at a time."""
