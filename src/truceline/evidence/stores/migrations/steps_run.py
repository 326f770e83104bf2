"""Steps run: alembic puts the steps of a store in order, and runs those that it lacks.

What form a store has is said by the store itself, where it is read at every start: by the header of
the file, or by the table ``truceline.form``. So alembic's own table of versions is a temporary one,
filled with that; two places that say it could differ. A step only adds. No entry table is ever
rebuilt: a batch that recreates one drops its guards in silence.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_VERSIONS = "alembic_version"


def steps_run(connection: Connection, *, folder: Path, form: str | None) -> list[str]:
    """Run the steps after ``form`` inside the transaction under way; return their names.

    Args:
        folder: Where the steps lie, a file each.
        form: The name of the last step that the store has; None where it has none.
    """
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory(str(folder), version_locations=[str(folder)])
    lacking = [one.revision for one in steps.iterate_revisions("heads", form)]
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE {_VERSIONS} (version_num varchar(32) PRIMARY KEY)"
    )
    if form is not None:
        connection.exec_driver_sql(f"INSERT INTO {_VERSIONS} VALUES ('{form}')")  # noqa: S608
    with EnvironmentContext(
        Config(),
        steps,
        fn=lambda held, _: steps._upgrade_revs("heads", held),
    ) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
    connection.exec_driver_sql(f"DROP TABLE {_VERSIONS}")
    return lacking[::-1]
