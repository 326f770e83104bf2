"""Evidence: an observation in words, and the branch from it down to a quote and a digest."""

from __future__ import annotations

from collections.abc import Mapping

from truceline.evidence.document import Document
from truceline.observation.incident import Voice
from truceline.observation.observation import ActorShare, Count, LogRow, Observation, Tally
from truceline.reading.claim import Claim, Stance, Teller
from truceline.report.branch import Branch
from truceline.report.public_place import public_place
from truceline.report.wording import listed, words_of

# A share at or above this is certainty: the source names one actor and nobody doubts it.
_CERTAIN = 0.995
_DIGITS = 2


def happening(observation: Observation) -> str:
    """Return what an observation tells, in one neutral line.

    The order is always the same: what, how many, by whom, where, when.
    """
    parts = [
        observation.what if not observation.relation else _related(observation),
        listed(observation.assets),
        in_number(observation.count),
        actors_in_words(observation.actors, side=observation.side),
        where(observation),
        f"{observation.when}" + _filling(observation.tally),
    ]
    return ", ".join(part for part in parts if part)


def where(observation: Observation) -> str:
    """Return where, as the source names it; coordinates to town level only.

    Two decimals of a degree are about a kilometre, finer than any place that is shown.
    """
    if observation.place_text:
        return observation.place_text
    if observation.place is not None:
        place = public_place(observation.place)
        north = f"{abs(place.lat_deg):.{_DIGITS}f} {'N' if place.lat_deg >= 0 else 'S'}"
        east = f"{abs(place.lon_deg):.{_DIGITS}f} {'E' if place.lon_deg >= 0 else 'W'}"
        return f"near {north}, {east}, within {place.accuracy_m / 1000:.0f} km"
    return listed(observation.areas) or "place not told"


def in_number(count: Count | None) -> str:
    """Return a count in words.

    >>> in_number(Count(3, None)), in_number(Count(2, 2)), in_number(Count(2, 5)), in_number(None)
    ('at least 3', '2 in number', '2 to 5', '')
    """
    if count is None or (count.minimum is None and count.maximum is None):
        return ""
    if count.maximum is None:
        return f"at least {count.minimum}"
    if count.minimum is None:
        return f"at most {count.maximum}"
    if count.minimum == count.maximum:
        return f"{count.minimum} in number"
    return f"{count.minimum} to {count.maximum}"


def actors_in_words(actors: tuple[ActorShare, ...], *, side: str | None = None) -> str:
    """Return who acted, each with a share where there is doubt.

    >>> actors_in_words(())
    'actor unknown'
    >>> actors_in_words((ActorShare("Alpha", None, 0.7), ActorShare("Beta", None, 0.2)))
    'by Alpha (70 %) or Beta (20 %)'
    """
    if not actors:
        return f"actor unknown, from the {side} side" if side else "actor unknown"
    if len(actors) == 1 and actors[0].share >= _CERTAIN:
        return f"by {actors[0].actor}"
    return "by " + " or ".join(f"{each.actor} ({each.share * 100:.0f} %)" for each in actors)


def chain_in_words(chain: tuple[Teller, ...]) -> str:
    """Return a source chain from the outlet to the first teller.

    >>> chain_in_words((Teller(span=None, name="Echo", named=True, how="wrote"),))
    'Echo wrote'
    """
    return " > ".join(f"{teller.name} {teller.how}".strip() for teller in chain)


def voice_title(voice: Voice) -> str:
    """Return who a voice is, how it stands to the incident, and its best grade in words."""
    stance = words_of("stances")[voice.stance.value]
    grade = voice.best.grade
    return f"{voice.origin}: {stance}, graded {grade} ({grade.in_words})"


def observation_branch(observation: Observation, documents: Mapping[str, Document]) -> Branch:
    """Return one report: what it tells, how it is known, who told whom, and the words."""
    stance = "" if observation.stance is Stance.ASSERTS else f" ({observation.stance.value})"
    children = [
        Branch("known by", f"{observation.method.value}, graded {observation.grade}"),
        Branch("told by", chain_in_words(observation.chain) or "not told"),
        *(
            [Branch("looks wrong", "; ".join(observation.looks_wrong))]
            if observation.looks_wrong
            else []
        ),
        basis_branch(observation.basis, documents),
    ]
    return Branch(f"observation {observation.id}", happening(observation) + stance, tuple(children))


def basis_branch(basis: Claim | LogRow, documents: Mapping[str, Document]) -> Branch:
    """Return the words that something rests on, and the document that they stand in."""
    if isinstance(basis, LogRow):
        paragraph = f", {basis.paragraph}" if basis.paragraph else ""
        children = [Branch("cites", f"{basis.cites}{paragraph}")] if basis.cites else []
        children.append(document_branch(basis.document, documents))
        return Branch(f"log row {basis.row}", quoted(basis.quote), tuple(children))
    cues = tuple(Branch(f"read as {cue.field}", f"{cue.words} ({cue.rule})") for cue in basis.cues)
    reading = Branch("read by", f"{basis.reader}, confidence {basis.confidence:.2f}", cues)
    modality = Branch("put as", words_of("modalities")[basis.modality.value])
    return Branch(
        f"claim {basis.id}",
        quoted(basis.span.quote),
        (modality, reading, document_branch(basis.document, documents)),
    )


def document_branch(document: str, documents: Mapping[str, Document]) -> Branch:
    """Return a document with its digest; where it was not handed in, its id alone."""
    kept = documents.get(document)
    if kept is None:
        return Branch("document", f"{document}, not among the documents of this report")
    return Branch("document", document_title(kept), (Branch("digest", kept.digest),))


def document_title(document: Document) -> str:
    """Return a document's title, publisher and date, as far as they are known."""
    title = document.title or document.filename
    parts = [title, document.publisher, str(document.published) if document.published else None]
    return ", ".join(part for part in parts if part)


def quoted(words: str) -> str:
    """Return words in quotation marks, on one line.

    >>> quoted(" two\\n lines ")
    '“two lines”'
    """
    return f"“{' '.join(words.split())}”"


def _related(observation: Observation) -> str:
    areas = listed(observation.areas)
    return f"{observation.what} {observation.relation} {areas}".strip()


def _filling(tally: Tally) -> str:
    return {Tally.ONE: "", Tally.THROUGHOUT: " throughout", Tally.PERIOD_TOTAL: " in total"}[tally]
