"""Phrases that talks suggest: kept until a trainer publishes or dismisses them."""
