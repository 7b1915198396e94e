"""Enhances low-light video in real time with Zero-DCE light-enhancement curves."""

import os

__version__ = "0.1.0.dev0"

# Before torch is loaded: its threads else spin while they wait for each other, and where another program has one of the
# cores a frame takes twenty times as long. Whoever has set the variable keeps it.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
