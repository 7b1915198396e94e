"""Files, cameras and pictures: where frames come from and where they go. Knows no network."""
