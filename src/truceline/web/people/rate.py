"""Rate: how often somebody may ask, and what guessing costs, by account and by network.

Networks are kept in memory only, for as long as they matter, and under a key that dies with the
process: who asked from where is written nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

# An account locks after five wrong passwords in a row: people mistype twice, seldom five times.
# A network locks after twenty, as an office shares one address.
ACCOUNT_FAILURES, NETWORK_FAILURES = 5, 20
LOCKED_S = 15 * 60.0

# So many are remembered at once; the longest unseen is forgotten first, so that a flood of invented
# names cannot fill the memory.
_REMEMBERED = 10_000

# A household or an office, not one address of it: a guesser who moves within it gains nothing.
_NETWORK_BITS = {4: 24, 6: 56}


@dataclass(slots=True)
class _Count:
    failures: int
    last_s: float


class Locks:
    """Counts wrong passwords by account and by network, and locks both for a while.

    Names are counted whether somebody has them or not: being locked tells nothing of that.
    """

    def __init__(
        self, *, clock_s: Callable[[], float], entropy: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._clock_s, self._key = clock_s, entropy(32)
        self._counts: OrderedDict[bytes, _Count] = OrderedDict()
        self._lock = threading.Lock()

    def locked_s(self, *, name: str, address: str) -> int:
        """Return for how many seconds a name or a network is locked; 0 where it is not."""
        with self._lock:
            left = max(
                self._left(self._mark("name", name.casefold()), ACCOUNT_FAILURES),
                self._left(self._mark("net", network_of(address)), NETWORK_FAILURES),
            )
        return int(left) + 1 if left > 0 else 0

    def failed(self, *, name: str, address: str) -> None:
        """Count a wrong password."""
        with self._lock:
            for mark in (
                self._mark("name", name.casefold()),
                self._mark("net", network_of(address)),
            ):
                count = self._fresh(mark)
                count.failures += 1
                count.last_s = self._clock_s()
                self._counts.move_to_end(mark)
            while len(self._counts) > _REMEMBERED:
                self._counts.popitem(last=False)

    def succeeded(self, *, name: str) -> None:
        """Forget the wrong passwords of an account; a network's stay, as guessers have accounts."""
        with self._lock:
            self._counts.pop(self._mark("name", name.casefold()), None)

    def _mark(self, kind: str, what: str) -> bytes:
        return hmac.new(self._key, f"{kind}\0{what}".encode(), hashlib.sha256).digest()

    def _fresh(self, mark: bytes) -> _Count:
        now = self._clock_s()
        count = self._counts.get(mark)
        if count is None or now - count.last_s >= LOCKED_S:
            count = self._counts[mark] = _Count(0, now)
        return count

    def _left(self, mark: bytes, most: int) -> float:
        count = self._counts.get(mark)
        if count is None or count.failures < most:
            return 0.0
        return max(0.0, LOCKED_S - (self._clock_s() - count.last_s))


def network_of(address: str) -> str:
    """Return the network that an address lies in; what is no address is its own network.

    >>> network_of("192.0.2.77"), network_of("2001:db8:1:2::3"), network_of("::ffff:192.0.2.9")
    ('192.0.2.0/24', '2001:db8:1::/56', '192.0.2.0/24')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6 and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, _NETWORK_BITS[found.version]), strict=False))


def is_loopback(address: str | None) -> bool:
    """Return whether an address is this machine's own.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("192.0.2.1"), is_loopback(None)
    (True, True, False, False)
    """
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    if found.version == 6 and found.ipv4_mapped is not None:
        return found.ipv4_mapped.is_loopback
    return found.is_loopback
