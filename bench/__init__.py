"""Measurements: what is promised in figures, beside peers, in interleaved rounds; results are printed, never kept."""
