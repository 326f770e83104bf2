"""Chains: from the outlet to the first teller, over the sentences of a document.

A pronoun, "the report added" or "the same source" leads back to a teller named before, with the
whole chain that led to him. ``How`` of each link is a manner of docs/vocabulary.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from truceline.reading.actors import load_actors
from truceline.reading.claim import Teller
from truceline.reading.clauses.clause import Clause
from truceline.reading.clauses.hedge_words import left_open
from truceline.reading.speech.attribution import RELATIVES, Attribution, words_of
from truceline.reading.speech.links import (
    cited_by,
    is_media,
    is_outlet,
    key_of,
    published_by,
    span_of,
    teller_of,
)
from truceline.reading.speech.subjects import subject_before
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token, word_set
from truceline.reading.words.verbs import manner_of

_AFTER_AGENT = word_set("to at on in as that for of")
_PARTIES = word_set("side government ministry authorities parties spokesman spokeswoman")
_HIM = word_set("him her them")
_MONITORS = word_set("mission patrol patrols team office observers monitors cell delegation field")


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader keeps in mind of the tellers so far: the chains that ended in each."""

    outlet: Teller
    last: tuple[Teller, ...] = ()
    before: tuple[tuple[Teller, ...], ...] = ()
    monitor: Teller | None = None
    monitor_at: int = -9
    subject: Teller | None = None
    subject_at: int = -9

    def with_chain(self, chain: tuple[Teller, ...]) -> Told:
        """Return the same with one more chain in mind."""
        if not chain:
            return self
        return replace(self, last=chain, before=(*self.before, chain)[-40:])


def links_of(
    text: str, line: Sequence[Token], one: Attribution, told: Told, *, sentence: int
) -> tuple[Teller, ...]:
    """Return the links that one attribution adds beyond the outlet, outlet side first."""
    if one.teller is None:
        span = span_of(text, line, (one.verb, one.verb + 1))
        name = Teller(span=span, name="unnamed", named=False, how=one.how)
        return (*_via(text, line, one, told), name)
    words = [token.lower for token in line[one.teller[0] : one.teller[1]]]
    if words[0] in words_of("outlet") and len(words) == 1:
        return ()
    if one.rule == "adverb":
        span = span_of(text, line, one.teller)
        return (Teller(span=span, name="unnamed", named=False, how=one.how),)
    back = _referred(words, told) or _subject_meant(words, told, sentence)
    if back is not None:
        return (*back[:-1], replace(back[-1], how=one.how))
    teller, beyond = _teller(text, line, one, told)
    if teller is None:
        return ()
    via = _via(text, line, one, told)
    known = _known(teller, told)
    if known is not None and not via:
        return (*known[:-1], replace(known[-1], how=one.how), *beyond)
    if known is not None:
        teller = replace(known[-1], how=one.how)
    if not via and _needs_monitor(teller, told, sentence):
        via = (replace(told.monitor, how="reported"),) if told.monitor else ()
    return (*via, teller, *beyond)


def _teller(
    text: str, line: Sequence[Token], one: Attribution, told: Told
) -> tuple[Teller | None, tuple[Teller, ...]]:
    """Return the teller of a cue, and those he cites in an apposition."""
    if one.teller is None:
        return None, ()
    first, after = one.teller
    beyond: tuple[Teller, ...] = ()
    for at in range(first, after):
        if line[at].text == "," and any(
            line[i].lower in ("quoted", "quoting", "citing", "cited")
            for i in range(at + 1, min(at + 3, after))
        ):
            start = next(
                i for i in range(at + 1, after) if line[i].lower.startswith(("quot", "cit"))
            )
            if start + 1 < after:
                beyond = (teller_of(text, line, (start + 1, after), "told"),)
            after = at
            break
    if after <= first:
        return None, beyond
    how = one.how
    teller = teller_of(text, line, (first, after), how)
    if is_outlet(teller.name, told.outlet):
        return None, beyond
    if not beyond:
        beyond = cited_by(text, line, after)
    return teller, beyond


def _referred(words: Sequence[str], told: Told) -> tuple[Teller, ...] | None:
    """Return the chain that a pronoun or a role noun leads back to, or None."""
    if len(words) == 1 and words[0] in words_of("pronouns"):
        return told.last or None
    plain = [word for word in words if word not in ("the", "this", "that", "same")]
    if len(plain) != 1 or words[0] not in ("the", "this", "that", "same"):
        return None
    head = plain[0]
    for chain in reversed(told.before):
        for at in range(len(chain) - 1, -1, -1):
            named = chain[at].name.lower().split()
            if head in words_of("back_to_media") and chain[at].how == "reported" and (
                is_media(chain[at])
            ):  # fmt: skip
                return chain[: at + 1]
            if "same" in words and head in named:
                return chain[: at + 1]
    return None


def _subject_meant(words: Sequence[str], told: Told, sentence: int) -> tuple[Teller, ...] | None:
    """Return who acted in this sentence or the one before, where a pronoun alone tells."""
    if len(words) != 1 or words[0] not in words_of("pronouns") or told.subject is None:
        return None
    return (told.subject,) if sentence - told.subject_at <= 1 else None


def with_subject(
    told: Told,
    text: str,
    line: Sequence[Token],
    predicates: Sequence[Predicate],
    *,
    sentence: int,
) -> Told:
    """Return the same with who acts first in a sentence in mind, if he could be a teller."""
    main = next((p for p in predicates if p.sort == "finite" and not p.passive), None)
    part = None if main is None else subject_before(line, predicates, main.first)
    if part is None or line[part[0]].lower in words_of("outlet") | words_of("pronouns"):
        return told
    heads = words_of("named") | words_of("anonymous")
    if not any(token.lower in heads for token in _before_preposition(line[part[0] : part[1]])):
        return told
    subject = teller_of(text, line, part, "said")
    if is_monitor(replace(subject, how="observed")):
        told = replace(told, monitor=replace(subject, how="observed"), monitor_at=sentence)
    return replace(told, subject=subject, subject_at=sentence)


