"""From texts to tokens and their counts."""
