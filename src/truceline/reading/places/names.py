"""Place names: which capitalised words of a text name a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

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
_BEFORE = re.compile(r"(?P<word>[A-Za-z-]+)(?P<of> of| to)?[ ](?:the )?[\"“(]?\Z")


@dataclass(frozen=True, slots=True)
class _Word:
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
    words = [_Word(m.start(), m.end(), m[0]) for m in _WORD.finditer(text, start, end)]
    found: list[Anchor] = []
    index = 0
    while index < len(words):
        count = 0
        if _may_open(words[index]):
            count = _take(text, words, index, gazetteer, found, sure=sure)
        index += max(count, 1)
    return found


def _may_open(word: _Word) -> bool:
    if word.text in ("The", "A", "An"):
        return False
    return (
        word.is_capital
        or word.text.startswith(("al-", "el-", "as-", "ash-"))
        or word.text in _lists()["small_openings"]
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
    for count in range(min(LONGEST_NAME, len(words) - index), 0, -1):
        run = words[index : index + count]
        if not _one_run(text, run):
            continue
        name = re.sub(r"['’]s?\Z|[.-]+\Z", "", text[run[0].start : run[-1].end])
        small = run[0].text in _lists()["small_openings"]
        if count == 1 and not _may_be_a_name(run[0]):
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
            found.append(Anchor(run[0].start, run[0].start + len(name), places))
            return count
    return 0


def _one_run(text: str, run: list[_Word]) -> bool:
    """Return whether the words may be one name: capitals, small words inside, one blank between."""
    lists = _lists()
    if len(run) > 1 and not (
        run[-1].is_capital or run[-1].text.lower() in lists["kinds_after"] or "-" in run[-1].text
    ):
        return False
    for before, after in pairwise(run):
        gap = text[before.end : after.start]
        if gap != " " and not (gap == ", " and after.text in ("D.C", "DC")):
            return False
    return all(w.is_capital or w.text in lists["small_words"] or "-" in w.text for w in run[1:-1])


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
