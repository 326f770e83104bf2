"""Reading, page: how a document is read, as one HTML file that stands alone."""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from importlib import resources
from string import Template

from truceline.evidence.document import Document
from truceline.reading.claim import Claim, PlaceMention, Teller
from truceline.reading.page import Page, PageLine
from truceline.report.markup import Markup, bdi, escaped, joined, tag
from truceline.report.reading_marks import KINDS, Mark, marked, marks_of


def reading_as_html(document: Document, page: Page, claims: Sequence[Claim]) -> str:
    """Return a reading as one HTML file: no script, no outside request, light and dark.

    The text stands whole, line by line: claims in numbered brackets, mentions by letter and kind
    of line, what is not article set apart with its reason. Then each claim with its chain drawn.
    Whatever comes from the document is escaped. The same reading gives the same bytes.
    """
    style = _template("reading.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Template(_template("reading.html")).substitute(
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'",
        title=escaped(document.title or document.filename),
        style=style,
        about=_about(document, page, claims),
        legend=_legend(),
        text=_text(document.text, page, marks_of(claims)),
        claims=joined(_claim(number, claim) for number, claim in enumerate(claims, start=1))
        or tag("p", "No claim was read in it.", class_="soft"),
    )


def _about(document: Document, page: Page, claims: Sequence[Claim]) -> Markup:
    dating = page.dating
    reasons = tag("ul", joined(tag("li", reason) for reason in dating.reasons))
    rows = (
        ("Published", joined([bdi(str(dating.published or "not known")), reasons])),
        ("Outlet", bdi(page.outlet)),
        ("File", bdi(document.filename)),
        ("Digest", tag("code", str(document.digest))),
        ("Reader", tag("code", claims[0].reader) if claims else None),
    )
    return tag("dl", joined(joined([tag("dt", k), tag("dd", v)]) for k, v in rows if v is not None))


def _legend() -> Markup:
    marks = [
        tag(
            "li", tag("sup", kind.letter, class_="letter"), tag("span", kind.means, class_=kind.css)
        )
        for kind in KINDS
    ]
    claim = tag(
        "li", tag("span", "\u27e6", tag("sup", "1"), class_="edge"),
        tag("span", "a claim, with its number", class_="in-claim"),
        tag("span", "\u27e7", class_="edge"),
    )  # fmt: skip
    chrome = tag("li", tag("span", "not article, with the reason", class_="chrome-key"))
    return tag("ul", claim, *marks, chrome, class_="legend")


def _text(text: str, page: Page, marks: Sequence[Mark]) -> Markup:
    longest = max((mark.end - mark.start for mark in marks), default=0)
    starts = [mark.start for mark in marks]
    lines = []
    for line in page.lines:
        # Only the marks that can reach the line: a long document has many of both.
        first = bisect_left(starts, line.span.start - longest)
        after = bisect_left(starts, line.span.end)
        lines.append(_line(text, line, marks[first:after]))
    return joined(lines)


def _line(text: str, line: PageLine, marks: Sequence[Mark]) -> Markup:
    article = line.label.is_article
    name = line.label.value
    words = marked(text, line.span.start, line.span.end, marks)
    return tag(
        "div",
        tag("p", words, dir="auto", class_="words"),
        tag("p", tag("b", name), None if article else f": {line.why}", class_="why"),
        class_="line" if article else "line chrome",
    )


def _claim(number: int, claim: Claim) -> Markup:
    terms = [
        _term(name, values)
        for name, values in (
            ("who", [_actor(a.span.quote, a.actor) for a in claim.who]),
            ("to whom", [_actor(a.span.quote, a.actor) for a in claim.to_whom]),
            ("event", [escaped(one) for one in (claim.event, claim.acled) if one]),
            ("assets", [escaped(f"{a.span.quote}: {a.asset}") for a in claim.assets]),
            ("places", [_place(place) for place in claim.places]),
            ("time", [_time(claim)] if claim.time else []),
            ("quantities", [escaped(q.span.quote) for q in claim.quantities]),
        )
        if values
    ]
    cues = joined(
        tag("li", tag("b", cue.field), f": {cue.rule}", f" \u2014 {cue.words}" if cue.words else "")
        for cue in claim.cues
    )
    quote = tag("q", claim.span.quote, dir="auto")
    return tag(
        "article",
        tag("h3", tag("span", str(number), class_="number"), quote),
        tag(
            "p",
            *(tag("span", one, class_="chip") for one in (
                claim.kind.value, claim.modality.value, claim.stance.value,
            )),
            tag("span", f"read with confidence {claim.confidence:.2f}", class_="soft"),
        ),
        tag("ol", joined(_link(link) for link in claim.chain), class_="chain"),
        tag("dl", joined(terms)) if terms else None,
        tag("details", tag("summary", "Why it is read so"), tag("ul", cues)),
        id=f"claim-{number}",
    )  # fmt: skip


def _link(link: Teller) -> Markup:
    known = None if link.named else tag("span", "not named", class_="soft")
    css = "link" if link.named else "link unnamed"
    return tag("li", tag("b", link.name, dir="auto"), tag("span", link.how), known, class_=css)


def _term(name: str, values: Sequence[Markup]) -> Markup:
    return joined([tag("dt", name), tag("dd", joined(values, between="; "))])


def _actor(words: str, actor: str | None) -> Markup:
    return joined([bdi(words), f" ({actor})" if actor and actor != words else None])


def _place(mention: PlaceMention) -> Markup:
    if mention.place is None:
        return joined([bdi(mention.span.quote), f" ({mention.area or 'not on a map'})"])
    point = mention.place
    where = f" ({point.lat_deg:.2f}, {point.lon_deg:.2f}, within {point.accuracy_m / 1000:.1f} km)"
    return joined([bdi(mention.span.quote), where])


def _time(claim: Claim) -> Markup:
    if claim.time is None:
        return Markup("")
    return joined([bdi(claim.time.span.quote), f" ({claim.time.when or 'not resolved'})"])


def _template(name: str) -> str:
    return resources.files("truceline.report").joinpath("templates", name).read_text("utf-8")
