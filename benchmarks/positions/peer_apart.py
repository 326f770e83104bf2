"""A peer in a process of its own: what crashes or hangs there ends its own row alone."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import numpy as np

from benchmarks.positions.peers import PEERS, Answer
from benchmarks.positions.rates import rates
from benchmarks.positions.world import World

# No step of a peer takes so long that it is not known to hang.
_HANGS_AFTER_S = 120.0


class PeerLost(Exception):
    """A peer is not there, or crashed, or hangs."""


@dataclass(frozen=True, kw_only=True)
class PeerApart:
    """A peer that was started, asked for one thing at a time; ``count`` positions it was given."""

    process: BaseProcess
    link: Connection
    count: int
    is_elsewhere: bool

    def rates(self) -> tuple[float, float]:
        """Do the work once; return millions a second by the clock and by processor time."""
        clock, processor = self._ask("work")
        return clock, processor

    def answer(self) -> Answer:
        """Return the first zone of each position."""
        return np.asarray(self._ask("answer"), dtype=np.uint8)

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()

    def _ask(self, what: str) -> Any:
        self.link.send(what)
        return _told(self.process, self.link)


def start_peer(name: str, world: World) -> PeerApart:
    """Return a peer in a process of its own, positions given and all made ready.

    Raises:
        PeerLost: it is not installed, crashed or hangs.
    """
    apart = multiprocessing.get_context("spawn")
    link, other = apart.Pipe()
    process = apart.Process(target=_serve, args=(other, name), daemon=True)
    process.start()
    other.close()
    link.send((world.zones, world.lons[:MOST], world.lats[:MOST]))
    count, is_elsewhere = _told(process, link)
    return PeerApart(process=process, link=link, count=count, is_elsewhere=is_elsewhere)


# The most positions that any peer is given.
MOST = 2_000_000


def _told(process: BaseProcess, link: Connection) -> Any:
    if not link.poll(_HANGS_AFTER_S):
        process.kill()
        raise PeerLost(f"no answer after {_HANGS_AFTER_S:.0f} s")
    try:
        told = link.recv()
    except EOFError:
        process.join()
        raise PeerLost(f"its process ended with {process.exitcode}") from None
    if isinstance(told, PeerLost):
        raise told
    return told


def _serve(link: Connection, name: str) -> None:
    zones, lons, lats = link.recv()
    try:
        peer = PEERS[name](zones)
        work = peer.start(lons[: peer.count], lats[: peer.count])
        found = work()
        link.send((peer.count, peer.is_elsewhere))
        while True:
            if link.recv() == "work":
                link.send(rates(peer.count, work))
            else:
                link.send(peer.answer(found, peer.count))
    except EOFError:
        return
    except Exception as why:
        told = str(why).splitlines()[0][:120] if str(why) else type(why).__name__
        link.send(PeerLost(told))
