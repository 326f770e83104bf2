"""Contents: which words around a cue are what the teller tells, and whom he tells it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from truceline.reading.speech.attribution import CALENDAR, QUOTE_MARKS, RELATIVES, Range, words_of
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token, word_set
from truceline.reading.words.verbs import manner_of

# A bare clause's verb stands within so many tokens of the cue.
_FAR = 25
_ASKING = word_set("what how why whether if who where which when")
# A clause that follows a cue without "that" does not open with these.
_NO_SUBJECT = word_set("in on at with by as of about to for from during after before through when")


def right_content(
    line: Sequence[Token], predicates: Sequence[Predicate], number: int
) -> tuple[Range | None, int, Range | None]:
    """Return the content after a cue, where it begins, and who was told."""
    predicate = predicates[number]
    at, addressee = _whom(line, predicate)
    at = _skip_adjuncts(line, at)
    that = _that_ahead(line, predicates, at, number)
    if that is not None:
        end = content_end(line, predicates, that + 1, len(line))
        return (that + 1, end), that + 1, addressee
    return _without_that(line, predicates, number, at), at, addressee


def _whom(line: Sequence[Token], predicate: Predicate) -> tuple[int, Range | None]:
    """Return where to go on after a cue verb and whom it names as told."""
    at = predicate.after
    if predicate.lemma in words_of("with_addressee"):
        addressee = addressee_of(line, predicate)
        return (at, None) if addressee is None else (addressee[1], addressee)
    if at + 1 < len(line) and line[at].lower == "to" and line[at + 1].text[0].isupper():
        return at, _up_to_that(line, at + 1)
    return at, None


def _without_that(
    line: Sequence[Token], predicates: Sequence[Predicate], number: int, at: int
) -> Range | None:
    """Return content that no "that" opens: a quotation, what was perceived, or a bare clause."""
    lemma = predicates[number].lemma
    clausal = lemma in words_of("clausal")
    if clausal and at + 1 < len(line) and line[at].text in (":", *QUOTE_MARKS):
        first = at + 2 if line[at + 1].text in QUOTE_MARKS else at + 1
        return (at, content_end(line, predicates, first, len(line)))
    if clausal and at + 2 < len(line) and line[at].text == "," and (
        line[at + 1].text in QUOTE_MARKS or line[at + 1].text in "`'‘"
    ):  # fmt: skip
        return (at + 1, content_end(line, predicates, at + 2, len(line)))
    end = content_end(line, predicates, at, len(line))
    if clausal and at < len(line) and line[at].lower in ("no", "nothing", "none"):
        return (at, end)
    if lemma in words_of("perception"):
        return (at, end) if end - at > 1 else None
    if lemma in words_of("telling_of_acts") and _opens_with_act(line, at, end):
        return (at, end)
    clause = next((p for p in predicates[number + 1 :] if p.sort == "finite"), None)
    if not clausal or clause is None or not at < clause.first <= at + _FAR:
        return None
    opener = line[at]
    if lemma in words_of("thought") and opener.lower in _ASKING:
        return (at, end)
    no_clause = opener.text in (",", ";") or opener.lower in _NO_SUBJECT | RELATIVES
    return None if no_clause else (at, end)


# The act that "reported heavy shelling" tells stands so few words behind the verb.
_ACT_WITHIN = 5


def _opens_with_act(line: Sequence[Token], at: int, end: int) -> bool:
    """Return whether a noun that tells an act comes before any mark or verb of place."""
    for token in line[at : min(at + _ACT_WITHIN, end)]:
        if not token.is_word and not token.text[0].isdigit():
            return False
        if token.lower in words_of("act_nouns"):
            return True
    return False


@cache
def load_nouns() -> frozenset[str]:
    """Return the nouns that attribute by themselves what follows them."""
    return frozenset(load_yaml("tellers.yaml")["nouns"])


def _that_ahead(
    line: Sequence[Token], predicates: Sequence[Predicate], at: int, number: int
) -> int | None:
    """Return the "that" which opens the content: next, or after a few words of time and place."""
    stop = min(len(line), at + 12)
    following = next(
        (p.first for p in predicates[number + 1 :] if p.sort == "finite" or _tells_on(p)), len(line)
    )
    for index in range(at, min(stop, following)):
        if line[index].text in (";", ":", *QUOTE_MARKS):
            return None
        if line[index].lower in load_nouns():
            return None
        if line[index].lower == "that":
            return index
    return None


def _tells_on(predicate: Predicate) -> bool:
    """Return whether a gerund has a "that" of its own: "said, adding that"."""
    return predicate.sort == "gerund" and manner_of(predicate.lemma) is not None


def _skip_adjuncts(line: Sequence[Token], at: int) -> int:
    """Return the index after words of time that stand between a cue and its content."""
    while at < len(line) - 1:
        word = line[at].lower
        if word in ("on", "in", "late", "early") and line[at + 1].lower in CALENDAR:
            at += 2
        elif word in CALENDAR or word in ("again", "also", "only"):
            at += 1
        else:
            break
    return at


def addressee_of(line: Sequence[Token], predicate: Predicate) -> Range | None:
    """Return who is told: the words up to "that", a pronoun's clause, or a mark."""
    at = predicate.after
    if at >= len(line) or line[at].lower in ("that", "to") or not line[at].is_word:
        return None
    if line[at].lower in ("him", "her", "us", "me", "them", "it", "reporters", "journalists"):
        return (at, at + 1)
    end = at + 1
    while end < len(line):
        word = line[end].lower
        if not line[end].is_word and line[end].lower != "'s":
            break
        if word in ("that", "in", "on", "by", "of", "he", "she", "they", "it", "there", "about"):
            break
        if word in ("the", "a", "an", "this", "two", "his", "its", "their") and end - at > 1:
            break
        end += 1
    return (at, end)


