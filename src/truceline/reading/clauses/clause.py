"""Clauses: the parts of a sentence that can each carry a claim, as token ranges.

Content is first parted from its cues (``tellers.py``), then cut at semicolons, at conjunctions
that open a new finite clause, and at relative clauses after a comma. Conditions and clauses of
time and reason stay with what they qualify.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.clauses.edges import trimmed
from truceline.reading.clauses.regions import regions
from truceline.reading.speech.attribution import Attribution, Range
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token, word_set

_CONJUNCTIONS = word_set("and but or while whereas although though yet so nor")
_RELATIVES = word_set("which who where whose")
_HARD = frozenset((";", "—", "–"))


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens ``first`` up to, and without, ``after``, and the verb groups that open in them.

    ``main`` is the predicate that decides; None for a clause without a finite verb.
    ``attributions`` govern it, outermost first.
    """

    first: int
    after: int
    predicates: tuple[Predicate, ...]
    main: Predicate | None
    attributions: tuple[Attribution, ...]


def clauses(
    line: Sequence[Token],
    predicates: Sequence[Predicate],
    attributions: Sequence[Attribution],
) -> tuple[Clause, ...]:
    """Return the clauses of a sentence in order; cues stand outside unless in a clause's middle.

    >>> from truceline.reading.words.predicates import predicates
    >>> from truceline.reading.words.sentences import tokens
    >>> from truceline.reading.speech.tellers import attributions
    >>> line = tokens("He said shelling had stopped, and the army denied firing.")
    >>> found = predicates(line)
    >>> parts = clauses(line, found, attributions(line, found))
    >>> [" ".join(t.text for t in line[c.first:c.after]) for c in parts]
    ['shelling had stopped', 'the army denied firing']
    """
    found = []
    cue_verbs = {one.verb for one in attributions}
    telling = [p for p in predicates if p.verb not in cue_verbs]
    for first, after in regions(line, predicates, attributions):
        for start, stop in _cut(line, telling, first, after):
            bounds = trimmed(line, start, stop)
            if bounds is not None:
                found.append(_clause(line, predicates, attributions, bounds))
    return tuple(found)


def _cut(
    line: Sequence[Token], predicates: Sequence[Predicate], first: int, after: int
) -> list[Range]:
    """Return the clauses of one region."""
    finite = [p for p in predicates if p.sort == "finite" and first <= p.first < after]
    asks = next((p for p in finite if p.lemma in _ASKING), None)
    infinitives = {p.first for p in predicates if p.sort == "infinitive"}
    cuts = [first]
    firsts = [p.first for p in finite]
    for index in range(first + 1, after):
        here = cuts[-1]
        nearest = bisect_left(firsts, index)
        if asks is None and nearest == len(finite):
            break
        if asks is not None and asks.first < index and _next_demand(line, index, infinitives):
            cuts.append(index)
            continue
        coming = finite[nearest:]
        behind = bisect_left(firsts, here) < nearest
        if not coming or not (behind or _ends_relative(line, index, coming, after)):
            continue
        if _parts(line, index, coming[0], finite, here):
            cuts.append(index)
    return list(zip(cuts, [*cuts[1:], after], strict=True))


# Verbs whose infinitives are each a demand or an undertaking of its own.
_ASKING = word_set(
    "urge ask request demand call appeal order instruct want exhort agree promise undertake "
    "pledge vow offer decide"
)


def _next_demand(line: Sequence[Token], index: int, infinitives: set[int]) -> bool:
    """Return whether a further thing asked opens here: "to disarm, and to leave"."""
    token, before = line[index], line[index - 1]
    if token.lower == "to" and before.text == "," and index in infinitives:
        return True
    return token.lower == "and" and index + 1 in infinitives


def _ends_relative(
    line: Sequence[Token], index: int, coming: Sequence[Predicate], after: int
) -> bool:
    """Return whether a relative clause opens here and closes its part: ", who withdrew at ten"."""
    if line[index - 1].text != "," or line[index].lower not in ("who", "where", "which"):
        return False
    return len(coming) == 1 and not any(line[at].text == "," for at in range(index + 1, after - 1))


# Only behind a comma, a hard mark, or one of these does a clause begin.
_PARTING = word_set(": and but or while whereas although though")


def _parts(
    line: Sequence[Token],
    index: int,
    coming: Predicate,
    finite: Sequence[Predicate],
    here: int,
) -> bool:
    """Return whether a new clause opens at a token, given the next finite verb group."""
    token, before = line[index], line[index - 1]
    if before.text != "," and token.lower not in _PARTING and token.text not in _HARD:
        return False
    gap = [other.text for other in line[index + 1 : coming.first]]
    if token.text in _HARD or (token.text == ":" and len(gap) < 20):
        return True
    if _in_subordinate(line, here, index, finite) or _awaits_verb(line, here, index, finite):
        return False
    if before.text == ",":
        return _parts_after_comma(line, index, coming, here)
    if token.lower in ("and", "but", "or"):
        comma = max((at for at in range(here, index) if line[at].text == ","), default=here)
        if not any(comma <= p.first < index for p in finite):
            return False
        adverbs = all(word.lower().endswith("ly") or word.lower() in _ADVERBS for word in gap)
        return adverbs or ("," not in gap and len(gap) < 9 and _opens_subject(line, index + 1))
    return token.lower in ("while", "whereas", "although", "though") and len(gap) < 12


