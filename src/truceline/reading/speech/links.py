"""Links: one teller of a chain made from the words that name him, and who published it."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.evidence.document import Span
from truceline.reading.actors import Actor, load_actors
from truceline.reading.claim import Teller
from truceline.reading.speech.attribution import Attribution, Range, words_of
from truceline.reading.words.sentences import Token, word_set

_ARTICLES = word_set("the a an")
_INDEFINITE = word_set("a an one two three four five some several many another any")
_STOPS = word_set(
    "of in at on from with who which that near by for to under reached speaking "
    "and itself himself herself back inside driving within"
)
# An office or an institution names itself, whatever article stands before it.
_OFFICES = word_set("minister ministry camera cameras liaison")
_SPOKES = word_set("spokesman spokeswoman spokesperson spokesmen")
# By these an issuer of a paper speaks of itself: "The Ministry denies ..." in its communique.
_OWN_NAMES = word_set("parties ministry government council secretariat command republic kingdom")
_INTERVIEWED = ("interview with", "interview to", "interview for")
_RELEASED = ("translation by", "translated by", "version by")


def outlet_teller(name: str) -> Teller:
    """Return the first link of every chain.

    >>> outlet_teller("Riverton Echo").how
    'wrote'
    """
    return Teller(span=None, name=name, named=True, how="wrote")


def span_of(text: str, line: Sequence[Token], part: Range) -> Span:
    """Return the span of some tokens."""
    return Span.of(text, line[part[0]].start, line[part[1] - 1].end)


def teller_of(text: str, line: Sequence[Token], part: Range, how: str) -> Teller:
    """Return the teller that some tokens name, and the actor he speaks for."""
    span = span_of(text, line, part)
    words = span.quote
    name = words[4:] if words.lower().startswith("the ") else words
    actor = load_actors().find(words)
    if actor is None or actor.kind == "state":
        actor = _outlet_in(text, line[part[0] : part[1]]) or actor
    return Teller(
        span=span, name=name, named=_is_named(line[part[0] : part[1]]), how=how,
        actor=actor.name if actor is not None and actor.kind != "collective" else None,
    )  # fmt: skip


def _is_named(words: Sequence[Token]) -> bool:
    """Return whether a teller is a name, an office or an institution."""
    if len(words) == 1 and words[0].lower in words_of("pronouns"):
        return False
    if any(token.lower in _SPOKES for token in words):
        return True
    head = _head(words)
    indefinite = words[0].lower in _INDEFINITE
    some_officer = indefinite and head in words_of("anonymous")
    if not some_officer and any(token.lower in _OFFICES for token in words):
        return True
    if indefinite or head in words_of("anonymous"):
        tail = [token.text[:1].isupper() for token in words[-2:]]
        full_name = len(words) > 2 and all(tail) and head not in words_of("anonymous")
        return full_name and not indefinite
    if head in words_of("named"):
        return True
    return any(token.text[0].isupper() for token in words if token.lower not in _ARTICLES)


def _head(words: Sequence[Token]) -> str:
    """Return the head noun: the last word before a preposition or a mark."""
    head = words[0].lower
    for token in words:
        if token.lower in _STOPS or not token.is_word:
            if token.lower.startswith("'"):
                continue
            break
        head = token.lower
    return head


def is_outlet(name: str, outlet: Teller) -> bool:
    """Return whether a name is the outlet's own, or "this newspaper"."""
    ours, theirs = key_of(outlet.name), key_of(name)
    if theirs in _OWN_NAMES and theirs in ours.replace(",", " ").split():
        return True
    return bool(ours) and (ours == theirs or theirs in ("this newspaper", "this paper"))


def key_of(name: str) -> str:
    """Return a name in lower case without articles, to compare it by."""
    words = [word for word in name.lower().split() if word not in _ARTICLES]
    return " ".join(words)


def _outlet_in(text: str, words: Sequence[Token]) -> Actor | None:
    """Return the newspaper or channel named behind a description ("the daily X")."""
    for mention in load_actors().mentions(text, words):
        actor = load_actors().find(mention.actor or "")
        if actor is not None and actor.kind == "media":
            return actor
    return None


def is_media(teller: Teller) -> bool:
    """Return whether a teller is a newspaper, a channel, an agency or one who works for it."""
    if teller.actor is not None:
        actor = load_actors().find(teller.name)
        if actor is not None and actor.kind == "media":
            return True
    words = teller.name.lower().replace(",", " ").split()
    return any(word in words_of("media") for word in words)


