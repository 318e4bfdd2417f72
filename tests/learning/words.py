"""Words of a line for tests: its characters."""


def characters(text: str) -> list[str]:
    return [character for character in text.lower() if not character.isspace()]
