"""What happened, for ever: every event of every ticket, and nothing that was ever changed."""
