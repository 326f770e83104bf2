"""Reviewed: what people say of one finding on these very inputs, each by their last word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.assessment.review import Review, Verdict
from truceline.sentence import all_of, in_turn, say


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The last word of every reviewer, by name; a review made on other inputs is none."""

    last_words: tuple[Review, ...]

    def confirms(self, *, needed: float) -> bool:
        """Return whether enough people confirm and nobody's last word is a dissent."""
        return len(self.of(Verdict.CONFIRM)) >= needed and not self.of(Verdict.DISSENT)

    def of(self, verdict: Verdict) -> tuple[Review, ...]:
        """Return the last words of one sort."""
        return tuple(one for one in self.last_words if one.verdict is verdict)

    def in_words(self, *, needed: float, short_of: float | None = None) -> str:
        """Return what is on record, in a sentence or more; empty where nobody reviewed.

        ``short_of`` is the probability that the policy asks of a confirmed breach, where what was
        told alone does not reach it.

        >>> Reviewed(()).in_words(needed=1)
        ''
        """
        told: list[str] = []
        confirming = self.of(Verdict.CONFIRM)
        if confirming and len(confirming) < needed:
            names = all_of([one.reviewer for one in confirming])
            told.append(
                say(
                    "Confirmed by {names} only; the policy asks for {needed:g} different people.",
                    names=names,
                    needed=needed,
                )
            )
        elif self.confirms(needed=needed) and short_of is not None:
            names = all_of([one.reviewer for one in confirming])
            told.append(
                say(
                    "Confirmed by {names}, but what was told alone does not reach the "
                    "{short_of:.0%} that the policy asks of a confirmed breach.",
                    names=names,
                    short_of=short_of,
                )
            )
        told += [
            say(
                "Dissent on record, {reviewer}: {reason}.",
                reviewer=one.reviewer,
                reason=one.reason.rstrip("."),
            )
            for one in self.of(Verdict.DISSENT)
        ]
        told += [
            say(
                "{reviewer} asks for more: {reason}.",
                reviewer=one.reviewer,
                reason=one.reason.rstrip("."),
            )
            for one in self.of(Verdict.ASK_FOR_MORE)
        ]
        return in_turn(told)


def reviewed(reviews: Sequence[Review], *, finding: str, inputs_digest: str) -> Reviewed:
    """Return what reviewers say of a finding as it stands.

    A review made on other inputs does not count: new evidence needs a new look. Names are compared
    without regard to case and spaces, so that nobody is two people by a slip of the keys.
    """
    latest: dict[str, Review] = {}
    own = [one for one in reviews if one.finding == finding and one.inputs_digest == inputs_digest]
    for one in sorted(own, key=lambda r: (r.at, r.reviewer, r.verdict, r.reason)):
        latest[" ".join(one.reviewer.casefold().split())] = one
    return Reviewed(tuple(latest[name] for name in sorted(latest)))
