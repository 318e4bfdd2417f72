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
    def load(cls, data: Path) -> "Taxonomy":
        """From `intents.yml` in the folder of the shop's training data."""
        entries = yaml.safe_load((data / "intents.yml").read_text(encoding="utf-8"))
        return cls({entry["name"]: Intent(**entry) for entry in entries})

    def names(self) -> dict[str, str]:
        """Intent → the name people know it by."""
        return {intent.name: intent.zh for intent in self.intents.values()}

    def zh(self, name: str) -> str:
        """The Chinese name; a name we do not know stands for itself."""
        found = self.intents.get(name)
        return found.zh if found else name
