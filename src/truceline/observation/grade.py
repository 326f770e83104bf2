"""Grade: Admiralty reliability of the source and credibility of the information, kept apart.

F and 6 say "cannot be judged", which is not the middle of either scale.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from truceline.sentence import say, term

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}


@dataclass(frozen=True, slots=True, order=True)
class Grade:
    """A reliability letter and a credibility digit.

    >>> str(Grade.parse("b2"))
    'B2'
    >>> Grade.parse("B2").in_words
    'usually reliable source, probably true'
    """

    reliability: str
    credibility: str

    @classmethod
    def parse(cls, text: str) -> Grade:
        """Return the grade written as two characters; ValueError where it is none."""
        match = re.fullmatch(r"([A-F])([1-6])", text.strip().upper())
        if match is None:
            raise ValueError(f"{text!r} is no Admiralty grade; write A-F and 1-6, such as B2")
        return cls(match[1], match[2])

    @property
    def in_words(self) -> str:
        """Return the grade in the words of the scale."""
        return say(
            "{reliability} source, {credibility}",
            reliability=term(RELIABILITY[self.reliability]),
            credibility=term(CREDIBILITY[self.credibility]),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.reliability + self.credibility
