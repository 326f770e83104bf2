"""A person accepts, amends or rejects a claim; whatever came of it follows, and comes back."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from truceline.casework.add import add_files
from truceline.casework.amend import Amendment
from truceline.casework.decide import decide_claim, standing_decisions, undo_decision
from truceline.casework.evidence import basis_key
from truceline.casework.gather import gather
from truceline.casework.observe import observe_claims
from truceline.casework.read import read_documents
from truceline.casework.standing import Standing
from truceline.errors import NotFound, RecordInvalid
from truceline.evidence.layout import Casefile
from truceline.reading.claim import Claim, Modality
from truceline.reading.decision import Choice
from truceline.timespan import Timespan

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
_WORDS = (
    "Riverton, 3 May 2031\n\nNorthland forces shelled the village of Oakford on Friday, "
    "the Joint Commission said.\n\nSouthland will withdraw its tanks on Sunday, it said.\n"
)


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a casefile with one article, read and observed."""
    folder = tmp_path_factory.mktemp("decide")
    article = folder / "echo.txt"
    article.write_text(_WORDS, encoding="utf-8")
    case = Casefile.create(folder / "case", name="Riverton", agreements=(), author="desk")
    add_files(case, [article], author="desk", recorded_at=NOW)
    for _ in read_documents(case, author="desk", recorded_at=NOW):
        pass
    observe_claims(case, author="desk", recorded_at=NOW)
    return folder / "case"


@pytest.fixture
def case(read_once: Path, tmp_path: Path) -> Casefile:
    """Return a copy of it that a test may write into."""
    return Casefile.open(Path(shutil.copytree(read_once, tmp_path / "case")))


def _observed(case: Casefile) -> Claim:
    evidence = gather(case)
    seen = {basis_key(one) for one in evidence.observations}
    return next(claim for claim in evidence.claims if claim.id in seen)


def _told(case: Casefile) -> tuple[object, object]:
    evidence = gather(case)
    return set(evidence.claims), set(evidence.observations)


def test_an_accepted_claim_weighs_what_it_weighed_and_tells_who_accepted_it(case: Casefile) -> None:
    before, claim = _told(case), _observed(case)

    decide_claim(case, claim.id, choice=Choice.ACCEPT, by="Ann", at=LATER)

    assert _told(case) == before
    (_, decision) = standing_decisions(case)[claim.id]
    assert (decision.by, decision.choice, decision.before) == ("Ann", Choice.ACCEPT, claim)


def test_a_rejected_claim_goes_with_its_observations_and_undo_brings_all_back(
    case: Casefile,
) -> None:
    before, claim = _told(case), _observed(case)

    key = decide_claim(case, claim.id, choice=Choice.REJECT, reason="Misread.", by="Ann", at=LATER)
    evidence = gather(case)
    assert claim.id not in {one.id for one in evidence.claims}
    assert claim.id not in {basis_key(one) for one in evidence.observations}

    undo_decision(case, key, reason="It was right.", by="Bea", at=LATER)
    assert _told(case) == before
    assert not standing_decisions(case)


def test_what_was_rejected_stays_away_however_often_it_is_read(case: Casefile) -> None:
    claim = _observed(case)
    decide_claim(case, claim.id, choice=Choice.REJECT, reason="Misread.", by="Ann", at=LATER)

    for _ in read_documents(case, again=True, author="desk", recorded_at=LATER):
        pass
    observe_claims(case, author="desk", recorded_at=LATER)

    evidence = gather(case)
    assert claim.id not in {one.id for one in evidence.claims}
    assert claim.id not in {basis_key(one) for one in evidence.observations}


