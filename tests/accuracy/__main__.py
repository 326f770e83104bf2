"""Print every figure beside its floor and its peers: ``python -m tests.accuracy``.

--peers FOLDER   measure the peers of an environment made by scripts/accuracy_peers.sh
--raise          write what was measured as the new floors; a figure that fell is refused
--halves         print the claims of the passages of odd and of even number apart, and stop
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.accuracy.ceasefire import halves, passages, score
from tests.accuracy.corpora import CORPORA, figures
from tests.accuracy.floors import all_floors, changed_corpora, raise_claims, raise_floors
from tests.accuracy.peers import peer_figures
from tests.conftest import SHARED


def main() -> int:
    """Print the table; the exit code is 1 where a figure lies under its floor."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--raise", dest="higher", action="store_true")
    parser.add_argument("--halves", action="store_true")
    wanted = parser.parse_args()
    corpora = SHARED / "corpora"
    if not corpora.is_dir():
        sys.stderr.write("the development corpora are not here; nothing is measured\n")
        return 0
    if wanted.halves:
        _print_halves(corpora)
        return 0
    changed = changed_corpora(corpora)
    if changed and not wanted.higher:
        sys.stderr.write(f"not the corpus that the floors were measured on: {changed}\n")
        return 1
    found = {name: figures(name, corpora) for name in CORPORA}
    peers = peer_figures(corpora, folder=wanted.peers) if wanted.peers else {}
    fallen = _print(found, peers)
    if wanted.higher and not fallen:
        sample = {name: figures(name, corpora, sample=True) for name in CORPORA}
        raise_floors(found, sample, corpora)
        raise_claims(found)
        sys.stdout.write("the floors are raised to these figures\n")
    return 1 if fallen else 0


def _print_halves(corpora: Path) -> None:
    corpus = passages(corpora / "ceasefire/dev.jsonl")
    tables = [score(part) for part in (corpus, *halves(corpus))]
    sys.stdout.write(f"{'figure':30} {'all':>7} {'odd':>7} {'even':>7}\n")
    for name in tables[0]:
        row = " ".join(f"{table[name]:7.3f}" for table in tables)
        sys.stdout.write(f"{name:30} {row}\n")


def _print(
    found: Mapping[str, Mapping[str, float]],
    peers: Mapping[str, Mapping[str, Mapping[str, float]]],
) -> list[str]:
    fallen = []
    for name, row in found.items():
        floors = all_floors(name)
        sys.stdout.write(f"\n{name}\n")
        for figure, value in row.items():
            floor = floors.get(figure)
            under = floor is not None and value < floor
            others = "  ".join(
                f"{peer} {values[figure]:.3f}"
                for peer, values in peers.get(name, {}).items()
                if figure in values
            )
            shown = "" if floor is None else f"{floor:.3f}"
            mark = "  FELL" if under else ""
            sys.stdout.write(f"  {figure:36} {value:6.3f}  floor {shown:6}  {others}{mark}\n")
            if under:
                fallen.append(f"{name}: {figure}")
    return fallen


if __name__ == "__main__":
    raise SystemExit(main())