def _parts_after_comma(line: Sequence[Token], index: int, coming: Predicate, here: int) -> bool:
    """Return whether a clause opens after a comma: a relative, a conjunction, a new subject."""
    word = line[index].lower
    gap = [other.text for other in line[index + 1 : coming.first]]
    if word in _RELATIVES:
        return len(gap) < 12
    if coming.first == index and _relative_since(line, here, index):
        return True
    if _opens_subject(line, index) and "," not in gap and len(gap) < 7:
        return line[coming.first].lower != "had"
    return word in _CONJUNCTIONS and "," not in _without_aside(gap)[:10] and len(gap) < 20


def _without_aside(gap: list[str]) -> list[str]:
    """Return the words between a conjunction and its verb, ", for its part," left out."""
    if gap.count(",") == 2 and gap[-1] == ",":
        return gap[: gap.index(",")]
    return gap


_CONDITIONS = word_set("if when once unless had were should although while after before since as")
# "If A opens and B is let in, C will stop": one clause up to the verb behind the comma.
_SUPPOSING = word_set("if unless should had were")
_ADVERBS = word_set("then also not later now still that again only")
_SUBJECTS = word_set(
    "the a an this these those it he she they we i its his her their our no that nobody none "
    "neither everyone both each all some two three several many most"
)


def _opens_subject(line: Sequence[Token], index: int) -> bool:
    if index >= len(line):
        return False
    word = line[index]
    return word.lower in _SUBJECTS or word.text[0].isupper() or word.text[0].isdigit()


def _relative_since(line: Sequence[Token], here: int, index: int) -> bool:
    """Return whether the main verb comes back here after ", which had ...,"."""
    return any(
        line[at].lower in _RELATIVES and line[at - 1].text == "," for at in range(here + 1, index)
    )


def _in_subordinate(
    line: Sequence[Token], here: int, index: int, finite: Sequence[Predicate]
) -> bool:
    """Return whether a clause still stands in its opening condition ("If A opens and B ...")."""
    at = here
    while at < index and not line[at].is_word:
        at += 1
    if at >= len(line) or line[at].lower not in _CONDITIONS or line[index].text == ";":
        return False
    if line[at].lower not in _SUPPOSING:
        return sum(here <= p.first < index for p in finite) < 2
    first = next((p.after for p in finite if p.first > at), index)
    comma = next((i for i in range(first, index) if line[i].text == ","), index)
    return not any(comma < p.first < index for p in finite)


def _awaits_verb(line: Sequence[Token], here: int, index: int, finite: Sequence[Predicate]) -> bool:
    """Return whether a clause just opened has no verb yet ("that A and B could ...")."""
    opener = next((at for at in range(index - 1, here, -1) if line[at].lower in _OPENERS), None)
    return opener is not None and not any(opener < p.first < index for p in finite)


_OPENERS = word_set("that which who whose if when whether because")


def _clause(
    line: Sequence[Token],
    predicates: Sequence[Predicate],
    attributions: Sequence[Attribution],
    bounds: Range,
) -> Clause:
    first, after = bounds
    inside = tuple(p for p in predicates if first <= p.first < after)
    cue_verbs = {one.verb for one in attributions}
    finite = [p for p in inside if p.sort == "finite" and p.verb not in cue_verbs]
    governing = tuple(one for one in attributions if one.covers(first) or one.covers(after - 1))
    main = _main(line, first, finite)
    if main is None and line[first].lower == "to":
        asking = [p for p in predicates if p.first < first and p.lemma in _ASKING]
        main = asking[-1] if asking else None
    if main is None and any(one.rule == "is said to" for one in governing):
        main = next((p for p in inside if p.sort == "infinitive"), None)
    return Clause(first, after, inside, main, governing)


def _main(line: Sequence[Token], first: int, finite: Sequence[Predicate]) -> Predicate | None:
    """Return the deciding verb group: the first in no subordinate or relative clause."""
    if len(finite) > 1 and _is_cleft(line, finite[0], finite[1]):
        return finite[1]
    for predicate in finite:
        if not _is_subordinate(line, first, predicate):
            return predicate
    return finite[0] if finite else None


def _is_cleft(line: Sequence[Token], first: Predicate, second: Predicate) -> bool:
    """Return whether two verbs make "it was X that did"."""
    opens = first.lemma == "be" and first.first > 0 and line[first.first - 1].lower == "it"
    return opens and line[second.first - 1].lower in ("that", "who", "which")


def _is_subordinate(line: Sequence[Token], first: int, predicate: Predicate) -> bool:
    """Return whether a verb group stands in a clause of condition, time, or in a relative one."""
    for at in range(predicate.first - 1, first - 1, -1):
        word = line[at].lower
        if word == ",":
            return False
        if at > first and word in ("who", "which", "that", "whose", "where", "when", "if", "until"):
            return True
        if word in ("after", "before", "because", "unless", "once", "as", "since", "if", "when"):
            return any(p for p in (predicate,) if at < p.first)
    return False
