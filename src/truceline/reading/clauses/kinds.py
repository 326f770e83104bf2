"""Kinds: what sort of claim a clause makes, by the first rule that fits."""

from __future__ import annotations

import re

from truceline.reading.claim import ClaimKind, Modality
from truceline.reading.clauses.clue import Clue, Sorted, sorted_as
from truceline.reading.clauses.control import control
from truceline.reading.clauses.logged import fire_in_log
from truceline.reading.clauses.refused import access_refused, no_accord
from truceline.reading.clauses.relays import is_relay
from truceline.reading.clauses.terms import term
from truceline.reading.speech.attribution import words_of
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.verbs import frames_of, lemma_of

_FIRM = (Modality.OFFERED, Modality.PLEDGED, Modality.CONDITIONAL)
_SAYING = (Modality.DEMANDED, Modality.THREATENED, Modality.WARNED, Modality.PERMITTED)
# With these, arms or the word "presence" tell that somebody is somewhere.
_SHOWING = frozenset(
    (
        "",
        "be",
        "have",
        "remain",
        "miss",
        "see",
        "find",
        "reaffirm",
        "assert",
        "expand",
        "increase",
        "show",
        "spot",
        "reveal",
        "depict",
        "count",
        "total",
        "number",
    )
)
# By these a monitor does something of its own to what it sees.
_COUNTING = frozenset(("register", "photograph", "film"))
_TOLD = frozenset(("tell", "inform", "notify", "brief"))


def kind_of(clue: Clue) -> Sorted:
    """Return the kind of a clause, by the first rule that fits.

    >>> clue = Clue(words="the bridge is held by rebels", main=None, frame=None,
    ...             modality=Modality.ONGOING)
    >>> kind_of(clue).kind.value
    'control'
    """
    for rule in _RULES:
        found = rule(clue)
        if found is not None:
            return found
    return _by_frame(clue)


def _nothing_there(clue: Clue) -> Sorted | None:
    """Sort "nothing seen", "nil" and "quiet" of a log by what was looked for."""
    if clue.lemma not in ("", "see", "hear", "be"):
        return None
    found = clue.search("nothing_there")
    if found is None or len(clue.words.split()) > 8:
        return None
    seen = "seen" in found or "sight" in found or "empty" in found
    kind = ClaimKind.PRESENCE if seen else ClaimKind.EVENT
    return sorted_as(kind, "nothing there", found, clue)


def _relay(clue: Clue) -> Sorted | None:
    carried = is_relay(clue.words, main=clue.main)
    return None if carried is None else sorted_as(ClaimKind.RELAY, "message carried", carried, clue)


def _not_left(clue: Clue) -> Sorted | None:
    """Sort what has not been left as a presence: "has not vacated the post"."""
    if clue.main is None or not clue.main.negated or not clue.main.perfect:
        return None
    if clue.lemma not in load_yaml("hedges.yaml")["negated_leaving"]:
        return None
    return sorted_as(ClaimKind.PRESENCE, "not left", clue.lemma, clue)


# What is done to an undertaking is none: "reneged on its commitment".
_BREAKING = frozenset(("renege", "repudiate", "abrogate", "disavow", "scrap", "back", "go"))
_MEANING_TO = frozenset(("intend", "plan", "mean", "aim"))


def _by_modality(clue: Clue) -> Sorted | None:
    active = clue.main is not None and not clue.main.passive
    if clue.modality is Modality.PLANNED and clue.lemma in _MEANING_TO and active:
        return sorted_as(ClaimKind.COMMITMENT, "an intention", clue.lemma, clue)
    if clue.modality in _FIRM and not (clue.frame_name == "reject" and clue.lemma in _BREAKING):
        return sorted_as(ClaimKind.COMMITMENT, "an undertaking", clue.modality.value, clue)
    if clue.modality in _SAYING:
        return sorted_as(ClaimKind.STATEMENT, "said to another", clue.modality.value, clue)
    return None


_ADDRESSING = frozenset(("tell", "ask", "inform", "notify", "consult", "approach", "warn"))
_BY_NOBODY = re.compile(r"^(?:nobody|no one|none|neither|not one)\b")
_SPOKE_OF = re.compile(r"\b(?:spoke|speaks?|spoken|speaking) (?:instead |also |only )?of\b")
_WROTE_TO = re.compile(r"\b(?:wrote|writes?|written) (?:\w+ )?to\b|\bsent a (?:letter|note) to\b")
_RANG_UP = re.compile(
    r"\bcall(?:s|ed)? (?:the|his|her|its|their) (?:[\w-]+ ){1,4}?(?:(?:an|two|three) hours? "
    r"later|again|back|by (?:radio|phone|telephone)|at \d)"
)


def _letter(clue: Clue) -> Sorted | None:
    """Sort a letter or a call as a contact, whatever it asks for."""
    found = _WROTE_TO.search(clue.words) if clue.lemma in ("write", "send") else None
    found = found or (_RANG_UP.search(clue.words) if clue.lemma == "call" else None)
    if found is None or (clue.main is not None and clue.main.modal):
        return None
    return sorted_as(ClaimKind.CONTACT, "a letter or a call", found.group(), clue)


