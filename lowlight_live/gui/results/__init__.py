"""What is made of the pictures that are looked at: recordings, snapshots, a virtual camera."""