def _up_to_that(line: Sequence[Token], first: int) -> Range:
    """Return a name after "to": the words up to "that" or a mark."""
    end = first + 1
    while end < len(line) and (line[end].is_word or line[end].lower == "'s"):
        if line[end].lower in ("that", "in", "on", "about"):
            break
        end += 1
    return (first, end)


def left_content(line: Sequence[Token], start: int) -> Range | None:
    """Return the content that ends before a cue clause: ", X said"."""
    at = start - 1
    if at < 1 or not (line[at].text == "," or line[at].text in QUOTE_MARKS):
        return None
    end = at
    first = 0
    for index in range(end - 1, -1, -1):
        if line[index].text == ";":
            first = index + 1
            break
    return (first, end) if end - first > 1 or line[first].is_word else None


def after_cue_clause(line: Sequence[Token], at: int) -> int:
    """Return the index of the mark that closes a cue clause: comma, semicolon, quote or the end."""
    while at < len(line) and line[at].text not in (",", ";", ".", ":", *QUOTE_MARKS):
        at += 1
    return at


def _goes_on_telling(line: Sequence[Token], verb: Predicate) -> bool:
    """Return whether a verb after "and" is its speaker's, not part of what he told: "and added"."""
    if verb.passive or verb.modal is not None or verb.shape not in ("ed", "past", "s", "base"):
        return False
    behind = [token.lower for token in line[verb.after : verb.after + 3]]
    if verb.lemma in words_of("speaking_of"):
        return "of" in behind
    return verb.lemma in words_of("sayers") and verb.lemma not in _UNDERTAKING


# These are as often told of an actor as they tell: "that the army would leave and promised".
_UNDERTAKING = frozenset(("vow", "pledge", "promise", "threaten", "swear", "demand", "urge"))


def content_end(
    line: Sequence[Token], predicates: Sequence[Predicate], first: int, stop: int
) -> int:
    """Return where content ends: a semicolon, or a conjunction before a cue of somebody else."""
    quoted = sum(token.text in QUOTE_MARKS for token in line[:first]) % 2 == 1
    for index in range(first, stop):
        token = line[index]
        if token.text in QUOTE_MARKS:
            quoted = not quoted
        if token.text == ";" and not quoted:
            return index
        if token.lower not in ("and", "but", "while", "although", "though", "whereas"):
            continue
        if quoted or index == first:
            continue
        verb = next((p for p in predicates if p.first > index and p.sort == "finite"), None)
        if verb is not None and verb.first == index + 1 and _goes_on_telling(line, verb):
            return index - 1 if line[index - 1].text == "," else index
        if verb is None or manner_of(verb.lemma) is None or verb.first - index > 12:
            continue
        if verb.first - index >= 2 and line[index + 1].lower not in ("that", "had", "has"):
            return index - 1 if line[index - 1].text == "," else index
    return stop
