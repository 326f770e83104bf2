"""When a claim's content was, from its own time or from the date of its document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from truceline.observation.tables import table
from truceline.reading.claim import Claim, Modality
from truceline.timespan import Precision, Timespan


def when_of(claim: Claim, *, published: Mapping[str, Timespan]) -> Timespan | None:
    """Return when a claim's content was; None where neither it nor its document has a date.

    What is told as going on and is not dated was so on the document's date; what is told as
    having happened and is not dated lies in the days up to it. ``published`` holds the documents'
    dates by id.
    """
    if claim.time is not None and claim.time.when is not None:
        return claim.time.when
    date = published.get(claim.document)
    if date is None or date.start is None or claim.modality is Modality.ONGOING:
        return date
    back = timedelta(days=table("observe")["undated_reaches_back_days"])
    return Timespan(date.start - back, date.end, Precision.INTERVAL)
