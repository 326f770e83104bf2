"""Attribution: a cue, its teller and the content it governs, in token indexes of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.sentences import word_set

Range = tuple[int, int]
QUOTE_MARKS = '"“”«»'
BREAKS = frozenset((";", ":", "—", "–", "(", ")", *QUOTE_MARKS))
CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan feb mar apr jun jul aug sep sept "
    "oct nov dec today yesterday late early evening morning afternoon night noon midnight last "
    "week month year earlier later ago end mid-october spring summer autumn winter day days"
)
RELATIVES = word_set("who which whose whom where when")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue, its teller, and the content it governs; all in token indexes of one sentence.

    ``teller`` is None for an unnamed one (an adverb, a passive); ``cue`` is what is left out of
    the content; ``via`` holds further links named in the cue, with their manners, from the outlet
    side on; ``beyond`` holds those behind the teller ("citing diplomats").
    """

    teller: Range | None
    verb: int
    lemma: str
    how: str
    cue: Range
    content: tuple[Range, ...]
    negated: bool = False
    modal: str | None = None
    rule: str = ""
    addressee: Range | None = None
    via: tuple[tuple[Range, str], ...] = ()
    beyond: tuple[tuple[Range, str], ...] = ()

    def covers(self, index: int) -> bool:
        """Return whether a token is part of the content."""
        return any(first <= index < after for first, after in self.content)


@cache
def words_of(key: str) -> frozenset[str]:
    """Return a word list of the tellers' lexicon as a set."""
    return frozenset(str(word) for word in load_yaml("tellers.yaml")[key])
