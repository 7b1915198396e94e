"""What the window says, in the user's language; `locale/` holds the catalogues."""
