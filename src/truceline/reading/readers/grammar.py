"""The grammar reader: sentences, tags, cues, clauses, lexicons; nothing to download.

It explains itself: each claim carries the cue that gave each field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from truceline.digest import Digest, digest_of, short_id
from truceline.evidence.document import Document, Span
from truceline.reading.actors import load_actors
from truceline.reading.amounts.assets import assets_in
from truceline.reading.claim import (
    ActorMention,
    Claim,
    ClaimKind,
    Cue,
    Modality,
    Stance,
    Teller,
)
from truceline.reading.clauses.clause import Clause
from truceline.reading.clauses.clue import Sorted, is_not_told, is_of_the_field, pattern_of
from truceline.reading.clauses.hedge_words import Hedge, left_open
from truceline.reading.clauses.judging import judge, lowered
from truceline.reading.fields.arguments import (
    Arguments,
    Mentions,
    arguments_of,
    mentions_of,
    within,
)
from truceline.reading.fields.chains import (
    Told,
    speaks_itself,
)
from truceline.reading.fields.pairs import paired
from truceline.reading.fields.sides import PRONOUNS, addressed, by_own_name, resolved
from truceline.reading.gazetteer import Gazetteer
from truceline.reading.page import LineLabel, Page
from truceline.reading.pages.paragraphs import paragraphs_in
from truceline.reading.readers.parsed import Parsed, Tagger, parsed
from truceline.reading.speech.cue_weights import cue_digest
from truceline.reading.speech.links import outlet_teller
from truceline.reading.speech.quoting import carried_on
from truceline.reading.words.lexicon_files import lexicon_digest
from truceline.reading.words.sentences import sentences
from truceline.reading.words.tagger import tags_of, weights_digest
from truceline.reading.words.verbs import frames_of

# Raised when the rules change what is read; lexicons carry their own digest.
_VERSION = "4"
# Confidence of a reading without anything against it, and what speaks against it: no verb that
# the lexicon knows, a kind by default only. To be calibrated on the corpora.
_SURE, _NO_FRAME, _DEFAULT_KIND = 0.6, 0.15, 0.15
_ASKING = frozenset(("who", "what", "why", "how", "where", "when", "which", "whose"))
_DEFAULTS = frozenset(("something done", "a state told"))


@cache
def _stands_on() -> Digest:
    return digest_of([lexicon_digest(), weights_digest(), cue_digest()])


@dataclass(frozen=True, slots=True)
class GrammarReader:
    """Reads by grammar and lexicon."""

    name: str = "grammar"

    @property
    def version(self) -> str:
        """Return ``grammar/``, version, and one digest of its lexicons and weights."""
        return f"{self.name}/{_VERSION} {_stands_on()[:19]}"

    def read(self, document: Document, *, page: Page, gazetteer: Gazetteer) -> tuple[Claim, ...]:
        """Return the claims of the page's article lines, sorted by start."""
        return claims_by_rules(
            document, page=page, gazetteer=gazetteer, version=self.version, tagger=tags_of
        )


def claims_by_rules(
    document: Document, *, page: Page, gazetteer: Gazetteer, version: str, tagger: Tagger
) -> tuple[Claim, ...]:
    """Return the claims that the rules find, on whatever parts of speech a tagger gives."""
    text = document.text
    lines = [line for line in page.lines if line.label.is_article]
    spans = [(line.span.start, line.span.end) for line in lines]
    heads = frozenset(i for i, line in enumerate(lines) if line.label is not LineLabel.BODY)
    mentions = mentions_of(text, spans, published=page.dating.published, gazetteer=gazetteer)
    outlet = outlet_teller(page.outlet)
    rows = parsed(text, sentences(text, spans=spans), heads, Told(outlet=outlet), tagger=tagger)
    outermost = [next((links for links in row.links if links), ()) for row in rows]
    carried = carried_on([row.sentence for row in rows], outermost)
    numbered = paragraphs_in(text, spans)
    claims: list[Claim] = []
    for row, quotation in zip(rows, carried, strict=True):
        before: Claim | None = None
        for clause in row.clauses:
            links = row.links_for(clause)
            if not clause.attributions:
                links = quotation or speaks_itself(text, row.sentence.tokens, clause)
            earlier = before or (
                claims[-1] if claims and _goes_on_drafting(claims[-1], clause) else None
            )
            claim = _claim(
                document, row, clause,
                chain=(outlet, *links), mentions=mentions, version=version,
                after_term=earlier is not None and earlier.kind is ClaimKind.TERM,
            )  # fmt: skip
            if claim is not None:
                number = numbered.at(claim.span.start)
                claim = claim if number is None else replace(claim, paragraph=number)
                claim = _coded_after(claim, claims[-1] if claims else None)
                around = within(mentions.times, row.sentence.start, row.sentence.end)
                claims.extend(paired(claim, text, around))
                before = claim
    return _once(claims)


def _goes_on_drafting(before: Claim, clause: Clause) -> bool:
    """Return whether a sentence without a cue tells on what a draft would bring."""
    drafted = before.kind is ClaimKind.TERM and before.modality is Modality.OFFERED
    main = clause.main
    return drafted and not clause.attributions and main is not None and main.modal == "would"


