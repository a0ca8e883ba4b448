"""A rule set as a document for people who never read a process text: complete, and in their language."""
