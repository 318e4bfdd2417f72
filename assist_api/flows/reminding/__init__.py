"""Reminding buyers of unpaid orders: gathering the facts, saying it, and committing that it was said."""
