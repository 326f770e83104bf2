"""Kept findings: what was judged of a casefile the last time, beside it, under the ledger's keys.

It saves time and is never needed: the folder may be deleted whenever one likes. A file that was
damaged, made by another program or under other keys is passed over, and the whole is judged.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from truceline.assessment.brief import Brief
from truceline.assessment.from_kept import judge_from_kept
from truceline.assessment.kept import Bearing, Kept, Made
from truceline.digest import digest_of, short_id

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from pathlib import Path

    from truceline.assessment.bench import Bench
    from truceline.assessment.finding import Finding
    from truceline.evidence.layout import Casefile
    from truceline.timespan import Timespan

# The fastest level: most of a file is the same words again and again.
_SQUEEZE = 1


class Keep(Enum):
    """Whether what was kept beside a casefile is used, and what is found kept there."""

    NO = "no"
    READ = "read"
    WRITE = "write"


def keeping(wanted: bool, as_of: datetime | None) -> Keep:
    """Return whether to use what is kept, as somebody wants it or not.

    What was known on a past day is compared with what is kept, and never kept itself.
    """
    return (Keep.READ if as_of is not None else Keep.WRITE) if wanted else Keep.NO


def judged_with_kept(
    case: Casefile,
    brief: Brief,
    *,
    periods: Sequence[Timespan],
    workers: int,
    write: bool,
    only: Collection[tuple[str, str]] | None = None,
    bench: Bench | None = None,
) -> tuple[Finding, ...]:
    """Return every finding, judging only what does not stand since the last time.

    Args:
        only: These pairs of provision and party alone.
        write: Keep what was found for the next time; else what was kept stays as it was.
        bench: The agreement laid out already.
    """
    path = case.judged_folder / short_id("k", digest_of(brief.agreement.id))
    before = read_kept(path, index_key=case.index_key)
    found, kept = judge_from_kept(
        brief, periods=periods, before=before, only=only, workers=workers, bench=bench
    )
    if write and kept != before:
        write_kept(path, kept, index_key=case.index_key)
    return found


def read_kept(path: Path, *, index_key: bytes) -> Kept | None:
    """Return what is kept in a file; None where there is nothing that can be used."""
    from truceline.evidence.closed_file import open_closed

    data = open_closed(path, index_key=index_key)
    if data is None:
        return None
    try:
        told = json.loads(zlib.decompress(data))
        made = Made(
            rest=told["rest"],
            spoken=told["spoken"],
            incidents=_bearings(told["incidents"]),
            coverage=_bearings(told["coverage"]),
            reviews=dict(told["reviews"]),
        )
        return Kept(made=made, findings=dict(told["findings"]))
    except (zlib.error, ValueError, TypeError, KeyError):
        return None


def write_kept(path: Path, kept: Kept, *, index_key: bytes) -> None:
    """Keep findings in a file, where it can be written."""
    from truceline.evidence.closed_file import keep_closed

    told = {
        "rest": kept.made.rest,
        "spoken": kept.made.spoken,
        "incidents": _plain(kept.made.incidents),
        "coverage": _plain(kept.made.coverage),
        "reviews": dict(kept.made.reviews),
        "findings": dict(kept.findings),
    }
    text = json.dumps(told, ensure_ascii=False)
    keep_closed(path, zlib.compress(text.encode(), _SQUEEZE), index_key=index_key)


def _plain(bearings: Mapping[str, Bearing]) -> dict[str, list[object]]:
    return {
        id_: [one.digest, one.when, None if one.rows is None else sorted(one.rows)]
        for id_, one in bearings.items()
    }


def _bearings(told: Mapping[str, Any]) -> dict[str, Bearing]:
    return {
        id_: Bearing(
            digest=digest,
            when=when,
            rows=None if rows is None else frozenset((row[0], row[1]) for row in rows),
        )
        for id_, (digest, when, rows) in told.items()
    }
