"""Every corpus with its figures, as functions that take the folder of the corpora.

``sample`` takes a small, fixed part of each, for the fast suite.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.accuracy import attribution, lines, petrarch, places, plover, quantities, times
from tests.accuracy.ceasefire import passages
from tests.accuracy.ceasefire import score as claims_score
from tests.reading.measure import all_figures

Figures = Mapping[str, float]
# In a sample: every document whose number leaves this rest.
_SAMPLE_STEP = 7


def _part(corpus: tuple[Any, ...], sample: bool) -> tuple[Any, ...]:
    return corpus[::_SAMPLE_STEP] if sample else corpus


def _claims(folder: Path, sample: bool) -> Figures:
    return claims_score(_part(passages(folder / "ceasefire/dev.jsonl"), sample))


def _mentions(folder: Path, sample: bool) -> Figures:
    # The fast suite holds these whole, in tests/reading.
    return {} if sample else all_figures(folder / "ceasefire/dev.jsonl")


def _quantities(folder: Path, sample: bool) -> Figures:
    corpus = _part(passages(folder / "ceasefire/dev.jsonl"), sample)
    return quantities.score(corpus, {one["id"]: quantities.quantities_in(one) for one in corpus})


def _pages(folder: Path, sample: bool) -> Figures:
    del sample  # twenty pages are few enough
    corpus = tuple(one for one in passages(folder / "ceasefire/dev.jsonl") if one.get("lines"))
    return lines.score(corpus, {one["id"]: lines.body_in(one) for one in corpus})


def _gum_dates(folder: Path, sample: bool) -> Figures:
    corpus = _part(attribution.documents(folder / "gum/train.jsonl.gz"), sample)
    return times.score(corpus, {one["id"]: times.dates_in(one) for one in corpus})


def _gum_news_dates(folder: Path, sample: bool) -> Figures:
    corpus = attribution.documents(folder / "gum/train.jsonl.gz")
    news = _part(tuple(one for one in corpus if one["genre"] == "news"), sample)
    return times.score(news, {one["id"]: times.dates_in(one) for one in news})


def _gum_attribution(folder: Path, sample: bool) -> Figures:
    return attribution.score(_part(attribution.documents(folder / "gum/train.jsonl.gz"), sample))


def _geovirus(folder: Path, sample: bool) -> Figures:
    corpus = _part(places.records(folder / "geovirus/even.jsonl"), sample)
    return places.score(corpus, {one["id"]: places.names_in(one) for one in corpus})


def _re3d(folder: Path, sample: bool) -> Figures:
    corpus = tuple(
        {**places.with_locations(one), "id": f"{name} {one['id']}"}
        for name in ("centcom", "dfat", "uk-government", "wikipedia")
        for one in places.records(folder / f"re3d/{name}.jsonl")
    )
    part = _part(corpus, sample)
    return places.score(part, {one["id"]: places.names_in(one) for one in part})


def _plover(folder: Path, sample: bool) -> Figures:
    return plover.score(_part(plover.records(folder / "plover/half.jsonl"), sample))


def _petrarch(folder: Path, sample: bool) -> Figures:
    corpus = plover.records(folder / "petrarch/validation-universal.jsonl")
    return petrarch.score(_part(corpus, sample), sides=True)


def _petrarch_unit(folder: Path, sample: bool) -> Figures:
    corpus = plover.records(folder / "petrarch/unit-universal.jsonl")
    return petrarch.score(_part(corpus, sample), sides=False)


CORPORA: dict[str, tuple[tuple[str, ...], Callable[[Path, bool], Figures]]] = {
    "ceasefire claims": (("ceasefire/dev.jsonl",), _claims),
    "ceasefire mentions": (("ceasefire/dev.jsonl",), _mentions),
    "ceasefire quantities": (("ceasefire/dev.jsonl",), _quantities),
    "ceasefire pages": (("ceasefire/dev.jsonl",), _pages),
    "gum dates": (("gum/train.jsonl.gz",), _gum_dates),
    "gum news dates": (("gum/train.jsonl.gz",), _gum_news_dates),
    "gum attribution": (("gum/train.jsonl.gz",), _gum_attribution),
    "geovirus places": (("geovirus/even.jsonl",), _geovirus),
    "re3d locations": (
        ("re3d/centcom.jsonl", "re3d/dfat.jsonl", "re3d/uk-government.jsonl",
         "re3d/wikipedia.jsonl"),
        _re3d,
    ),
    "plover": (("plover/half.jsonl",), _plover),
    "petrarch validation": (("petrarch/validation-universal.jsonl",), _petrarch),
    "petrarch unit": (("petrarch/unit-universal.jsonl",), _petrarch_unit),
}  # fmt: skip


@cache
def figures(name: str, folder: Path, *, sample: bool = False) -> Figures:
    """Return the figures of one corpus, rounded to three places."""
    _, measure = CORPORA[name]
    return {key: round(value, 3) for key, value in measure(folder, sample).items()}
