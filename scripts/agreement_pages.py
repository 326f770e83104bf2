"""Write docs/agreements: a page and a map for each shipped agreement, and the list of them.

Run it from the project's root after an agreement has changed: python scripts/agreement_pages.py
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from truceline.agreement.agreement import Agreement
from truceline.agreement.describe import why_untestable
from truceline.agreement.load import load_agreement, shipped_agreements
from truceline.agreement.provision import Provision, Standing
from truceline.agreement.wording import in_words, title_of
from truceline.geo.measure import area_m2
from truceline.report.map import draw

PAGES = Path(__file__).resolve().parent.parent / "docs" / "agreements"
MARKS = {"S": "read in a copy", "S2": "read in a description", "R": "recalled only"}
# A map above this weighs more than a page should; its picture is then left to `agreement` commands.
MOST_BYTES = 150_000
TESTED = (
    "What is tested, in words made from the rule. *Text*: whether it is binding, disputed or only "
    "reported, and how it was read."
)
LISTED = (
    "Each is a folder in `src/truceline/library`: papers, parties, lines, zones, provisions. What "
    "was read in a copy is marked S, what in a description S2; what is only recalled is marked R "
    "and, but for three paragraphs of 1974, shown as reported. Lines without an open licence are "
    "sketches with an error of kilometres, or are left out with the reason. A source that names "
    "such a zone can still be judged; a bare position cannot."
)


def main() -> None:
    """Write every page, every map and the list."""
    PAGES.mkdir(parents=True, exist_ok=True)
    agreements = [load_agreement(name) for name in shipped_agreements()]
    for agreement in agreements:
        picture = draw(agreement)
        shown = len(picture.encode()) <= MOST_BYTES and _is_drawable(agreement)
        if shown:
            (PAGES / f"{agreement.id}.svg").write_text(str(picture), encoding="utf-8")
        (PAGES / f"{agreement.id}.md").write_text(page(agreement, map_shown=shown), "utf-8")
    (PAGES / "index.md").write_text(listing(agreements), encoding="utf-8")


def page(agreement: Agreement, *, map_shown: bool) -> str:
    """Return the page of one agreement."""
    parts = [
        f"# {agreement.title}",
        agreement.summary,
        (
            f"Id `{agreement.id}`. Every provision is a draft that no lawyer has reviewed. "
            f"{agreement.disclaimer}"
        ),
        f"![Map]({agreement.id}.svg)" if map_shown else "No line or zone of it can be drawn here.",
        "## Papers",
        _table(
            ("id", "paper", "rank", "date", "how read"),
            [
                (p.id, _linked(p.title, p.url), p.rank, p.dated or "", p.read + _note(p.note))
                for p in agreement.papers
            ],
        ),
        *_statements(agreement),
        "## Lines, with their worth",
        _lines(agreement),
        "## Zones",
        _zones(agreement),
        "## Provisions",
        TESTED,
        _table(
            ("id", "paper", "what", "text", "verified by"),
            [_row(p, agreement) for p in agreement.provisions],
        ),
        *_readings(agreement),
        "## What cannot be tested, and why",
        _untestable(agreement),
        "Worked cases lie beside the agreement in `cases.yaml`."
        if _has_cases(agreement)
        else "No worked cases lie beside this agreement yet.",
    ]
    return "\n\n".join(str(part).strip() for part in parts if part) + "\n"


def listing(agreements: list[Agreement]) -> str:
    """Return the page that lists them all."""
    rows = [
        (
            f"[{one.id}]({one.id}.md)",
            one.title,
            len(one.papers),
            len(one.provisions),
            sum(p.standing is not Standing.BINDING for p in one.provisions),
            f"{sum(z.polygon is not None for z in one.zones)} of {len(one.zones)}",
        )
        for one in agreements
    ]
    return (
        "\n\n".join(
            [
                "# Shipped agreements",
                LISTED,
                _table(
                    ("id", "agreement", "papers", "provisions", "not binding", "zones drawn"), rows
                ),
                "These pages are written by `scripts/agreement_pages.py`.",
            ]
        )
        + "\n"
    )


def _is_drawable(agreement: Agreement) -> bool:
    return bool(agreement.lines) or any(zone.polygon is not None for zone in agreement.zones)


def _has_cases(agreement: Agreement) -> bool:
    library = PAGES.parent.parent / "src" / "truceline" / "library"
    return (library / agreement.id / "cases.yaml").is_file()


def _row(provision: Provision, agreement: Agreement) -> tuple[object, ...]:
    text = f"{provision.standing}, {MARKS[provision.mark]}"
    verifiers = ", ".join(title_of(party, agreement) for party in provision.verified_by)
    words = in_words(provision, agreement) + _note(provision.note)
    return provision.id, f"{provision.paper} {provision.paragraph}", words, text, verifiers


def _statements(agreement: Agreement) -> list[str]:
    if not agreement.statements:
        return []
    rows = [(one.at, one.by, one.says, one.source) for one in agreement.statements]
    return ["## Standing, as stated", _table(("when", "who", "says", "source"), rows)]


def _lines(agreement: Agreement) -> str:
    drawn = [
        (line.id, line.title, f"{line.error_m:,.0f} m", line.source, line.licence, line.note)
        for line in agreement.lines
    ]
    undrawn = [(line.id, line.title, "not drawn", "", "", line.why)
               for line in agreement.undrawn_lines]  # fmt: skip
    if not drawn and not undrawn:
        return "The agreement names no line."
    return _table(("id", "line", "true to", "source", "licence", "worth"), [*drawn, *undrawn])


def _zones(agreement: Agreement) -> str:
    rows = [
        (zone.id, zone.title, "", "", f"not drawable: {zone.not_drawable}")
        if zone.polygon is None
        else (zone.id, zone.title, f"{area_m2(zone) / 1e6:,.0f}", f"{zone.error_m:,.0f} m",
              zone.construction)
        for zone in agreement.zones
    ]  # fmt: skip
    return _table(("id", "zone", "km2", "edge within", "made of"), rows)


def _readings(agreement: Agreement) -> list[str]:
    rows = [
        (provision.id, reading.says, reading.by, reading.source)
        for provision in agreement.provisions
        for reading in provision.readings
    ]
    if not rows:
        return []
    return ["## Rival readings", _table(("provision", "reading", "who says so", "source"), rows)]


def _untestable(agreement: Agreement) -> str:
    rows = [
        (provision.id, why)
        for provision in agreement.provisions
        if (why := why_untestable(provision, agreement)) is not None
    ]
    if not rows:
        return "Every provision can be tested from places, counts or the log of acts."
    return _table(("provision", "why"), rows)


def _table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def _linked(title: str, url: str | None) -> str:
    return f"[{title}]({url})" if url else title


def _note(note: str | None) -> str:
    return f" {note}" if note and note.endswith(".") else f" {note}." if note else ""


if __name__ == "__main__":
    main()
