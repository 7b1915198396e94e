"""How good and how fast a result is."""
