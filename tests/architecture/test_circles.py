"""No file imports itself by way of others: each can be read, and tested, after those it names."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp


def test_no_files_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("truceline", cache_dir=None)
    named = {file: graph.find_modules_directly_imported_by(file) for file in graph.modules}
    try:
        TopologicalSorter(named).prepare()
    except CycleError as error:
        circle = " <- ".join(error.args[1])
        raise AssertionError(f"a circle of imports: {circle}") from None
