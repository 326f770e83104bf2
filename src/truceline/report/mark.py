"""Mark: colour, pattern, letter and marker of a status, so that nothing is told by colour alone.

The colours were chosen for the largest worst-case difference under protan, deutan and tritan
vision, with a contrast of 3:1 and more on white. In grey print two of them look alike, which is
why pattern and letter always go with them. No green: readers take it for a certificate.
"""

from __future__ import annotations

from dataclasses import dataclass

from truceline.assessment.finding import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How a status looks: ``name`` goes into class names and ids."""

    name: str
    colour: str
    pattern: str
    letter: str
    marker: str


MARKS: dict[Status, Mark] = {
    Status.COMPLIANT: Mark(
        name="compliant", colour="#0B5FA5", pattern="none", letter="C", marker="circle"
    ),
    Status.INDETERMINATE: Mark(
        name="indeterminate", colour="#8C8C8C", pattern="dots", letter="?", marker="hollow circle"
    ),
    Status.SUSPECTED: Mark(
        name="suspected", colour="#D97706", pattern="diagonal", letter="S", marker="triangle"
    ),
    Status.CONFIRMED: Mark(
        name="confirmed", colour="#7F0F1E", pattern="cross-hatch", letter="B", marker="diamond"
    ),
    Status.NOT_IN_FORCE: Mark(
        name="not-in-force", colour="#FFFFFF", pattern="none", letter="-", marker="none"
    ),
}

# Gravest first: the order in which findings are told, and in which one mark stands for several.
GRAVEST_FIRST = (
    Status.CONFIRMED,
    Status.SUSPECTED,
    Status.INDETERMINATE,
    Status.COMPLIANT,
    Status.NOT_IN_FORCE,
)
