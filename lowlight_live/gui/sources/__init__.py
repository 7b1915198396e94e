"""What can be looked at: which cameras and files there are, and how they are opened."""
