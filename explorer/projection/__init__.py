"""From vectors of hundreds of numbers to places on a map."""
