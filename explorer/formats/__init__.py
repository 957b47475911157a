"""Vectors read from files and written to files."""
