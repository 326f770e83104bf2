"""Step 1: entries, bodies, head, and what guards them."""

from __future__ import annotations

from alembic import op

from truceline.evidence.stores.postgresql_prepare import apply

revision = "step_1"
down_revision = None


def upgrade() -> None:
    """Run the file of the step, and keep its digest."""
    session = op.get_bind().connection.driver_connection
    assert session is not None  # noqa: S101  # the transaction under way has one
    apply(session, 1)
