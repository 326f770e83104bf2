"""Passages, stages: what each stage of reading finds by itself, in the form of its corpus.

Times and attributions are written as GUM marks them, places as GeoVirus does, events as PLOVER
does, quantities and lines as the ceasefire passages do, so that each can be scored from outside.
"""

from __future__ import annotations

from collections.abc import Callable

from truceline.reading.amounts.quantities import find_quantities
from truceline.reading.gazetteer import Gazetteer
from truceline.reading.passages.claims import line_records
from truceline.reading.passages.events import event_records
from truceline.reading.passages.oddities import oddities
from truceline.reading.passages.passage import Passage
from truceline.reading.passages.values import (
    Record,
    date_record,
    place_record,
    point_of,
    published_of,
    quantity_record,
    spanned,
)
from truceline.reading.places.find_places import find_names, find_places
from truceline.reading.speech.attribution import Attribution
from truceline.reading.speech.extents import extents
from truceline.reading.speech.tellers import attributions
from truceline.reading.stage import Stage
from truceline.reading.times.find_times import find_times
from truceline.reading.words.predicates import predicates
from truceline.reading.words.sentences import Token, sentences


def stage_record(passage: Passage, *, stage: Stage, gazetteer: Gazetteer) -> Record:
    """Return what one stage finds in a passage. Only ``page`` and ``events`` leave chrome out.

    >>> from truceline.reading.gazetteer import load_gazetteer
    >>> from truceline.reading.passages.passage import passage_from
    >>> passage = passage_from('{"text": "Quiet since 2 May 2031."}', number=1)
    >>> stage_record(passage, stage=Stage.TIMES, gazetteer=load_gazetteer())["dates"]
    [{'start': 12, 'end': 22, 'quote': '2 May 2031', 'when': '2031-05-02'}]
    """
    return {"id": passage.document.id, **_FINDERS[stage](passage, gazetteer)}


def _page(passage: Passage, _gazetteer: Gazetteer) -> Record:
    page = passage.page
    return {
        "published": published_of(page.dating.published),
        "stated": page.dating.stated,
        "reasons": list(page.dating.reasons),
        "outlet": page.outlet,
        "lines": line_records(page, why=True),
        "leads": [spanned(lead.span) for lead in page.leads],
        "oddities": list(oddities(passage.document.text)),
    }


def _times(passage: Passage, _gazetteer: Gazetteer) -> Record:
    published = passage.page.dating.published
    found = find_times(passage.document.text, published=published, bare=True)
    return {
        "published": published_of(published),
        "dates": [date_record(mention) for mention in found],
    }


def _places(passage: Passage, gazetteer: Gazetteer) -> Record:
    text = passage.document.text
    return {
        "places": [
            {
                "start": mention.span.start,
                "end": mention.span.end,
                "name": mention.span.quote,
                **point_of(mention.place),
                "rivals": list(mention.rivals),
            }
            for mention in find_names(text, gazetteer=gazetteer)
        ],
        "mentions": [
            {**place_record(mention), "area": mention.area}
            for mention in find_places(text, gazetteer=gazetteer)
        ],
    }


def _quantities(passage: Passage, _gazetteer: Gazetteer) -> Record:
    found = find_quantities(passage.document.text)
    return {"quantities": [quantity_record(quantity) for quantity in found]}


def _attribution(passage: Passage, _gazetteer: Gazetteer) -> Record:
    text = passage.document.text
    found: list[Record] = []
    lines = [line.span for line in passage.page.lines if line.label.is_article]
    spans = [(span.start, span.end) for span in lines]
    rows = [sentence.tokens for sentence in sentences(text, spans=spans)]
    for at, line in enumerate(rows):
        verbs = predicates(line)
        for one in attributions(line, verbs):
            told = extents(rows, at, one, predicates=verbs)
            found.append(_attribution_record(line, one, told))
    return {"attributions": found}


def _attribution_record(
    line: tuple[Token, ...], one: Attribution, told: tuple[tuple[int, int], ...]
) -> Record:
    def offsets(first: int, after: int) -> list[int]:
        return [line[first].start, line[after - 1].end]

    # "According to" is one cue of two words; the other cues are their verb, adverb or noun.
    words = 2 if line[one.verb].lower == "according" else 1
    return {
        "polarity": "negative" if one.negated else "positive",
        "source": [] if one.teller is None else [offsets(*one.teller)],
        "cue": [offsets(one.verb, min(one.verb + words, len(line)))],
        "content": [list(part) for part in told],
        "how": one.how,
        "rule": one.rule,
    }


def _events(passage: Passage, gazetteer: Gazetteer) -> Record:
    return {"events": event_records(passage, gazetteer=gazetteer)}


_FINDERS: dict[Stage, Callable[[Passage, Gazetteer], Record]] = {
    Stage.PAGE: _page,
    Stage.TIMES: _times,
    Stage.PLACES: _places,
    Stage.QUANTITIES: _quantities,
    Stage.ATTRIBUTION: _attribution,
    Stage.EVENTS: _events,
}
