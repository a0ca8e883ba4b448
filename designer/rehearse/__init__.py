"""Rehearsing a draft: a pretend ticket that is played move by move, and kept as an example when it shows something."""
