"""Agreement as recorded: any version that a casefile has seen, read again from what it kept."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import AgreementInvalid, LedgerDamaged, NotFound

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.casework.agreement_versions import Recorded
    from truceline.evidence.layout import Casefile

# A digest, or a beginning of it: seven digits are what people copy out of a table at the least.
_VERSION = re.compile(r"(?:sha256:)?[0-9a-f]{7,64}")


def names_a_version(text: str) -> bool:
    """Return whether a text is a digest of a version, or the beginning of one.

    >>> names_a_version("sha256:e3b0c44298fc"), names_a_version("undof-1974")
    (True, False)
    """
    return _VERSION.fullmatch(text) is not None


def version_named(known: Sequence[Recorded], name: str) -> Recorded:
    """Return the recorded version of a digest, or of a beginning that no other digest shares.

    Where one version was recorded more than once, the record that tells of its files is returned.

    Raises:
        NotFound: no version of these, or more than one, has such a digest.
    """
    wanted = name.removeprefix("sha256:")
    found = [one for one in known if one.digest.removeprefix("sha256:").startswith(wanted)]
    if not found or len({one.digest for one in found}) > 1:
        raise NotFound("single version on record", name, known={one.digest for one in found})
    return next((one for one in found if one.files), found[0])


def agreement_as_recorded(case: Casefile, version: Recorded) -> Agreement:
    """Return the agreement as it read when a version of it was recorded.

    It is read from the files that the archive kept. Where none were kept (the record is of an
    earlier release, or the folder was too large), the files that are there now serve as long as
    they are still the same version.

    Raises:
        NotFound: nothing was kept, and what is there now is another version.
        LedgerDamaged: what was kept is not what was recorded.
        AgreementInvalid: this release does not read the version's files.
    """
    from truceline.agreement.load import load_agreement

    if not version.files:
        return _still_there(version)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for name, digest in version.files:
            path = (root / name).resolve()
            if not path.is_relative_to(root):
                raise LedgerDamaged(f"the record of version {version.digest} names a file {name!r}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(case.archive.fetch(digest))
        found = load_agreement(root / version.main)
    if found.digest != version.digest:
        raise LedgerDamaged(
            f"the files kept of version {version.digest} of {version.agreement} make another: "
            f"{found.digest}"
        )
    return found


def _still_there(version: Recorded) -> Agreement:
    from truceline.agreement.load import load_agreement

    try:
        found = load_agreement(version.given)
    except (NotFound, AgreementInvalid):
        found = None
    if found is None or found.digest != version.digest:
        raise NotFound("kept text of the version", f"{version.agreement} {version.digest}")
    return found
