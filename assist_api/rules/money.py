"""Money is whole fen inside, yuan where people read it."""


def say_yuan(fen: int) -> str:
    """12900 → 129元, 1250 → 12.5元, 1205 → 12.05元."""
    whole, rest = divmod(fen, 100)
    if not rest:
        return f"{whole}元"
    return f"{whole}.{rest:02d}".rstrip("0") + "元"
