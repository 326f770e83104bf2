"""Wording: what a provision asks, in one plain sentence, and an agreement as people read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import (
    ANYBODY,
    Attribute,
    Deadline,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    Provision,
    Rhythm,
    Standing,
    StandingDuty,
)
from truceline.errors import NotFound

_LABEL = {
    Standing.BINDING: "",
    Standing.DISPUTED: " This text is disputed.",
    Standing.REPORTED: " This is reported only.",
}


def in_words(provision: Provision, agreement: Agreement) -> str:
    """Return what a provision asks of whom and where, in one plain sentence.

    It is made from the rule that is tested, so it says what is tested and no more; a duty that no
    rule can test is given in the provision's own words. A disputed or merely reported provision
    says so in a second sentence.

    >>> from truceline.agreement.load import load_agreement
    >>> agreement = load_agreement("undof-1974")
    >>> in_words(agreement.provision("US-4"), agreement)
    'No military presence of Israel or Syria (Area of separation).'
    """
    sentence = _sentence(provision, agreement)
    return sentence[:1].upper() + sentence[1:].rstrip(".") + "." + _LABEL[provision.standing]


def describe(agreement: Agreement) -> tuple[str, ...]:
    """Return the lines of ``truceline agreement show``, at most 80 columns each."""
    from truceline.agreement.describe import description

    return description(agreement)


def _sentence(provision: Provision, agreement: Agreement) -> str:
    rule = provision.rule
    match rule:
        case NoPresence():
            things = joined(rule.classes, last="or") + tested(rule.attribute)
            return f"no {things} of {_actors(provision, agreement, last='or')}"
        case NoAct():
            across = f" across {line_title(rule.line, agreement)}" if rule.line else ""
            actors = _actors(provision, agreement, last="or")
            return f"no {_acts(rule)} by {actors}{across}"
        case Limit():
            each = " each" if len(provision.bound) > 1 else ""
            things = f"{rule.at_most:,} {rule.unit}{tested(rule.attribute)}"
            return f"at most {things}{each} of {_actors(provision, agreement, last='and')}"
        case Rhythm():
            actors = _actors(provision, agreement, last="and")
            return f"{rule.duty} by {actors} at least once in {days(rule.every)}"
        case Deadline():
            return f"{rule.duty} by {_actors(provision, agreement, last='and')}, {_until(rule)}"
        case StandingDuty():
            return provision.text
        case Permission():
            allowed = joined([*rule.classes, *rule.acts])
            lifted = f", an exception to {joined(rule.lifts)}" if rule.lifts else ""
            return f"{allowed} of {_actors(provision, agreement, last='and')} may be there{lifted}"


def _actors(provision: Provision, agreement: Agreement, *, last: str) -> str:
    """Return whose things or acts count and where, and who answers for them if others do."""
    zones = {party: agreement.zone(zone).title for party, zone in provision.where}
    together = len(set(zones.values())) <= 1
    common = f" ({next(iter(zones.values()))})" if zones and together else ""
    others = [actor for party in provision.bound for actor in provision.actors_for(party)]
    if set(others) <= set(provision.bound):
        names = [
            title_of(party, agreement)
            + (f" ({zones[party]})" if party in zones and not together else "")
            for party in provision.bound
        ]
        return joined(names, last=last) + common
    if ANYBODY in others:
        but = joined([title_of(party, agreement) for party in provision.but])
        return (f"anybody but {but}" if but else "anybody") + common
    names = [title_of(actor, agreement) for actor in dict.fromkeys(others)]
    answer = joined([title_of(party, agreement) for party in provision.bound])
    verb = "answers" if len(provision.bound) == 1 else "answer"
    return f"{joined(names, last=last)}{common}; {answer} {verb} for it"


def _acts(rule: NoAct) -> str:
    words = joined(rule.acts, last="or")
    if rule.classes:
        words += f" with {joined(rule.classes, last='or')}"
    if rule.relations and rule.relations != ("across",):
        words += f" ({joined(rule.relations, last='or')})"
    return words


def _until(rule: Deadline) -> str:
    if rule.by.end is None:
        return "with no last day"
    # The span is half-open: its last moment lies just before its end.
    last = rule.by.end - timedelta(minutes=1)
    return f"done by {last.day} {last:%B %Y}"


def line_title(name: str, agreement: Agreement) -> str:
    """Return how a line is called in prose; the id where the agreement has no such line."""
    try:
        return agreement.line(name).title
    except NotFound:
        return next((line.title for line in agreement.undrawn_lines if line.id == name), name)


def title_of(party: str, agreement: Agreement) -> str:
    """Return how a party is called in prose; the id where the agreement has no such party."""
    try:
        return agreement.party(party).title
    except NotFound:
        return party


def tested(attribute: Attribute | None) -> str:
    """Return the words of a test on range or calibre; empty for none.

    >>> tested(Attribute(name="range", minimum=20_000, minimum_excluded=True))
    ' of a range over 20 km'
    >>> tested(Attribute(name="calibre", minimum=122, maximum=122))
    ' of a calibre of 122 mm'
    """
    if attribute is None:
        return ""
    low, high = attribute.minimum, attribute.maximum
    name = attribute.name
    if low is not None and high is not None:
        span = "of " + measured(name, low) + ("" if low == high else f" to {measured(name, high)}")
    elif low is not None:
        span = ("over " if attribute.minimum_excluded else "from ") + measured(name, low)
    elif high is not None:
        span = "up to " + measured(name, high)
    else:
        return ""
    return f" of a {name} {span}"


def measured(name: str, value: float) -> str:
    """Return a range in kilometres or a calibre in millimetres."""
    return f"{value / 1000:g} km" if name == "range" else f"{value:g} mm"


def days(span: timedelta) -> str:
    """Return a time in days, or in hours where it is no whole number of days.

    >>> days(timedelta(days=15)), days(timedelta(hours=36))
    ('15 days', '36 hours')
    """
    whole, rest = divmod(span, timedelta(days=1))
    if rest:
        return f"{span // timedelta(hours=1)} hours"
    return f"{whole} day" + ("" if whole == 1 else "s")


def joined(words: Iterable[str], *, last: str = "and") -> str:
    """Return words in a row.

    >>> joined(["a", "b", "c"], last="or")
    'a, b or c'
    """
    *most, end = [*words] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end
