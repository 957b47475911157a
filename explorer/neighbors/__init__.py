"""The nearest words of a word, exact and over the whole vocabulary."""
