"""The checker of what must always be true: each module looks at one part of what is stored and tells every breach."""
