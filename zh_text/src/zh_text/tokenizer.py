"""Words by jieba, with a dictionary of our own: never the process-wide one or its cache in shared temp folders."""

from __future__ import annotations

import logging
import os
import stat
import warnings
from pathlib import Path

from zh_text.lexicon import Lexicon
from zh_text.normalising import normalise

with warnings.catch_warnings():
    # jieba 0.42.1 has unescaped backslashes in patterns and asks for the retired pkg_resources; both harmless.
    warnings.simplefilter("ignore")
    import jieba

logging.getLogger("jieba").setLevel(logging.WARNING)  # it logs every load to stderr at DEBUG


class Tokenizer:
    """Cuts a line into words, the lexicon's among them. Safe to use from several threads.

    `cache_dir` keeps jieba's compiled dictionary, which saves most of a second; without it nothing is written.
    Raises PermissionError if others may write there: jieba would load what they left unchecked.
    """

    def __init__(self, lexicon: Lexicon, cache_dir: Path | None = None) -> None:
        self._jieba = jieba.Tokenizer()
        if cache_dir is None:
            self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(self._jieba.get_dict_file())
            self._jieba.initialized = True
        else:
            self._jieba.tmp_dir = str(_private_folder(cache_dir))
            self._jieba.cache_file = f"jieba-{jieba.__version__}.cache"
            self._jieba.initialize()
        for word, frequency in lexicon.words:
            self._jieba.add_word(normalise(word).text, frequency)

    def words(self, text: str) -> list[str]:
        """The words of the normalised line in order; white space is left out, punctuation stays."""
        return [word for word in self._jieba.lcut(normalise(text).text) if not word.isspace()]


def _private_folder(folder: Path) -> Path:
    """The folder, made with mode 0700 if it is not there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.stat()
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        raise PermissionError(
            f"{folder}: the dictionary cache must belong to this user and be writable by nobody else (chmod 700)"
        )
    return folder
