"""Extents: how far what somebody tells reaches beyond the sentence of its cue.

A quotation that opens in one sentence and closes in a later one is told whole; so is one that was
opened before the sentence in whose end its teller stands. "That" opens what is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.speech.attribution import Attribution
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token, word_set

_MARKS = frozenset('“”«»"')
_OPEN, _CLOSE = frozenset('“«"‘'), frozenset('”»"')
# A quotation without its closing mark is followed so many sentences far.
MOST_SENTENCES = 12

Extent = tuple[int, int]


def extents(
    rows: Sequence[Sequence[Token]],
    at: int,
    one: Attribution,
    *,
    predicates: Sequence[Predicate],
) -> tuple[Extent, ...]:
    """Return the offsets of what an attribution of the sentence ``at`` tells, in order.

    ``predicates`` are the verb groups of that sentence.

    >>> from truceline.reading.speech.tellers import attributions
    >>> from truceline.reading.words.predicates import predicates
    >>> from truceline.reading.words.sentences import sentences
    >>> text = 'He said, "We left. Nobody fired." They went home.'
    >>> rows = [one.tokens for one in sentences(text, spans=[(0, len(text))])]
    >>> verbs = predicates(rows[0])
    >>> (told,) = attributions(rows[0], verbs)
    >>> [text[start:end] for start, end in extents(rows, 0, told, predicates=verbs)]
    ['"We left. Nobody fired."']
    """
    line = rows[at]
    ranges = [
        (first, _cut(line, predicates, first, after) if first > one.verb else after)
        for first, after in ((_past_comma(line, first), after) for first, after in one.content)
        if first < after
    ]
    if not ranges:
        return ()
    parts = [(line[_with_that(line, first)].start, line[after - 1].end) for first, after in ranges]
    end = _closed_behind(rows, at, *ranges[-1])
    if end is not None:
        parts[-1] = (parts[-1][0], end)
    start = _opened_before(rows, at, *ranges[0])
    if start is not None:
        parts[0] = (start, parts[0][1])
    return tuple(parts)


# Behind a comma these open a clause that the teller's words seldom reach into.
_GOING_ON = word_set("but so and")
_SUBJECTS = word_set(
    "i we you he she it they this these those that there the a an my our his her their its what who"
)
# A clause has so many words at least.
_LEAST = 3


def _cut(line: Sequence[Token], predicates: Sequence[Predicate], first: int, after: int) -> int:
    """Return where content without quotation marks ends: at a comma before a clause that goes on.

    "He said the road was open, and we drove on".
    """
    if any(token.text in _MARKS for token in line[first:after]):
        return after
    finite = [p.first for p in predicates if p.sort == "finite"]
    for index in range(first + _LEAST, after - 2):
        if line[index - 1].text != "," or line[index].lower not in _GOING_ON:
            continue
        both = any(first <= at < index for at in finite) and any(at > index for at in finite)
        if both and line[index + 1].lower in _SUBJECTS:
            return index
    return after


def _past_comma(line: Sequence[Token], first: int) -> int:
    return first + 1 if first < len(line) and line[first].text == "," else first


def _with_that(line: Sequence[Token], first: int) -> int:
    return first - 1 if first and line[first - 1].lower == "that" else first


def _closed_behind(rows: Sequence[Sequence[Token]], at: int, first: int, after: int) -> int | None:
    """Return where a quotation closes that content opens and its sentence does not close."""
    line = rows[at]
    opens = first if line[first].text in _OPEN else first - 1
    if opens < 0 or line[opens].text not in _OPEN or after < len(line) - 1:
        return None
    mark = line[opens].text
    if any(token.text in _CLOSE for token in line[opens + 1 :]) or mark == "‘":
        return None
    for row in rows[at + 1 : at + 1 + MOST_SENTENCES]:
        closes = next((token for token in row if token.text in _CLOSE), None)
        if closes is not None:
            return closes.end
    return None


def _opened_before(rows: Sequence[Sequence[Token]], at: int, first: int, after: int) -> int | None:
    """Return where a quotation opens that content only closes: ``We left," he said``."""
    line = rows[at]
    marks = [token.text for token in line[first : after + 1] if token.text in _OPEN | _CLOSE]
    if first or len(marks) != 1 or marks[0] not in _CLOSE or line[0].text in _OPEN:
        return None
    for row in reversed(rows[max(0, at - MOST_SENTENCES) : at]):
        held = [token for token in row if token.text in _OPEN | _CLOSE]
        if held:
            return held[-1].start if held[-1].text in _OPEN and len(held) % 2 else None
    return None
