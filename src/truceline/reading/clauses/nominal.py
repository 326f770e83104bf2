"""Nominal events: acts that a noun tells, where the verb only begins, carries on or ends them.

"Fighting flared", "the pullback is under way", "restrictions persist": the noun says what is done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from truceline.reading.clauses.asked import Asked, asked
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.verbs import Frame, frame_named

# The act stands so few words behind a verb that carries it: "carried out a new attack".
_OBJECT_WITHIN = 7


def nominal_frame(words: str, main: Predicate | None) -> Frame | None:
    """Return the frame of the act that a clause's noun tells; None where its verb tells one.

    ``words`` is the clause in lower case.

    >>> from truceline.reading.words.predicates import predicates
    >>> from truceline.reading.words.sentences import tokens
    >>> (verb,) = predicates(tokens("Restrictions on patrols persist"))
    >>> nominal_frame("restrictions on patrols persist", verb).name
    'hinder'
    """
    if main is None:
        return _frame_in(words)
    if not is_aspect(main, words):
        return None
    at = re.search(rf"\b{re.escape(main.lemma[:4])}", words)
    if at is None or main.lemma == "be":
        return _frame_in(words)
    behind = _frame_in(" ".join(words[at.start() :].split()[1:_OBJECT_WITHIN]))
    if main.lemma in _lists()["giving"]:
        return behind
    return _frame_in(words[: at.start()]) or behind


def _frame_in(words: str) -> Frame | None:
    """Return the frame of the first act that a noun tells in some words."""
    found = [
        (match.start(), name) for name, pattern in _nouns() if (match := pattern.search(words))
    ]
    return frame_named(min(found)[1]) if found else None


def is_aspect(main: Predicate, words: str) -> bool:
    """Return whether a verb only begins, carries on, ends, plans or tells an act of a noun.

    >>> from truceline.reading.words.predicates import predicates
    >>> from truceline.reading.words.sentences import tokens
    >>> is_aspect(predicates(tokens("Talks resumed"))[0], "talks resumed")
    True
    """
    lists = _lists()
    if main.lemma in lists["aspects"]:
        return True
    if main.lemma in lists["passive_aspects"]:
        return main.passive
    if main.lemma in lists["giving"]:
        return True
    return main.lemma == "be" and _is_pattern().search(words) is not None


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    held = load_yaml("nominal.yaml")
    return {key: frozenset(held[key]) for key in ("aspects", "passive_aspects", "giving")}


@cache
def _is_pattern() -> Asked:
    return asked(load_yaml("nominal.yaml")["is_under_way"])


@cache
def _nouns() -> tuple[tuple[str, Asked], ...]:
    rows = load_yaml("nominal.yaml")["nouns"].items()
    return tuple((name, asked(row, whole_words=True)) for name, row in rows)
