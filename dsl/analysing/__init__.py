"""Proofs about a process: what no row takes, what no ticket reaches, what a change changes; each shown by a ticket."""
