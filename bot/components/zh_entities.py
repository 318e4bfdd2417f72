"""Entities of a buyer's line, found by `zh_text`; also says whether the line is a fragment of a question."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.training_data.message import Message

from components.places import catalogue_file, lexicon_folder
from zh_text import ENTITY_KINDS, Catalogue, CatalogueError, Entity, EntityFinder, Lexicon, is_fragment

logger = logging.getLogger(__name__)

CHINA = timezone(timedelta(hours=8))
"""Buyers' 今天 and 明天 are days of Chinese time, which has no summer time."""


READ_AT_ONCE_BYTES = 200_000
"""A catalogue up to this size (some 2,000 products) is read at once; a bigger one in a thread, while buyers talk."""


class CatalogueWatch:
    """The entity finder for the catalogue as it is now: assist_api writes the file, and a new product is known at
    once, of a big catalogue some seconds later."""

    def __init__(self, lexicon: Lexicon, file: Path | None) -> None:
        self._lexicon = lexicon
        self._file = file
        self._seen = self._stamp()
        self._finder = EntityFinder(lexicon, Catalogue())
        self._reading: Thread | None = None
        self._read()

    def finder(self) -> EntityFinder:
        """Read the catalogue again if it has changed; one that cannot be read leaves the last one in place."""
        stamp = self._stamp()
        if stamp != self._seen and not self._is_reading():
            self._seen = stamp
            if stamp is not None and stamp[1] > READ_AT_ONCE_BYTES:
                self._reading = Thread(target=self._read, name="catalogue", daemon=True)
                self._reading.start()
            else:
                self._read()
        return self._finder

    def wait(self) -> None:
        """Until a catalogue that is being read is in use."""
        if self._reading is not None:
            self._reading.join()

    def _is_reading(self) -> bool:
        return self._reading is not None and self._reading.is_alive()

    def _stamp(self) -> tuple[int, int] | None:
        if self._file is None:
            return None
        try:
            status = self._file.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def _read(self) -> None:
        if self._file is None:
            return
        try:
            self._finder = EntityFinder(self._lexicon, Catalogue.load(self._file))
        except (CatalogueError, OSError) as error:
            logger.error("The catalogue was not read, product names stay as they were: %s", error)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ZhEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Sets entities with kind, value, span in the original text and reason; nothing to train."""

    def __init__(self, watch: CatalogueWatch) -> None:
        self._watch = watch

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> ZhEntityExtractor:
        """Read lexicon and catalogue: a bot that is ready has them, no first buyer waits for it."""
        return cls(CatalogueWatch(Lexicon.load(lexicon_folder()), catalogue_file()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Find entities; metadata may say when the line was sent (`sent_at`) and which kind is `expected`."""
        finder = self._watch.finder()
        for message in messages:
            text = message.get("text") or ""
            metadata = message.get("metadata") or {}
            found = finder.find(text, _sent_at(metadata), expected=_expected(metadata))
            message.set("entities", [as_rasa_entity(entity) for entity in found], add_to_output=True)
            message.set("fragment", is_fragment(text, found), add_to_output=True)
        return messages

    def process_training_data(self, training_data: Any) -> Any:
        """Nothing later in the pipeline learns from entities."""
        return training_data


def as_rasa_entity(entity: Entity) -> dict[str, Any]:
    """Rasa calls the kind `entity`; all else keeps its name."""
    found: dict[str, Any] = dict(entity.as_dict())
    return {"entity": found.pop("kind"), **found, "extractor": ZhEntityExtractor.__name__}


def _expected(metadata: dict[str, Any]) -> Any:
    kind = metadata.get("expected")
    return kind if kind in ENTITY_KINDS else None


def _sent_at(metadata: dict[str, Any]) -> datetime:
    """When the buyer wrote, so that a turn that is computed again reads 明天 as the same day; else now."""
    try:
        sent_at = datetime.fromisoformat(metadata["sent_at"])
    except (KeyError, TypeError, ValueError):
        return datetime.now(CHINA)
    return sent_at.astimezone(CHINA) if sent_at.tzinfo else sent_at.replace(tzinfo=CHINA)
