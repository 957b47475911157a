"""The steps that a text is taken apart by, one module each; `explorer.corpus.preprocessing` makes a chain of them."""
