"""Acts: the frame of what a clause's verb tells, with its particle or what it begins."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token
from truceline.reading.words.spelling import singular
from truceline.reading.words.verbs import Frame, frames_of, lemma_of, phrases_with

# Verbs whose infinitive says what is done: "is due to leave".
_LIGHT = frozenset(
    (
        "be", "have", "continue", "seem", "appear", "try", "plan", "intend", "expect", "begin",
        "start", "resume", "attempt", "manage", "happen", "prepare", "help", "schedule", "due",
        "cease", "stop", "keep", "remain", "mean", "consider", "suppose", "resort",
    )
)  # fmt: skip
# Verbs whose passive tells of hearsay: "is said to have left".
_HEARSAY = frozenset(
    ("say", "believe", "report", "think", "allege", "know", "suspect", "expect", "understand",
     "claim", "presume", "assume", "estimate", "see", "hear", "observe")
)  # fmt: skip
# A particle or an object that makes a frame of its own with the verb stands so near: "impose a
# curfew", "pull their men back".
_NEAR = 6
_ENDS_OBJECT = frozenset((",", ";", "that", "which", "who", "and", "."))


def frame_of(main: Predicate | None, line: Sequence[Token]) -> Frame | None:
    """Return the frame of a verb, with its particle where one follows within four words."""
    if main is None:
        return None
    particled = _with_particle(main.lemma, line, main.after)
    if particled is not None:
        return particled
    if main.lemma in _LIGHT or (main.passive and main.lemma in _HEARSAY):
        frames = _frames_of_complement(main, line)
        if frames:
            return frames[0]
    if main.lemma in _ISSUING:
        said = _said_in(main, line)
        if said is not None:
            return said
    frames = frames_of(main.lemma)
    return frames[0] if frames else _purpose(main, line)


# Verbs that only give out the words in which something is demanded or condemned.
_ISSUING = frozenset(("issue", "release", "make", "deliver", "adopt", "send", "publish"))
_WORDS = frozenset(
    ("statement", "statements", "declaration", "communique", "communiqué", "letter", "resolution",
     "message", "petition")
)  # fmt: skip


def _said_in(main: Predicate, line: Sequence[Token]) -> Frame | None:
    """Return the frame of "issued a statement condemning"."""
    nouns = [at for at in range(main.after, min(main.after + _NEAR, len(line) - 1))
             if line[at].lower in _WORDS]  # fmt: skip
    if not nouns or not line[nouns[0] + 1].lower.endswith("ing"):
        return None
    frames = frames_of(lemma_of(line[nouns[0] + 1].lower))
    return frames[0] if frames and frames[0].kind == "statement" else None


def _purpose(main: Predicate, line: Sequence[Token]) -> Frame | None:
    """Return the frame of a protest that something unlisted is done for."""
    for at in range(main.after, len(line) - 1):
        if line[at].text == ";":
            break
        if line[at].lower == "to" and line[at + 1].lower in ("protest", "demonstrate"):
            return frames_of(line[at + 1].lower)[0]
    return None


def _with_particle(lemma: str, line: Sequence[Token], after: int) -> Frame | None:
    """Return the frame of a verb with the words that follow it: "fail ... to reach"."""
    held = phrases_with(lemma)
    if not held:
        return None
    behind: list[str] = []
    for at in range(after, min(after + _NEAR, len(line))):
        word = line[at].lower
        if word in _ENDS_OBJECT and at > after:
            break
        behind.append(word)
    singulars = [singular(word) for word in behind]
    for words, frame in held:
        rest, again = iter(behind), iter(singulars)
        fits = all(word in rest for word in words) or all(word in again for word in words)
        if fits and (words[0] != "to" or behind[:1] == ["to"]):
            return frame
    return None


def _frames_of_complement(main: Predicate, line: Sequence[Token]) -> tuple[Frame, ...]:
    """Return the frames of what a light verb begins, tries or is said to do."""
    for at in range(main.after, min(main.after + _NEAR, len(line) - 1)):
        word = line[at].lower
        if word in _ENDS_OBJECT:
            return ()
        if word == "to":
            verb = at + 1
            while verb < len(line) - 1 and line[verb].lower in ("have", "be", "been", "not"):
                verb += 1
            lemma = lemma_of(line[verb].lower)
            particled = _with_particle(lemma, line, verb + 1)
            return (particled,) if particled is not None else frames_of(lemma)
        if word.endswith("ing") and at == main.after:
            return frames_of(lemma_of(word))
    return ()
