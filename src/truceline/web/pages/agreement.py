"""Agreement: what was promised, in words beside its zones; its cases, versions, differences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from truceline.errors import NotFound
from truceline.web.asked import Asked, asked
from truceline.web.page import shown

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.agreement.provision import Provision
    from truceline.assessment.worked_case import CaseResult
    from truceline.casework.agreement_versions import Recorded
    from truceline.web.view import View

router = APIRouter()

_M2_IN_KM2 = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A provision as people read it: the sentence that is tested, and where it holds for whom."""

    provision: Provision
    sentence: str
    why_untestable: str | None
    zones: tuple[tuple[str, str, str, bool], ...]


@router.get("/agreements", name="agreement", response_class=HTMLResponse)
def agreements(request: Request, state: Annotated[Asked, Depends(asked)]) -> HTMLResponse:
    """List the agreements that the casefile judges by, and offer to compare two."""
    from truceline.agreement.load import shipped_agreements

    view: View = request.state.view
    own = view.agreements()
    others = [name for name in shipped_agreements() if name not in {one.id for one in own}]
    versions = versions_known(view, state)
    return shown(request, "agreements.html", agreements=own, others=others, versions=versions)


@router.get("/agreements/{id_}", name="agreement_one", response_class=HTMLResponse)
def agreement(
    request: Request,
    id_: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    cases: Annotated[bool, Query()] = False,
    version: Annotated[str, Query(max_length=80)] = "",
) -> HTMLResponse:
    """Show one agreement: papers with their rank, parties, zones, provisions, cases, versions.

    ``version`` is the digest of one on record; without it, the agreement as its files read now.
    """
    view: View = request.state.view
    one = agreement_named(view, state, version or id_, of=id_)
    return shown(
        request,
        "agreement.html",
        agreement=one,
        version=version,
        duties=duties_of(one),
        areas={zone.id: area_km2(zone) for zone in one.zones},
        results=results_of(view, one) if cases and not version else None,
        versions=[each for each in versions_known(view, state) if each.agreement == id_],
    )


@router.get("/agreements/{id_}/map.svg", name="agreement_map")
def drawn(
    request: Request,
    id_: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    provision: Annotated[str, Query(max_length=100)] = "",
    version: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """Return the map of an agreement, or of the zones of one provision alone."""
    from truceline.report.map import draw

    view: View = request.state.view
    one = agreement_named(view, state, version or id_, of=id_)
    if provision:
        wanted = {zone for _, zone in one.provision(provision).where}
        one = replace(one, zones=tuple(zone for zone in one.zones if zone.id in wanted))
    key = ("agreement map", one.digest, provision, state.lang)
    picture = view.shelf.get(key, lambda: draw(one, lang=state.lang))
    return Response(picture, media_type="image/svg+xml")


def agreement_named(view: View, state: Asked, name: str, *, of: str | None = None) -> Agreement:
    """Return an agreement by its id, or a version on record by its digest.

    ``of`` is the agreement that a version must be one of.

    Raises:
        NotFound: there is none such, or the files of that version were not kept.
    """
    from truceline.casework.agreement_as_recorded import (
        agreement_as_recorded,
        names_a_version,
        version_named,
    )

    if not names_a_version(name):
        return known_agreement(view, name)
    known = [one for one in versions_known(view, state) if of in (None, one.agreement)]
    version = version_named(known, name)
    key = ("version", version.digest)
    return view.shelf.get(key, lambda: agreement_as_recorded(view.folder, version))


def known_agreement(view: View, name: str) -> Agreement:
    """Return one of the casefile's agreements, or a shipped one.

    Raises:
        NotFound: there is none of this id. A path of the machine is never looked up.
    """
    from truceline.agreement.load import load_agreement, shipped_agreements

    own = {one.id: one for one in view.agreements()}
    if name in own:
        return own[name]
    shipped = shipped_agreements()
    if name in shipped:
        return load_agreement(name)
    raise NotFound("agreement", name, known=(*own, *shipped))


def duties_of(agreement: Agreement) -> list[Duty]:
    """Return the provisions in the order of the file, each in words."""
    from truceline.agreement.describe import why_untestable
    from truceline.agreement.wording import in_words, title_of

    zones = {zone.id: zone for zone in agreement.zones}
    return [
        Duty(
            provision=one,
            sentence=in_words(one, agreement),
            why_untestable=why_untestable(one, agreement),
            zones=tuple(
                (title_of(party, agreement), zone, zones[zone].title if zone in zones else zone,
                 zone in zones and zones[zone].polygon is not None)
                for party, zone in one.where
            ),
        )
        for one in agreement.provisions
    ]  # fmt: skip


def area_km2(zone: object) -> float | None:
    """Return the ground of a zone in km2; None where it cannot be drawn."""
    from truceline.geo.measure import area_m2
    from truceline.geo.zone import Zone

    assert isinstance(zone, Zone)  # noqa: S101
    return None if zone.polygon is None else area_m2(zone) / _M2_IN_KM2


def results_of(view: View, agreement: Agreement) -> tuple[CaseResult, ...]:
    """Return the worked cases beside an agreement, run; none where it has none."""
    from truceline.agreement.load import file_of
    from truceline.assessment.policy_file import load_policy
    from truceline.assessment.read_cases import cases_beside, read_cases
    from truceline.assessment.worked_case import run_cases
    from truceline.errors import TrucelineError

    case = view.case
    given = next(
        (one for one, own in zip(case.settings.agreements, view.agreements(), strict=True)
         if own.id == agreement.id),
        agreement.id,
    )  # fmt: skip

    def work() -> tuple[CaseResult, ...]:
        try:
            file = cases_beside(file_of(given))
        except TrucelineError:
            return ()
        if not file.is_file():
            return ()
        policy = load_policy(case.policy_path)
        return tuple(run_cases(agreement, read_cases(file, agreement), policy=policy))

    return view.shelf.get(("cases", agreement.digest, case.policy_path), work)


def versions_known(view: View, state: Asked) -> list[Recorded]:
    """Return the versions on record, the latest first, of the agreements in this person's care."""
    from truceline.casework.agreement_versions import recorded_versions

    def work(now: View, _before: object) -> tuple[Recorded, ...]:
        return recorded_versions(now.folder, as_of=state.moment)

    every = view.keep("versions", state, work)
    return [one for one in every if view.care is None or one.agreement in view.care]
