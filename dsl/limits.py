"""The limits of a text, checked before work is done, and the words that cannot be names."""

from __future__ import annotations

SOURCE_BYTES = 1024 * 1024
"""Largest text, in bytes of UTF-8."""

NESTING = 64
"""Deepest nesting of braces, brackets and parentheses."""

EXPRESSION_DEPTH = 100
"""Deepest expression, in nodes of its tree (a chain of `not` or `else if` nests without brackets). What passes may be
walked by recursion."""

TABLE_ROWS = 20_000
FORM_FIELDS = 300
"""Fields of a form, columns of rows included."""

LITERAL_LENGTH = 1_000
"""Longest text in quotes, in characters."""

NAME_LENGTH = 100
WHOLE_DIGITS = 15
DECIMAL_PLACES = 6
PROBLEMS = 100
"""Most problems reported for one text."""

RESERVED = frozenset({"and", "or", "not", "in", "is", "if", "then", "else", "yes", "no", "each", "never"})
"""Words that cannot name anything, because an expression could not refer to it."""

RESERVED_FIELDS = RESERVED | {"all", "sees", "edits", "fills", "requester", "expect", "today", "now"}
"""Words that cannot name a field or a column either."""
