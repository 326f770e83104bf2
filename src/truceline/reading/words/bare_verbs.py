"""Bare verbs: whether a verb form without an auxiliary is a verb here, and of which sort.

The tag decides between a verb and a noun; where a form is hardly ever a noun, the words before it
decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.words.sentences import Token, word_set
from truceline.reading.words.verbs import Form, also_nouns, manner_of

MODALS = word_set(
    "will would shall should may might can could must cannot won't wouldn't can't couldn't "
    "shouldn't 'll 'd"
)
FINITE_BE = word_set("is are am was were isn't aren't wasn't weren't")
_DETERMINERS = word_set(
    "the a an this that these those its their his her our my your some any no every each another "
    "of in on by for from with under into between two three four five six seven eight nine ten "
    "several many few more most other first second third last new old and or 's ' at"
)
_PLURAL_PRONOUNS = word_set("i we you they who both")


def sort_of(form: Form, line: Sequence[Token], index: int, tags: Sequence[str]) -> str | None:
    """Return finite, participle or gerund for a form among its neighbours; None for no verb.

    The tag decides between a verb and a noun; where a form is hardly ever a noun, the words before
    it decide.
    """
    tag = tags[index]
    if line[index].lower == "last" and _follows(line, index) in _UNITS:
        return None
    if form.shape == "ing":
        return "gerund" if tag == "VBG" and not _qualifies(line, index, tags) else None
    if form.shape in ("ed", "past", "participle"):
        return _past(form, line, index, tags)
    if form.lemma in also_nouns():
        if _before_that(line, index, tags):
            return "finite"
        is_verb = tag == ("VBZ" if form.shape == "s" else "VBP") or _has_object(line, index, tags)
        is_verb = is_verb or (form.shape == "s" and _sets_a_number(line, index, tags))
    else:
        is_verb = _before(line, index) not in _NO_SUBJECT
    if form.shape == "base":
        plural = _before(line, index) in _PLURAL_PRONOUNS or tags[index - 1] in ("NNS", "NNP", "RB")
        is_verb = (is_verb or tag == "VB") and index > 0 and plural and not _let(line, index)
    return "finite" if is_verb else None


# Behind "last" these make a time of it.
_UNITS = word_set(
    "year month week night weekend summer winter spring autumn fall january february "
    "march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday"
)


def _follows(line: Sequence[Token], index: int) -> str:
    return line[index + 1].lower if index + 1 < len(line) else ""


def _past(form: Form, line: Sequence[Token], index: int, tags: Sequence[str]) -> str | None:
    """Return what a past form is: finite, a participle, or None for an adjective or a noun."""
    tag = tags[index]
    if _qualifies(line, index, tags) or _before(line, index) in ("the", "a", "an"):
        return None
    is_verb = tag in ("VBD", "VBN")
    if line[index].lower == form.lemma:  # "hit", "cut", "put": also base and noun
        is_verb = is_verb or tag in ("VB", "VBP")
    else:
        is_verb = is_verb or _before(line, index) not in _NO_SUBJECT
    if not is_verb:
        return None
    following = _follows(line, index)
    opens = index == 0 and following in ("about", "whether", "if", "on", "why", "how")
    wired = manner_of(form.lemma) is not None and by_wire(line, index + 1)
    by = following == "by" and form.shape != "past" and not wired
    reduced = tag == "VBN" and form.shape == "ed" and form.lemma not in _SELDOM_REDUCED
    reduced = reduced and _is_reduced(line, index, tags)
    return "participle" if form.shape == "participle" or by or opens or reduced else "finite"


# What is said "by telephone" is said by who stands before the verb.
_WIRES = word_set("telephone phone radio satellite email e-mail letter text fax video voice wire")


def by_wire(line: Sequence[Token], at: int) -> bool:
    """Return whether a "by" tells how something was said: "said by telephone"."""
    return at + 1 < len(line) and line[at + 1].lower in _WIRES


# These stand as participles so seldom that the tag of one is more often wrong.
_SELDOM_REDUCED = word_set("say agree announce warn tell")
_AFTER_REDUCED = word_set(
    "in on at by to from near under during as with of into after before last yesterday aside "
    "below above out inside along between against today earlier"
)


def _is_reduced(line: Sequence[Token], index: int, tags: Sequence[str]) -> bool:
    """Return whether a participle qualifies the noun before it: "a note handed to them"."""
    if not index or tags[index - 1] not in ("NN", "NNS", "NNP", "CD") or index + 1 >= len(line):
        return False
    behind = line[index + 1]
    return behind.lower in _AFTER_REDUCED or behind.text[0].isdigit()


def _before(line: Sequence[Token], index: int) -> str:
    """Return the word before a verb, adverbs passed over."""
    at = index - 1
    while at >= 0 and (line[at].lower.endswith("ly") or line[at].lower in ("also", "then", "not")):
        at -= 1
    return line[at].lower if at >= 0 else ""


# A noun or an adjective follows these, and never a finite verb.
_NO_SUBJECT = _DETERMINERS - {"and", "or", "that", "this", "each", "all", "some", "many", "two"}
# What these let, make or see done is no finite verb.
_LETTING = word_set("let lets letting make makes made help helps see saw hear heard watch watched")


def _has_object(line: Sequence[Token], index: int, tags: Sequence[str]) -> bool:
    """Return whether what follows makes a seeming noun a verb: "shells hit Markaba"."""
    if not index or index + 1 >= len(line) or not line[index].text.islower():
        return False
    return tags[index - 1] in ("NN", "NNS", "NNP", "PRP") and (
        tags[index + 1] in ("DT", "PRP$", "PRP") or line[index + 1].text[0].isupper()
    )


def _sets_a_number(line: Sequence[Token], index: int, tags: Sequence[str]) -> bool:
    """Return whether a seeming plural is a verb before a number: "the accord sets 10 May"."""
    if index < 2 or index + 1 >= len(line) or tags[index - 1] not in ("NN", "NNP"):
        return False
    return line[index + 1].text[0].isdigit() and line[index - 2].lower in ("the", "a", "this")


def _before_that(line: Sequence[Token], index: int, tags: Sequence[str]) -> bool:
    """Return whether a seeming noun is a verb of saying: "she also claims that"."""
    return (
        index > 0
        and _follows(line, index) == "that"
        and (line[index - 1].lower == "also" or tags[index - 1] in ("PRP", "NNP"))
    )


def _let(line: Sequence[Token], index: int) -> bool:
    return any(token.lower in _LETTING for token in line[max(0, index - 6) : index])


def _qualifies(line: Sequence[Token], index: int, tags: Sequence[str]) -> bool:
    """Return whether a participle stands before its noun: "the agreed line", "armed men"."""
    before = tags[index - 1] if index else "PU"
    behind = tags[index + 1] if index + 1 < len(line) else "PU"
    opens = before in ("DT", "PRP$", "POS", "JJ", "CD", "IN")
    return (
        opens
        and behind in ("NN", "NNS", "JJ", "VBG", "CC", "NNP")
        and (
            line[index - 1].lower not in ("that", "this", "these", "each", "all", "after", "before")
        )
    )
