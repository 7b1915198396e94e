"""Goes on with a film where an earlier run of the same ended, so that it becomes that of an unbroken run."""
