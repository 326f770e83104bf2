"""Clues: what is known of a clause before its kind is, and the words that tell of a kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from truceline.reading.claim import AssetMention, ClaimKind, Modality
from truceline.reading.clauses.asked import Asked, asked
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.verbs import Frame


@dataclass(frozen=True, slots=True)
class Sorted:
    """A kind, the rule and words that gave it, and the frame of the deciding verb."""

    kind: ClaimKind
    rule: str
    words: str
    frame: Frame | None


@cache
def pattern_of(key: str) -> Asked:
    """Return a pattern of ``kinds.yaml`` by its key."""
    return asked(load_yaml("kinds.yaml")[key])


def is_of_the_field(words: str) -> bool:
    """Return whether a clause, in lower case, speaks of anything that this reader is for.

    >>> is_of_the_field("two tanks crossed"), is_of_the_field("the soup was cold")
    (True, False)
    """
    return pattern_of("domain").search(words) is not None


def is_not_told(words: str) -> bool:
    """Return whether a clause is thanks, a correction or a word on the text itself.

    >>> is_not_told("thank you , guarantors")
    True
    """
    return pattern_of("not_told").search(words) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What is known of a clause before its kind is.

    ``words`` is the clause in lower case; ``cue`` the verb by which its teller knows it;
    ``after_term`` tells that the clause before it in the sentence is a term.
    """

    words: str
    main: Predicate | None
    frame: Frame | None
    modality: Modality
    assets: Sequence[AssetMention] = ()
    cue: str | None = None
    after_term: bool = False

    @property
    def lemma(self) -> str:
        """Return the deciding verb's lemma; empty where there is none."""
        return self.main.lemma if self.main is not None else ""

    @property
    def frame_name(self) -> str:
        """Return the name of the verb's frame; empty where it has none."""
        return self.frame.name if self.frame is not None else ""

    @property
    def frame_kind(self) -> str:
        """Return the kind that the verb's frame gives; empty where it has none."""
        return self.frame.kind if self.frame is not None else ""

    def search(self, key: str) -> str | None:
        """Return the words of the clause that a pattern of ``kinds.yaml`` finds, or None."""
        found = pattern_of(key).search(self.words)
        return found.group() if found is not None else None


def sorted_as(kind: ClaimKind, rule: str, words: str, clue: Clue) -> Sorted:
    """Return a kind with the rule and the words that gave it."""
    return Sorted(kind, rule, words, clue.frame)


def verb_at(words: str, main: Predicate | None) -> int:
    """Return where the deciding verb begins in the words of its clause; their end without one."""
    if main is None:
        return len(words)
    at = words.find(main.lemma[:4])
    return at if at > 0 else len(words)
