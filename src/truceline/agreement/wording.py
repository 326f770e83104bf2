"""Wording: what a provision asks, in one plain sentence, and an agreement as people read it."""

from __future__ import annotations

from truceline.agreement.agreement import Agreement
from truceline.agreement.log_rules import Drill, OnRequest, PriorNotice, Upkeep
from truceline.agreement.provision import (
    ANYBODY,
    Attribute,
    Deadline,
    Graded,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    Provision,
    Rhythm,
    Standing,
    StandingDuty,
)
from truceline.agreement.wording_duties import days, duty_words, joined
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


def _sentence(provision: Provision, agreement: Agreement) -> str:
    rule = provision.rule
    match rule:
        case NoPresence():
            things = joined(rule.classes, last="or") + tested(rule.attribute)
            return f"no {things} of {_actors(provision, agreement, last='or')}"
        case NoAct():
            lines = dict.fromkeys(line for _, line in rule.lines) or [rule.line or ""]
            titles = joined([line_title(line, agreement) for line in lines if line], last="or")
            across = f" across {titles}" if titles else ""
            actors = _actors(provision, agreement, last="or")
            return f"no {_acts(rule)} by {actors}{across}"
        case Limit():
            each = " each" if len(provision.bound) > 1 else ""
            if rule.inventory is not None:
                counted = _inventory(rule, agreement)
                return f"at most {counted} of {_actors(provision, agreement, last='and')}"
            things = f"{rule.at_most:,} {rule.unit}{tested(rule.attribute)}"
            return f"at most {things}{each} of {_actors(provision, agreement, last='and')}"
        case Graded():
            actors = _actors(provision, agreement, last="or")
            what = f"{joined(rule.acts, last='or')} with " if rule.acts else ""
            return f"no {what}{'; '.join(_rows(rule, agreement))}; of {actors}"
        case Rhythm() | Deadline() | OnRequest() | PriorNotice() | Drill() | Upkeep():
            return duty_words(rule, _actors(provision, agreement, last="and"))
        case StandingDuty():
            return provision.text
        case Permission():
            allowed = joined([*rule.classes, *rule.acts])
            if rule.using:
                allowed += f" with {joined(rule.using, last='or')}"
            lifted = f", an exception to {joined(rule.lifts)}" if rule.lifts else ""
            if rule.notice is not None:
                lifted += f", with notice of {days(rule.notice)}"
            return f"{allowed} of {_actors(provision, agreement, last='and')} may be there{lifted}"


def _rows(rule: Graded, agreement: Agreement) -> list[str]:
    found = []
    for row in rule.rows:
        things = joined(row.models or row.classes, last="or") + tested(row.attribute)
        zones = dict.fromkeys(agreement.zone(zone).title for _, zone in row.where)
        found.append(f"{things} ({joined(zones, last='or')})")
    return found


def _inventory(rule: Limit, agreement: Agreement) -> str:
    own = [f"{count:,} of {title_of(party, agreement)}" for party, count in rule.caps]
    return f"the {rule.unit} of inventory {rule.inventory} ({joined(own) or 'none counted'})"


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
