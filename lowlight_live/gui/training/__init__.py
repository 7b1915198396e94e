"""Training from the window: what is asked for, the process that does it, and how it is watched."""
