"""Kinds: what sort of claim a clause makes, by the first rule that fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from truceline.reading.claim import AssetMention, ClaimKind, Modality
from truceline.reading.clauses.relays import is_relay
from truceline.reading.speech.attribution import words_of
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token
from truceline.reading.words.verbs import Frame, frames_of, lemma_of

_FIRM = (Modality.OFFERED, Modality.PLEDGED, Modality.CONDITIONAL)
_SAYING = (Modality.DEMANDED, Modality.THREATENED, Modality.WARNED, Modality.PERMITTED)
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
# With these, arms or the word "presence" tell that somebody is somewhere.
_SHOWING = frozenset(
    ("", "be", "have", "remain", "miss", "see", "find", "reaffirm", "assert", "expand", "increase")
)
# By these a monitor does something of its own to what it sees.
_COUNTING = frozenset(("register", "count", "photograph", "film"))
# What an agreement or a map does in the present tense is a term.
_SETTING = frozenset(
    (
        "give", "let", "draw", "set", "leave", "put", "take", "contain", "fix", "divide", "name",
        "ban", "say", "carry", "grant", "split", "assign", "place", "show", "keep",
        "call", "reserve", "extend", "establish", "create", "make", "want",
    )
)  # fmt: skip
_TOLD = frozenset(("tell", "inform", "notify", "brief"))
# A particle or an object that makes a frame of its own with the verb stands so near: "impose a
# curfew", "pull their men back".
_NEAR = 6
_ENDS_OBJECT = frozenset((",", ";", "that", "which", "who", "and", "."))


@dataclass(frozen=True, slots=True)
class Sorted:
    """A kind, the rule and words that gave it, and the frame of the deciding verb."""

    kind: ClaimKind
    rule: str
    words: str
    frame: Frame | None


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(load_yaml("kinds.yaml")[key])


def is_of_the_field(words: str) -> bool:
    """Return whether a clause, in lower case, speaks of anything that this reader is for.

    >>> is_of_the_field("two tanks crossed"), is_of_the_field("the soup was cold")
    (True, False)
    """
    return _pattern("domain").search(words) is not None


def is_not_told(words: str) -> bool:
    """Return whether a clause is thanks, a correction or a word on the text itself.

    >>> is_not_told("thank you , guarantors")
    True
    """
    return _pattern("not_told").search(words) is not None


def frame_of(main: Predicate | None, line: Sequence[Token]) -> Frame | None:
    """Return the frame of a verb, with its particle where one follows within four words."""
    if main is None:
        return None
    for at in range(main.after, min(main.after + _NEAR, len(line))):
        word = line[at].lower
        if word in _ENDS_OBJECT and at > main.after:
            break
        frames = frames_of(f"{main.lemma} {word}")
        if frames:
            return frames[0]
    if main.lemma in _LIGHT or (main.passive and main.lemma in _HEARSAY):
        frames = _frames_of_complement(main, line)
        if frames:
            return frames[0]
    frames = frames_of(main.lemma)
    return frames[0] if frames else None


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
            return frames_of(lemma_of(line[verb].lower))
        if word.endswith("ing") and at == main.after:
            return frames_of(lemma_of(word))
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What is known of a clause before its kind is.

    ``words`` is the clause in lower case; ``cue`` the verb by which its teller knows it;
    ``after_term`` tells that the clause before it in the sentence is a term.
    """

    words: str
    main: Predicate | None
    frame: Frame | None
    modality: Modality
    assets: Sequence[AssetMention] = ()
    cue: str | None = None
    after_term: bool = False

    @property
    def lemma(self) -> str:
        """Return the deciding verb's lemma; empty where there is none."""
        return self.main.lemma if self.main is not None else ""

    @property
    def frame_name(self) -> str:
        """Return the name of the verb's frame; empty where it has none."""
        return self.frame.name if self.frame is not None else ""

    @property
    def frame_kind(self) -> str:
        """Return the kind that the verb's frame gives; empty where it has none."""
        return self.frame.kind if self.frame is not None else ""

    def search(self, key: str) -> str | None:
        """Return the words of the clause that a pattern of ``kinds.yaml`` finds, or None."""
        found = _pattern(key).search(self.words)
        return found.group() if found is not None else None


