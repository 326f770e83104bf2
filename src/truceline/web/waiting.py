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

    return view.keep(
        "undecided", state, lambda now, _: undecided(now.evidence(state), now.proposed(state))
    )


def pointers_in(view: View, state: Asked) -> tuple[Pointer, ...]:
    """Return what the documents that this person sees point to."""
    from truceline.casework.leads import pointers_of

    def work(now: View, _before: object) -> tuple[Pointer, ...]:
        evidence = now.evidence(state)
        return pointers_of(evidence.documents, evidence.pages)

    return view.keep("pointers", state, work)


def pairs_in(view: View, state: Asked) -> tuple[NearMiss, ...]:
    """Return pairs of incidents of the period that may be one, the nearest first."""
    from truceline.observation.near_misses import near_misses

    span = state.span

    def work(now: View, _before: object) -> tuple[NearMiss, ...]:
        some = [one for one in now.incidents(state) if span is None or one.lead.when.meets(span)]
        return near_misses(some, regroupings=now.evidence(state).regroupings)

    return view.keep("near misses", state, work, state.period, at_once=True)


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
