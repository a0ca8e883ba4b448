"""From the checked tree to a program: forms, tables, flow, people and templates, and the functions they call."""
