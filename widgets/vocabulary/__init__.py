"""The Vocabulary tab: the words of a corpus, how they are distributed, and what a training would keep of them."""
