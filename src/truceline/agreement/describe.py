"""Describe: an agreement as people read it, line by line."""

from __future__ import annotations

import textwrap

from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import Provision, StandingDuty
from truceline.agreement.wording import in_words, title_of
from truceline.agreement.wording_duties import joined

_COLUMNS = 80
_SQUARE_METRES_IN_KM2 = 1e6


def description(agreement: Agreement) -> tuple[str, ...]:
    """Return the agreement in lines of at most 80 columns.

    Papers, parties, lines with their errors, zones with their areas, provisions under their papers,
    what cannot be tested and why, and what is said of the lines and the agreement's standing.
    """
    lines = [agreement.title, "=" * min(len(agreement.title), _COLUMNS), ""]
    lines += _wrapped(agreement.summary)
    lines += [f"id {agreement.id}", f"version {agreement.digest[:19]}"]
    for heading, body in (
        ("Papers", _papers(agreement)),
        ("Standing, as stated", _statements(agreement)),
        ("Parties", _parties(agreement)),
        ("Lines", _lines(agreement)),
        ("Zones", _zones(agreement)),
        ("Provisions", _provisions(agreement)),
        ("What cannot be tested here, and why", _untestable(agreement)),
    ):
        if body:
            lines += ["", heading, "-" * len(heading), *body]
    return (*lines, "", *_wrapped(agreement.disclaimer))


def why_untestable(provision: Provision, agreement: Agreement) -> str | None:
    """Return why a provision cannot be tested from places and counts; None where it can.

    >>> from truceline.agreement.load import load_agreement
    >>> agreement = load_agreement("undof-1974")
    >>> why_untestable(agreement.provision("US-1b"), agreement) is None
    True
    >>> why_untestable(agreement.provision("DA-C"), agreement)
    'Line A-1 is on the map of 1974 only...'
    """
    if isinstance(provision.rule, StandingDuty):
        return provision.rule.why
    for _, name in provision.where:
        zone = agreement.zone(name)
        if zone.polygon is None:
            return zone.not_drawable or "its zone cannot be drawn"
    return None


def _papers(agreement: Agreement) -> list[str]:
    lines = []
    for paper in agreement.papers:
        dated = f", {paper.dated}" if paper.dated else ""
        symbol = f", {paper.symbol}" if paper.symbol else ""
        lines += _item(paper.id, f"{paper.title} ({paper.rank}{symbol}{dated}; {paper.read})")
    return lines


def _statements(agreement: Agreement) -> list[str]:
    return [
        line
        for statement in agreement.statements
        for line in _item(
            str(statement.at), f"{statement.by}: {statement.says} ({statement.source})"
        )
    ]


def _parties(agreement: Agreement) -> list[str]:
    lines = []
    for party in agreement.parties:
        ties = [
            f"{tie.tie} {title_of(tie.to, agreement)}" + (f" {tie.during}" if tie.during else "")
            for tie in party.affiliations
        ]
        side = f", {party.side} side" if party.side else ""
        tied = f"; {joined(ties)}" if ties else ""
        lines += _item(party.id, f"{party.title} ({party.role}{side}{tied})")
    return lines


def _lines(agreement: Agreement) -> list[str]:
    lines = []
    for line in agreement.lines:
        lines += _item(line.id, f"{line.title}, true within {line.error_m:,.0f} m; {line.source}")
    for missing in agreement.undrawn_lines:
        lines += _item(missing.id, f"{missing.title}, not drawn: {missing.why}")
    return lines


def _zones(agreement: Agreement) -> list[str]:
    from truceline.geo.measure import area_m2

    lines = []
    for zone in agreement.zones:
        if zone.polygon is None:
            lines += _item(zone.id, f"{zone.title}, not drawable: {zone.not_drawable}")
            continue
        km2 = area_m2(zone) / _SQUARE_METRES_IN_KM2
        lines += _item(zone.id, f"{zone.title}, {km2:,.0f} km2, edge within {zone.error_m:,.0f} m")
    return lines


def _provisions(agreement: Agreement) -> list[str]:
    lines: list[str] = []
    for paper in agreement.papers:
        own = [provision for provision in agreement.provisions if provision.paper == paper.id]
        if own:
            lines += [*([""] if lines else []), *_wrapped(f"{paper.id}  {paper.title}")]
        for provision in own:
            lines += _provision(provision, agreement)
    return lines


def _provision(provision: Provision, agreement: Agreement) -> list[str]:
    cited = "" if provision.paragraph == "whole" else f"{provision.paragraph}: "
    lines = _item(provision.id, f"{cited}{in_words(provision, agreement)}")
    for reading in provision.readings:
        lines += _wrapped(f"reading: {reading.says} ({reading.by})", indent="      ")
    if provision.verified_by:
        names = joined([title_of(party, agreement) for party in provision.verified_by])
        lines += _wrapped(f"verified by {names}", indent="      ")
    return lines


def _untestable(agreement: Agreement) -> list[str]:
    lines = []
    for provision in agreement.provisions:
        why = why_untestable(provision, agreement)
        if why is not None:
            lines += _item(provision.id, why)
    return lines


def _item(name: str, text: str) -> list[str]:
    return _wrapped(f"{name}  {text}", indent="  ", hang="      ")


def _wrapped(text: str, *, indent: str = "", hang: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        width=_COLUMNS,
        initial_indent=indent,
        subsequent_indent=indent if hang is None else hang,
        break_on_hyphens=False,
    )
