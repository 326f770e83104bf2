"""truceline train-parser: make a small spaCy pipeline from a treebank."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.listing import tell

# Some ten minutes on two cores for a treebank of 80 000 words; more turns gain little.
_TURNS = 12


def train_parser(
    treebank: Annotated[
        Path, typer.Argument(help="A folder with train.jsonl.gz, and dev.jsonl.gz to judge by.")
    ],
    folder: Annotated[Path, typer.Argument(help="The folder to write the pipeline to.")],
    turns: Annotated[
        int, typer.Option("--turns", min=1, max=100, help="How often it sees the whole treebank.")
    ] = _TURNS,
) -> None:
    """Train a tagger and a parser on a treebank, for the spacy reader.

    The treebank's licence decides what you may do with the pipeline. Nothing is fetched.

    Example: truceline train-parser corpora/gum parser

    Example: TRUCELINE_SPACY_MODEL=parser truceline read report.txt --reader grammar,spacy
    """
    from truceline.reading.words.train_parser import train_parser as train

    figures = train(treebank, folder, turns=turns, told=tell)
    tell(f"Wrote the pipeline to {folder}.")
    for name, value in figures.items():
        tell(f"  {name}: {value:.3f}")
    tell(f"Next: TRUCELINE_SPACY_MODEL={folder} truceline read FILE --reader grammar,spacy")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("train-parser")(train_parser)
