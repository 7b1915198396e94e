"""Training without reference pictures."""
