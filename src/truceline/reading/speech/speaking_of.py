"""Speaking of: "drivers spoke of tracer fire", "the mayor complained of a new trench"."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.speech.attribution import Attribution, Range, words_of
from truceline.reading.speech.contents import content_end
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token

# "Of" stands so near the verb: "spoke instead of", "told him of".
_OF_WITHIN = 3


def speaking_of(
    line: Sequence[Token], predicates: Sequence[Predicate], verb: Predicate, subject: Range | None
) -> Attribution | None:
    """Return the attribution of a verb that tells of something by "of" and a noun.

    >>> from truceline.reading.words.predicates import predicates
    >>> from truceline.reading.words.sentences import tokens
    >>> line = tokens("Drivers spoke of tracer fire over their cabs.")
    >>> found = predicates(line)
    >>> speaking_of(line, found, found[0], (0, 1)).content
    ((3, 9),)
    """
    plain = verb.sort == "finite" and not (verb.passive or verb.negated or verb.modal)
    if subject is None or not plain or verb.lemma not in words_of("speaking_of"):
        return None
    behind = range(verb.after, min(verb.after + _OF_WITHIN, len(line) - 1))
    of = next((at for at in behind if line[at].lower == "of"), None)
    if of is None:
        return None
    shared = line[verb.first - 1].lower in ("and", "but")
    return Attribution(
        subject, verb.verb, verb.lemma, "said", (verb.first if shared else subject[0], of + 1),
        ((of + 1, content_end(line, predicates, of + 1, len(line))),), rule=f"{verb.lemma} of",
    )  # fmt: skip
