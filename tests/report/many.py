"""Many: a hundred thousand incidents, and how large an answer about them may be."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benchmarks.decade.world import reports
from truceline.geo.place import Place
from truceline.observation.corroborate import incident_of
from truceline.report.drawn_incident import DrawnIncident
from truceline.report.layers.crowd import Crowd, crowd
from truceline.report.mark import GRAVEST_FIRST

MANY = 100_000
# What a map's worker takes in between two pictures: some hundred features, some hundred kilobytes.
MOST_FEATURES = 1_200
MOST_BYTES = 600_000


def many_incidents() -> Crowd:
    """Return incidents crowded as real ones are: most about a few places, some anywhere."""
    draw = random.Random(100)  # noqa: S311
    (report,) = reports(1, weeks=1)
    one = incident_of([report])
    day = datetime(2012, 1, 1, tzinfo=UTC)
    drawn = []
    for number in range(MANY):
        about = draw.choice(((35.80, 33.10), (35.85, 32.95), (35.95, 33.30)))
        wide = draw.choice((0.01, 0.05, 0.4))
        place = Place(draw.gauss(about[0], wide), draw.gauss(about[1], wide), 1000.0)
        start = day + timedelta(days=number % 3650)
        when = replace(one.lead.when, start=start, end=start + timedelta(days=1))
        drawn.append(
            DrawnIncident(
                incident=replace(one, id=f"i-{number:06d}", lead=replace(one.lead, when=when)),
                place=None if number % 50 == 0 else place,
                status=draw.choice((*GRAVEST_FIRST[:-1], None)),
            )
        )
    return crowd(drawn)
