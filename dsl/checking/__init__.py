"""The rooms of the checker: names, kinds, expressions, presence, forms, tables, flow, people, examples and words."""
