"""Waiting: what the inbox holds for one person, worked out once for each state of knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

from truceline.web.people.submissions import waiting_count

if TYPE_CHECKING:
    from truceline.casework.leads import Pointer
    from truceline.casework.waiting import SecondLook, Undecided
    from truceline.observation.near_misses import NearMiss
    from truceline.web.asked import Asked
    from truceline.web.view import View


def undecided_in(view: View, state: Asked) -> tuple[Undecided, ...]:
    """Return the documents whose claims wait."""
    from truceline.casework.waiting import undecided

    key = ("undecided", view.state(), state.moment)
    return view.shelf.get(key, lambda: undecided(view.evidence(state), view.proposed(state)))


def pointers_in(view: View, state: Asked) -> tuple[Pointer, ...]:
    """Return what the documents that this person sees point to."""
    from truceline.casework.leads import pointers_of

    def work() -> tuple[Pointer, ...]:
        evidence = view.evidence(state)
        return pointers_of(evidence.documents, evidence.pages)

    return view.shelf.get(("pointers", view.state(), state.moment), work)


def pairs_in(view: View, state: Asked) -> tuple[NearMiss, ...]:
    """Return pairs of incidents of the period that may be one, the nearest first."""
    from truceline.observation.near_misses import near_misses

    span = state.span

    def work() -> tuple[NearMiss, ...]:
        some = [one for one in view.incidents(state) if span is None or one.lead.when.meets(span)]
        return near_misses(some, regroupings=view.evidence(state).regroupings)

    return view.shelf.get(("near misses", view.state(), state.moment, state.period), work)


def second_looks_in(view: View, state: Asked, *, wait: bool) -> tuple[SecondLook, ...] | None:
    """Return the findings of the period and step asked for that wait for another person.

    None where nobody has judged them yet, and nobody wants to ``wait`` for it.
    """
    from truceline.casework.waiting import second_looks

    if not view.evidence(state).reviews:
        return ()
    if not wait and not view.is_judged(state):
        return None
    judged = view.judged(state)
    needed = judged.policy.central.confirmations
    return second_looks(judged.findings, judged.evidence.reviews, needed=needed)


def waiting_now(request: Request, state: Asked) -> int | None:
    """Return how many documents and submissions wait; None where that would take work to say."""
    view: View | None = getattr(request.state, "view", None)
    may = getattr(request.state, "may", lambda _route: False)
    if view is None or not may("inbox") or not view.has_evidence(state):
        return None
    return len(undecided_in(view, state)) + waiting_count(request.app.state.people)
