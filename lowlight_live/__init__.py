"""Enhances low-light video in real time with Zero-DCE light-enhancement curves."""

__version__ = "0.1.0.dev0"