def test_an_amended_claim_makes_other_observations_and_stays_so_when_read_anew(
    case: Casefile,
) -> None:
    before, claim = _told(case), _observed(case)
    instead = Amendment(modality=Modality.THREATENED)

    key = decide_claim(
        case, claim.id, choice=Choice.AMEND, instead=instead, reason="If.", by="Ann", at=LATER
    )
    for _ in read_documents(case, again=True, author="desk", recorded_at=LATER):
        pass
    observe_claims(case, author="desk", recorded_at=LATER)

    evidence = gather(case)
    (now,) = [one for one in evidence.claims if one.id == claim.id]
    assert now.modality is Modality.THREATENED
    assert now.span == claim.span
    assert claim.id not in {basis_key(one) for one in evidence.observations}

    undo_decision(case, key, reason="No condition.", by="Ann", at=LATER)
    assert _told(case) == before


def test_another_time_moves_the_observation(case: Casefile) -> None:
    claim = _observed(case)
    day = Timespan.parse("2031-05-01")

    decide_claim(
        case, claim.id, choice=Choice.AMEND, instead=Amendment(when=day), reason="Thursday.",
        by="Ann", at=LATER,
    )  # fmt: skip

    (seen,) = [one for one in gather(case).observations if basis_key(one) == claim.id]
    assert seen.when == day


def test_the_same_decision_can_be_made_undone_and_made_again(case: Casefile) -> None:
    claim = _observed(case)
    for _ in range(2):
        key = decide_claim(case, claim.id, choice=Choice.REJECT, reason="No.", by="Ann", at=LATER)
        assert claim.id not in {one.id for one in gather(case).claims}
        undo_decision(case, key, reason="Yes.", by="Ann", at=LATER)
        assert claim.id in {one.id for one in gather(case).claims}


def test_a_decision_is_signed_gives_its_reason_and_is_made_once(case: Casefile) -> None:
    claim = _observed(case)
    with pytest.raises(RecordInvalid, match="the reason is empty"):
        decide_claim(case, claim.id, choice=Choice.REJECT, by="Ann", at=LATER)
    with pytest.raises(RecordInvalid, match="the name is empty"):
        decide_claim(case, claim.id, choice=Choice.ACCEPT, by=" ", at=LATER)
    same = Amendment(modality=claim.modality)
    with pytest.raises(RecordInvalid, match="changes nothing"):
        decide_claim(
            case, claim.id, choice=Choice.AMEND, instead=same, reason="x", by="A", at=LATER
        )
    decide_claim(case, claim.id, choice=Choice.ACCEPT, by="Ann", at=LATER)
    with pytest.raises(RecordInvalid, match="Ann decided on it already"):
        decide_claim(case, claim.id, choice=Choice.REJECT, reason="No.", by="Bea", at=LATER)
    with pytest.raises(NotFound):
        decide_claim(case, "c-none", choice=Choice.ACCEPT, by="Ann", at=LATER)


def test_who_keeps_what_stands_records_what_one_who_reads_it_each_time_records(
    read_once: Path, tmp_path: Path
) -> None:
    told = []
    for name, standing in (("read", None), ("kept", Standing())):
        case = Casefile.open(Path(shutil.copytree(read_once, tmp_path / name)), standing=standing)
        claim = _observed(case).id
        first = decide_claim(case, claim, choice=Choice.ACCEPT, by="Ann", at=LATER)
        with pytest.raises(RecordInvalid):
            decide_claim(case, claim, choice=Choice.REJECT, reason="No.", by="Bob", at=LATER)
        undo_decision(case, first[:9], reason="Yes.", by="Ann", at=LATER)
        second = decide_claim(case, claim, choice=Choice.REJECT, reason="No.", by="Ann", at=LATER)
        undo_decision(case, second, reason="Yes.", by="Ann", at=LATER)
        instead = Amendment(modality=Modality.THREATENED)
        decide_claim(case, claim[:9], choice=Choice.AMEND, instead=instead, reason="If.", by="Ann",
                     at=LATER)  # fmt: skip
        for _ in read_documents(case, again=True, author="desk", recorded_at=LATER):
            pass
        observe_claims(case, only=[one.id for one in gather(case).documents], author="desk",
                       recorded_at=LATER)  # fmt: skip
        with case.ledger() as ledger:
            told.append([(one.kind, one.key, one.record) for one in ledger.entries()])

    assert told[0] == told[1]
