"""Told: what was said without counting as having happened, with who said it through whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truceline.evidence.document import Document
from truceline.reading.claim import Claim, ClaimKind, Stance
from truceline.report.branch import Branch
from truceline.report.evidence import basis_branch, chain_in_words
from truceline.report.wording import capital, words_of
from truceline.sentence import in_turn, say

_DIPLOMACY = (ClaimKind.CONTACT, ClaimKind.RELAY)


def diplomatic_record(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return contacts and messages passed on, in the order of time, then as they stand."""
    return in_order(claim for claim in claims if claim.kind in _DIPLOMACY)


def statements(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return what was pledged, warned of, threatened, offered, demanded or told as a term.

    Statements, commitments and terms of any modality, and whatever else is not told as fact;
    who holds what is left to the section on control.
    """
    return in_order(
        claim
        for claim in claims
        if claim.kind in (ClaimKind.STATEMENT, ClaimKind.COMMITMENT, ClaimKind.TERM)
        or (not claim.modality.is_fact and claim.kind not in (*_DIPLOMACY, ClaimKind.CONTROL))
    )


def said_as(claim: Claim) -> str:
    """Return what sort of saying a claim is.

    A denial and a "cannot confirm" are said before the modality, which they turn around.
    """
    kind, modality = words_of("claim kinds")[claim.kind], words_of("modalities")[claim.modality]
    if claim.stance is not Stance.ASSERTS:
        modality = words_of("stances")[claim.stance]
    return in_turn([capital(kind), modality], between=", ")


def people_of(claim: Claim) -> str:
    """Return who is spoken of, and to whom, as the text names them."""
    who = ", ".join(mention.actor or mention.span.quote for mention in claim.who)
    to_whom = ", ".join(mention.actor or mention.span.quote for mention in claim.to_whom)
    return (
        say("{who} to {to_whom}", who=who, to_whom=to_whom) if who and to_whom else who or to_whom
    )


def when_of(claim: Claim) -> str:
    """Return when, as resolved; in the text's words where it could not be; empty if untold."""
    if claim.time is None:
        return ""
    return str(claim.time.when) if claim.time.when else claim.time.span.quote


def statement_branch(claim: Claim, documents: Mapping[str, Document]) -> Branch:
    """Return a statement with its chain and its words."""
    told = Branch(say("told by"), chain_in_words(claim.chain))
    return Branch(said_as(claim), people_of(claim), (told, basis_branch(claim, documents)))


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims by time, then by document and place in it; undated ones last."""
    return tuple(sorted(claims, key=_time_then_place))


def _time_then_place(claim: Claim) -> tuple[str, str, int, str]:
    start = None if claim.time is None or claim.time.when is None else claim.time.when.start
    return (start.isoformat() if start else "9999", claim.document, claim.span.start, claim.id)
