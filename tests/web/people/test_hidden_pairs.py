"""To answer for something hidden takes the same work, call by call, as for what never was."""

from __future__ import annotations

import pytest

from tests.web.entering import client_as
from tests.web.people.hidden_pairs import ADDRESSES, pair_of, rank_score, work_of
from tests.web.people.objects import Objects
from truceline.web.people.roles import Role, State


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hidden_thing_takes_the_work_of_a_missing_one(objects: Objects, address: str) -> None:
    client = client_as(objects.app, Role.ANALYST)
    for state in (State.RESTRICTED, State.ERASED):
        hidden, missing = pair_of(objects, address, state)
        # Once each, so that what is worked out once for all is there.
        work_of(client, hidden), work_of(client, missing)
        one, other = work_of(client, hidden), work_of(client, missing)
        assert one, "nothing was counted"
        assert one == other, {key: (one[key], other[key]) for key in one | other
                              if one[key] != other[key]}  # fmt: skip
        there = address.format(objects.ids[ADDRESSES[address], State.SAME])
        # The count is not blind: what is there takes other work.
        assert work_of(client, there) != other


def test_the_rank_test_tells_a_shift_from_none() -> None:
    noise = [((number * 7919) % 101 - 50) / 10 for number in range(1000)]

    assert abs(rank_score(noise)) < 1
    assert rank_score([gap + 0.5 for gap in noise]) > 3.29
