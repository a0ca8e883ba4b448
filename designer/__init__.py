"""The designer's floor: edits of a process text will stand here; today the text is edited as text."""
