"""What people read changes only on purpose.

After a change that is meant, write the file anew:
``python -m tests.report.test_golden``, and read the difference before it is committed.
"""

from __future__ import annotations

from pathlib import Path

from tests.report.world import AGREEMENT, DOCUMENTS, REVIEWS, SUSPECTED
from truceline.report.explain import as_text, explain

GOLDEN = Path(__file__).with_name("golden") / "explain.txt"


def explained() -> str:
    """Return the explanation of the suspected breach of the small world."""
    tree = explain(SUSPECTED, agreement=AGREEMENT, documents=DOCUMENTS, reviews=REVIEWS)
    return as_text(tree, width=80) + "\n"


def test_the_explanation_reads_as_it_was_agreed() -> None:
    assert explained() == GOLDEN.read_text("utf-8")


if __name__ == "__main__":
    GOLDEN.write_text(explained(), "utf-8")