def kind_of(clue: Clue) -> Sorted:
    """Return the kind of a clause, by the first rule that fits.

    >>> clue = Clue(words="the bridge is held by rebels", main=None, frame=None,
    ...             modality=Modality.ONGOING)
    >>> kind_of(clue).kind.value
    'control'
    """
    for rule in (_relay, _term, _not_left, _control, _by_modality, _contact, _perceived, _counted, _verdict):
        found = rule(clue)
        if found is not None:
            return found
    return _by_frame(clue)


def _sorted(kind: ClaimKind, rule: str, words: str, clue: Clue) -> Sorted:
    return Sorted(kind, rule, words, clue.frame)


def _relay(clue: Clue) -> Sorted | None:
    carried = is_relay(clue.words, main=clue.main)
    return None if carried is None else _sorted(ClaimKind.RELAY, "message carried", carried, clue)


def _term(clue: Clue) -> Sorted | None:
    runs = clue.search("term_runs")
    if runs is not None:
        return _sorted(ClaimKind.TERM, "term runs", runs, clue)
    opening = clue.search("term_opening")
    if opening is not None and clue.modality is not Modality.HAPPENED:
        return _sorted(ClaimKind.TERM, "under an agreement", opening, clue)
    subject = _pattern("term_subject").search(clue.words[: _verb_at(clue.words, clue.main)])
    if subject is not None and clue.frame_name == "provide":
        return _sorted(ClaimKind.TERM, "an agreement provides", subject.group(), clue)
    main = clue.main
    sets = main is not None and main.shape in ("s", "base") and main.modal is None
    if subject is not None and sets and clue.lemma in _SETTING:
        return _sorted(ClaimKind.TERM, "an agreement sets", clue.lemma, clue)
    duty = re.search(r"\bshall\b|\bmay not\b|\bneither (?:party|side)\b.*\bmay\b", clue.words)
    ours = clue.words.startswith(("we ", "i "))
    if duty is not None and not ours and clue.modality in (Modality.DEMANDED, Modality.PERMITTED):
        return _sorted(ClaimKind.TERM, "wording of a term", duty.group(), clue)
    if clue.after_term and clue.modality in (Modality.DEMANDED, Modality.PERMITTED):
        return _sorted(ClaimKind.TERM, "goes on with a term", "", clue)
    duty = re.search(r"\b(?:is|are|was|were) to\b", clue.words)
    if duty is not None and clue.modality is Modality.DEMANDED:
        return _sorted(ClaimKind.TERM, "duty in force", duty.group(), clue)
    return None


def _verb_at(words: str, main: Predicate | None) -> int:
    if main is None:
        return len(words)
    at = words.find(main.lemma[:4])
    return at if at > 0 else len(words)


def _not_left(clue: Clue) -> Sorted | None:
    """Sort what has not been left as a presence: "has not vacated the post"."""
    if clue.main is None or not clue.main.negated or not clue.main.perfect:
        return None
    if clue.lemma not in load_yaml("hedges.yaml")["negated_leaving"]:
        return None
    return _sorted(ClaimKind.PRESENCE, "not left", clue.lemma, clue)


def _control(clue: Clue) -> Sorted | None:
    if clue.modality in (*_FIRM, *_SAYING):
        return None
    if clue.frame_name == "hold" and clue.search("contact") is None:
        before = clue.words[: _verb_at(clue.words, clue.main)]
        quiet = re.search(r"\b(?:truce|cease-?fire|calm|lull|deal)$", before.strip()) is not None
        if clue.lemma == "hold" and (quiet or clue.search("ground") is None):
            return None
        return _sorted(ClaimKind.CONTROL, "holding verb", clue.lemma, clue)
    if clue.frame_name == "take" and clue.search("ground") is not None:
        return _sorted(ClaimKind.CONTROL, "taking verb", clue.lemma, clue)
    found = clue.search("control")
    if found is not None and (clue.lemma in ("", "be", "belong", "fall", "remain")):
        return _sorted(ClaimKind.CONTROL, "words of control", found, clue)
    return None


