"""Tables of words: how often they meet, and how they compare."""
