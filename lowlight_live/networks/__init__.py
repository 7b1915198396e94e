"""The networks that estimate light-enhancement curves, the curves and the weight files."""
