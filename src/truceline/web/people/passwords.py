"""Passwords: hashed with Argon2id, few at a time, so that guessing costs the guesser and not us.

Source: RFC 9106, section 4, second recommended option: 64 MiB, 3 passes, 4 lanes.
"""

from __future__ import annotations

import functools
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from truceline.errors import Problem, RecordInvalid, TrucelineError
from truceline.sentence import Sentence, say, say_many

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# Two hashes at once fill both cores of a small server and 128 MiB of memory; a queue of twenty is
# two seconds of waiting at ten a second. Whoever comes after that is asked to come back.
AT_ONCE = 2
WAITING = 20
RETRY_AFTER_S = 3

# ASVS 5.0, 6.2.1 asks for eight; twelve, because these accounts guard people who spoke.
SHORTEST = 12
# Argon2 takes any length; this bounds what a stranger can make us read.
LONGEST = 1_024


class TooBusy(TrucelineError):
    """More people are signing in than can be served; ``retry_after_s`` says when to come back."""

    def __init__(self, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(
            say("too many people are signing in; try again in {seconds} s", seconds=retry_after_s)
        )


class Passwords:
    """Makes and checks hashes of passwords, at most so many at once."""

    def __init__(self, *, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + waiting)

    def hashed(self, password: str) -> str:
        """Return the hash of a password, to be kept.

        Raises:
            TooBusy: the queue is full.
        """
        with self._turn():
            return _hasher().hash(_prepared(password))

    def fits(self, password: str, kept: str | None) -> bool:
        """Return whether a password is the one that a hash was made of.

        Without a hash (nobody has such an account) as much work is done, and the answer is no.

        Raises:
            TooBusy: the queue is full.
        """
        from argon2.exceptions import InvalidHashError, VerificationError

        with self._turn():
            try:
                _hasher().verify(kept or _nobody(), _prepared(password))
            except (VerificationError, InvalidHashError):
                return False
            return kept is not None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise TooBusy(RETRY_AFTER_S)
        try:
            with self._turns:
                yield
        finally:
            self._places.release()


def refuse_weak(password: str, *, name: str) -> None:
    """Refuse a password that is guessed first.

    Raises:
        RecordInvalid: with every problem it has.

    >>> refuse_weak("seven rivers run north", name="ann")
    >>> refuse_weak("annannann", name="ann")
    Traceback (most recent call last):
    truceline.errors.RecordInvalid: ...
    """
    told = []
    if len(password) < SHORTEST:
        told.append((_length(password), say("Take at least {n}", n=SHORTEST)))
    if len(password) > LONGEST:
        told.append((_length(password), say("Take at most {n}", n=LONGEST)))
    folded = password.casefold()
    if name and not folded.replace(name.casefold(), ""):
        what = say("it is the name and nothing else")
        told.append((what, say("Take words that nobody ties to you")))
    elif len(set(folded)) < 4:
        what = say("it repeats a few characters")
        told.append((what, say("Take several words, or a random text")))
    if told:
        raise RecordInvalid(Problem("password", 0, 0, what, mend) for what, mend in told)


def _length(password: str) -> Sentence:
    return say_many("it has {n} character", "it has {n} characters", n=len(password))


@functools.cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@functools.cache
def _nobody() -> str:
    # The hash of nothing anybody typed, so that a name without an account costs the same time.
    return _hasher().hash("nobody has this password")


def _prepared(password: str) -> bytes:
    import unicodedata

    # One password typed on two keyboards may come in two forms of Unicode (RFC 8265, 4.2).
    plain = unicodedata.normalize("NFC", password).encode("utf-8", "replace")
    # What is longer than any password is hashed first, so that its length costs nothing.
    return plain if len(plain) <= LONGEST * 4 else hashlib.sha256(plain).digest()
