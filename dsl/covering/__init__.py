"""Rooms of coverage: what a process can do, what of it tickets did, and examples for the rest."""
