"""From a dark frame to a bright one. Knows no file and no camera."""
