"""Calibration: python -m benchmarks.calibration.run [--worlds 1000] [--output FOLDER].

Prints the scores of the judgement and of four rivals, with grades as earned and one step off, and
writes a reliability diagram where a folder is named.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from benchmarks.calibration.rivals import RIVALS, judged_by
from benchmarks.calibration.scores import Score, score
from benchmarks.calibration.truce import truce
from benchmarks.calibration.world import BESIDE_TALK, QUARTERS, World, world
from truceline.agreement.taxonomy import load_taxonomy
from truceline.assessment.bench import Bench
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.who import Parties
from truceline.assessment.policy_file import load_policy
from truceline.assessment.trial import trial
from truceline.observation.corroborate import corroborate
from truceline.timespan import Timespan

OURS = "truceline"


def scores(
    seeds: Iterable[int], *, misgraded: bool = False, beside_talk: float = BESIDE_TALK
) -> dict[str, Score]:
    """Return the scores of the judgement and of each rival over the worlds of some seeds."""
    weights = load_policy(None).central
    pairs: dict[str, list[tuple[float, bool]]] = {name: [] for name in (OURS, *RIVALS)}
    for seed in seeds:
        made = world(seed, weights, misgraded=misgraded, beside_talk=beside_talk)
        for cell, p in judged(made).items():
            pairs[OURS].append((p, made.breaches[cell]))
            for name, rival in RIVALS.items():
                pairs[name].append((judged_by(rival, made, cell, weights), made.breaches[cell]))
    return {name: score(own) for name, own in pairs.items()}


def judged(made: World) -> dict[tuple[str, str, str], float]:
    """Return the probability of a breach by provision, party and quarter.

    The judgement under the central reading alone; what would change it is not asked, as it takes
    most of the time and says nothing here. A test holds it against the whole.
    """
    agreement, weights = truce(), load_policy(None).central
    bench = Bench(agreement, Ground(agreement), Parties(agreement), load_taxonomy())
    incidents = corroborate(made.observations)
    found = {}
    for provision in agreement.provisions:
        for party in provision.bound:
            held = trial(
                bench, provision, party, weights,
                incidents=incidents, coverage=made.coverage, duties=(),
            )  # fmt: skip
            for quarter in QUARTERS:
                one = held.of(Timespan.parse(quarter))
                assert one is not None
                found[provision.id, party, quarter] = one.p_breach
    return found


def table(found: dict[str, Score]) -> str:
    """Return the scores as a Markdown table."""
    rows = ["| judge | Brier | log | ECE |", "|---|---|---|---|"]
    rows += [
        f"| {name} | {one.brier:.4f} | {one.log:.4f} | {one.ece:.4f} |"
        for name, one in found.items()
    ]
    return "\n".join(rows)


def bins_table(found: Score) -> str:
    """Return the reliability of one judge as a Markdown table: what was said, what was so."""
    rows = ["| said | was so | how many |", "|---|---|---|"]
    rows += [f"| {one.said:.3f} | {one.was:.3f} | {one.count} |" for one in found.bins if one.count]
    return "\n".join(rows)


def draw_diagram(found: dict[str, Score], output: Path) -> None:
    """Write the reliability diagram of all judges as a picture."""
    import matplotlib as mpl  # noqa: PLC0415  (only the long run draws)

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for name, one in found.items():
        kept = [each for each in one.bins if each.count]
        axes.plot(
            [each.said for each in kept], [each.was for each in kept],
            marker="o", linewidth=2.5 if name == OURS else 1, label=name,
        )  # fmt: skip
    axes.set(xlabel="said", ylabel="was so", xlim=(0, 1), ylim=(0, 1))
    axes.legend(fontsize=8)
    figure.savefig(output, dpi=120, metadata={"Software": None})
    plt.close(figure)


def main() -> None:
    """Run the worlds that the command line asks for, and print what they show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=1000)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--beside-talk", type=float, default=BESIDE_TALK)
    wanted = parser.parse_args()
    for misgraded, title in ((False, "grades as earned"), (True, "grades one step off")):
        found = scores(range(wanted.worlds), misgraded=misgraded, beside_talk=wanted.beside_talk)
        print(f"## {wanted.worlds} worlds, {title}\n\n{table(found)}\n")
        print(f"{bins_table(found[OURS])}\n")
        if wanted.output is not None:
            wanted.output.mkdir(parents=True, exist_ok=True)
            name = "one-step-off" if misgraded else "as-earned"
            draw_diagram(found, wanted.output / f"reliability-{name}.png")


if __name__ == "__main__":
    main()
