"""The words of a line, by the shop's lexicon."""

from functools import lru_cache
from pathlib import Path

from assist_api.recommender.features import Tokenise
from assist_api.settings import Settings
from zh_text import Lexicon, Tokenizer


def shop_words(settings: Settings) -> Tokenise:
    """jieba's dictionary is loaded with the first line, which had better be in a thread; all of a process share it."""
    lexicon, compiled = settings.lexicon, settings.home / "cache" / "words"
    return lambda text: _tokenizer(lexicon, compiled).words(text)


@lru_cache(maxsize=1)
def _tokenizer(lexicon: Path, compiled: Path) -> Tokenizer:
    return Tokenizer(Lexicon.load(lexicon), compiled)
