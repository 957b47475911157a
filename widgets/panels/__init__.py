"""The panels at the sides of the window."""
