"""Parts of a comparison: lines by what they are called, what a line says, names that changed, and the sentences."""
