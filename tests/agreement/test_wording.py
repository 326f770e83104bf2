"""Agreements told in plain words."""

from __future__ import annotations

import pytest

from truceline.agreement.describe import description
from truceline.agreement.load import load_agreement, shipped_agreements
from truceline.agreement.provision import Standing
from truceline.agreement.wording import in_words

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", shipped_agreements())
def test_every_provision_is_one_plain_sentence_and_its_label(name: str) -> None:
    agreement = load_agreement(name)
    for provision in agreement.provisions:
        words = in_words(provision, agreement)
        assert words[0].isupper()
        assert words.endswith(".")
        assert ("disputed" in words) is (provision.standing is Standing.DISPUTED)
        assert ("reported only" in words) is (provision.standing is Standing.REPORTED)


SENTENCES = {
    ("undof-1974", "DA-A"): "No attack by Israel or Syria across Line A.",
    ("undof-1974", "US-1b"): """
        At most 75 tanks each of Israel (Israeli side, 0 to 10 km from Line A) and Syria (Syrian
        side, 0 to 10 km from Line B).
    """,
    ("undof-1974", "PR-4-others"): """
        No hindrance or attack on the monitor by anybody but Israel, Syria and United Nations
        Disengagement Observer Force. This text is disputed.
    """,
    ("undof-1974", "DA-G"): "Return of remains by Israel and Syria, done by 10 June 1974.",
    ("sw-syria-2017", "PB-25"): """
        No military presence of Hezbollah, Iranian forces or Militias backed by Iran (25 km from
        the Golan line); Syria and Russia answer for it. This is reported only.
    """,
}


@pytest.mark.parametrize(("name", "words"), SENTENCES.items(), ids=lambda part: str(part)[:30])
def test_a_provision_reads_so(name: tuple[str, str], words: str) -> None:
    agreement = load_agreement(name[0])

    assert in_words(agreement.provision(name[1]), agreement) == " ".join(words.split())


@pytest.mark.parametrize("name", shipped_agreements())
def test_the_description_holds_all_and_fits_80_columns(name: str) -> None:
    agreement = load_agreement(name)
    lines = description(agreement)
    text = " ".join(" ".join(lines).split())

    assert max(map(len, lines)) <= 80
    ids = [paper.id for paper in agreement.papers]
    ids += [party.id for party in agreement.parties]
    ids += [line.id for line in agreement.lines]
    ids += [zone.id for zone in agreement.zones]
    ids += [provision.id for provision in agreement.provisions]
    assert [name for name in ids if f" {name} " not in text] == []
    assert agreement.disclaimer in text
    assert "What cannot be tested here, and why" in text
