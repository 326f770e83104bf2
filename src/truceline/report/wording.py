"""Wording: probability, reasons and statuses in plain words, the number always beside the word."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, cast

from truceline.assessment.finding import Finding, Reason, Status
from truceline.sentence import CAPITAL, Sentence, say, term
from truceline.timespan import Timespan

if TYPE_CHECKING:
    from truceline.report.matrix import Cell

# Below and above these a rounded per cent would read as impossible or certain, which nothing is.
_SMALLEST_SHOWN = 0.001
_LARGEST_SHOWN = 0.999
# What is counted in sentences that a page shows; each needs its plural in every catalogue.
COUNTED = ("finding", "review")


@dataclass(frozen=True, slots=True)
class Band:
    """One band of the yardstick: its word and its range, in per cent, both ends included."""

    word: str
    from_percent: int
    to_percent: int

    @property
    def as_range(self) -> str:
        """Return the range in words.

        >>> Band("likely", 55, 75).as_range
        '55-75 %'
        """
        return f"{self.from_percent}-{self.to_percent} %"


@functools.cache
def words_of(table: str) -> Mapping[str, str]:
    """Return one table of the wording file: a word of the engine, and what a person reads.

    >>> words_of("factors")["in zone"]
    'it was in the zone'
    """
    words = cast(Mapping[str, str], _wording()[table])
    return {name: term(word) for name, word in words.items()}


@functools.cache
def limits() -> tuple[str, ...]:
    """Return the sentences on what a report can and cannot say."""
    return tuple(map(term, cast(Sequence[str], _wording()["limits"])))


@functools.cache
def yardstick() -> tuple[Band, ...]:
    """Return the seven bands, from least to most likely.

    Source: PHIA probability yardstick (Professional Head of Intelligence Assessment, UK).

    >>> [band.word for band in yardstick()][3]
    'realistic possibility'
    """
    rows = cast(Sequence[Mapping[str, object]], _wording()["yardstick"])
    return tuple(
        Band(term(str(row["word"])), cast(int, row["from"]), cast(int, row["to"])) for row in rows
    )


def probability_word(p: float) -> str:
    """Return the yardstick's word for a probability from 0 to 1.

    The yardstick leaves gaps between its bands. A number in a gap takes the word nearer to the
    middle of the scale, so that a word never says more than its number earns.

    Raises:
        ValueError: ``p`` is not a probability.

    >>> [probability_word(p) for p in (0.02, 0.07, 0.3, 0.53, 0.55, 0.97)]
    ['remote chance', 'highly unlikely', 'unlikely', 'realistic possibility', 'likely', 'almost certain']
    """  # noqa: E501  (one line of output)
    if not 0 <= p <= 1:
        raise ValueError(f"{p!r} is no probability; give a number from 0 to 1")
    bands = yardstick()
    middle = next(index for index, band in enumerate(bands) if band.to_percent >= 50)
    for band in bands[:middle]:
        if p * 100 <= band.to_percent:
            return band.word
    for band in reversed(bands[middle + 1 :]):
        if p * 100 >= band.from_percent - 1e-9:
            return band.word
    return bands[middle].word


def percent(p: float) -> str:
    """Return a probability in per cent, with as few digits as still stand for its word.

    Never "0 %" and never "100 %": no report is that sure.

    >>> percent(0.614), percent(0.9493), percent(0.5496), percent(0.00001)
    ('61 %', '94.9 %', '54.96 %', 'under 0.1 %')
    """
    if not 0 <= p <= 1:
        raise ValueError(f"{p!r} is no probability; give a number from 0 to 1")
    if p < _SMALLEST_SHOWN:
        return say("under {percent:g} %", percent=_SMALLEST_SHOWN * 100)
    if p > _LARGEST_SHOWN:
        return say("over {percent:g} %", percent=_LARGEST_SHOWN * 100)
    for digits in range(6):
        shown = round(p * 100, digits)
        if 0 < shown < 100 and probability_word(shown / 100) == probability_word(p):
            return f"{shown:.{digits}f} %"
    return f"{p * 100} %"


def likelihood(p: float) -> str:
    """Return the word and the number beside it; words where there is no number.

    >>> likelihood(0.61)
    'likely (61 %)'
    >>> likelihood(float("nan"))
    'no number'
    """
    if math.isnan(p):
        return say("no number")
    return say("{word} ({percent})", word=probability_word(p), percent=percent(p))


def breach_in_words(finding: Finding | Cell) -> str:
    """Return how likely a breach is; where the number is only the prior, or none, it says so.

    A word of the yardstick would read as knowledge where nobody looked and nothing was told.
    """
    if finding.status is Status.NOT_IN_FORCE:
        return say("not asked")
    if Reason.NOT_TESTABLE in finding.reasons:
        return say("not tested")
    if Reason.NOT_OBSERVED in finding.reasons:
        return say("nothing known beyond the prior ({percent})", percent=percent(finding.p_breach))
    return likelihood(finding.p_breach)


def in_plain_words(status: Status) -> str:
    """Return what a status means, as a sentence.

    >>> in_plain_words(Status.INDETERMINATE)
    'The record does not tell whether the duty was kept.'
    """
    return words_of("statuses")[status.value]


def reasons_in_words(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Return each reason with its meaning.

    >>> reasons_in_words([Reason.ACTOR_UNKNOWN])
    ('actor unknown: it is not known who acted',)
    """
    words = words_of("reasons")
    return tuple(
        say("{reason}: {meaning}", reason=term(reason.value), meaning=words[reason.value])
        for reason in reasons
    )


