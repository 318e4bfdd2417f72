"""Why the command line does not do what an operator asked for."""


class Refused(Exception):
    """It cannot be done as things are; the message says what to do about it. `./xiaoer` exits 3."""
