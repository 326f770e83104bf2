"""Parsed: sentences with their cues, the links that each adds, and their clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from truceline.reading.claim import (
    Teller,
)
from truceline.reading.clauses.clause import Clause, clauses
from truceline.reading.fields.chains import (
    Told,
    is_monitor,
    links_of,
    with_subject,
)
from truceline.reading.fields.sides import persons_in
from truceline.reading.speech.attribution import Attribution
from truceline.reading.speech.tellers import attributions
from truceline.reading.words.predicates import predicates
from truceline.reading.words.sentences import Sentence, Token
from truceline.reading.words.tagger import tags_of

_SENSING = frozenset(("observed", "heard", "logged", "assessed"))
# Gives each token of each sentence its part of speech.
Tagger = Callable[[Sequence[Sequence[Token]]], Sequence[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence with its cues, the links each adds, and its clauses."""

    sentence: Sentence
    attributions: tuple[Attribution, ...]
    links: tuple[tuple[Teller, ...], ...]
    clauses: tuple[Clause, ...]
    headline: bool = False
    tags: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()

    def links_for(self, clause: Clause) -> tuple[Teller, ...]:
        """Return the links that govern a clause, from the outlet's side on."""
        found: list[Teller] = []
        for one in clause.attributions:
            for link in self.links[self.attributions.index(one)]:
                spans = [known.span for known in found]
                if link.span in spans:  # "a cook said she saw": one voice
                    found[spans.index(link.span)] = link
                else:
                    found.append(link)
        return tuple(found)


def parsed(
    text: str,
    rows: Sequence[Sentence],
    heads: frozenset[int],
    told: Told,
    *,
    tagger: Tagger = tags_of,
) -> list[Parsed]:
    """Return the sentences parsed, each with what the ones before it told of tellers."""
    found = []
    pair: tuple[str, ...] = ()
    tagged = tagger([sentence.tokens for sentence in rows])
    for number, (sentence, tags) in enumerate(zip(rows, tagged, strict=True)):
        verbs = predicates(sentence.tokens, tags=tags)
        cues = attributions(sentence.tokens, verbs, tags=tags, trusting=True)
        links = []
        told = with_subject(told, text, sentence.tokens, verbs, sentence=number)
        speaker: tuple[Teller, ...] = ()
        for one in cues:
            added = links_of(text, sentence.tokens, one, told, sentence=number)
            links.append(added)
            told = told.with_chain(added)
            if not speaker and added and one.how not in _SENSING:
                speaker = added
            if len(added) == 1 and is_monitor(added[0]):
                told = replace(told, monitor=added[0], monitor_at=number)
        if speaker:  # "he added" is who spoke outermost, and not whom he spoke of
            told = replace(told, last=speaker)
        parts = clauses(sentence.tokens, verbs, cues)
        head = sentence.block in heads
        found.append(Parsed(sentence, cues, tuple(links), parts, head, tags, pair))
        pair = persons_in(text, sentence.tokens)
    return found
