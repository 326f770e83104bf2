"""Guessing costs the guesser, and one account that floods waits for itself."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from tests.web.people.world import Clock
from truceline.web.people.fair import Fair, Overloaded
from truceline.web.people.rate import ACCOUNT_FAILURES, LOCKED_S, NETWORK_FAILURES, Locks


def test_five_wrong_passwords_lock_a_name_whoever_guesses_and_whether_or_not_it_exists() -> None:
    clock = Clock()
    locks = Locks(clock_s=clock.seconds)
    for number in range(ACCOUNT_FAILURES):
        assert locks.locked_s(name="ann", address="192.0.2.1") == 0
        locks.failed(name="ANN", address=f"198.51.{number}.1")

    assert locks.locked_s(name="ann", address="203.0.113.9") > 0
    assert locks.locked_s(name="bob", address="192.0.2.1") == 0
    clock.wait(LOCKED_S)
    assert locks.locked_s(name="ann", address="203.0.113.9") == 0


def test_one_network_guessing_many_names_is_locked_and_success_does_not_clear_it() -> None:
    locks = Locks(clock_s=Clock().seconds)
    for number in range(NETWORK_FAILURES):
        locks.failed(name=f"name{number}", address=f"192.0.2.{number}")
        locks.succeeded(name="own account")

    assert locks.locked_s(name="fresh", address="192.0.2.250") > 0
    assert locks.locked_s(name="fresh", address="192.0.3.1") == 0


def test_a_right_password_clears_the_wrong_ones_of_its_account() -> None:
    locks = Locks(clock_s=Clock().seconds)
    for _ in range(ACCOUNT_FAILURES - 1):
        locks.failed(name="ann", address="192.0.2.1")
    locks.succeeded(name="ann")
    locks.failed(name="ann", address="192.0.2.1")

    assert locks.locked_s(name="ann", address="192.0.2.1") == 0


def test_an_account_that_floods_does_not_starve_another() -> None:
    served: list[str] = []

    async def ask(fair: Fair, who: str) -> None:
        async with fair.turn(who):
            await asyncio.sleep(0)
            served.append(who)

    async def day() -> None:
        fair = Fair(at_once=2, of_one=1, waiting_of_one=100)
        flood = [asyncio.create_task(ask(fair, "flood")) for _ in range(100)]
        await asyncio.sleep(0)
        calm = [asyncio.create_task(ask(fair, "calm")) for _ in range(5)]
        await asyncio.gather(*flood, *calm)

    asyncio.run(day())

    assert Counter(served) == {"flood": 100, "calm": 5}
    assert max(index for index, who in enumerate(served) if who == "calm") < 20


def test_a_full_line_is_told_to_come_back_and_a_caller_who_left_gives_the_turn_on() -> None:
    async def day() -> tuple[list[int], bool]:
        fair = Fair(at_once=1, of_one=1, waiting_of_one=1, waiting=2)
        go, told = asyncio.Event(), []

        async def hold() -> None:
            async with fair.turn("a"):
                await go.wait()

        tasks = [asyncio.create_task(hold()) for _ in range(2)]
        await asyncio.sleep(0)
        other = asyncio.create_task(fair.turn("b").__aenter__())
        await asyncio.sleep(0)
        for who in ("a", "c"):
            try:
                async with fair.turn(who):
                    pass
            except Overloaded as late:
                told.append(late.status)
        other.cancel()
        go.set()
        await asyncio.gather(*tasks)
        async with fair.turn("c"):
            free = True
        return told, free

    told, free = asyncio.run(day())

    assert told == [429, 503]
    assert free


@pytest.mark.parametrize("who", ["a", "b"])
def test_turns_are_free_again_when_a_request_fails(who: str) -> None:
    async def day() -> None:
        fair = Fair(at_once=1, of_one=1)
        for _ in range(3):
            with pytest.raises(RuntimeError):
                async with fair.turn(who):
                    raise RuntimeError

    asyncio.run(day())
