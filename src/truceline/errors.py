"""The whole tree of errors, drawn here once.

    TrucelineError
    ├── InputInvalid              a file that a person wrote; carries every Problem at once
    │   ├── AgreementInvalid      agreement.yaml, lines.geojson, cases.yaml
    │   ├── PolicyInvalid         policy.yaml
    │   ├── RecordInvalid         a coded record whose header or form cannot be used
    │   └── SettingsInvalid       truceline.toml
    ├── DocumentUnreadable        bytes that hold no text we can read
    ├── PlaceInvalid              a position that cannot be on the ground
    ├── TimespanInvalid           a date or an interval that does not exist
    ├── GeometryInvalid           lines and zones that cannot be constructed
    ├── CasefileMissing           no casefile where one was looked for
    ├── CasefileExists            a casefile stands where one was to be made
    ├── LedgerBusy                another process holds the ledger
    ├── LedgerDamaged             what is stored is not what was recorded
    ├── LedgerUnreachable         the server of a ledger does not answer; nothing was recorded
    │   └── OutcomeUnknown        it was lost while it committed, and could not be asked again
    ├── IdentitiesLocked          a file of names that does not open
    ├── NoteInvalid               a checkpoint, proof, key or bundle that is not what it says
    ├── SealRefused               a state that a signer or a witness does not put its name to
    ├── RequestReused             one request name for two different appends
    ├── PartMissing               an optional part that is not installed
    └── NotFound                  a name or id that is not there; offers the nearest

Each class knows the exit code that the command line gives for it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from truceline.sentence import Sentence, in_turn, say, term, without_stop


class TrucelineError(Exception):
    """Anything that Truceline says no to, with a reason fit for a person."""

    exit_code: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file that a person wrote.

    ``line`` and ``column`` count from 1; 0 where the file has none to name.

    >>> print(Problem("agreement.yaml", 9, 10, "no line is called 'C'", "Name one of: A, B"))
    agreement.yaml:9:10: no line is called 'C'. Name one of: A, B.
    """

    file: str
    line: int
    column: int
    what: str
    mend: str

    @property
    def where(self) -> str:
        """Return ``file:line:column``, as far as it is known."""
        parts = [self.file, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)

    @property
    def told(self) -> Sentence:
        """Return it in words: where, what is wrong, how to mend it."""
        what, mend = without_stop(self.what), without_stop(self.mend)
        return say("{where}: {what}. {mend}.", where=self.where, what=what, mend=mend)

    def __str__(self) -> str:
        return str(self.told)


class InputInvalid(TrucelineError):
    """A file that a person wrote cannot be used; every problem is told at once."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class AgreementInvalid(InputInvalid):
    """An agreement's files cannot be used."""


class PolicyInvalid(InputInvalid):
    """A policy file cannot be used."""


class RecordInvalid(InputInvalid):
    """A coded record cannot be used as a whole (single bad rows are refused one by one)."""


class SettingsInvalid(InputInvalid):
    """A casefile's truceline.toml cannot be used."""


class DocumentUnreadable(TrucelineError):
    """Bytes that hold no text we can read: empty, binary, too large."""

    exit_code = 3


class PlaceInvalid(TrucelineError, ValueError):
    """A position that cannot be on the ground."""

    exit_code = 3


class TimespanInvalid(TrucelineError, ValueError):
    """A date or an interval that does not exist."""

    exit_code = 3


class GeometryInvalid(TrucelineError, ValueError):
    """Lines or zones that cannot be constructed; the message carries coordinates."""

    exit_code = 3


class CasefileMissing(TrucelineError):
    """No casefile where one was looked for."""

    exit_code = 5


class CasefileExists(TrucelineError):
    """A casefile stands where one was to be made."""

    exit_code = 6


class LedgerBusy(TrucelineError):
    """Another process holds the ledger and did not let go in time."""

    exit_code = 6


class LedgerDamaged(TrucelineError):
    """What is stored is not what was recorded."""

    exit_code = 4


class PartMissing(TrucelineError):
    """An optional part that is not installed; the message names what to install."""

    exit_code = 5


class IdentitiesLocked(TrucelineError):
    """A file of names that does not open with this passphrase, or was changed."""

    exit_code = 4


class NoteInvalid(TrucelineError):
    """A checkpoint, proof, key or bundle that is not what it says, or that nobody known signed."""

    exit_code = 4


class SealRefused(TrucelineError):
    """A state of a ledger that a signer or a witness does not put its name to."""

    exit_code = 4


class RequestReused(TrucelineError):
    """A request that was recorded before came again with other entries."""

    exit_code = 6


class LedgerUnreachable(TrucelineError):
    """The server that keeps the ledger does not answer; nothing was recorded."""

    exit_code = 6


class OutcomeUnknown(LedgerUnreachable):
    """The server was lost while it committed; to do the same again is safe."""


class NotFound(TrucelineError):
    """A name or id that is not there.

    >>> print(NotFound("agreement", "undof-1947", known=["undof-1974", "sw-syria-2017"]))
    there is no agreement 'undof-1947'; did you mean 'undof-1974'?
    """

    exit_code = 5

    def __init__(self, kind: str, name: str, *, known: Iterable[str] = ()) -> None:
        self.kind, self.name = kind, name
        told = say("there is no {kind} {name!r}", kind=term(kind), name=name)
        super().__init__(in_turn([told, suggestion(name, known)], between="; "))


# Names among which the nearest is sought: to compare with a hundred thousand takes seconds.
_MOST_SOUGHT = 5_000


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return words that offer the nearest known name, or list the few there are.

    >>> suggestion("tnak", ["tank", "gun"])
    "did you mean 'tank'?"
    >>> suggestion("xyz", ["tank", "gun"])
    'known: gun, tank'
    """
    names = sorted(set(islice(known, _MOST_SOUGHT + 1)))
    if len(names) > _MOST_SOUGHT:
        return ""
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return say("did you mean {name!r}?", name=near[0])
    if 0 < len(names) <= 12:
        return say("known: {names}", names=", ".join(names))
    return ""
