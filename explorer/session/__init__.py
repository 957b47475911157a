"""What the program knows while it runs, and what it keeps."""
