"""A way to a PostgreSQL server that breaks when a commit is asked for: before it arrives, or after.

The client sees the same in both cases; only the ledger can tell.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
from contextlib import suppress
from enum import Enum
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

PORT = 5432


class Drop(Enum):
    """When the way breaks."""

    NEVER = "never"
    BEFORE = "before the commit arrives"
    AFTER = "after the commit took place"


class DroppingWay:
    """A socket that passes everything on, until a commit."""

    def __init__(self, address: str) -> None:
        parts = conninfo_to_dict(address)
        self._server = f"{parts['host']}/.s.PGSQL.{parts['port']}"
        # A socket's path may have a hundred bytes; pytest's folders are longer.
        self._folder = Path(tempfile.mkdtemp(prefix="way-", dir="/tmp"))
        self.address = make_conninfo(address, host=str(self._folder), port=PORT)
        self.drop = Drop.NEVER
        self.stays_down = False
        self.drops = 0
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._folder / f".s.PGSQL.{PORT}"))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take the way down."""
        self._listener.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.drops and self.stays_down:
                client.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            threading.Thread(target=self._there, args=(client, server), daemon=True).start()
            threading.Thread(target=self._back, args=(client, server), daemon=True).start()

    def _there(self, client: socket.socket, server: socket.socket) -> None:
        while sent := _received(client):
            if b"COMMIT" in sent and self.drop is not Drop.NEVER:
                self.drops += 1
                if self.drop is Drop.AFTER:
                    # The answer is awaited by `_back`, which does not pass it on.
                    server.sendall(sent)
                else:
                    _hang_up(client, server)
                return
            server.sendall(sent)
        _hang_up(client, server)

    def _back(self, client: socket.socket, server: socket.socket) -> None:
        while answer := _received(server):
            if self.drop is Drop.AFTER and answer.startswith(b"C\x00\x00\x00\x0bCOMMIT"):
                break
            try:
                client.sendall(answer)
            except OSError:
                break
        _hang_up(client, server)


def _received(end: socket.socket) -> bytes:
    try:
        return end.recv(1 << 16)
    except OSError:
        return b""


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