def _contact(clue: Clue) -> Sorted | None:
    if clue.lemma == "speak" and _SPOKE_OF.search(clue.words):
        return None
    if clue.frame_kind == "contact":
        return sorted_as(ClaimKind.CONTACT, "verb of contact", clue.lemma, clue)
    if clue.main is not None and clue.main.passive and clue.lemma in _TOLD:
        return sorted_as(ClaimKind.CONTACT, "was told", clue.lemma, clue)
    if clue.lemma in _ADDRESSING and _BY_NOBODY.search(clue.words):
        return sorted_as(ClaimKind.CONTACT, "nobody told", clue.lemma, clue)
    found = clue.search("contact")
    journey = clue.search("journey")
    if journey is not None and clue.frame_name in ("advance", "overfly", "withdraw", "enter", ""):
        return sorted_as(ClaimKind.CONTACT, "a journey to somebody", journey, clue)
    spoke = clue.search("spoke_with")
    if spoke is not None and clue.search("fire_nouns") is None:
        return sorted_as(ClaimKind.CONTACT, "words to somebody", spoke, clue)
    light = clue.lemma in (
        "", "be", "hold", "have", "take", "last", "follow", "continue", "resume", "expect", "come",
        "end", "begin", "remain", "receive", "shake", "write", "go",
    )  # fmt: skip
    if found is not None and light and clue.search("fire_nouns") is None:
        return sorted_as(ClaimKind.CONTACT, "word of contact", found, clue)
    return None


def _perceived(clue: Clue) -> Sorted | None:
    """Sort what a monitor saw, heard or counted."""
    told = clue.cue in words_of("perception")
    if not told and clue.lemma not in words_of("perception"):
        return None
    if not told and clue.lemma in _COUNTING and clue.main is not None and not clue.main.passive:
        return sorted_as(ClaimKind.EVENT, "the monitor's own act", clue.lemma, clue)
    fire = clue.search("fire_nouns")
    if fire is not None:
        return sorted_as(ClaimKind.EVENT, "perceived fire", fire, clue)
    flown = clue.search("overhead")
    if flown is not None:
        return sorted_as(ClaimKind.EVENT, "perceived overhead", flown, clue)
    moved = clue.search("movement")
    if moved is not None:
        return sorted_as(ClaimKind.EVENT, "perceived movement", moved, clue)
    if clue.assets:
        return sorted_as(ClaimKind.PRESENCE, "perceived assets", clue.assets[0].span.quote, clue)
    return None


def _counted(clue: Clue) -> Sorted | None:
    """Sort a number of breaches as the events that they are, not as a verdict."""
    found = clue.search("counted_breaches")
    if found is None or (clue.frame_kind == ClaimKind.STATEMENT and clue.frame_name != "violate"):
        return None
    return sorted_as(ClaimKind.EVENT, "breaches counted", found, clue)


def _posted(clue: Clue) -> Sorted | None:
    """Sort what is stationed somewhere as a presence, though the verb is one of action."""
    main = clue.main
    if main is None or not main.passive or main.modal is not None:
        return None
    lasts = clue.lemma in _POSTED or (clue.lemma == "deploy" and not main.past)
    return sorted_as(ClaimKind.PRESENCE, "is posted", clue.lemma, clue) if lasts else None


_POSTED = frozenset(
    ("station", "base", "locate", "position", "park", "post", "garrison", "quarter", "camp", "man")
)


def _verdict(clue: Clue) -> Sorted | None:
    if clue.frame_kind == "statement":
        return sorted_as(ClaimKind.STATEMENT, "verb of position", clue.lemma, clue)
    found = clue.search("verdict")
    subject = clue.search("verdict_subject")
    if found is not None and subject is not None and not clue.assets:
        return sorted_as(ClaimKind.STATEMENT, "verdict", found, clue)
    return None


def _by_frame(clue: Clue) -> Sorted:
    if clue.frame_kind == "event":
        return sorted_as(ClaimKind.EVENT, "verb of action", clue.lemma, clue)
    fire = clue.search("fire_nouns")
    if fire is not None:
        return sorted_as(ClaimKind.EVENT, "noun of fire", fire, clue)
    light = clue.lemma in _SHOWING
    light = light and clue.modality is not Modality.PLANNED
    here = clue.search("presence")
    moved = clue.search("moving") if clue.assets else None
    if moved is not None:
        return sorted_as(ClaimKind.EVENT, "arms on the move", moved, clue)
    still = here is not None and clue.frame_name in _STANDING
    if clue.assets and (light or still or clue.frame_kind == "presence"):
        return sorted_as(ClaimKind.PRESENCE, "assets somewhere", clue.assets[0].span.quote, clue)
    if here is not None and light:
        return sorted_as(ClaimKind.PRESENCE, "words of presence", here, clue)
    if clue.lemma == "be":
        return sorted_as(ClaimKind.STATEMENT, "a state told", "be", clue)
    if clue.main is None and clue.cue is not None and clue.assets == ():
        return sorted_as(ClaimKind.PRESENCE, "told without a verb", "", clue)
    return sorted_as(ClaimKind.EVENT, "something done", clue.lemma, clue)


_STANDING = frozenset(("", "hold_view", "advance", "works", "withdraw"))
_ACCUSED_OF = re.compile(r"\bof (?:having )?(\w+(?:ing|ed))\b")


def _accused(clue: Clue) -> Sorted | None:
    """Sort an accusation of an act as that act: "accused it of sending men across"."""
    if clue.lemma not in ("accuse", "blame", "suspect") or clue.modality in _SAYING:
        return None
    found = _ACCUSED_OF.search(clue.words)
    frames = frames_of(lemma_of(found.group(1))) if found is not None else ()
    if found is None or not frames or frames[0].kind != ClaimKind.EVENT:
        return None
    return Sorted(ClaimKind.EVENT, "accused of an act", found.group(), frames[0])


_RULES = (
    _relay, term, _not_left, no_accord, access_refused, fire_in_log, _accused, _letter, control,
    _by_modality, _nothing_there, _contact, _perceived, _counted, _posted, _verdict,
)  # fmt: skip
