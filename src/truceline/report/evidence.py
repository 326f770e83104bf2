"""Evidence: an observation in words, and the branch from it down to a quote and a digest."""

from __future__ import annotations

from collections.abc import Mapping

from truceline.evidence.document import Document
from truceline.observation.incident import Voice
from truceline.observation.observation import ActorShare, Count, LogRow, Observation, Tally
from truceline.reading.claim import Claim, Stance, Teller
from truceline.report.branch import Branch
from truceline.report.public_place import public_place
from truceline.report.wording import words_of
from truceline.sentence import either_of, in_turn, listed, say, term

# A share at or above this is certainty: the source names one actor and nobody doubts it.
_CERTAIN = 0.995
_DIGITS = 2


def happening(observation: Observation) -> str:
    """Return what an observation tells, in one neutral line.

    The order is always the same: what, how many, by whom, where, when.
    """
    parts = [
        term(observation.what) if not observation.relation else _related(observation),
        listed(map(term, observation.assets)),
        in_number(observation.count),
        actors_in_words(observation.actors, side=observation.side),
        where(observation),
        in_turn([str(observation.when), _filling(observation.tally)]),
    ]
    return in_turn(parts, between=", ")


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
        return say(
            "near {north}, {east}, within {within_km:.0f} km",
            north=north, east=east, within_km=place.accuracy_m / 1000,
        )  # fmt: skip
    return listed(observation.areas) or say("place not told")


def in_number(count: Count | None) -> str:
    """Return a count in words.

    >>> in_number(Count(3, None)), in_number(Count(2, 2)), in_number(Count(2, 5)), in_number(None)
    ('at least 3', '2 in number', '2 to 5', '')
    """
    if count is None or (count.minimum is None and count.maximum is None):
        return ""
    if count.maximum is None:
        return say("at least {minimum}", minimum=count.minimum)
    if count.minimum is None:
        return say("at most {maximum}", maximum=count.maximum)
    if count.minimum == count.maximum:
        return say("{minimum} in number", minimum=count.minimum)
    return say("{minimum} to {maximum}", minimum=count.minimum, maximum=count.maximum)


def actors_in_words(actors: tuple[ActorShare, ...], *, side: str | None = None) -> str:
    """Return who acted, each with a share where there is doubt.

    >>> actors_in_words(())
    'actor unknown'
    >>> actors_in_words((ActorShare("Alpha", None, 0.7), ActorShare("Beta", None, 0.2)))
    'by Alpha (70 %) or Beta (20 %)'
    """
    if not actors:
        return (
            say("actor unknown, from the {side} side", side=term(side))
            if side
            else say("actor unknown")
        )
    if len(actors) == 1 and actors[0].share >= _CERTAIN:
        return say("by {actor}", actor=actors[0].actor)
    shares = [
        say("{actor} ({share:.0f} %)", actor=each.actor, share=each.share * 100) for each in actors
    ]
    return say("by {actor}", actor=either_of(shares))


def chain_in_words(chain: tuple[Teller, ...]) -> str:
    """Return a source chain from the outlet to the first teller.

    >>> chain_in_words((Teller(span=None, name="Echo", named=True, how="wrote"),))
    'Echo wrote'
    """
    return in_turn((in_turn([teller.name, term(teller.how)]) for teller in chain), between=" > ")


def voice_title(voice: Voice) -> str:
    """Return who a voice is, how it stands to the incident, and its best grade in words."""
    stance = words_of("stances")[voice.stance.value]
    grade = voice.best.grade
    return say(
        "{origin}: {stance}, graded {grade} ({meaning})",
        origin=voice.origin, stance=stance, grade=grade, meaning=grade.in_words,
    )  # fmt: skip


def observation_branch(observation: Observation, documents: Mapping[str, Document]) -> Branch:
    """Return one report: what it tells, how it is known, who told whom, and the words."""
    told = happening(observation)
    if observation.stance is not Stance.ASSERTS:
        told = say("{happening} ({stance})", happening=told, stance=term(observation.stance.value))
    children = [
        Branch(
            say("known by"),
            say(
                "{method}, graded {grade}",
                method=term(observation.method.value),
                grade=observation.grade,
            ),
        ),
        Branch(say("told by"), chain_in_words(observation.chain) or say("not told")),
        *(
            [Branch(say("looks wrong"), in_turn(map(term, observation.looks_wrong), between="; "))]
            if observation.looks_wrong
            else []
        ),
        basis_branch(observation.basis, documents),
    ]
    return Branch(say("observation {id}", id=observation.id), told, tuple(children))


def basis_branch(basis: Claim | LogRow, documents: Mapping[str, Document]) -> Branch:
    """Return the words that something rests on, and the document that they stand in."""
    if isinstance(basis, LogRow):
        paragraph = f", {basis.paragraph}" if basis.paragraph else ""
        children = [Branch(say("cites"), f"{basis.cites}{paragraph}")] if basis.cites else []
        children.append(document_branch(basis.document, documents))
        return Branch(say("log row {row}", row=basis.row), quoted(basis.quote), tuple(children))
    cues = tuple(
        Branch(say("read as {field}", field=term(cue.field)), f"{cue.words} ({cue.rule})")
        for cue in basis.cues
    )
    reading = Branch(
        say("read by"),
        say(
            "{reader}, confidence {confidence:.2f}",
            reader=basis.reader,
            confidence=basis.confidence,
        ),
        cues,
    )
    modality = Branch(say("put as"), words_of("modalities")[basis.modality.value])
    return Branch(
        say("claim {id}", id=basis.id),
        quoted(basis.span.quote),
        (modality, reading, document_branch(basis.document, documents)),
    )


def document_branch(document: str, documents: Mapping[str, Document]) -> Branch:
    """Return a document with its digest; where it was not handed in, its id alone."""
    kept = documents.get(document)
    if kept is None:
        return Branch(
            say("document"),
            say("{document}, not among the documents of this report", document=document),
        )
    return Branch(say("document"), document_title(kept), (Branch(say("digest"), kept.digest),))


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
    relation = "" if observation.relation is None else term(observation.relation.value)
    return in_turn([term(observation.what), relation, areas])


def _filling(tally: Tally) -> str:
    return {
        Tally.ONE: "",
        Tally.THROUGHOUT: say("throughout"),
        Tally.PERIOD_TOTAL: say("in total"),
    }[tally]
