"""The text pane of the designer: typed text, its problems, completion, help under the pointer, and definitions."""
