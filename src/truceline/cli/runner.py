"""Runner: where a command's work is done, in this process or on the cluster that --master names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from truceline.casework.runner import Runner, Told

MasterOption = Annotated[
    str | None,
    typer.Option(
        "--master",
        help="Work on Spark: local[*], spark://host:7077, yarn. Default: in this process.",
        show_default=False,
    ),
]
ConfOption = Annotated[
    list[str] | None,
    typer.Option("--conf", help="A setting of Spark, NAME=VALUE; again for more."),
]


@contextmanager
def runner(master: str | None, conf: list[str] | None, *, told: Told) -> Iterator[Runner]:
    """Yield the runner; results are the same whichever it is."""
    if master is None:
        from truceline.casework.runner import run_here

        if conf:
            raise typer.BadParameter("--conf is for a cluster; name one with --master")
        yield run_here(told)
        return
    from truceline.scale.cluster import cluster

    settings = dict(_pair(text) for text in conf or ())
    with cluster(master, conf=settings) as run:
        yield run


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} is no setting; write NAME=VALUE", param_hint="--conf")
    return name.strip(), value.strip()
