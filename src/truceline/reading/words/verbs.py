"""Verbs: the forms each word may be, and the frame that a verb gives its clause."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from truceline.reading.words.lexicon_files import load_yaml


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb makes of its clause: kind of claim, PLOVER class, ACLED sub-event, our act."""

    name: str
    kind: str
    event: str | None = None
    acled: str | None = None
    act: str | None = None


def frames_of(lemma: str) -> tuple[Frame, ...]:
    """Return the frames of a verb, or of a verb and its particle, in the lexicon's order.

    >>> [frame.name for frame in frames_of("shell")]
    ['fire']
    """
    return _frames().get(lemma, ())


def phrases_with(lemma: str) -> tuple[tuple[tuple[str, ...], Frame], ...]:
    """Return the words that make a frame of their own with a verb, the most words first.

    >>> [(words, frame.name) for words, frame in phrases_with("pull")][:1]
    [(('out', 'of', 'talks'), 'reject')]
    """
    return _phrases().get(lemma, ())


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], Frame], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Frame]]] = {}
    for verb, (frame, *_) in _frames().items():
        lemma, *words = verb.split()
        if words:
            found.setdefault(lemma, []).append((tuple(words), frame))
    return {
        lemma: tuple(sorted(rows, key=lambda row: -len(row[0]))) for lemma, rows in found.items()
    }


@cache
def frame_named(name: str) -> Frame:
    """Return a frame by its name."""
    entry = load_yaml("verbs.yaml")["frames"][name]
    return Frame(name, *(entry.get(key) for key in ("kind", "event", "acled", "act")))


@cache
def _frames() -> dict[str, tuple[Frame, ...]]:
    found: dict[str, tuple[Frame, ...]] = {}
    for name, entry in load_yaml("verbs.yaml")["frames"].items():
        frame = Frame(name, *(entry.get(key) for key in ("kind", "event", "acled", "act")))
        for verb in dict.fromkeys(entry["verbs"]):
            found[verb] = (*found.get(verb, ()), frame)
    return found


@dataclass(frozen=True, slots=True)
class Form:
    """One inflected form of a verb."""

    lemma: str
    shape: str  # "base", "s", "past", "participle", "ed" (past or participle), "ing"


@cache
def forms() -> dict[str, tuple[Form, ...]]:
    """Return the verbs that each word may be a form of."""
    lists = load_yaml("verbs.yaml")
    cues = load_yaml("tellers.yaml")["verbs"]
    lemmas = {"be": None, "have": None, "do": None}
    for entry in lists["frames"].values():
        lemmas |= {verb.split()[0]: None for verb in entry["verbs"]}
    lemmas |= dict.fromkeys(lists["plain"]) | dict.fromkeys(cues)
    found: dict[str, list[Form]] = {}
    for lemma in lemmas:
        for word, shape in _inflected(str(lemma), lists["irregular"].get(lemma)):
            found.setdefault(word, []).append(Form(str(lemma), shape))
    found.setdefault("done", []).append(Form("do", "participle"))
    return {word: tuple(forms) for word, forms in found.items()}


def lemma_of(word: str) -> str:
    """Return the verb that a word is a form of; the word itself where the lexicon knows none.

    >>> lemma_of("withdrawn"), lemma_of("village")
    ('withdraw', 'village')
    """
    found = forms().get(word)
    return found[0].lemma if found else word


def words_of_verb(lemma: str) -> tuple[str, ...]:
    """Return the forms of a verb, listed or not, in which it may stand.

    >>> words_of_verb("ensure")
    ('ensure', 'ensures', 'ensured', 'ensuring')
    """
    irregular = load_yaml("verbs.yaml")["irregular"].get(lemma)
    return tuple(word for word, _ in _inflected(lemma, irregular))


def _inflected(lemma: str, irregular: list[str] | None) -> list[tuple[str, str]]:
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    doubled = lemma + lemma[-1] if _doubles(lemma) else stem
    ing = (stem if not lemma.endswith(("ee", "oe", "ye")) else lemma) + "ing"
    if lemma.endswith("ie"):
        ing = lemma[:-2] + "ying"
    gerund = doubled + "ing" if _doubles(lemma) else ing
    if irregular and lemma not in ("be", "have", "do"):
        third, past, participle = irregular
        shape = "ed" if past == participle else "past"
        pairs = [(lemma, "base"), (third, "s"), (past, shape), (gerund, "ing")]
        return pairs if past == participle else [*pairs, (participle, "participle")]
    third = lemma + "s"
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = lemma + "es"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        third = lemma[:-1] + "ies"
    past = doubled + "ed"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        past = lemma[:-1] + "ied"
    pairs = [(lemma, "base"), (third, "s"), (past, "ed"), (gerund, "ing")]
    if lemma.endswith("l"):
        pairs += [(lemma + "led", "ed"), (lemma + "ling", "ing")]
    return pairs


def _doubles(lemma: str) -> bool:
    """Return whether the last consonant doubles: stop, plan, ban, commit."""
    if lemma in ("commit", "permit", "refer", "infer", "rebut", "regret", "forget", "admit"):
        return True
    if len(lemma) < 3 or lemma[-1] in "aeiouwxyh":
        return False
    vowels = sum(letter in "aeiou" for letter in lemma)
    return vowels == 1 and lemma[-2] in "aeiou" and lemma[-1] not in "lr"


@cache
def also_nouns() -> frozenset[str]:
    """Return the verbs whose forms are nouns as often."""
    return frozenset(str(word) for word in load_yaml("verbs.yaml")["also_nouns"])


def manner_of(lemma: str) -> str | None:
    """Return the manner that a cue verb gives a link, or None for a verb that is no cue."""
    verbs: dict[str, Any] = load_yaml("tellers.yaml")["verbs"]
    return verbs.get(lemma)
