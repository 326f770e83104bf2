"""Quoting: quotations that run over several sentences, and whose words they are."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.claim import Teller
from truceline.reading.words.sentences import Sentence

_OPEN = frozenset("“«")
_CLOSE = frozenset("”»")


def carried_on(
    rows: Sequence[Sentence], chains: Sequence[tuple[Teller, ...]]
) -> tuple[tuple[Teller, ...], ...]:
    """Return, for each sentence, the chain of the quotation that it stands in without a cue.

    Args:
        rows: The sentences of a document.
        chains: For each, the links of its outermost cue; empty where it has none.

    A run of sentences inside one pair of marks has one speaker, told before, in or after it. A
    sentence that opens with a mark and has no cue carries on the quotation before it.
    """
    opens, closes = _states(rows)
    carried: list[tuple[Teller, ...]] = [() for _ in rows]
    first = 0
    for index in range(len(rows)):
        if index and not opens[index]:
            first = index
        if not closes[index] or index == len(rows) - 1 or rows[index + 1].block != (
            rows[index].block
        ):  # fmt: skip
            run = range(first, index + 1)
            speaker = next((chains[i] for i in run if chains[i]), ())
            for i in run:
                if not chains[i] and speaker:
                    carried[i] = speaker
    for index in range(1, len(rows)):
        if carried[index] or chains[index] or not _starts_quoted(rows[index]):
            continue
        if _quotes(rows[index - 1]) and rows[index].block - rows[index - 1].block <= 1:
            carried[index] = chains[index - 1] or carried[index - 1]
    return tuple(carried)


def _states(rows: Sequence[Sentence]) -> tuple[list[bool], list[bool]]:
    """Return for each sentence whether a quotation is open at its start, and at its end."""
    opens, closes = [], []
    is_open, block = False, -1
    for sentence in rows:
        if sentence.block != block:
            is_open, block = False, sentence.block
        opens.append(is_open)
        for token in sentence.tokens:
            if token.text in _OPEN:
                is_open = True
            elif token.text in _CLOSE:
                is_open = False
            elif token.text == '"':
                is_open = not is_open
        closes.append(is_open)
    return opens, closes


def _starts_quoted(sentence: Sentence) -> bool:
    return sentence.tokens[0].text == '"' or sentence.tokens[0].text in _OPEN


def _quotes(sentence: Sentence) -> bool:
    return any(token.text == '"' or token.text in _OPEN | _CLOSE for token in sentence.tokens)
