"""The matrix of fields and steps: who sees, changes and fills what."""
