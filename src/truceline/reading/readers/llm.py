"""The llm reader: claims proposed by a language model that the user names; off by default.

The model sees the article lines of one document, as numbered sentences, and nothing else; it has
no tools. Its answer is data of the lowest trust: a strict form, closed lists, and quotes that must
stand in the sentence they are said to stand in. Of its own words nothing is kept but the raw
answer. Places, times, quantities and assets are found in the quoted words by our own rules. What
comes back are proposals: a person accepts, or nothing happens.

Source: rules of design against injected instructions, arXiv 2506.08837 (2025).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from truceline.digest import Digest, digest_of, digest_of_bytes, short_id
from truceline.evidence.document import Document, Span
from truceline.reading.actors import load_actors
from truceline.reading.amounts.assets import find_assets
from truceline.reading.amounts.quantities import find_quantities
from truceline.reading.claim import ActorMention, Claim, Cue, Teller
from truceline.reading.gazetteer import Gazetteer
from truceline.reading.page import Page
from truceline.reading.places.find_places import find_places
from truceline.reading.readers.llm_answer import (
    ANSWER_FORM,
    AnswerRefused,
    Proposed,
    answer_from,
)
from truceline.reading.readers.llm_prompt import PROMPT
from truceline.reading.times.find_times import find_times
from truceline.reading.words.sentences import Sentence, sentences

Request = dict[str, object]
Ask = Callable[[Request], str]

# An answer that is broken is asked for once more, and then left: no storm of requests.
MOST_ASKS = 2
# A proposal stands below every reading by rules, until a person has looked.
_CONFIDENCE = 0.3
_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What a model proposed for one document, with all that is needed to check it later.

    ``refused`` holds a sentence for each part of the answer that was left out, and why.
    """

    document: str
    reader: str
    model: str
    prompt: Digest
    request: Digest
    answers: tuple[str, ...]
    claims: tuple[Claim, ...]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmReader:
    """Proposes claims by asking a model. ``ask`` sends a request and returns the model's text."""

    ask: Ask = field(repr=False)
    model: str
    name: str = "llm"

    @property
    def version(self) -> str:
        """Return ``llm/``, version, the model's name, and the digest of the prompt and form."""
        return f"{self.name}/{_VERSION} {self.model} {prompt_digest()[:19]}"

    def read(self, document: Document, *, page: Page, gazetteer: Gazetteer) -> tuple[Claim, ...]:
        """Return the claims proposed, sorted by start. They are proposals, not claims to keep."""
        return self.propose(document, page=page, gazetteer=gazetteer).claims

    def propose(self, document: Document, *, page: Page, gazetteer: Gazetteer) -> Proposals:
        """Return the proposals for a document, the raw answers and what was refused of them."""
        lines = [line.span for line in page.lines if line.label.is_article]
        rows = sentences(document.text, spans=[(span.start, span.end) for span in lines])
        request = request_for(document.text, rows, model=self.model)
        answers: list[str] = []
        refused: list[str] = []
        claims: list[Claim] = []
        while rows and len(answers) < MOST_ASKS:
            answers.append(self.ask(request))
            try:
                proposed = answer_from(answers[-1])
            except AnswerRefused as refusal:
                refused.append(f"answer {len(answers)}: {refusal}")
                continue
            for number, one in enumerate(proposed, start=1):
                claim = _claim(document, page, rows, one, gazetteer=gazetteer, by=self.version)
                if isinstance(claim, str):
                    refused.append(f"claim {number}: {claim}")
                else:
                    claims.append(claim)
            break
        unique = {claim.id: claim for claim in claims}
        return Proposals(
            document=document.id,
            reader=self.version,
            model=self.model,
            prompt=prompt_digest(),
            request=digest_of(request),
            answers=tuple(answers),
            claims=tuple(sorted(unique.values(), key=lambda c: (c.span.start, c.span.end, c.id))),
            refused=tuple(refused),
        )


def prompt_digest() -> Digest:
    """Return the digest of what every request says, whatever the document."""
    return digest_of({"prompt": PROMPT, "form": ANSWER_FORM})


