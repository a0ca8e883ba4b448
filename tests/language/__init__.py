"""The language: cases as data files, and laws on random texts."""
