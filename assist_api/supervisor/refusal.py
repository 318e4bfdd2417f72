"""Why a start is refused."""


class Refused(Exception):
    """The start cannot be made as things are; the message says what to do."""
