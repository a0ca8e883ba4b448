"""Approval logs of other systems: read by a map, replayed through the engine, and brought in as tickets."""