def _by_modality(clue: Clue) -> Sorted | None:
    if clue.modality in _FIRM:
        return _sorted(ClaimKind.COMMITMENT, "an undertaking", clue.modality.value, clue)
    if clue.modality in _SAYING:
        return _sorted(ClaimKind.STATEMENT, "said to another", clue.modality.value, clue)
    return None


def _contact(clue: Clue) -> Sorted | None:
    if clue.frame_kind == "contact":
        return _sorted(ClaimKind.CONTACT, "verb of contact", clue.lemma, clue)
    if clue.main is not None and clue.main.passive and clue.lemma in _TOLD:
        return _sorted(ClaimKind.CONTACT, "was told", clue.lemma, clue)
    found = clue.search("contact")
    light = clue.lemma in (
        "", "be", "hold", "have", "take", "last", "follow", "continue", "resume", "expect", "come",
        "end", "begin", "remain", "receive", "shake", "write", "go",
    )  # fmt: skip
    if found is not None and light and clue.search("fire_nouns") is None:
        return _sorted(ClaimKind.CONTACT, "word of contact", found, clue)
    return None


def _perceived(clue: Clue) -> Sorted | None:
    """Sort what a monitor saw, heard or counted."""
    told = clue.cue in words_of("perception")
    if not told and clue.lemma not in words_of("perception"):
        return None
    if not told and clue.lemma in _COUNTING and clue.main is not None and not clue.main.passive:
        return _sorted(ClaimKind.EVENT, "the monitor's own act", clue.lemma, clue)
    fire = clue.search("fire_nouns")
    if fire is not None:
        return _sorted(ClaimKind.EVENT, "perceived fire", fire, clue)
    moved = clue.search("movement")
    if moved is not None:
        return _sorted(ClaimKind.EVENT, "perceived movement", moved, clue)
    if clue.assets:
        return _sorted(ClaimKind.PRESENCE, "perceived assets", clue.assets[0].span.quote, clue)
    return None


def _counted(clue: Clue) -> Sorted | None:
    """Sort a number of breaches as the events that they are, not as a verdict."""
    found = clue.search("counted_breaches")
    if found is None or clue.frame_kind == ClaimKind.STATEMENT and clue.frame_name != "violate":
        return None
    return _sorted(ClaimKind.EVENT, "breaches counted", found, clue)


def _verdict(clue: Clue) -> Sorted | None:
    if clue.frame_kind == "statement":
        return _sorted(ClaimKind.STATEMENT, "verb of position", clue.lemma, clue)
    found = clue.search("verdict")
    subject = clue.search("verdict_subject")
    if found is not None and subject is not None and not clue.assets:
        return _sorted(ClaimKind.STATEMENT, "verdict", found, clue)
    return None


def _by_frame(clue: Clue) -> Sorted:
    if clue.frame_kind == "event":
        return _sorted(ClaimKind.EVENT, "verb of action", clue.lemma, clue)
    fire = clue.search("fire_nouns")
    if fire is not None:
        return _sorted(ClaimKind.EVENT, "noun of fire", fire, clue)
    light = clue.lemma in _SHOWING
    light = light and clue.modality is not Modality.PLANNED
    here = clue.search("presence")
    moved = clue.search("moving") if clue.assets else None
    if moved is not None:
        return _sorted(ClaimKind.EVENT, "arms on the move", moved, clue)
    if clue.assets and (light or here is not None or (clue.frame_kind == "presence")):
        return _sorted(ClaimKind.PRESENCE, "assets somewhere", clue.assets[0].span.quote, clue)
    if here is not None and light:
        return _sorted(ClaimKind.PRESENCE, "words of presence", here, clue)
    if clue.lemma == "be":
        return _sorted(ClaimKind.STATEMENT, "a state told", "be", clue)
    if clue.main is None and clue.cue is not None and clue.assets == ():
        return _sorted(ClaimKind.PRESENCE, "told without a verb", "", clue)
    return _sorted(ClaimKind.EVENT, "something done", clue.lemma, clue)
