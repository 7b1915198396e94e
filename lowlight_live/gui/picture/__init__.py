"""The picture: a pair composed aside, painted, and moved by the mouse."""
