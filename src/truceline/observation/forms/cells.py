"""Cells: the values of one row, and every problem that they have."""

from __future__ import annotations

import re
from collections.abc import Iterable

from truceline.errors import PlaceInvalid, Problem, TimespanInvalid, suggestion
from truceline.geo.place import Place
from truceline.observation.forms.sheet import Sheet, SheetRow
from truceline.observation.grade import Grade
from truceline.observation.whereabouts import is_swapped, town_error_m
from truceline.reading.gazetteer import Gazetteer
from truceline.timespan import Timespan

_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}


class Cells:
    """One row under reading. A cell that cannot be used leaves a Problem and gives None."""

    def __init__(self, row: SheetRow, sheet: Sheet) -> None:
        self._row, self._sheet = row, sheet
        self.problems: list[Problem] = []
        if row.surplus:
            more = "more" if row.surplus > 0 else "fewer"
            self._wrong("", f"{abs(row.surplus)} cells {more} than the header", _SURPLUS_MEND)

    def text(self, column: str) -> str:
        """Return the words of a cell; empty where it or its column is."""
        return self._row.cells.get(column, "")

    def needed(self, column: str) -> str:
        """Return the words of a cell that must not be empty."""
        words = self.text(column)
        if not words:
            self._wrong(column, "is empty", "Fill it in, or take the row out")
        return words

    def one_of(
        self, column: str, names: Iterable[str], *, default: str | None = None
    ) -> str | None:
        """Return a cell's word if it is one of these names, the default where it is empty."""
        word = self.text(column).lower()
        known = tuple(names)
        if not word:
            return default
        if word in known:
            return word
        self._wrong(column, f"{word!r} is none of its words{suggestion(word, known)}", "Use one")
        return None

    def when(self, first: str, last: str | None = None) -> Timespan | None:
        """Return the time from one cell to another; the first alone where the last is empty."""
        start = self.needed(first)
        end = self.text(last) if last else ""
        if not start:
            return None
        column = first
        try:
            begins = Timespan.parse(start)
            if not end or end == start:
                return begins
            column = last or first
            ends = Timespan.parse(end)
        except (TimespanInvalid, OverflowError) as error:
            self._wrong(column, str(error), "Correct the date; a month alone is fine: 2017-04")
            return None
        if begins.start and ends.end and begins.start >= ends.end:
            mend = f"Swap {first} and {last}, or correct one"
            self._wrong(column, f"{end} lies before {start}", mend)
            return None
        try:
            return Timespan(begins.start, ends.end)
        except TimespanInvalid as error:
            self._wrong(column, str(error), "Correct the dates")
            return None

    def place(self, words: str, *, gazetteer: Gazetteer | None) -> Place | None:
        """Return the position of lat, lon and accuracy_m; None where the row gives none.

        ``words`` name the place; a position that fits them only the other way round is refused.
        """
        lat, lon = self.number("lat"), self.number("lon")
        accuracy = self.number("accuracy_m")
        if self.text("accuracy_m") and not self.text("lat"):
            self._wrong("accuracy_m", "there is no position for it", "Give lat and lon too")
        if bool(self.text("lat")) != bool(self.text("lon")):
            missing = "lon" if self.text("lat") else "lat"
            self._wrong(missing, "is empty, and the other one is not", "Give both or neither")
        if lat is None or lon is None:
            return None
        try:
            place = Place(lon, lat, town_error_m() if accuracy is None else accuracy)
        except PlaceInvalid as error:
            column = "accuracy_m" if "accuracy" in str(error) else "lat"
            column = "lon" if str(error).startswith("longitude") else column
            self._wrong(column, str(error), "Write lat north and lon east, in degrees")
            return None
        if is_swapped(place, words, gazetteer=gazetteer):
            what = f"{lat:g}, {lon:g} is far from {words!r}, and near it the other way round"
            self._wrong("lat", what, "Swap lat and lon")
        return place

    def number(self, column: str, *, within: tuple[float, float] | None = None) -> float | None:
        """Return a cell's number; None where the cell is empty."""
        words = self.text(column)
        if not words:
            return None
        if not re.fullmatch(r"[+-]?\d+(?:\.\d+)?", words, re.ASCII):
            self._wrong(column, f"{words!r} is no plain number", "Write digits, such as 33.13")
            return None
        value = float(words)
        if within and not within[0] <= value <= within[1]:
            low, high = within
            self._wrong(column, f"{words} is outside {low:g} to {high:g}", "Correct the number")
            return None
        return value

    def whole(self, column: str) -> int | None:
        """Return a cell's whole number, zero or more; None where the cell is empty."""
        words = self.text(column)
        if not words:
            return None
        if not re.fullmatch(r"\d{1,9}", words, re.ASCII):
            self._wrong(column, f"{words!r} is no whole number", "Write digits alone, such as 12")
            return None
        return int(words)

    def counts(self) -> tuple[int | None, int | None]:
        """Return the least and the greatest count."""
        least, most = self.whole("count_min"), self.whole("count_max")
        if least is not None and most is not None and least > most:
            mend = "Swap the two, or correct one"
            self._wrong("count_min", f"{least} is more than count_max {most}", mend)
        return least, most

    def yes_no(self, column: str) -> bool:
        """Return whether a cell says yes; empty says no."""
        word = self.text(column).lower()
        if word not in _YES:
            self._wrong(column, f"{word!r} is neither yes nor no", "Write yes or no")
        return _YES.get(word, False)

    def grade(self) -> Grade | None:
        """Return the grade that the coder gave; None where there is none."""
        words = self.text("grade")
        try:
            return Grade.parse(words) if words else None
        except ValueError as error:
            self._wrong("grade", str(error), "Leave it empty to take the grade of the table")
            return None

    def refuse(self, column: str, what: str, mend: str) -> None:
        """Note a problem with a cell."""
        self._wrong(column, what, mend)

    def _wrong(self, column: str, what: str, mend: str) -> None:
        where = f"row {self._row.number}, {column}" if column else f"row {self._row.number}"
        number = self._sheet.column(column)
        problem = Problem(self._sheet.file, self._row.line, number, f"{where}: {what}", mend)
        self.problems.append(problem)


_SURPLUS_MEND = "Put cells that hold commas into quotes, and leave empty cells empty"
