"""Subjects: which words before a verb group are its subject."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.speech.attribution import BREAKS, CALENDAR, QUOTE_MARKS, RELATIVES, Range
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token, word_set

_PREPOSITIONS = word_set("on in at by during since after before from under for as to until within")
_NO_SUBJECT = word_set("about of by with from asked according")
_ALONE = word_set("he she they it we i who which")
_AFTER_PARTICIPLE = word_set("to on in by at from with near inside")
# No part of a subject at its edge: "so then he still says".
_NEVER_FIRST = word_set(
    "and but as yet while so if then what exactly when because well now though or also suppose like"
)
_NEVER_LAST = word_set(
    "now still then also just both all never always often have do already really simply even once"
)
_CLAUSE_OPENERS = word_set("and but while although though whereas as because since hours after")
_SUBJECT_OPENERS = word_set(
    "the a an this that these those its his her their our my no some he she it they we i you "
    "there each both all neither nobody one two three"
)


def subject_before(
    line: Sequence[Token], predicates: Sequence[Predicate], verb_first: int
) -> Range | None:
    """Return the tokens of the subject that ends before a verb group, or None."""
    end = verb_first
    while end > 0 and (line[end - 1].lower.endswith("ly") or line[end - 1].lower == "also"):
        end -= 1
    if end > 0 and line[end - 1].text == ",":
        opener = _apposition(line, end - 1)
        if opener is None:
            return None
        end = opener
    if end > 0 and line[end - 1].lower in _ALONE:
        return (end - 1, end)
    start = end
    busy = [p for p in predicates if p.sort == "finite" and p.first < verb_first]
    own = [p for p in busy if not _qualifies(line, p)]
    while start > 0:
        token = line[start - 1]
        if token.text in BREAKS or token.text == ",":
            break
        if token.lower == "that" and start - 2 >= 0 and not line[start - 2].text.istitle():
            break
        clause_opens = token.lower in _CLAUSE_OPENERS and any(
            p.after <= start and not _comma_between(line, p.after, start) for p in own
        )
        if clause_opens or token.lower in ("but", "while", "although"):
            break
        verb = next((p for p in busy if p.first < start <= p.after), None)
        if verb is not None and not _qualifies(line, verb):
            break
        start -= 1
    start = _without_opening(line, start, end)
    while start < end and line[start].lower in _NEVER_FIRST:
        start += 1
    while end - 1 > start and line[end - 1].lower in _NEVER_LAST:
        end -= 1
    named = start < end and line[start].is_word and line[start].lower not in _NO_SUBJECT
    return (start, end) if named else None


def _comma_between(line: Sequence[Token], first: int, after: int) -> bool:
    return any(line[at].text == "," for at in range(first, after))


def _qualifies(line: Sequence[Token], verb: Predicate) -> bool:
    """Return whether a verb only qualifies a noun: "who saw it", "a note handed to them"."""
    before = line[verb.first - 1].lower if verb.first else ""
    if before in RELATIVES or before == "that":
        return True
    following = line[verb.after].lower if verb.after < len(line) else ""
    return verb.shape == "ed" and verb.first == verb.verb and following in _AFTER_PARTICIPLE


def _apposition(line: Sequence[Token], comma: int) -> int | None:
    """Return the comma that opens what the comma given closes (", who asked not to be named,")."""
    for at in range(comma - 1, max(comma - 40, 0), -1):
        if line[at].text in (";", ":", "—", *QUOTE_MARKS):
            return None
        if line[at].text != ",":
            continue
        following = line[at + 1].lower
        if following in RELATIVES or following.endswith(("ing", "ed")) or following in (
            "quoted", "an", "a", "the", "both", "speaking", "himself", "back", "his", "her", "its"
        ):  # fmt: skip
            return at
        if line[at + 1].text[0].isupper():
            return at
        inner = [token.lower for token in line[at + 1 : comma]]
        described = at > 0 and line[at - 1].text[0].isupper() and len(inner) <= _DESCRIPTION
        if described and not any(word in _NO_DESCRIPTION for word in inner):
            return at
    return None


# Behind a name, up to so many words between commas describe who it is.
_DESCRIPTION = 9
_NO_DESCRIPTION = word_set("said says say told tells is are was were had has have and but that")


def _without_opening(line: Sequence[Token], start: int, end: int) -> int:
    """Return the index after an opening phrase of time or place: "On 2 June the officer"."""
    at = start
    if at < end and line[at].lower in _PREPOSITIONS and at + 1 < end:
        at += 1
        if at + 1 < end and line[at].lower in ("it", "this", "that", "which"):
            return at + 1
        while at < end - 1 and (
            line[at].text[0].isdigit()
            or line[at].lower in CALENDAR
            or (line[at].text[0].isupper() and line[at].lower not in _SUBJECT_OPENERS)
        ):
            at += 1
        if at > start + 1 or line[start].lower in ("on", "in", "at"):
            return at if at > start + 1 else start
        return start
    while at < end - 1 and line[at].lower in CALENDAR:
        at += 1
    return at
