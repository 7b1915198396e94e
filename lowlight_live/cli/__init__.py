"""The command line: one file a verb, `app.py` joins them."""
