"""Tables of the topic."""
