"""On ground: a duty of the log that is owed on some ground, by acts that were done there.

The probability counts each act by how surely it was done there, and acts under one name as one
doubt. The status is more careful on both sides, as a vague place must never make a firmer answer:
*kept* counts only acts that were there more likely than not, *missed* takes it that every act was
there which can have been.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from truceline.assessment.bench import Question
from truceline.assessment.finding import Reason
from truceline.assessment.link.acted import Placed
from truceline.assessment.rules.judged import Judged
from truceline.observation.observation import Observation
from truceline.reading.claim import Stance
from truceline.sentence import in_turn, say
from truceline.timespan import Timespan

# More names than this in one log are taken as doubts of their own; each doubles the work.
_MOST_WORDS = 4

_Rule = Callable[[Question], Judged]


def judge_on_ground(question: Question, period: Timespan, rule: _Rule) -> Judged:
    """Return what a rule makes of a log, by where its acts were done.

    A refusal counts by how surely it concerns the ground, whichever way its acts are counted.
    """
    placed = question.placed
    if not placed:
        return rule(question)
    told = rule(replace(question, there={id_: one.p for id_, one in placed.items()}))
    if not told.due:
        return told
    likely = _over_names(question, rule, lambda one: one.p)
    least = _over_names(question, rule, lambda one: one.at_least)
    most = _over_names(question, rule, lambda one: one.at_most, tossed=False)
    near = [seen for seen in question.duties if seen.id in placed and seen.when.meets(period)]
    return replace(
        told,
        p_seen=likely.p_seen,
        p_happened=likely.p_happened,
        p_kept=likely.p_kept,
        kept_between=(least.p_kept or 0.0, most.p_kept or 0.0),
        place_open=_why_open(question, near),
        note=_told(told.note, [placed[seen.id] for seen in near], logged=told.logged),
    )


def _over_names(
    question: Question, rule: _Rule, counted: Callable[[Placed], float], *, tossed: bool = True
) -> Judged:
    """Return a rule's answer, its numbers the mean over all ways in which the names are right."""
    placed = question.placed
    denials = {one.id for one in question.duties if one.stance is Stance.DENIES}
    words = {
        one.word: one.p for one in placed.values() if one.word is not None and 0.0 < one.p < 1.0
    }
    names = sorted(words)[:_MOST_WORDS] if tossed else []
    plain = {id_: one.p if id_ in denials else counted(one) for id_, one in placed.items()}
    named = [(id_, one.word) for id_, one in placed.items() if one.word in names and plain[id_]]
    answers = []
    for right, weight in _falls({name: words[name] for name in names}):
        there = plain | {id_: 1.0 if word in right else 0.0 for id_, word in named}
        answers.append((weight, rule(replace(question, there=there))))
    p_seen = sum(weight * one.p_seen for weight, one in answers)
    p_kept = sum(weight * (one.p_kept or 0.0) for weight, one in answers)
    # There is always one way at least, that of no name.
    return replace(answers[0][1], p_seen=p_seen, p_happened=p_seen, p_kept=p_kept)


def _falls(words: Mapping[str, float]) -> Iterator[tuple[frozenset[str], float]]:
    """Yield each way in which names are right or wrong, by those that are right, and its chance."""
    for fall in itertools.product((True, False), repeat=len(words)):
        right = frozenset(name for name, stands in zip(words, fall, strict=True) if stands)
        yield right, math.prod(p if name in right else 1.0 - p for name, p in words.items())


def _why_open(question: Question, near: list[Observation]) -> Reason | None:
    """Return why it is open where some acts were done; None where none of them is doubtful."""
    open_ = [question.placed[seen.id] for seen in near]
    doubtful = [one for one in open_ if not one.is_settled(question.weights)]
    if not doubtful:
        return None
    by_point = all(one.word is None for one in doubtful)
    return Reason.TOO_CLOSE_TO_CALL if by_point else Reason.PLACE_UNKNOWN


def _told(note: str | None, near: list[Placed], *, logged: int) -> str | None:
    said = [note] if note is not None else []
    untold = sum(1 for one in near if not one.told)
    elsewhere = sum(1 for one in near if not one.may)
    if untold:
        said.append(
            say("{n} of {all} in the log tell no place that can be linked", n=untold, all=len(near))
        )
    if elsewhere:
        said.append(say("{n} of {all} in the log were elsewhere", n=elsewhere, all=len(near)))
    if not logged and not untold:
        said.append(say("no act of the duty is on record there"))
    return in_turn(said, between="; ") or None
