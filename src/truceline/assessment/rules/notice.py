"""Notice: whether the log shows that an act was told of long enough ahead."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

from truceline.assessment.bench import Question
from truceline.assessment.duties import Act, acts_of
from truceline.timespan import Timespan

# A notice older than this is one of another act: papers ask for hours or days ahead, not months.
_STALE = timedelta(days=60)


def notified(question: Question, *, duty: str, ahead: timedelta, when: Timespan) -> float:
    """Return the probability that the log shows a duty done so long before a time."""
    return noticed(acts_of(question, duty, question.duties)[0], ahead, when)


def noticed(acts: Sequence[Act], ahead: timedelta, when: Timespan) -> float:
    """Return the probability that one of these acts came so long before a time."""
    # The end of the act's own time is taken, so that a day-long record is not held too strictly.
    last = when.end or when.start
    if last is None or when.start is None:
        return 0.0
    window = Timespan(when.start - _STALE, max(last - ahead, when.start - _STALE + ahead))
    return 1.0 - math.prod(1.0 - act.p for act in acts if act.when.overlap(window) is not None)
