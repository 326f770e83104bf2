"""Step 2: a tally of kinds."""

from __future__ import annotations

from alembic import op

from truceline.evidence.stores.postgresql_prepare import apply

revision = "step_2"
down_revision = "step_1"


def upgrade() -> None:
    """Run the file of the step, and keep its digest."""
    session = op.get_bind().connection.driver_connection
    assert session is not None  # noqa: S101  # the transaction under way has one
    apply(session, 2)
