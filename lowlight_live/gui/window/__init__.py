"""The parts of the main window: what its actions do, who hears whom, how it lies on the screen."""
