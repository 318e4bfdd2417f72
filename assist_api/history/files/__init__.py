"""The forms in which past chats come as a file; each reads talks one by one and names what it leaves out."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from assist_api.errors import BadInput
from assist_api.history.files import jsonl, table, text
from assist_api.history.files.talks import Fault, Reading, Talk

Reader = Callable[[BinaryIO, Reading], Iterator[Talk | Fault]]

FORMS: dict[str, Reader] = {
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".csv": table.read,
    ".tsv": table.read,
    ".txt": text.read,
    ".log": text.read,
}


def read(name: str, file: BinaryIO, reading: Reading) -> Iterator[Talk | Fault]:
    """The talks of a seekable file, read by the end of its name. Raises BadInput for a file that is none of ours."""
    suffix = "." + name.rpartition(".")[2].lower()
    reader = FORMS.get(suffix)
    if reader is None:
        raise BadInput(f"不认识的文件类型 {name[-40:]}，请用 {'、'.join(FORMS)}", field="file")
    return reader(file, reading)
