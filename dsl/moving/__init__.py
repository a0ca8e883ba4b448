"""Moving a running ticket to another version of its process: whether it can go there, what that makes of it, and why not."""
