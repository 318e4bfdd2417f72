from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from components.tfidf import Tfidf, one_versus_rest, terms_of


def characters(text: str) -> list[str]:
    return list(text)


TEXTS = ["有货吗", "还有货没有", "什么时候发货", "发货了吗", "好的好的"]


def test_one_character_words_count() -> None:
    assert terms_of("退吗", characters)["w:吗"] == 1


def test_runs_of_one_to_three_characters_are_framed_by_spaces() -> None:
    runs = {term[2:] for term in terms_of("在吗", characters) if term.startswith("c:")}

    assert runs == {" ", "在", "吗", " 在", "在吗", "吗 ", " 在吗", "在吗 "}


def test_white_space_is_no_word_and_counts_once() -> None:
    assert terms_of("有  货", characters) == terms_of("有 货", characters)


def test_words_weigh_as_scikit_learn_weighs_them() -> None:
    ours = Tfidf.fit([terms_of(text, characters) for text in TEXTS])
    theirs = TfidfVectorizer(analyzer=characters, sublinear_tf=True).fit(TEXTS)

    columns, values = ours.weigh(terms_of("发货发货吗", characters))
    weights = {ours.terms[column]: value for column, value in zip(columns, values, strict=True)}
    expected = theirs.transform(["发货发货吗"])

    for word, column in theirs.vocabulary_.items():
        assert weights.get(f"w:{word}", 0.0) == pytest.approx(expected[0, column], abs=1e-6)


def test_a_line_of_unseen_characters_has_no_features_but_the_frame() -> None:
    features = Tfidf.fit([terms_of(text, characters) for text in TEXTS])

    columns, _ = features.weigh(terms_of("龘", characters))

    assert {features.terms[column] for column in columns} == {"c: "}


def test_a_line_weighs_less_the_more_of_its_characters_are_unseen() -> None:
    features = Tfidf.fit([terms_of(text, characters) for text in TEXTS])

    def length_of_words(text: str) -> float:
        columns, values = features.weigh(terms_of(text, characters))
        words = [value for column, value in zip(columns, values, strict=True) if features.terms[column][0] == "w"]
        return float(np.linalg.norm(words))

    assert length_of_words("有货吗") == pytest.approx(1.0)
    assert length_of_words("货 有") == pytest.approx(1.0)
    assert length_of_words("龘靐齉货") == pytest.approx(0.25)


def test_matrix_rows_equal_single_rows() -> None:
    documents = [terms_of(text, characters) for text in TEXTS]
    features = Tfidf.fit(documents)

    row = features.matrix(documents)[2].toarray()[0]
    columns, values = features.weigh(documents[2])

    assert row[columns] == pytest.approx(values)


def test_terms_and_weights_must_match() -> None:
    with pytest.raises(ValueError, match="1 terms but 2 weights"):
        Tfidf({"w:a": 0}, np.ones(2, dtype=np.float32))


@pytest.mark.parametrize("scores", [[1000.0, 999.0, -1000.0], [-1000.0, -1001.0, -2000.0], [0.0, 0.0, 0.0]])
def test_probabilities_sum_to_one_even_for_large_scores(scores: list[float]) -> None:
    assert one_versus_rest(np.array(scores, dtype=np.float32)).sum() == pytest.approx(1.0)


def test_probabilities_are_scikit_learns() -> None:
    features = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
    model = LogisticRegression(solver="liblinear").fit(features, [0, 1, 2, 2])

    ours = one_versus_rest(model.decision_function(features[:1])[0])

    assert ours == pytest.approx(model.predict_proba(features[:1])[0], abs=1e-6)
