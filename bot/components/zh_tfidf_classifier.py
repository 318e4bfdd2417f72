"""Intent classifier: TF-IDF over words and characters, two linear learners in one, stored as plain arrays and text."""

from __future__ import annotations

import hashlib
import inspect
import json
import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from components import tfidf
from components.fingerprint import hash_of_files
from components.places import data_folder, lexicon_folder
from components.routes import RouteThresholds, decide_route, route_scores
from components.taxonomy import load_intents, routes_of
from components.tfidf import Floats, Tfidf, one_versus_rest, terms_of
from components.words import words_of
from zh_text import normalise

_LONG_NUMBER = re.compile("[0-9]{6,}")
"""An order, a parcel or a phone: which one is the entities' affair, and no number comes twice."""

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ZhTfidfClassifier(GraphComponent, IntentClassifier):
    """Ranks all intents for a message and decides its route; probabilities sum to one."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Defaults of `config.yml`."""
        return {
            # Inverse strengths of regularisation. Larger fits rare wordings closer and grows surer of itself.
            "C": 10.0,
            "svm_C": 0.4,
            # What a margin of the support vector machine counts beside the logit of the logistic regression.
            "margin_scale": 4.0,
            # Brings confidences to the share of lines that are right at them; larger is surer.
            "sharpness": 1.2,
            # From which summed probability a message is a person's, or is one where the bot collects first.
            "human_threshold": 0.5,
            "collect_threshold": 0.5,
        }

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._thresholds = RouteThresholds(float(config["human_threshold"]), float(config["collect_threshold"]))
        self._features: Tfidf | None = None
        self._intents: list[str] = []
        self._routes: dict[str, str] = {}
        self._weights: Floats = np.zeros((0, 0), dtype=np.float32)  # terms x intents, so that one row is a few lines
        self._bias: Floats = np.zeros(0, dtype=np.float32)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> ZhTfidfClassifier:
        """Start an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:  # noqa: ARG003
        """What else the training depends on. Without it Rasa takes an old classifier from its cache after the lexicon,
        the routes or the feature code have changed: it looks at this class and its configuration only."""
        files = [data_folder() / "intents.yml", *sorted(lexicon_folder().rglob("*"))]
        code = hashlib.sha256(inspect.getsource(tfidf).encode()).hexdigest()
        return hash_of_files(file for file in files if file.is_file()) + code

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples and keep the result. Raises ValueError for fewer than two intents."""
        examples = [(m.get("text"), m.get("intent")) for m in training_data.intent_examples if m.get("text")]
        if len({intent for _, intent in examples}) < 2:
            raise ValueError("the intent classifier needs examples of at least two intents")
        documents = [self._document(text) for text, _ in examples]
        self._features = Tfidf.fit(documents)
        self._routes = routes_of(load_intents(data_folder() / "intents.yml"))
        self._learn(self._features.matrix(documents), [str(intent) for _, intent in examples])
        logger.info("Learned %d intents from %d examples.", len(self._intents), len(examples))
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, ranking (all intents, best first) and route of each message."""
        for message in messages:
            ranking = self.rank(message.get("text") or "")
            probabilities = {str(row["name"]): float(row["confidence"]) for row in ranking}
            scores = route_scores(probabilities, self._routes)
            route = decide_route(scores, self._thresholds)
            message.set("intent", dict(self._acted_on(ranking, route)), add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set("route", route, add_to_output=True)
            message.set("route_scores", scores, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing later in the pipeline learns from this one."""
        return training_data

    def rank(self, text: str) -> list[dict[str, Any]]:
        """All intents with their probabilities, best first; ties in alphabetical order."""
        if self._features is None:
            raise RuntimeError("the intent classifier has not been trained")
        columns, values = self._features.weigh(self._document(text))
        probabilities = one_versus_rest(np.asarray(values @ self._weights[columns] + self._bias, dtype=np.float32))
        order = np.argsort(-probabilities, kind="stable")
        return [{"name": self._intents[i], "confidence": float(probabilities[i])} for i in order]

    def _learn(self, rows: csr_matrix, intents: Sequence[str]) -> None:
        """Both learners are linear, so what they have learned is added into one matrix of weights.

        One intent against the rest: as good as a joint model here, in a fifteenth of its time.
        """
        logistic = LogisticRegression(C=self._config["C"], solver="liblinear", random_state=0).fit(rows, intents)
        margins = LinearSVC(C=self._config["svm_C"], random_state=0).fit(rows, intents)
        scale, sharpness = float(self._config["margin_scale"]), float(self._config["sharpness"])
        weights, bias = _one_column_per_intent(logistic)
        svm_weights, svm_bias = _one_column_per_intent(margins)
        self._intents = [str(name) for name in logistic.classes_]
        self._weights = np.ascontiguousarray((weights + scale * svm_weights) / 2 * sharpness, dtype=np.float32)
        self._bias = np.asarray((bias + scale * svm_bias) / 2 * sharpness, dtype=np.float32)

    def _acted_on(self, ranking: Sequence[Mapping[str, Any]], route: str) -> Mapping[str, Any]:
        """The best intent; of a line for a person the best one that leads to a person."""
        if route != "human":
            return ranking[0]
        return next((row for row in ranking if self._routes.get(str(row["name"])) == "human"), ranking[0])

    @staticmethod
    def _document(text: str) -> Any:
        return terms_of(_LONG_NUMBER.sub("№", normalise(text).text), words_of)

    def _persist(self) -> None:
        assert self._features is not None  # noqa: S101  (train sets it)
        with self._model_storage.write_to(self._resource) as folder:
            np.save(folder / "idf.npy", self._features.idf, allow_pickle=False)
            np.save(folder / "weights.npy", self._weights, allow_pickle=False)
            np.save(folder / "bias.npy", self._bias, allow_pickle=False)
            _write_json(folder / "vocabulary.json", self._features.terms)
            _write_json(folder / "intents.json", {"intents": self._intents, "routes": self._routes})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **kwargs: Any,  # noqa: ARG003
    ) -> ZhTfidfClassifier:
        """Read what `train` kept."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            terms = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
            names = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
            idf = np.load(folder / "idf.npy", allow_pickle=False)
            component._features = Tfidf({term: column for column, term in enumerate(terms)}, idf)
            component._weights = np.load(folder / "weights.npy", allow_pickle=False)
            component._bias = np.load(folder / "bias.npy", allow_pickle=False)
            component._intents, component._routes = names["intents"], names["routes"]
        return component


def _one_column_per_intent(model: LogisticRegression | LinearSVC) -> tuple[Floats, Floats]:
    """Weights (terms x intents, C order) and biases; scikit-learn gives two intents one column between them."""
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return np.ascontiguousarray(weights.T, dtype=np.float32), np.asarray(bias, dtype=np.float32)


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