# Verbs by which an actor speaks in his own clause, and so is its teller.
_SPEAKING = {
    "warn": "warned", "caution": "warned", "deny": "denied", "reject": "said", "denounce": "said",
    "accuse": "said", "condemn": "said", "welcome": "said", "call": "said", "threaten": "said",
    "dismiss": "denied", "promise": "told", "vow": "said", "swear": "told", "assure": "told",
    "refuse": "said", "decline": "said", "allege": "said", "assess": "assessed", "urge": "said",
    "demand": "said", "appeal": "said", "blame": "said", "brand": "said", "deplore": "said",
    "describe": "said", "praise": "said", "hail": "said", "dispute": "denied", "attribute": "said",
}  # fmt: skip


def speaks_itself(text: str, line: Sequence[Token], clause: Clause) -> tuple[Teller, ...]:
    """Return the subject of a clause as its teller, where the clause's verb is one of speech."""
    main = clause.main
    if main is None:
        return ()
    if main.passive:
        return _agent(text, line, clause, main)
    words = " ".join(token.lower for token in line[clause.first : clause.after])
    speaks = _SPEAKING.get(main.lemma)
    how = speaks or ("reported" if left_open(words) else None)
    if how is None:
        return ()
    subject = subject_before(line, clause.predicates, main.first)
    if subject is not None and line[subject[0]].lower in RELATIVES and subject[0] > 1:
        subject = subject_before(line, (), subject[0] - 1)
    if subject is None or line[subject[0]].lower in words_of("outlet") | words_of("pronouns"):
        return ()
    if line[subject[1] - 1].lower in ("and", "but") or not (
        speaks or _could_tell(text, line, subject)
    ):
        return ()
    return (teller_of(text, line, subject, how),)


def _could_tell(text: str, line: Sequence[Token], subject: tuple[int, int]) -> bool:
    """Return whether a subject is somebody: "the mission", and not "neither account"."""
    heads = words_of("named") | words_of("anonymous")
    part = line[subject[0] : subject[1]]
    someone = any(token.lower in heads for token in _before_preposition(part))
    return someone or bool(load_actors().mentions(text, part[:_NAME_WITHIN]))


def _before_preposition(part: Sequence[Token]) -> Sequence[Token]:
    """Return the words of a noun phrase up to its first preposition: its head is among them."""
    stop = next((at for at, token in enumerate(part) if at and token.lower in _OF), len(part))
    return part[:stop]


_OF = word_set("of in at on from with without for to by near under between")
# The name of who tells stands among the first words of a subject.
_NAME_WITHIN = 6


# Who offers or suggests acts in his own clause, and is no teller of it.
_DOING_BY_WORD = frozenset(("suggest", "propose", "offer", "announce"))


def _agent(text: str, line: Sequence[Token], clause: Clause, main: Predicate) -> tuple[Teller, ...]:
    """Return who spoke in a passive: "was denounced by a sheikh", "was assessed by observers"."""
    how = _SPEAKING.get(main.lemma) or manner_of(main.lemma)
    if main.lemma in _DOING_BY_WORD:
        return ()
    at = main.after
    if how is None or at + 1 >= clause.after or line[at].lower != "by":
        return ()
    end = at + 1
    while end < clause.after and line[end].is_word and line[end].lower not in _AFTER_AGENT:
        end += 1
    return (teller_of(text, line, (at + 1, end), how),) if end > at + 1 else ()


def _known(teller: Teller, told: Told) -> tuple[Teller, ...] | None:
    """Return the chain of a teller told of before, whom these words name shortly again."""
    mine = set(key_of(teller.name).split())
    for chain in reversed(told.before[-12:]):
        last = chain[-1]
        theirs = key_of(last.name).split()
        if last.span is None or last.name == "unnamed":
            continue
        if teller.actor is not None and teller.actor == last.actor:
            return chain
        if mine and mine <= set(theirs) and (theirs[-1] in mine or theirs[0] in mine):
            return chain
    return None


def _needs_monitor(teller: Teller, told: Told, sentence: int) -> bool:
    """Return whether a monitor just named took this account down."""
    if told.monitor is None or sentence - told.monitor_at > 1:
        return False
    words = set(teller.name.lower().split())
    if words & _PARTIES:
        return False
    return teller.name != told.monitor.name and teller.how in ("said", "told", "confirmed")


def is_monitor(teller: Teller) -> bool:
    """Return whether a teller is a body that observes and takes accounts down."""
    if teller.how not in ("observed", "heard") or not teller.named:
        return False
    words = set(teller.name.lower().split())
    actor = load_actors().find(teller.name)
    return bool(words & _MONITORS) or (actor is not None and actor.kind == "body")


def _via(text: str, line: Sequence[Token], one: Attribution, told: Told) -> tuple[Teller, ...]:
    """Return links between the outlet and the teller, named in the cue or behind it."""
    found: list[Teller] = []
    for part, how in one.via:
        made = teller_of(text, line, part, how)
        if line[part[0]].lower not in words_of("outlet") and not is_outlet(made.name, told.outlet):
            found.append(made)
    to_teller = one.addressee is not None and line[one.addressee[0]].lower in _HIM
    if to_teller and told.last:
        found.extend(told.last)
    found.extend(published_by(text, line, one, told.outlet))
    return tuple(sorted(found, key=lambda made: made.how != "translated"))
