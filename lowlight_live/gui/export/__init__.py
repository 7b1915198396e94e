"""Exports: a queue of films, each done by a process of its own."""
