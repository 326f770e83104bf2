"""Form: which of the known forms a record's header is, or every reason why it is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from truceline.errors import Problem, RecordInvalid, suggestion
from truceline.observation.forms.sheet import Sheet
from truceline.observation.tables import table

_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def form_of(sheet: Sheet) -> str:
    """Return the name of the sheet's form: "incidents", "coverage" or "duties".

    Raises:
        RecordInvalid: the header is none of them; every missing, unknown and repeated column is
            told at once.

    >>> from truceline.observation.forms.sheet import read_sheet
    >>> form_of(read_sheet("date,duty,area,by,document\\n", file="d.csv"))
    'duties'
    """
    forms: Mapping[str, Mapping[str, Any]] = table("forms/columns")
    wrong = [
        f"the columns are parted by {name}"
        for mark, name in _DELIMITERS.items()
        if len(sheet.header) == 1 and mark in sheet.header[0]
    ]
    if wrong:
        raise RecordInvalid([Problem(sheet.file, 1, 1, wrong[0], "Save it with commas instead")])
    name = _nearest(sheet, forms)
    problems = [*_repeated(sheet), *_missing(sheet, name, forms[name])]
    problems += _unknown(sheet, name, forms[name])
    if problems:
        raise RecordInvalid(problems)
    return name


def _nearest(sheet: Sheet, forms: Mapping[str, Mapping[str, Any]]) -> str:
    marked = [name for name, form in forms.items() if form["marks"] in sheet.header]
    if len(marked) == 1:
        return marked[0]
    shared = {name: len(_allowed(form) & set(sheet.header)) for name, form in forms.items()}
    best = max(forms, key=lambda name: (shared[name], name))
    # Fewer than half of a form's columns: nothing says that this form was meant.
    if 2 * shared[best] >= len(forms[best]["required"]):
        return best
    marks = ", ".join(f"{form['marks']} ({name})" for name, form in forms.items())
    what = f"the header is no known form of record; one of these columns tells which: {marks}"
    raise RecordInvalid([Problem(sheet.file, 1, 1, what, "See docs/reference/record-csv.md")])


def _allowed(form: Mapping[str, Any]) -> set[str]:
    either = [column for group in form.get("either", ()) for column in group]
    return {*form["required"], *form["optional"], *either}


def _repeated(sheet: Sheet) -> list[Problem]:
    return [
        Problem(
            sheet.file,
            1,
            len(sheet.header) - sheet.header[::-1].index(name),
            f"the column {name!r} stands {times} times",
            "Keep one of them",
        )
        for name, times in Counter(sheet.header).items()
        if times > 1
    ]


def _missing(sheet: Sheet, name: str, form: Mapping[str, Any]) -> list[Problem]:
    missing = [column for column in form["required"] if column not in sheet.header]
    groups = form.get("either", ())
    if groups and not any(set(group) <= set(sheet.header) for group in groups):
        missing.append(" or ".join("+".join(group) for group in groups))
    return [
        Problem(
            sheet.file,
            1,
            0,
            f"the column {column!r} of a record of {name} is missing",
            "Add it; its cells may be empty where nothing is known",
        )
        for column in missing
    ]


def _unknown(sheet: Sheet, name: str, form: Mapping[str, Any]) -> list[Problem]:
    allowed = _allowed(form)
    return [
        Problem(
            sheet.file,
            1,
            index,
            f"a record of {name} has no column {column!r}{suggestion(column, allowed)}",
            "Rename it or take it out",
        )
        for index, column in enumerate(sheet.header, start=1)
        if column not in allowed
    ]
