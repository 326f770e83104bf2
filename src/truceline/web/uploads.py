"""Uploads: files that were sent, kept, read and observed in the background, step by step."""

from __future__ import annotations

import secrets
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from truceline.errors import TrucelineError
from truceline.web.people.fair import Overloaded

if TYPE_CHECKING:
    from truceline.casework.add import Added
    from truceline.casework.import_record import Imported
    from truceline.casework.observe import Observed
    from truceline.casework.read import ReadDocument
    from truceline.evidence.layout import Casefile
    from truceline.timespan import Timespan

# What a page can still tell of; older uploads are in the ledger like everything else.
_MOST_TOLD = 100
# Each upload is a thread that reads its files; more at once only wait for each other. One person
# may have a quarter under way, so that others find room.
MOST_UNDER_WAY = 32
MOST_OF_ONE = MOST_UNDER_WAY // 4
STAGES = ("keeping", "reading", "observing", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One file as it was sent: its name without folders, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the sender says of the files."""

    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: Timespan | None = None


@dataclass(slots=True, kw_only=True)
class Upload:
    """What came of an upload so far. ``failed`` says in a sentence why it broke off."""

    id: str
    names: tuple[str, ...]
    author: str = ""
    stage: str = "keeping"
    added: list[Added] = field(default_factory=list)
    imported: list[tuple[str, Imported]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    read: list[ReadDocument] = field(default_factory=list)
    observed: Observed | None = None
    failed: str | None = None

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will come."""
        return self.stage == "done" or self.failed is not None


@dataclass(slots=True)
class Uploads:
    """The uploads of one desk, the latest of them still told."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _known: OrderedDict[str, Upload] = field(default_factory=OrderedDict)

    def begin(
        self,
        case: Casefile,
        files: Sequence[Sent],
        *,
        about: About,
        author: str,
        clock: Callable[[], datetime],
    ) -> Upload:
        """Start to take files in, and return at once; the upload tells how far it is.

        Raises:
            Overloaded: too many are under way, of this author (429) or of all (503).
        """
        names = tuple(one.name for one in files)
        upload = Upload(id=secrets.token_urlsafe(12), names=names, author=author)
        with self._lock:
            self._refuse_too_many(author)
            self._known[upload.id] = upload
            while len(self._known) > _MOST_TOLD:
                self._known.popitem(last=False)
        work = threading.Thread(
            target=_take_in,
            args=(upload, case, files),
            kwargs={"about": about, "author": author, "clock": clock},
            daemon=True,
        )
        work.start()
        return upload

    def _refuse_too_many(self, author: str) -> None:
        under_way = [one for one in self._known.values() if not one.is_over]
        if sum(one.author == author for one in under_way) >= MOST_OF_ONE:
            raise Overloaded(429)
        if len(under_way) >= MOST_UNDER_WAY:
            raise Overloaded(503)

    def get(self, id_: str) -> Upload | None:
        """Return an upload by its id, or None where it is not known any more."""
        with self._lock:
            return self._known.get(id_)


def bare_name(name: str | None) -> str:
    """Return a file's name without the folders that a browser may send with it.

    >>> bare_name("C:\\\\desk\\\\a.txt"), bare_name("../../etc/passwd"), bare_name("")
    ('a.txt', 'passwd', 'unnamed.txt')
    """
    bare = PurePosixPath(PureWindowsPath(name or "").name).name.replace("\0", "")
    return bare if bare not in ("", ".", "..") else "unnamed.txt"


def _take_in(
    upload: Upload,
    case: Casefile,
    files: Sequence[Sent],
    *,
    about: About,
    author: str,
    clock: Callable[[], datetime],
) -> None:
    try:
        with tempfile.TemporaryDirectory() as folder:
            for number, one in enumerate(files):
                # A folder each, so that two files of one name stay two.
                own = Path(folder) / str(number)
                own.mkdir()
                path = own / one.name
                path.write_bytes(one.data)
                _keep(upload, case, path, about, author=author, at=clock())
        _read_and_observe(upload, case, author=author, clock=clock)
        upload.stage = "done"
    except (TrucelineError, OSError) as error:
        upload.failed = str(error)
    except Exception:
        upload.failed = "something broke here; it was written to the server's log"
        raise


def _keep(
    upload: Upload, case: Casefile, path: Path, about: About, *, author: str, at: datetime
) -> None:
    from truceline.casework.add import add_files
    from truceline.casework.import_record import import_record

    if path.suffix.lower() == ".csv":
        try:
            done = import_record(case, path, author=author, recorded_at=at)
            upload.imported.append((path.name, done))
        except TrucelineError as error:
            upload.refused.append(_plain(str(error), path))
        return
    added, refused = add_files(
        case, [path], publisher=about.publisher, title=about.title, url=about.url,
        published=about.published, author=author, recorded_at=at,
    )  # fmt: skip
    upload.added += added
    upload.refused += [_plain(one, path) for one in refused]


def _read_and_observe(
    upload: Upload, case: Casefile, *, author: str, clock: Callable[[], datetime]
) -> None:
    from truceline.casework.observe import observe_claims
    from truceline.casework.read import read_documents

    new = tuple(one.document.id for one in upload.added if one.new)
    if not new:
        return
    upload.stage = "reading"
    for done in read_documents(case, only=new, author=author, recorded_at=clock()):
        upload.read.append(done)
    upload.stage = "observing"
    upload.observed = observe_claims(case, only=new, author=author, recorded_at=clock())


def _plain(sentence: str, path: Path) -> str:
    """Return a refusal that names the file as the sender knows it."""
    return sentence.replace(str(path), path.name)
