"""Conditions, values and people as the designer shows them: as sentences, and as rows of small controls."""
