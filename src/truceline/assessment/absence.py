"""Absence: what it means that nothing was seen, by Bayes over how well anybody looked."""

from __future__ import annotations


def p_unseen(prior: float, detection: float) -> float:
    """Return the probability of a breach in a period in which none was seen.

    With the prior ``b`` and the detection ``d``:  b (1 - d) / (b (1 - d) + 1 - b).
    Nobody looked: the prior stands. It falls as detection grows, and reaches zero only at one.

    >>> round(p_unseen(0.2, 0.0), 3), round(p_unseen(0.2, 0.9), 3), p_unseen(0.2, 1.0)
    (0.2, 0.024, 0.0)
    """
    silent = prior * (1.0 - detection)
    return silent / (silent + 1.0 - prior)


def beside_talk(prior: float, about: float, *, untold: float) -> float:
    """Return what is left of the prior of an unseen breach where people speak of that ground.

    With the probability ``t`` that somebody speaks of the very ground, time and party, whether or
    not it is true, and the share ``r`` of unseen breaches that nobody tells of even then:
    b (1 - (1 - r) t). How true the talk is makes no difference here: a denial leaves it alone.

    >>> beside_talk(0.2, 0.0, untold=0.5), beside_talk(0.2, 1.0, untold=0.5)
    (0.2, 0.1)
    """
    return prior * (1.0 - (1.0 - untold) * about)


def either(seen: float, unseen: float) -> float:
    """Return the probability of the one or the other, which are taken as independent.

    >>> either(0.5, 0.1), either(0.0, 0.2)
    (0.55, 0.2)
    """
    return seen + (1.0 - seen) * unseen


def p_missed(prior: float, completeness: float) -> float:
    """Return the probability that an act which no log shows was not done.

    With the prior ``m`` that such an act was missed and the completeness ``c`` of the log:
    m / (m + (1 - m)(1 - c)). The more complete the log, the more a hole in it says.

    >>> round(p_missed(0.3, 0.0), 3), round(p_missed(0.3, 0.98), 3)
    (0.3, 0.955)
    """
    return prior / (prior + (1.0 - prior) * (1.0 - completeness))