def published_by(
    text: str, line: Sequence[Token], one: Attribution, outlet: Teller
) -> list[Teller]:
    """Return who translated, published or was given a teller's words, as the cue tells it."""
    found: list[Teller] = []
    at, end = one.cue[0], one.cue[1]
    if one.teller is not None:
        at = max(at, one.teller[1])
    index = at
    while index < end:
        pair = " ".join(token.lower for token in line[index : index + 2])
        if pair in _RELEASED:
            stop = _name_end(line, index + 2, end)
            if stop > index + 2:
                found.append(teller_of(text, line, (index + 2, stop), "translated"))
        if pair in _INTERVIEWED:
            stop = _name_end(line, index + 2, end)
            if stop > index + 2:
                found.append(teller_of(text, line, (index + 2, stop), "quoted"))
        index += 1
    released = _released(text, line, at, end)
    found.extend(released)
    if one.addressee is not None:
        made = teller_of(text, line, one.addressee, "quoted" if found else "reported")
        told_us = is_outlet(made.name, outlet) or key_of(made.name) in words_of("media")
        heard = is_media(made) or _is_reporter(line, one.addressee, outlet) or _takes_down(made)
        if not told_us and heard:
            found.append(made)
    return found


# Bodies that take down what others tell them.
_TAKES_DOWN = word_set("mission observers monitors patrol team panel cell")


def _takes_down(addressee: Teller) -> bool:
    """Return whether an addressee is a monitor, through whom an account reached the outlet."""
    actor = load_actors().find(addressee.name)
    if actor is not None and actor.kind == "body":
        return actor.name.startswith("UN") or len(addressee.name.split()) == 1
    return key_of(addressee.name) in _TAKES_DOWN


def _released(text: str, line: Sequence[Token], at: int, end: int) -> list[Teller]:
    """Return who released a version: "of which the state agency released an English version"."""
    for index in range(at, end - 2):
        if line[index].lower == "which" and line[index - 1].lower == "of":
            stop = index + 1
            while stop < end and line[stop].lower not in ("released", "published", "issued"):
                stop += 1
            tail = " ".join(token.lower for token in line[stop:end])
            if stop < end and ("version" in tail or "translation" in tail):
                return [teller_of(text, line, (index + 1, stop), "translated")]
    return []


def _name_end(line: Sequence[Token], start: int, end: int) -> int:
    stop = start
    while stop < end and (line[stop].is_word or line[stop].lower.startswith("'")):
        word = line[stop].lower
        if word in ("published", "translated", "in", "on", "that", "which", "released", "of"):
            break
        stop += 1
    return stop


def _is_reporter(line: Sequence[Token], part: Range, outlet: Teller) -> bool:
    """Return whether an addressee is a reporter of the outlet, named: "the Echo's Ann Lee"."""
    words = line[part[0] : part[1]]
    behind = [token.lower for token in line[part[1] : part[1] + 3]]
    if behind[:2] == ["of", "this"] and behind[2:] and behind[2] in words_of("media"):
        return words[0].text[0].isupper()
    genitive = [index for index, token in enumerate(words) if token.lower == "'s"]
    if not genitive or len(words) <= genitive[0] + 1:
        return False
    owner = " ".join(token.text for token in words[: genitive[0]])
    capital = words[genitive[0] + 1].text[0].isupper()
    actor = load_actors().find(owner)
    is_paper = key_of(owner) == key_of(outlet.name) or (actor is not None and actor.kind == "media")
    return capital and is_paper


def cited_by(text: str, line: Sequence[Token], after: int) -> tuple[Teller, ...]:
    """Return whom a cue clause cites: "X, citing a message by Y, expects"."""
    if after + 2 >= len(line) or line[after].text != ",":
        return ()
    for at in range(after + 1, min(after + 3, len(line) - 1)):
        if line[at].lower in ("citing", "quoting", "quoted"):
            if line[at].lower == "quoted" and line[at + 1].lower == "by":
                return ()
            end = at + 1
            while end < len(line) and line[end].text not in (",", ".", ";"):
                end += 1
            if end > at + 1:
                return (teller_of(text, line, (at + 1, end), "told"),)
    return ()
