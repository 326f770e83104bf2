"""What is published or handed on whole - tiles, bundles, the base map - holds no planted word."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.entering import HERE, client_as
from tests.web.people.planted import AT, Planted, plant
from truceline.casework.gather import gather
from truceline.casework.hand_on import bundled, published
from truceline.casework.seal import sealed_by
from truceline.evidence.signer import Signer
from truceline.web.app import desk
from truceline.web.pages.map import BASE_MAP
from truceline.web.people.roles import Role
from truceline.web.settings import Settings

pytestmark = pytest.mark.slow

LATER = AT + timedelta(days=1)


@pytest.fixture(scope="module")
def sealed(riverton_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """Return a casefile with words in what is hidden and erased, under a checkpoint."""
    folder = tmp_path_factory.mktemp("handed-on")
    (folder / "notes").mkdir()
    made = plant(Path(shutil.copytree(riverton_case, folder / "case")), folder / "notes", each=2)
    signer = Signer.create(folder / "signer", origin="example.org/log")
    with made.case.ledger(with_keys=False) as ledger:
        note = signer.sign(ledger, now=LATER)
    sealed_by(made.case, note, signer.verifiers)
    return made


def test_published_tiles_hold_no_planted_word(sealed: Planted, tmp_path: Path) -> None:
    done = published(sealed.case, tmp_path / "tiles")
    files = [file for file in (tmp_path / "tiles").rglob("*") if file.is_file()]

    # The checkpoint is written beside the tiles.
    assert done.written == len(files) - 1 > 1
    for file in files:
        assert not sealed.words.kinds_in(file.read_bytes()), file


def test_a_bundle_tells_what_it_discloses_and_no_other_word(sealed: Planted) -> None:
    hidden = {id_ for ids in sealed.of.values() for id_ in ids}
    evidence = gather(sealed.case)
    # Who hands on a table whole hands on each of its rows, whatever marks they bear.
    hidden |= {one.basis.document for one in evidence.observations if one.id in hidden}
    open_ones = [one.id for one in evidence.documents if one.id not in hidden]
    about_open = [one.id for one in evidence.claims if one.document in open_ones]

    data = bundled(sealed.case, [*open_ones, *about_open], documents=True)
    assert not sealed.words.kinds_in(data)
    # Not even of a hidden document goes more than the fields that were asked for.
    only = bundled(sealed.case, sealed.restricted[:1], fields=["title"])
    assert sealed.words.kinds_in(only) == {"restricted title"}


def test_the_base_map_is_the_file_that_was_put_there_and_nothing_else(sealed: Planted) -> None:
    ground = bytes(range(256)) * 40
    (sealed.case.path / BASE_MAP).write_bytes(ground)
    settings = Settings(casefile=sealed.case.path, clock=lambda: AT + timedelta(days=900))
    public = desk(Settings(casefile=sealed.case.path, public=True, clock=settings.clock))
    with (
        client_as(desk(settings), Role.READER) as reader,
        TestClient(public, base_url=HERE) as stranger,
    ):
        for client in (reader, stranger):
            whole = client.get(f"/map/{BASE_MAP}")
            part = client.get(f"/map/{BASE_MAP}", headers={"range": "bytes=100-299"})
            beyond = client.get(f"/map/{BASE_MAP}", headers={"range": "bytes=99999999-"})
            assert (whole.content, part.content) == (ground, ground[100:300])
            assert beyond.status_code == 416
            for answer in (whole, part, beyond):
                assert not sealed.words.kinds_in(answer.content)
                assert not sealed.words.kinds_in(str(answer.headers.multi_items()).encode())
            # No other file of the casefile has an address like it.
            for name in ("ledger.sqlite", "ledger.keys", "..%2fledger.keys", "people.sqlite"):
                assert client.get(f"/map/{name}").status_code == 404
