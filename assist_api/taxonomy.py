"""The buyer intents as the shop's `data/intents.yml` lists them: name, Chinese name, route."""

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Intent:
    """`question` is the wording of a button by which a buyer says that this is meant."""

    name: str
    zh: str
    route: str
    question: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    intents: dict[str, Intent]

    @classmethod
    def load(cls, path: Path) -> "Taxonomy":
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls({entry["name"]: Intent(**entry) for entry in entries})

    def zh(self, name: str) -> str:
        """The Chinese name; a name we do not know stands for itself."""
        found = self.intents.get(name)
        return found.zh if found else name
