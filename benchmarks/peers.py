"""What others would rank by, on the same split: Odoo's formula, scikit-learn's usual models, our single families."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from winnow.qualify.learn import Frame, History

Floats = npt.NDArray[np.float64]
BINS = 10
ODOO_SMOOTHING = 0.1


def peers(train: History, test: Frame, seed: int) -> Iterator[tuple[str, Floats]]:
    """Each peer's name and its scores of the test part."""
    yield "Odoo PLS", odoo(train, test)
    yield "scikit-learn logistic", _sklearn(train, test, _logistic(), seed)
    yield "scikit-learn boosting", _sklearn(train, test, _boosting(seed), seed)
    for family in ("scorecard", "logistic", "boosting"):
        yield f"ours: {family}", _family(family, train, test, seed)


def odoo(train: History, test: Frame) -> Floats:
    """Odoo's predictive lead scoring from its formula: prior × Π((count + 0.1) / total), unset fields skipped.

    Re-implemented; numbers in ten bins; the percentage is rounded to two places and kept between 0.01 and 99.99.
    """
    won = train.sold > 0
    logs = {True: np.full(len(test), np.log(won.mean())), False: np.full(len(test), np.log(1 - won.mean()))}
    for name in train.frame.names:
        known, asked = _categories(train.frame[name], test[name])
        for outcome in (True, False):
            words, counts = np.unique(known[(won == outcome) & (known >= 0)], return_counts=True)
            frequency = dict(zip(words.tolist(), counts + ODOO_SMOOTHING, strict=True))
            total = sum(frequency.values()) or 1.0
            value = np.array([frequency.get(word, ODOO_SMOOTHING) / total for word in asked.tolist()])
            logs[outcome] += np.where(asked >= 0, np.log(value), 0.0)
    chance = 1 / (1 + np.exp(np.clip(logs[False] - logs[True], -700, 700)))
    rounded: Floats = np.clip(np.round(100 * chance, 2), 0.01, 99.99)
    return rounded


def _categories(known: Any, asked: Any) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Both columns as numbers of the same categories; -1 where unset."""
    if known.dtype.kind == "f":
        edges = np.unique(np.nanquantile(known, np.linspace(0, 1, BINS + 1)[1:-1]))
        both = [
            np.where(np.isnan(part), -1, np.searchsorted(edges, part, side="left")) for part in (known, asked)
        ]
        return both[0].astype(np.int64), both[1].astype(np.int64)
    numbers: dict[Any, int] = {}
    for word in [*known.tolist(), *asked.tolist()]:
        if word is not None:
            numbers.setdefault(word, len(numbers))
    both = [
        np.array([-1 if word is None else numbers[word] for word in part.tolist()]) for part in (known, asked)
    ]
    return both[0].astype(np.int64), both[1].astype(np.int64)


def _sklearn(train: History, test: Frame, model: Callable[[list[int], list[int]], Any], seed: int) -> Floats:
    texts = [place for place, name in enumerate(train.frame.names) if train.frame[name].dtype.kind == "O"]
    numbers = [place for place in range(len(train.frame.names)) if place not in texts]
    fitted = model(texts, numbers).fit(_matrix(train.frame), train.sold)
    scores: Floats = fitted.predict_proba(_matrix(test))[:, 1]
    return scores


def _matrix(frame: Frame) -> Any:
    found = np.empty((len(frame), len(frame.names)), dtype=object)
    for place, name in enumerate(frame.names):
        values = frame[name]
        found[:, place] = ["(unknown)" if v is None else v for v in values.tolist()]
    return found


def _logistic() -> Callable[[list[int], list[int]], Any]:
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, SplineTransformer, StandardScaler

    def model(texts: list[int], numbers: list[int]) -> Any:
        words = OneHotEncoder(min_frequency=20, handle_unknown="infrequent_if_exist")
        curves = make_pipeline(
            SimpleImputer(strategy="median", add_indicator=True),
            StandardScaler(),
            SplineTransformer(n_knots=5, knots="quantile", extrapolation="constant"),
        )
        coded = ColumnTransformer([("texts", words, texts), ("numbers", curves, numbers)])
        return make_pipeline(coded, LogisticRegression(C=0.3, max_iter=2_000))

    return model


def _boosting(seed: int) -> Callable[[list[int], list[int]], Any]:
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OrdinalEncoder

    def model(texts: list[int], numbers: list[int]) -> Any:
        words = OrdinalEncoder(
            handle_unknown="use_encoded_value", unknown_value=np.nan, max_categories=250, min_frequency=5
        )
        coded = ColumnTransformer([("texts", words, texts), ("numbers", "passthrough", numbers)])
        trees = HistGradientBoostingClassifier(
            learning_rate=0.06, max_iter=200, max_leaf_nodes=15, min_samples_leaf=30, l2_regularization=1.0,
            random_state=seed, categorical_features=list(range(len(texts))),
        )  # fmt: skip
        return make_pipeline(coded, trees)

    return model


def _family(family: str, train: History, test: Frame, seed: int) -> Floats:
    from winnow.qualify.learn.coding import encode
    from winnow.qualify.learn.methods import Pupil
    from winnow.qualify.learn.rolling import Assumed, lesson_of, taught

    assumed = Assumed(365.0, None, seed)
    lesson = lesson_of(train, assumed)
    scores: Floats = taught(Pupil(family), lesson, assumed).log_odds(encode(lesson.codings, test))
    return scores
