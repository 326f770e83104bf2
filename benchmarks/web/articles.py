"""Invented articles: texts of unlike words, told apart into lines, with claims in some of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.decade.world import START
from truceline.digest import digest_of_bytes
from truceline.evidence.document import Document, Span
from truceline.reading.claim import (
    ActorMention,
    Claim,
    ClaimKind,
    Modality,
    PlaceMention,
    Stance,
    Teller,
    TimeMention,
)
from truceline.reading.page import Dating, LineLabel, Page, PageLine
from truceline.timespan import Precision, Timespan

_LINES = 24
_WORDS = 14
_VOCABULARY = 20_000
_KINDS = (
    (ClaimKind.STATEMENT, Modality.HAPPENED),
    (ClaimKind.CONTACT, Modality.HAPPENED),
    (ClaimKind.RELAY, Modality.HAPPENED),
    (ClaimKind.CONTROL, Modality.ONGOING),
    (ClaimKind.STATEMENT, Modality.DEMANDED),
    (ClaimKind.COMMITMENT, Modality.PLEDGED),
)
_SPEAKERS = ("Israel", "Syria", "UNDOF")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text, how it was told apart, and what it claims."""

    document: Document
    page: Page
    claims: tuple[Claim, ...]


def articles(number: int, *, seed: int = 338) -> Iterator[Article]:
    """Yield so many articles, ten a week; the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311
    for index in range(number):
        yield _article(draw, index)


def _article(draw: random.Random, index: int) -> Article:
    id_ = f"d-{index:06d}"
    lines = [
        " ".join(f"w{draw.randrange(_VOCABULARY)}" for _ in range(_WORDS)) + "."
        for _ in range(_LINES)
    ]
    text = "\n".join(lines)
    day = START + timedelta(days=index * 7 // 10)
    published = Timespan(day, day + timedelta(days=1), Precision.DAY)
    document = Document(
        id=id_, digest=digest_of_bytes(text.encode()), media_type="text/plain",
        size_bytes=len(text), filename=f"{id_}.txt", publisher=f"Outlet {index % 20}",
        title=f"Report {index}", url=None, published=published, text=text,
    )  # fmt: skip
    spans = []
    start = 0
    for line in lines:
        spans.append(Span.of(text, start, start + len(line)))
        start += len(line) + 1
    page = Page(
        document=id_,
        lines=tuple(
            PageLine(span=span, label=LineLabel.BODY, why="running text") for span in spans
        ),
        dating=Dating(published=published, stated=True, reasons=("stated by who added it",)),
        outlet=f"Outlet {index % 20}",
    )
    claims = tuple(
        _claim(draw, document, spans[2 + 3 * place], kind, modality, published)
        for place, (kind, modality) in enumerate(_KINDS)
    )
    return Article(document=document, page=page, claims=claims)


def _claim(  # noqa: PLR0917
    draw: random.Random, document: Document, span: Span, kind: ClaimKind, modality: Modality,
    published: Timespan,
) -> Claim:  # fmt: skip
    speaker = draw.choice(_SPEAKERS)
    word = Span.of(document.text, span.start, document.text.index(" ", span.start))
    return Claim(
        id=f"c-{document.id[2:]}-{span.start:05d}", document=document.id, span=span, kind=kind,
        stance=Stance.ASSERTS, modality=modality,
        chain=(
            Teller(span=None, name=document.publisher or "", named=True, how="wrote"),
            Teller(span=word, name=speaker, named=True, how="said", actor=speaker),
        ),
        who=(ActorMention(span=word, actor=speaker),),
        places=(PlaceMention(span=word, name=f"Hill {draw.randrange(400)}", place=None),),
        time=TimeMention(span=word, when=published), confidence=0.8, reader="invented",
    )  # fmt: skip
