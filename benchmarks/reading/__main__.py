"""Speed of reading beside peers, in one run: python -m benchmarks.reading [--peers FOLDER].

Rounds are interleaved: in each, we and every peer work at the same articles, which nobody has met
before, one after the other. What counts is processor time of one process, brought to articles of
500 words; the ratio is that of a round.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.reading.articles import WORDS, articles

ROOT = Path(__file__).parents[2]
ROUNDS = 8
# Articles of a round: the peers are slow, and take only the first of them.
OURS, THEIRS = 12, 3
# Our stages, and the peers that find the same.
STAGES = {
    "times": ("dateparser", "Recognizers-Text"),
    "places": ("geotext",),
    "quantities": ("quantulum3", "Recognizers-Text number"),
}
_WARM = "On 2 May 2031 two tanks crossed the line 3 km south of Quneitra, a witness in Cairo said."


class Worker:
    """A process that works at texts and tells its processor time."""

    def __init__(self, python: str, who: str) -> None:
        self._process = subprocess.Popen(
            [python, "-W", "ignore", "-m", "benchmarks.reading.worker", who],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def seconds(self, stage: str, texts: list[str]) -> float | None:
        """Return the seconds for 500 words; None where it cannot be done, which is told."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("a worker has no pipes")
        try:
            self._process.stdin.write(json.dumps({"stage": stage, "texts": texts}) + "\n")
            self._process.stdin.flush()
            answer = json.loads(self._process.stdout.readline() or '"the process ended"')
        except BrokenPipeError:
            answer = "the process ended"
        if isinstance(answer, str):
            sys.stderr.write(f"left out: {stage}: {answer}\n")
            return None
        return float(answer) / sum(len(text.split()) for text in texts) * WORDS

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def measured(texts: list[str], python: str) -> dict[str, list[float]]:
    """Return the seconds of every round for 500 words, by stage of ours and by peer."""
    ours, peers = Worker(sys.executable, "ours"), Worker(python, "peers")
    asked = [(ours, name, OURS) for name in ("claims", *STAGES)]
    asked += [(peers, name, THEIRS) for names in STAGES.values() for name in names]
    asked = [row for row in asked if row[0].seconds(row[1], [_WARM]) is not None]
    table: dict[str, list[float]] = {name: [] for _, name, _ in asked}
    for number in range(min(ROUNDS, len(texts) // OURS)):
        batch = texts[number * OURS : (number + 1) * OURS]
        for worker, name, count in asked:
            table[name].append(worker.seconds(name, batch[:count]) or float("nan"))
    ours.close()
    peers.close()
    return table


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default=".venv-peers", help="where the peers are installed")
    parser.add_argument("--corpora", default="../shared/corpora", type=Path)
    wanted = parser.parse_args()
    python = Path(wanted.peers) / "bin" / "python"
    if not wanted.corpora.is_dir() or not python.exists():
        sys.stdout.write(f"nothing measured: {wanted.corpora} and {python} are needed\n")
        return
    table = measured(articles(wanted.corpora), str(python.absolute()))
    print("| what | articles of 500 words a second of one core, median | worst round |")
    print("|---|---|---|")
    for name, seconds in table.items():
        print(f"| {name} | {1 / median(seconds):.1f} | {1 / max(seconds):.1f} |")
    print("\n| ours | peer | peer time / our time, median | worst round |\n|---|---|---|---|")
    for stage, names in STAGES.items():
        for name in filter(table.__contains__, names):
            _row(stage, name, table[stage], table[name])
    fastest = [
        min((table[name] for name in names if name in table), key=median, default=None)
        for names in STAGES.values()
    ]
    if None not in fastest:
        rounds = zip(*(row for row in fastest if row is not None), strict=True)
        _row("claims", "the fastest peer of each stage, together", table["claims"],
             [sum(round_) for round_ in rounds])  # fmt: skip


def _row(stage: str, name: str, ours: list[float], theirs: list[float]) -> None:
    ratios = [peer / own for own, peer in zip(ours, theirs, strict=True)]
    print(f"| {stage} | {name} | {median(ratios):.1f} | {min(ratios):.1f} |")


if __name__ == "__main__":
    main()
