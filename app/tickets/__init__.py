"""Tickets: the one door through which they change, and what people see of them."""
