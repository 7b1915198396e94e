"""What the samples of a codec are as upright full-range RGB."""
