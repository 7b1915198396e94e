"""What outlives the window: settings, presets and the log, and where they lie."""
