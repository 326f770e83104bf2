"""Layout: the inside of a casefile, the folder that belongs to a user.

    truceline.toml   name, agreements, author, policy; written last, so it marks a whole casefile
    ledger.sqlite    the sealed, append-only record
    ledger.keys      the secrets of its entries; without them it can be verified and not read
    checkpoints/     signed states of the ledger, and the public keys that signed them
    people.sqlite    accounts of those who use the server, where one was ever started
    judged/          what was judged last, encrypted; it may be deleted at any time
    archive/         original bytes, encrypted; their keys in archive.keys/

Nothing else in the project knows these names.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import CasefileExists, CasefileMissing
from truceline.evidence.archive import Archive, sync_folder, write_durably
from truceline.evidence.keys import Keys, index_key_in
from truceline.evidence.seals import Seals
from truceline.evidence.settings import Settings, read_settings, settings_text, with_ledger

if TYPE_CHECKING:
    from truceline.evidence.ledger import Appended, Appends
    from truceline.evidence.sealed import SealedLedger
    from truceline.evidence.stands import Stands

SETTINGS_FILE = "truceline.toml"
LEDGER_FILE = "ledger.sqlite"
KEYS_FILE = "ledger.keys"
ARCHIVE_FOLDER = "archive"
SEALS_FOLDER = "checkpoints"
JUDGED_FOLDER = "judged"
PEOPLE_FILE = "people.sqlite"
_PART_PREFIX = ".truceline-part-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Casefile:
    """A folder with a ledger, the archive of original bytes, and settings.

    ``writer`` appends for all who use this casefile in one process; None: each by itself.
    ``standing`` keeps what stands for all of them; None: the ledger is read at each question.
    ``heed`` is told of an append whose clock lay behind.
    """

    path: Path
    settings: Settings
    writer: Appends | None = field(default=None, compare=False, repr=False)
    standing: Stands | None = field(default=None, compare=False, repr=False)
    heed: Callable[[Appended], None] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        name: str,
        agreements: Sequence[str] = (),
        author: str,
        policy: str | None = None,
        ledger: str | None = None,
    ) -> Casefile:
        """Make a casefile in a new or empty folder, whole or not at all.

        ``ledger`` names a PostgreSQL server with an empty ledger; None is a file in the folder.

        Raises:
            CasefileExists: a casefile stands there, or the folder holds something.
            SettingsInvalid: a setting is empty or cannot be written in one line.
        """
        settings = Settings(
            name=name, agreements=tuple(agreements), author=author, policy=policy, ledger=ledger
        )
        text = settings_text(settings)
        path = path.absolute()
        _refuse_taken(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = Path(
            tempfile.mkdtemp(prefix=_PART_PREFIX, dir=path if path.is_dir() else path.parent)
        )
        try:
            _fill(part, text, ledger)
            if path.is_dir():
                # The folder itself stays: somebody's shell may stand in it.
                for inside in (ARCHIVE_FOLDER, KEYS_FILE, LEDGER_FILE, SETTINGS_FILE):
                    if (part / inside).exists():
                        (part / inside).rename(path / inside)
                sync_folder(path)
            else:
                part.chmod(0o755)
                part.rename(path)
                sync_folder(path.parent)
        except OSError as error:
            if path.is_dir() and any(path.iterdir()) and not part.is_relative_to(path):
                raise CasefileExists(f"{path} was made by somebody else meanwhile") from error
            raise
        finally:
            shutil.rmtree(part, ignore_errors=True)
        return cls.open(path)

    @classmethod
    def open(
        cls, path: Path, *, writer: Appends | None = None, standing: Stands | None = None
    ) -> Casefile:
        """Open the casefile that a folder is.

        Raises:
            CasefileMissing: the folder is none.
            SettingsInvalid: its settings cannot be used; every problem is told.
        """
        file = path / SETTINGS_FILE
        if not file.is_file():
            raise CasefileMissing(
                f"{path} is no casefile (it holds no {SETTINGS_FILE}); "
                f"type `truceline init {path}` to make one there"
            )
        return cls(
            path=path.absolute(), settings=read_settings(file), writer=writer, standing=standing
        )

    @classmethod
    def find(cls, start: Path) -> Casefile:
        """Open the casefile that holds a folder: the folder itself or the nearest one above.

        Raises:
            CasefileMissing: neither the folder nor any above it is one.
        """
        start = start.absolute()
        for folder in (start, *start.parents):
            if (folder / SETTINGS_FILE).is_file():
                return cls.open(folder)
        raise CasefileMissing(
            f"there is no casefile in {start} or in any folder above it; "
            "type `truceline init` to make one here, or go to the folder of one"
        )

    @property
    def archive(self) -> Archive:
        """Return the archive of original bytes."""
        return Archive(self.path / ARCHIVE_FOLDER, index_key_in(self.path / KEYS_FILE))

    @property
    def index_key(self) -> bytes:
        """Return the key under which names and what was judged are hidden."""
        return index_key_in(self.path / KEYS_FILE)

    @property
    def judged_folder(self) -> Path:
        """Return where findings are kept for the next time; it may be deleted at any time."""
        return self.path / JUDGED_FOLDER

    @property
    def seals(self) -> Seals:
        """Return the checkpoints of the ledger."""
        return Seals(self.path / SEALS_FOLDER)

    @property
    def ledger_path(self) -> Path:
        """Return where the file of the ledger lies, where it lies in a file."""
        return self.path / LEDGER_FILE

    @property
    def people_path(self) -> Path:
        """Return where the accounts of a server lie: beside the ledger and never in it."""
        return self.path / PEOPLE_FILE

    @property
    def policy_path(self) -> Path | None:
        """Return the policy file that the settings name, or None for the shipped one."""
        return None if self.settings.policy is None else self.path / self.settings.policy

    def ledger(self, *, with_keys: bool = True) -> SealedLedger:
        """Open the ledger; close it, or use it in a ``with`` statement.

        ``with_keys`` False opens it to be verified and proved, not to be read.

        Raises:
            CasefileMissing: the ledger's file is gone. It is never made anew in silence.
            LedgerDamaged: the file is no ledger, or not as it was made.
            LedgerUnreachable: the server that keeps it does not answer.
        """
        from truceline.evidence.sealed import SealedLedger
        from truceline.evidence.stores.chosen import open_store

        last = self.seals.last()
        not_before = None if last is None else last.sealed_at
        store = open_store(self.settings.ledger, file=self.ledger_path)
        try:
            keys = Keys(self.path / KEYS_FILE) if with_keys else None
            return SealedLedger(
                store, keys, not_before=not_before, writer=self.writer, heed=self.heed
            )
        except BaseException:
            store.close()
            raise

    def with_ledger(self, ledger: str | None) -> Casefile:
        """Write the place of the ledger into the settings; return the casefile as it is then."""
        file = self.path / SETTINGS_FILE
        text = with_ledger(file.read_text(encoding="utf-8-sig"), ledger)
        write_durably(file, text.encode("utf-8"))
        return Casefile.open(self.path)


def _refuse_taken(path: Path) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise CasefileExists(f"{path} is a file; name a folder for the casefile")
    if (path / SETTINGS_FILE).exists():
        raise CasefileExists(f"{path} is a casefile already; open it, or name another folder")
    names = sorted(inside.name for inside in path.iterdir())
    if names:
        ours = {ARCHIVE_FOLDER, KEYS_FILE, LEDGER_FILE}
        if all(name in ours or name.startswith(_PART_PREFIX) for name in names):
            raise CasefileExists(
                f"{path} holds the remains of a casefile that was never finished "
                f"({', '.join(names)}); delete them and try again"
            )
        shown = ", ".join(names[:3]) + (" ..." if len(names) > 3 else "")
        raise CasefileExists(f"{path} is not empty ({shown}); name a new or an empty folder")


def _refuse_filled(ledger: str, file: Path) -> None:
    from truceline.evidence.stores.chosen import open_store, refuse_password

    refuse_password(ledger)
    store = open_store(ledger, file=file)
    try:
        size, place = store.head().size, store.place
    finally:
        store.close()
    if size:
        raise CasefileExists(
            f"{place} holds {size} entries of another casefile; name a database whose ledger is "
            "new (truceline ledger prepare)"
        )


def _fill(folder: Path, text: str, ledger: str | None) -> None:
    from truceline.evidence.stores.sqlite import SqliteLedger

    (folder / ARCHIVE_FOLDER).mkdir()
    if ledger is None:
        SqliteLedger.create(folder / LEDGER_FILE).close()
    else:
        _refuse_filled(ledger, folder / LEDGER_FILE)
        Keys.create(folder / KEYS_FILE).close()
    (folder / SETTINGS_FILE).write_text(text, encoding="utf-8")
    sync_folder(folder)
