"""truceline demo: the main job, end to end, on material that is shipped."""

from __future__ import annotations

import shutil
import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.case import now
from truceline.cli.listing import tell

if TYPE_CHECKING:
    from truceline.casework.assess import Judged
    from truceline.evidence.layout import Casefile

_AUTHOR = "demo"


def demo(
    articles: Annotated[
        list[Path] | None, typer.Argument(help="Articles of yours to read as well.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder to make; an older demo is replaced.")
    ] = Path("demo"),
) -> None:
    """Run the main job on shipped material: from an article and a record to a report.

    Makes a casefile with the shipped agreements, reads an invented article (and yours), takes in a
    record coded from UN reports, judges, prints the matrix and three explanations, writes a report.

    Example: truceline demo

    Example: truceline demo article.txt --output /tmp/tour
    """
    _make_room(output)
    case = _make_case(output / "casefile")
    _take_in(case, articles or [])
    _judge(case, output)


def _make_room(output: Path) -> None:
    marker = output / "casefile" / "truceline.toml"
    if output.exists() and any(output.iterdir()) and not marker.exists():
        tell(f"truceline: {output} holds something that no demo made; choose another --output")
        raise typer.Exit(6)
    shutil.rmtree(output, ignore_errors=True)


def _make_case(path: Path) -> Casefile:
    from truceline.evidence.layout import Casefile

    path.parent.mkdir(parents=True)
    with as_file(files("truceline.examples").joinpath("riverton", "agreement")) as riverton:
        agreements = ("undof-1974", "sw-syria-2017", str(riverton))
        case = Casefile.create(path, name="Demonstration", agreements=agreements, author=_AUTHOR)
    tell(f"1. A casefile with {len(agreements)} agreements: {case.path}")
    return case


def _take_in(case: Casefile, articles: list[Path]) -> None:
    from truceline.casework.add import add_files
    from truceline.casework.import_record import import_record
    from truceline.casework.observe import observe_claims
    from truceline.casework.read import read_documents

    examples = files("truceline.examples")
    with as_file(examples.joinpath("riverton", "articles")) as folder:
        shipped = sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".html"))
        added, refused = add_files(case, [*shipped, *articles], author=_AUTHOR, recorded_at=now())
    tell(f"2. {len(added)} documents kept.")
    for problem in refused:
        tell(f"   refused: {problem}")
    for one in read_documents(case, author=_AUTHOR, recorded_at=now()):
        chrome = sum(not line.label.is_article for line in one.page.lines)
        tell(
            f"3. {one.document.filename}: {len(one.claims)} claims; {chrome} lines left out as "
            f"chrome; published {one.page.dating.published or 'on an unknown day'}."
        )
    for name in ("incidents.csv", "coverage.csv", "duties.csv"):
        with as_file(examples.joinpath("undof", name)) as record:
            taken = import_record(case, record, author=_AUTHOR, recorded_at=now())
        tell(f"4. {name}: {taken.rows} rows, {taken.accepted} accepted.")
    done = observe_claims(case, author=_AUTHOR, recorded_at=now())
    tell(f"5. {done.claims} claims gave {done.facts} observations; the rest are statements.")


def _judge(case: Casefile, output: Path) -> None:
    from truceline.casework.assess import assess_case, rows_that_tell
    from truceline.casework.draw import written_map
    from truceline.casework.report import written_report
    from truceline.casework.tour import most_telling, own_years
    from truceline.report.matrix import matrix, matrix_as_text

    judged = assess_case(case, step="year")
    telling = own_years(rows_that_tell(judged.findings))
    for agreement in dict.fromkeys(one.agreement for one in telling):
        own = [one for one in telling if one.agreement == agreement]
        sys.stdout.write("\n" + matrix_as_text(matrix(own)) + "\n\n")
    for finding in most_telling(judged.findings):
        _explain(judged, finding.id)
    written_report(judged, output / "report.html", title="Demonstration", made_at=now())
    written_map(judged.of("undof-1974"), output / "map.svg")
    tell(f"6. The report: {(output / 'report.html').resolve()}")
    tell(f"   The map:    {(output / 'map.svg').resolve()}")
    tell(f"   Go on with: truceline status --case {output / 'casefile'}")


def _explain(judged: Judged, wanted: str) -> None:
    from truceline.report.explain import as_text
    from truceline.report.explain import explain as grow

    finding = next(one for one in judged.findings if one.id == wanted)
    tree = grow(
        finding,
        agreement=judged.agreement(finding.agreement),
        documents=judged.evidence.documents,
        reviews=judged.evidence.reviews,
    )
    sys.stdout.write(as_text(tree, width=80) + "\n\n")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("demo")(demo)
