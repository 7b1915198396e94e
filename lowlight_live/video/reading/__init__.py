"""What the reader of films is made of."""
