"""Forms: what is read, refused and drawn."""
