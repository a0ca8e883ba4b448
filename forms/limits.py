"""Limits of what is posted to a form; each is checked before work is done and tested at the bound and one past it."""

from __future__ import annotations

JSON_BYTES = 1_048_576
"""Size of a JSON body."""
JSON_DEPTH = 16
"""Nesting of arrays and objects in a JSON body."""
JSON_NUMBER = 24
"""Characters of a number in a JSON body: sign, 15 digits, point, 6 places, and one to spare."""
ROW_NUMBER = 9_999
"""Highest number a row may be posted under."""
ROWS = 1_000
"""Rows of one `rows` field of a posted page; a process may allow fewer."""
WORD = 40
"""Characters of a person's own word repeated in a problem."""
ID = 200
"""Characters of a person's or team's id."""
FILE_NAME = 200
"""Characters of a file's name and of its media type."""
LINK = 2_000
EMAIL = 254
PHONE = 30
UNKNOWN = 20
"""Unknown fields reported one by one."""
SELECT = 300
"""People offered as a list to choose from; above it, a box to type into with suggestions."""