def request_for(text: str, rows: Sequence[Sentence], *, model: str) -> Request:
    """Return the request for a document: the prompt, the sentences as data, the form, no tools."""
    import json

    listed = [
        {"sentence": number, "text": text[row.tokens[0].start : row.tokens[-1].end]}
        for number, row in enumerate(rows, start=1)
    ]
    return {
        "model": model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": PROMPT},
            {"role": "user", "content": json.dumps({"sentences": listed}, ensure_ascii=False)},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "claims", "strict": True, "schema": ANSWER_FORM},
        },
    }


def _claim(
    document: Document,
    page: Page,
    rows: Sequence[Sentence],
    one: Proposed,
    *,
    gazetteer: Gazetteer,
    by: str,
) -> Claim | str:
    """Return the claim proposed, or the reason why it is refused."""
    if not 1 <= one.sentence <= len(rows):
        return f"there is no sentence {one.sentence}"
    text = document.text
    near = _around(rows, one.sentence)
    span = _quoted(text, rows[one.sentence - 1], one.quote)
    if span is None:
        return f"its quote does not stand once in sentence {one.sentence}"
    chain = [Teller(span=None, name=page.outlet, named=True, how="wrote")]
    for link in one.chain:
        said = _first(text, near, link.quote)
        if said is None:
            return "a teller's quote does not stand in the sentence or the two before it"
        chain.append(Teller(span=said, name=said.quote, named=link.named, how=link.how))
    actors: dict[str, tuple[ActorMention, ...]] = {}
    for side, quotes in (("who", one.who), ("to_whom", one.to_whom)):
        spans = [_first(text, near, quote) for quote in quotes]
        if None in spans:
            return f"a quote of {side} does not stand in the sentence or the two before it"
        actors[side] = tuple(_actor(found) for found in spans if found is not None)
    times = find_times(text, start=span.start, end=span.end, published=page.dating.published)
    return Claim(
        id=short_id("c", digest_of(_named(document, span, one, by))),
        document=document.id, span=span, kind=one.kind, stance=one.stance, modality=one.modality,
        chain=tuple(chain), who=actors["who"], to_whom=actors["to_whom"], event=one.event,
        assets=find_assets(text, start=span.start, end=span.end),
        places=find_places(text, start=span.start, end=span.end, gazetteer=gazetteer),
        time=times[0] if times else None,
        quantities=find_quantities(text, start=span.start, end=span.end),
        confidence=_CONFIDENCE, reader=by,
        cues=(Cue("kind", "proposed by a model, not checked by a person", ""),),
    )  # fmt: skip


def _named(document: Document, span: Span, one: Proposed, by: str) -> Mapping[str, object]:
    return {
        "document": document.id,
        "start": span.start,
        "end": span.end,
        "kind": one.kind.value,
        "chain": [link.quote for link in one.chain],
        "reader": by,
    }


def _around(rows: Sequence[Sentence], number: int) -> list[Sentence]:
    """Return a sentence and the two before it, where a teller or an actor may be named."""
    return [rows[number - 1], *reversed(rows[max(0, number - 3) : number - 1])]


def _quoted(text: str, row: Sentence, quote: str) -> Span | None:
    """Return where a quote stands in a sentence; None where it does not, or more than once."""
    start, end = row.tokens[0].start, row.tokens[-1].end
    at = text.find(quote, start, end)
    if at < 0 or text.find(quote, at + 1, end) >= 0:
        return None
    return Span.of(text, at, at + len(quote))


def _first(text: str, rows: Sequence[Sentence], quote: str) -> Span | None:
    for row in rows:
        at = text.find(quote, row.tokens[0].start, row.tokens[-1].end)
        if at >= 0:
            return Span.of(text, at, at + len(quote))
    return None


def _actor(span: Span) -> ActorMention:
    known = load_actors().find(span.quote)
    return ActorMention(span=span, actor=None if known is None else known.name)


def answer_digest(answer: str) -> Digest:
    """Return the digest of a raw answer."""
    return digest_of_bytes(answer.encode("utf-8", "surrogatepass"))
