"""Assets: arms, forces and works where they stand in a text, with class and count."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from truceline.evidence.document import Span
from truceline.reading.amounts.counts import count_ending_at
from truceline.reading.claim import AssetMention
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.phrases import Phrases
from truceline.reading.words.sentences import Token, tokens, word_set

# How many words may stand between a count and its noun: "40 Royal Moroccan Army trucks".
_BETWEEN = 4
_STOP = word_set(
    "of in at on by to from and or with for that which who is are was were had has have "
    "said the near without into over its their his our between under"
)


def asset_class(words: str) -> str | None:
    """Return the class of the first asset that the words name, or None.

    >>> asset_class("T-55 battle tanks"), asset_class("Iron Dome launchers"), asset_class("rain")
    ('battle tank', 'iron dome launcher', None)
    """
    found = find_assets(words)
    return found[0].asset if found else None


def find_assets(text: str, *, start: int = 0, end: int | None = None) -> tuple[AssetMention, ...]:
    """Return the assets named between two offsets of a text, with counts as ranges.

    The span starts at the count where one stands before the noun.

    >>> (mention,) = find_assets("at least two T-55 tanks")
    >>> mention.span.quote, mention.asset, mention.minimum, mention.maximum
    ('at least two T-55 tanks', 'battle tank', 2, None)
    """
    return assets_in(text, tokens(text, start=start, end=end))


def assets_in(text: str, line: Sequence[Token]) -> tuple[AssetMention, ...]:
    """Return the assets named in a row of tokens."""
    found: list[AssetMention] = []
    index = floor = 0
    opening = _words().first_words
    while index < len(line):
        hit = _words().longest(line, index) if line[index].lower in opening else None
        if hit is None:
            index += 1
            continue
        asset, after = hit
        while (further := _words().longest(line, after)) is not None:
            asset, after = further  # the last noun of a row is its head: "Grad rocket launchers"
        if _is_verb(line, index, after):
            index = after
            continue
        first, minimum, maximum = _count_before(line, index, floor)
        span = Span.of(text, line[first].start, line[after - 1].end)
        found.append(AssetMention(span=span, asset=asset, minimum=minimum, maximum=maximum))
        index = floor = after
    return tuple(found)


def _is_verb(line: Sequence[Token], index: int, after: int) -> bool:
    """Return whether a lone word is no asset: "to force", "have to position", "in force"."""
    if after != index + 1 or not index:
        return False
    before = line[index - 1].lower
    in_force = line[index].lower == "force" and before in ("in", "into", "by", "of", "with")
    return before in ("to", "will", "not") or in_force


def _count_before(
    line: Sequence[Token], index: int, floor: int
) -> tuple[int, int | None, int | None]:
    """Return where an asset's words begin, count included, and the count's bounds."""
    for at in range(index - 1, max(floor, index - 1 - _BETWEEN) - 1, -1):
        count = count_ending_at(line, at)
        if count is not None and count.first >= floor:
            return count.first, count.minimum, count.maximum
        if line[at].lower in _STOP or not line[at].is_word:
            break
    return index, None, None


@cache
def _words() -> Phrases[str]:
    entries: dict[tuple[str, ...], str] = {}
    for asset, words in load_yaml("assets.yaml").items():
        for word in words:
            key = tuple(token.lower for token in tokens(str(word)))
            for form in (key, (*key[:-1], _plural(key[-1]))):
                entries.setdefault(form, asset)
    return Phrases(entries)


def _plural(word: str) -> str:
    if word.endswith(("s", "sh", "ch", "x")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith("man"):
        return word[:-3] + "men"
    return word + "s"
