"""Processes and their versions: texts that never change once published."""
