"""The engine: stories of tickets, and laws on random flows."""
