"""Parts of an explanation: values as people read them, and the smallest changes that lead elsewhere."""
