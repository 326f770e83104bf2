"""Track: the fixes of one object after another, what is asked of them, and what is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRules:
    """What decides about tracks, in whole numbers; each with its reason.

    Past ``gap_s`` without a fix nothing is said of what lay between: an aircraft may have turned
    twice in half an hour. ``sure_ppm`` is the probability, in millionths, with which a fix must lie
    on a side or in a zone to count: its whole 95 % circle lies there. Of many fixes at an edge some
    stray so far, so that a single one counts only with ``sure_alone_ppm``, beyond all jitter. A
    stay shorter than ``dwell_s`` is a passage, no presence. A move faster than ``fastest_mm_s``
    (twice the speed of sound) is a jump of the receiver. Events of one kind less than
    ``together_s`` apart are told together. Stops are told where ``stops`` is set: one lasts
    ``stop_s``, longer than a queue or a light, within ``stop_mm`` of where it began, twice the
    usual accuracy. ``accuracy_mm`` is taken where a fix has none: a transponder's usual 95 %
    radius.
    """

    gap_s: int = 1_800
    sure_ppm: int = 993_000
    sure_alone_ppm: int = 999_900
    dwell_s: int = 120
    fastest_mm_s: int = 700_000
    together_s: int = 600
    stops: bool = False
    stop_s: int = 900
    stop_mm: int = 200_000
    accuracy_mm: int = 100_000


@dataclass(slots=True)
class NameBook:
    """Words and their numbers, in order of first use.

    >>> book = NameBook()
    >>> book.number("ab1"), book.number("cd2"), book.number("ab1"), book.word(1), book.word(-1)
    (0, 1, 0, 'cd2', '')
    """

    words: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, word: str) -> int:
        """Return a word's number, a new one at its first use."""
        found = self.numbers.setdefault(word, len(self.words))
        if found == len(self.words):
            self.words.append(word)
        return found

    def word(self, number: int) -> str:
        """Return the word of a number; nothing for -1."""
        return self.words[number] if number >= 0 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixes:
    """Positions of objects, in order of object and time, as columns of one length.

    ``objects``, ``parties`` and ``assets`` are numbers of ``names``; ``row`` counts from 1 in the
    file, ``row_group`` from 0 (-1 in files without). ``marks`` are bits: what looks wrong in a fix.
    """

    objects: ndarray
    time_us: ndarray
    lon_deg: ndarray
    lat_deg: ndarray
    accuracy_m: ndarray
    parties: ndarray
    assets: ndarray
    row: ndarray
    row_group: ndarray
    marks: ndarray
    names: NameBook

    def __len__(self) -> int:
        """Return how many fixes there are."""
        return len(self.time_us)

    def chosen(self, which: ndarray | slice) -> Fixes:
        """Return some of the fixes."""
        return Fixes(
            objects=self.objects[which],
            time_us=self.time_us[which],
            lon_deg=self.lon_deg[which],
            lat_deg=self.lat_deg[which],
            accuracy_m=self.accuracy_m[which],
            parties=self.parties[which],
            assets=self.assets[which],
            row=self.row[which],
            row_group=self.row_group[which],
            marks=self.marks[which],
            names=self.names,
        )


@dataclass(slots=True, kw_only=True)
class TrackTally:
    """How the rows of one file were counted: all are accepted, refused, or were not asked for.

    ``passed_over`` rows lie outside the time that was asked for, or in row groups of a checked file
    that their statistics tell to be far from all that was asked for. ``unread`` rows are among the
    others: their row group's bounds told all there was to tell.
    """

    file: str
    rows: int = 0
    accepted: int = 0
    passed_over: int = 0
    unread: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    marked: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def refuse(self, reason: str, count: int) -> None:
        """Count rows that are left out, under a reason."""
        if count:
            self.refused[reason] = self.refused.get(reason, 0) + count

    def mark(self, what: str, count: int) -> None:
        """Count rows that are kept but look wrong."""
        if count:
            self.marked[what] = self.marked.get(what, 0) + count

    def withdraw(self, reason: str, count: int) -> None:
        """Refuse rows that were counted as accepted."""
        self.accepted -= count
        self.refuse(reason, count)

    @property
    def is_whole(self) -> bool:
        """Return whether every row is accounted for."""
        return self.rows == self.accepted + self.passed_over + sum(self.refused.values())


def tally_of_all(parts: Sequence[TrackTally]) -> TrackTally:
    """Return the tally of a file whose parts were counted one by one.

    >>> tally_of_all([TrackTally(file="f", rows=2, accepted=2), TrackTally(file="f", rows=1)]).rows
    3
    """
    whole = TrackTally(file=parts[0].file)
    for part in parts:
        whole.rows += part.rows
        whole.accepted += part.accepted
        whole.passed_over += part.passed_over
        whole.unread += part.unread
        for reason, count in part.refused.items():
            whole.refuse(reason, count)
        for what, count in part.marked.items():
            whole.mark(what, count)
        whole.notes += [note for note in part.notes if note not in whole.notes]
    return whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One object's crossing of a line, its stay in a zone, or its stop, with its probability.

    ``line`` or ``zone`` is the title, and a stop has neither; ``heading`` is the compass way of a
    crossing ("eastward"). ``first_row`` and ``last_row`` are the fixes that show it. ``marks`` say
    what looks wrong in them.
    """

    object: str
    party: str
    asset: str
    line: str | None = None
    zone: str | None = None
    heading: str | None = None
    start_us: int
    end_us: int
    lon_deg: float
    lat_deg: float
    accuracy_m: float
    probability: float
    row_group: int
    first_row: int
    last_row: int
    marks: tuple[str, ...] = ()
