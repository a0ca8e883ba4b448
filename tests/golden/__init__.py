"""Tickets of every release, kept for ever: a newer product must still read them and reach the same state and decisions."""
