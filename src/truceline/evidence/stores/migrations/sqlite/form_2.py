"""Form 2: entries under a tree, bodies, head. Form 1 had another record; it is moved by copying."""

from __future__ import annotations

from alembic import op

from truceline.evidence.stores.sqlite_form import SEALED_FORM, added_in
from truceline.evidence.tree import EMPTY_ROOT

revision = "form_2"
down_revision = None


def upgrade() -> None:
    """Make the tables of an empty ledger."""
    bind = op.get_bind()
    for statement in added_in(SEALED_FORM):
        bind.exec_driver_sql(statement)
    bind.exec_driver_sql("INSERT INTO head VALUES (1, 0, x'', ?)", (EMPTY_ROOT,))
