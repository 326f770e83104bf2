"""Acts: the frame of what a clause's verb tells, with its particle or what it begins."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token
from truceline.reading.words.verbs import Frame, frames_of, lemma_of, phrases_with

# Verbs whose infinitive says what is done: "is due to leave".
_LIGHT = frozenset(
    (
        "be", "have", "continue", "seem", "appear", "try", "plan", "intend", "expect", "begin",
        "start", "resume", "attempt", "manage", "happen", "prepare", "help", "schedule", "due",
        "cease", "stop", "keep", "remain", "mean", "consider", "suppose",
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
    frames = frames_of(main.lemma)
    return frames[0] if frames else None


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
    for words, frame in held:
        rest = iter(behind)
        if all(word in rest for word in words) and (words[0] != "to" or behind[:1] == ["to"]):
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