def robustness(finding: Finding) -> str:
    """Return whether the status holds under every reading of the policy, in words."""
    if not finding.readings:
        return say("assessed under one reading of the policy only")
    if finding.robust:
        return say("robust: the same under every reading of the policy")
    return say("not robust: another reading of the policy gives another status")


def period_in_words(period: Timespan) -> str:
    """Return a period as it reads in a sentence.

    >>> period_in_words(Timespan.parse("2031-01-01/2031-02-28"))
    'from 2031-01-01 to 2031-02-28'
    >>> period_in_words(Timespan.parse("2031-02")), period_in_words(Timespan.parse("2031-02/.."))
    ('in 2031-02', 'from 2031-02-01 on')
    """
    first, slash, last = str(period).partition("/")
    if not slash:
        return say("in {first}", first=first)
    if ".." in (first, last):
        return (
            say("up to {last}", last=last) if first == ".." else say("from {first} on", first=first)
        )
    return say("from {first} to {last}", first=first, last=last)


def how_many(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> how_many(1, "finding"), how_many(0, "finding"), how_many(2, "inquiry", "inquiries")
    ('1 finding', 'no findings', '2 inquiries')
    """
    several = many or f"{one}s"
    if not number:
        return Sentence(f"no {several}", {})
    return Sentence(f"{{n}} {several}", {"n": number}, one=f"{{n}} {one}")


def capital(sentence: str) -> str:
    """Return a sentence with its first letter as a capital, the rest as it is.

    >>> capital("the UN looked")
    'The UN looked'
    """
    inner = sentence if isinstance(sentence, Sentence) else say("{words}", words=sentence)
    return Sentence(f"{{p0:{CAPITAL}}}", {"p0": inner})


def every_word() -> Iterator[str]:
    """Yield every word and sentence of the wording file, for the catalogues of other languages."""
    yield from (band.word for band in yardstick())
    yield from limits()
    for table in _wording().values():
        if isinstance(table, Mapping):
            yield from (str(words) for words in table.values())


@functools.cache
def _wording() -> Mapping[str, object]:
    from ruamel.yaml import YAML

    text = resources.files("truceline.report").joinpath("wording.yaml").read_text("utf-8")
    return cast(Mapping[str, object], YAML(typ="safe", pure=True).load(text))
