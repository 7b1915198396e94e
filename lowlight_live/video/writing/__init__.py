"""What the writer of films is made of."""
