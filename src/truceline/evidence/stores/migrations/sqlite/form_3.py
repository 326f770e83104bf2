"""Form 3: an index by kind, and a tally of kinds, so that a page and a count cost little."""

from __future__ import annotations

from alembic import op

from truceline.evidence.stores.sqlite_form import added_in

revision = "form_3"
down_revision = "form_2"


def upgrade() -> None:
    """Add the index, the tally and its trigger; count what is there."""
    bind = op.get_bind()
    for statement in added_in(3):
        bind.exec_driver_sql(statement)
    bind.exec_driver_sql("INSERT INTO tally SELECT kind, count(*) FROM entry GROUP BY kind")
