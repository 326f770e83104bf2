"""Place names: which capitalised words of a text name a place."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from truceline.reading.gazetteer import WIDE_KINDS, Gazetteer, GazetteerPlace
from truceline.reading.places.areas import Anchor
from truceline.reading.words.wordlists import words_under

# A longer name than this many words is none.
LONGEST_NAME = 5
# A town this large may be named without a word of place before it.
KNOWN_TOWN_PEOPLE = 100_000
# "Poti, Georgia": what follows a comma may tell a smaller town.
NAMED_WITH_COUNTRY_PEOPLE = 15_000

_WORD = re.compile(r"[^\W\d_](?:[\w’'ʼ.-]{0,40}[^\W_])?")
_SENTENCE_START = re.compile(r"(?:[.!?:\n][\"”’]?\s*|\A)\Z")
# What a word keeps at its end that is no part of a name.
_TRAILING = re.compile(r"['’]s?\Z|[.-]+\Z")
_MAY_TRAIL = frozenset("'’s.-")
# Words remembered: more than an article holds, and few megabytes.
_KEPT = 30_000
_BEFORE = re.compile(r"(?P<word>[A-Za-z-]+)(?P<of> of| to)?[ ](?:the )?[\"“(]?\Z")


class _Word(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


@cache
def _lists() -> dict[str, frozenset[str]]:
    keys = (
        "locative",
        "not_places",
        "small_words",
        "kinds_after",
        "house_after",
        "house_before",
        "small_openings",
    )
    return {key: frozenset(words_under("places", key)) for key in keys}


def named_places(
    text: str, start: int, end: int, gazetteer: Gazetteer, *, sure: bool
) -> list[Anchor]:
    """Return the names that the gazetteer knows, the longest at each place.

    A name of our own list is taken wherever it stands. One that only the world list knows needs a
    word of place before it, a country after it, or a large town behind it, and no other capital
    beside it; with ``sure`` (words known to tell a place) also where it is all there is.
    """
    words = [_Word(*m.span(), m[0]) for m in _WORD.finditer(text, start, end)]
    found: list[Anchor] = []
    after = 0
    for index in [at for at, word in enumerate(words) if _part_of(word.text).opens]:
        if index >= after:
            count = _take(text, words, index, gazetteer, found, sure=sure)
            after = index + max(count, 1)
    return found


class _Part(NamedTuple):
    """What a word may be in a name: its first, one inside, its last."""

    opens: bool
    inside: bool
    closes: bool
    small: bool


@lru_cache(maxsize=_KEPT)
def _part_of(word: str) -> _Part:
    lists = _lists()
    capital = word[0].isupper()
    small = word in lists["small_openings"]
    opens = word not in ("The", "A", "An") and (
        capital or small or word.startswith(("al-", "el-", "as-", "ash-"))
    )
    return _Part(
        opens=opens,
        inside=capital or "-" in word or word in lists["small_words"],
        closes=capital or "-" in word or word.lower() in lists["kinds_after"],
        small=small,
    )


def _take(
    text: str,
    words: list[_Word],
    index: int,
    gazetteer: Gazetteer,
    found: list[Anchor],
    *,
    sure: bool,
) -> int:
    """Add the longest name that starts here, and return of how many words it is; 0 for none."""
    begin = words[index].start
    small = _part_of(words[index].text).small
    for count in _lengths(text, words, index):
        name = text[begin : words[index + count - 1].end]
        if name[-1] in _MAY_TRAIL:
            name = _TRAILING.sub("", name)
        if count == 1 and not _may_be_a_name(words[index]):
            places = tuple(p for p in gazetteer.find_ours(name) if p.kind in WIDE_KINDS)
        else:
            places = gazetteer.find_ours(name) if small else gazetteer.find(name)
        if not places or _is_house(text, words, index, count) or (small and count == 1):
            continue
        taken = (
            not (count == 1 and not sure and _after_a_given_name(text, words, index, places[0]))
            if gazetteer.find_ours(name)
            else (sure and count == len(words))
            or _accepted(text, words, index, count=count, place=places[0], found=found)
        )
        if taken:
            found.append(Anchor(begin, begin + len(name), places))
            return count
    return 0


def _lengths(text: str, words: list[_Word], index: int) -> list[int]:
    """Return of how many words a name may be that starts here, the most first.

    A name holds capitals, and small words inside, with one blank between.
    """
    lengths = [1]
    for last in range(index + 1, min(index + LONGEST_NAME, len(words))):
        word = words[last]
        gap = text[words[last - 1].end : word.start]
        if gap != " " and not (gap == ", " and word.text in ("D.C", "DC")):
            break
        part = _part_of(word.text)
        if part.closes:
            lengths.append(last + 1 - index)
        if not part.inside:
            break
    lengths.reverse()
    return lengths


def _may_be_a_name(word: _Word) -> bool:
    bare = re.sub(r"['’]s\Z", "", word.text)
    # Short capitals are acronyms; two letters are too few for a name of a place.
    letters = bare.replace(".", "")
    if len(letters) <= 2 or (letters.isupper() and len(letters) <= 5):
        return letters in ("US", "UK", "USA", "UAE", "DRC", "DPRK", "NSW")
    return bare.lower() not in _lists()["not_places"]


def _is_house(text: str, words: list[_Word], index: int, count: int) -> bool:
    """Tell the town from a newspaper, a university or a sum of money that bears its name."""
    finish = words[index + count - 1].end
    if text[finish : finish + 1] in ("$", "£", "€"):
        return True
    last = index + count
    if last < len(words) and text[finish : words[last].start] in (" ", "’s ", "'s "):
        behind = words[last]
        if behind.is_capital and behind.text.lower() in _lists()["house_after"]:
            return True
    before = text[max(0, words[index].start - 16) : words[index].start].lower()
    return any(
        before.endswith(f"{lead} ") for lead in _lists()["house_before"] if lead != "new"
    ) or (text[max(0, words[index].start - 4) : words[index].start] == "New ")


def _after_a_given_name(text: str, words: list[_Word], index: int, place: GazetteerPlace) -> bool:
    """Tell "Jordan" from "Michael Jordan", and keep the countries that stand after a capital."""
    if index == 0 or place.kind in WIDE_KINDS - {"country"}:
        return False
    before = words[index - 1]
    return (
        text[before.end : words[index].start] == " "
        and before.is_capital
        and before.text.lower() in _lists()["not_places"] - {"the"}
    )


def _accepted(
    text: str,
    words: list[_Word],
    index: int,
    *,
    count: int,
    place: GazetteerPlace,
    found: list[Anchor],
) -> bool:
    """Return whether a town of the world list is meant, by what stands round the name."""
    begin, finish = words[index].start, words[index + count - 1].end
    if _capital_beside(text, words, index, count):
        return False
    if _after_a_locative(text, begin, found):
        return True
    if text[finish : finish + 2] == ", " and place.population > NAMED_WITH_COUNTRY_PEOPLE:
        return text[finish + 2 : finish + 3].isupper()
    initial = _SENTENCE_START.search(text[max(0, begin - 4) : begin]) is not None
    return place.population >= KNOWN_TOWN_PEOPLE and not initial


def _after_a_locative(text: str, begin: int, found: list[Anchor]) -> bool:
    before = text[max(0, begin - 30) : begin]
    listed = before.endswith((", ", "/", "–", "-", " and ", " or "))
    if listed and found and begin - found[-1].end < len(" and the "):
        return True
    match = _BEFORE.search(before)
    if match is None:
        return False
    word = match["word"].lower()
    if word in ("and", "or"):
        return False
    return word in _lists()["locative"] or f"{word}{match['of'] or ''}" in _lists()["locative"]


def _capital_beside(text: str, words: list[_Word], index: int, count: int) -> bool:
    if index > 0:
        before = words[index - 1]
        if (
            text[before.end : words[index].start] == " "
            and before.is_capital
            and _SENTENCE_START.search(text[max(0, before.start - 4) : before.start]) is None
        ):
            return True
    last = index + count
    return (
        last < len(words)
        and words[last].is_capital
        and text[words[last - 1].end : words[last].start] == " "
    )