def _coded_after(claim: Claim, before: Claim | None) -> Claim:
    """Return a claim with the code of the one before it, where it only says no to that.

    "Neither account could be checked", "none has been confirmed": what was told is in another.
    """
    points_back = claim.event is None and claim.kind is ClaimKind.EVENT
    if before is None or not points_back or claim.stance is Stance.ASSERTS:
        return claim
    if pattern_of("points_back").search(claim.span.quote.lower()) is None:
        return claim
    return replace(claim, event=before.event)


def _claim(
    document: Document,
    row: Parsed,
    clause: Clause,
    *,
    chain: tuple[Teller, ...],
    mentions: Mentions,
    version: str,
    after_term: bool,
) -> Claim | None:
    """Return the claim that a clause makes, or None where it speaks of nothing of the field."""
    line = row.sentence.tokens
    start, end = line[clause.first].start, line[clause.after - 1].end
    words = lowered(line[clause.first : clause.after])
    assets = assets_in(document.text, line[clause.first : clause.after])
    names_actor = any(load_actors().mentions(document.text, line[clause.first : clause.after]))
    is_asked = line[-1].text == "?" and words.split()[0] in _ASKING and not clause.attributions
    if not _is_claim(words, clause, names_actor=names_actor or bool(assets), is_asked=is_asked):
        return None
    judged = judge(
        words, line, clause, assets=assets, headline=row.headline, after_term=after_term,
        names_actor=names_actor,
    )  # fmt: skip
    if judged is None:
        return None
    found, firm, stand, codes = judged.found, judged.firm, judged.stand, judged.codes
    arguments = arguments_of(document.text, row.sentence, clause, mentions, kind=found.kind)
    who, to_whom = _sides(
        document.text, row, clause, arguments, kind=found.kind, firm=firm, teller=chain[-1]
    )
    named = {"document": document.id, "start": start, "end": end, "kind": found.kind.value}
    return Claim(
        id=short_id("c", digest_of({**named, "chain": [link.name for link in chain]})),
        document=document.id,
        span=Span.of(document.text, start, end),
        kind=found.kind,
        stance=Stance(stand.value),
        modality=Modality(firm.value),
        chain=chain,
        who=who,
        to_whom=to_whom,
        event=codes.event,
        acled=codes.acled,
        act=codes.act,
        relation=codes.relation,
        assets=arguments.assets,
        places=arguments.places,
        time=arguments.time,
        quantities=arguments.quantities,
        confidence=_confidence(found.rule, found.frame is not None),
        reader=version,
        cues=(*_cues_of(found, firm, stand, clause), *_total_in(words)),
    )


def _sides(
    text: str,
    row: Parsed,
    clause: Clause,
    arguments: Arguments,
    *,
    kind: ClaimKind,
    firm: Hedge,
    teller: Teller,
) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """Return who acts and on whom, with what the teller and the sentence before tell of them."""
    who = resolved(arguments.who, teller=teller, pair=row.pair)
    if not any(one.actor for one in who) and not any(
        one.span.quote.lower() in PRONOUNS for one in who
    ):
        who = (
            by_own_name(
                text,
                row.sentence.tokens,
                row.tags,
                clause,
                kind=kind,
                places=arguments.places,
            )
            or who
        )
    to_whom = resolved(arguments.to_whom, teller=teller, pair=row.pair)
    if kind is not ClaimKind.STATEMENT:
        return who, to_whom
    return addressed(who, to_whom, teller=teller, modality=Modality(firm.value), clause=clause)


_TOTAL = re.compile(
    r"\b(?:a total of|in total|altogether|in all|all told|between them|overall|cumulative\w*|"
    r"(?:during|over|throughout|in) the (?:reporting |whole |entire |past |last )?period)\b"
)


def _total_in(words: str) -> tuple[Cue, ...]:
    """Return the cue that makes a claim a sum over a period, if its words do."""
    found = _TOTAL.search(words) if any(letter.isdigit() for letter in words) else None
    return () if found is None else (Cue("total", "sum over a period", found.group()),)


def _cues_of(found: Sorted, firm: Hedge, stand: Hedge, clause: Clause) -> tuple[Cue, ...]:
    """Return the rules and words that gave a claim its kind, modality, stance and chain."""
    return (
        Cue("kind", found.rule, found.words),
        Cue("modality", firm.rule, firm.words),
        Cue("stance", stand.rule, stand.words),
        *(Cue("chain", one.rule, one.lemma) for one in clause.attributions),
    )


# "What was decided" names something, and tells nothing of it.
_FREE = re.compile(r"(?:what(?:ever)?|whose|contrary to)\b")


def _is_claim(words: str, clause: Clause, *, names_actor: bool, is_asked: bool) -> bool:
    if is_not_told(words) or is_asked:
        return False
    if _FREE.match(words) is not None and not clause.attributions and not left_open(words):
        return False
    known = clause.main is not None and (clause.attributions or frames_of(clause.main.lemma))
    if not (known or names_actor or is_of_the_field(words) or left_open(words)):
        return False
    if clause.main is not None:
        return True
    perceived = bool(clause.attributions)
    return perceived or len(words.split()) >= 3


def _confidence(rule: str, has_frame: bool) -> float:
    sure = _SURE
    if not has_frame:
        sure -= _NO_FRAME
    if rule in _DEFAULTS:
        sure -= _DEFAULT_KIND
    return round(sure, 2)


def _once(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims sorted, each id once."""
    unique = {claim.id: claim for claim in claims}
    return tuple(sorted(unique.values(), key=lambda c: (c.span.start, c.span.end, c.id)))
