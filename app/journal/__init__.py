"""What happened, for ever: every event of every ticket, every act of an administrator, and the proof that nothing changed.

What an export reads (`app/journal/export.py`, iterators in bounded memory, each yields plain JSON values):
`events(c, ticket=None)`, `acts(c)`, `log_entries(c)`, `checkpoints(c)`, `keys(c)`, `proof(c, number, size)`. What a verifier
computes: `chain.link` and `chain.commitment` (digests of events), `admin.entry` (of acts), `merkle` (leaf, node, root,
inclusion), `notes` (signed checkpoints).
"""
