"""What is computed about an embedding as a whole."""
