"""Difference page: what parts two agreements, as text, JSON, or one HTML file with both maps."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from html import escape

from truceline.agreement.agreement import Agreement
from truceline.agreement.difference import Changed, Difference, Ground
from truceline.agreement.provision import Provision
from truceline.agreement.wording import in_words
from truceline.agreement.wording_duties import joined

_COLUMNS = 80
_STYLE = (
    "body{font:16px/1.5 serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h1{line-height:1.2}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #888;padding:.3rem .5rem;"
    "text-align:left;vertical-align:top}svg{max-width:100%;height:auto}"
)


def as_text(found: Difference) -> str:
    """Return a difference as lines of text, at most 80 columns each."""
    lines = _wrapped(f"{_name(found.first)}  ->  {_name(found.second)}", indent="")
    if found.is_empty:
        return "\n".join([*lines, "Nothing parts the two."]) + "\n"
    lines += _provisions(found)
    if found.ground:
        lines += ["", "Ground, in km2"]
        for one in found.ground:
            lines += _wrapped(
                f"{one.zone}: {_km2(one.before_km2)} -> {_km2(one.after_km2)}, "
                f"gained {one.gained_km2:,.1f}, lost {one.lost_km2:,.1f} ({one.title})",
                indent="  ",
            )
    if found.moved:
        lines += ["", "Named places that change zone"]
        for place in found.moved:
            before, after = joined(place.before) or "no zone", joined(place.after) or "no zone"
            lines += _wrapped(f"{place.place}: {before} -> {after}", indent="  ")
    return "\n".join(lines) + "\n"


def as_json(found: Difference) -> str:
    """Return a difference as JSON."""
    record = {
        "schema_version": 1,
        "first": {"id": found.first.id, "digest": found.first.digest},
        "second": {"id": found.second.id, "digest": found.second.digest},
        "added": [one.id for one in found.added],
        "dropped": [one.id for one in found.dropped],
        "changed": {
            name: [
                {"what": part.what, "before": part.before, "after": part.after} for part in parts
            ]
            for name, parts in found.changed
        },
        "ground": [_ground_record(one) for one in found.ground],
        "places": [
            {"place": one.place, "before": list(one.before), "after": list(one.after)}
            for one in found.moved
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def as_html(found: Difference) -> str:
    """Return a difference as one HTML page that stands alone, with the map of either agreement."""
    from truceline.report.map import draw

    titles = dict.fromkeys((found.first.title, found.second.title))
    title = escape(" / ".join(titles))
    body = [f"<h1>{title}</h1>", f"<p>Before: <code>{escape(_name(found.first))}</code><br>",
            f"After: <code>{escape(_name(found.second))}</code></p>"]  # fmt: skip
    if found.is_empty:
        body.append("<p>Nothing parts the two.</p>")
    for heading, own, agreement in _whole(found):
        rows = (f"<tr><td>{escape(one.id)}</td><td>{escape(in_words(one, agreement))}</td></tr>"
                for one in own)  # fmt: skip
        body.append(f"<h2>Provisions {heading.lower()}</h2><table>{''.join(rows)}</table>")
    if found.changed:
        body.append("<h2>Provisions changed</h2><table><tr><th>provision</th><th>what</th>")
        body.append("<th>before</th><th>after</th></tr>")
        body += [_changed_row(name, part) for name, parts in found.changed for part in parts]
        body.append("</table>")
    if found.ground:
        body.append("<h2>Ground</h2><table><tr><th>zone</th><th>before, km2</th>")
        body.append("<th>after, km2</th><th>gained</th><th>lost</th></tr>")
        body += [_ground_row(one) for one in found.ground]
        body.append("</table>")
    if found.moved:
        body.append("<h2>Named places that change zone</h2><table>")
        body.append("<tr><th>place</th><th>before</th><th>after</th></tr>")
        body += [
            f"<tr><td>{escape(one.place)}</td><td>{escape(joined(one.before))}</td>"
            f"<td>{escape(joined(one.after))}</td></tr>"
            for one in found.moved
        ]
        body.append("</table>")
    for when, agreement in (("Before", found.first), ("After", found.second)):
        if any(zone.polygon is not None for zone in agreement.zones):
            body.append(f"<h2>{when}: {escape(_name(agreement))}</h2>{draw(agreement)}")
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>{"".join(body)}</body></html>\n'
    )


def _whole(found: Difference) -> Iterator[tuple[str, tuple[Provision, ...], Agreement]]:
    """Yield the provisions that only one of the two has, under their heading."""
    for heading, own, agreement in (
        ("Added", found.added, found.second),
        ("Dropped", found.dropped, found.first),
    ):
        if own:
            yield heading, own, agreement


def _provisions(found: Difference) -> list[str]:
    lines: list[str] = []
    for heading, own, agreement in _whole(found):
        lines += ["", heading]
        for one in own:
            lines += _wrapped(f"{one.id}: {in_words(one, agreement)}", indent="  ")
    if found.changed:
        lines += ["", "Changed"]
    for name, parts in found.changed:
        lines.append(f"  {name}")
        for part in parts:
            lines += [
                f"    {part.what}",
                *_wrapped(f"before: {part.before or '-'}", indent=" " * 6),
            ]
            lines += _wrapped(f"after:  {part.after or '-'}", indent=" " * 6)
    return lines


def _wrapped(text: str, *, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        width=_COLUMNS,
        initial_indent=indent,
        subsequent_indent=indent + "    ",
        break_on_hyphens=False,
    )


def _changed_row(name: str, part: Changed) -> str:
    cells = (name, part.what, part.before or "-", part.after or "-")
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _ground_record(one: Ground) -> dict[str, object]:
    return {
        "zone": one.zone,
        "before_km2": None if one.before_km2 is None else round(one.before_km2, 3),
        "after_km2": None if one.after_km2 is None else round(one.after_km2, 3),
        "gained_km2": round(one.gained_km2, 3),
        "lost_km2": round(one.lost_km2, 3),
    }


def _ground_row(one: Ground) -> str:
    cells = (
        f"{one.title} ({one.zone})", _km2(one.before_km2), _km2(one.after_km2),
        f"{one.gained_km2:,.1f}", f"{one.lost_km2:,.1f}",
    )  # fmt: skip
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _name(agreement: Agreement) -> str:
    return f"{agreement.id} ({agreement.digest[:19]})"


def _km2(value: float | None) -> str:
    return "not drawn" if value is None else f"{value:,.1f}"
