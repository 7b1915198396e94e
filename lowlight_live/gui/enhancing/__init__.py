"""What enhances, and how: the panel beside the picture, and enhancers that are loaded aside."""
