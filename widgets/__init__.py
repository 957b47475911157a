"""The window: everything that is drawn and clicked."""
