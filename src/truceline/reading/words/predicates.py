"""Predicates: verb groups where they stand, with lemma, frame, negation, modal and voice.

A word is a verb by the lexicon's forms and by its tag (``tagger.py``): where a form is a noun as
often, the tag decides; where it hardly ever is one, the words before it do.
``lexicon/verbs.yaml`` holds verbs by frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from truceline.reading.words.bare_verbs import MODALS, by_wire, sort_of
from truceline.reading.words.sentences import Token, word_set
from truceline.reading.words.tagger import tags_of
from truceline.reading.words.unlisted import stem_of, unlisted
from truceline.reading.words.verbs import Form, manner_of
from truceline.reading.words.verbs import forms as verb_forms

_BE = word_set("is are am was were be been being isn't aren't wasn't weren't 's 're 'm")
_HAVE = word_set("has have had having hasn't haven't hadn't 've")
_DO = word_set("do does did don't doesn't didn't")
NEGATIONS = word_set("not never n't cannot no")
_INSIDE = word_set(
    "not never also still already now again just ever yet since only soon then always often once "
    "even so far both all each first later long almost at least outright"
)
_PRONOUNS = word_set("i we you they he she it who which that there this everyone nobody both")
# After a modal or "do" these are no verb, so the verb has been left out ("and did not").
_NO_VERB = word_set(
    "the a an he she it they we you i that this and or but in on at by to of for with from as if "
    "so than no longer also"
)
_NO_GERUND = word_set("ongoing missing willing nothing something during lasting morning evening")


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb group: tokens ``first`` up to, and without, ``after``; ``verb`` is the main verb's.

    ``sort`` is finite, infinitive, participle or gerund.
    """

    first: int
    after: int
    verb: int
    lemma: str
    sort: str
    shape: str
    modal: str | None = None
    negated: bool = False
    passive: bool = False
    perfect: bool = False
    progressive: bool = False
    past: bool = False


def predicates(
    line: Sequence[Token], *, tags: Sequence[str] | None = None
) -> tuple[Predicate, ...]:
    """Return the verb groups of a row of tokens, in order.

    ``tags`` are the words' parts of speech, where they are known already.

    >>> from truceline.reading.words.sentences import tokens
    >>> line = tokens("Troops have not withdrawn and will be fired on")
    >>> [(p.lemma, p.sort, p.negated, p.passive) for p in predicates(line)]
    [('withdraw', 'finite', True, False), ('fire', 'finite', False, True)]
    """
    if tags is None:
        (tags,) = tags_of([line])
    found: list[Predicate] = []
    after = 0
    for index in _may_open(line, tags):
        is_word = line[index].is_word or line[index].text[0] in "'’"
        group = _group_at(line, index, tags) if is_word and index >= after else None
        if group is not None:
            found.append(group)
            after = group.after
    found = [_raised(line, found, one) for one in found]
    return tuple(
        replace(one, sort="participle", passive=True) if _is_reduced(line, found, at) else one
        for at, one in enumerate(found)
    )


def _may_open(line: Sequence[Token], tags: Sequence[str]) -> list[int]:
    """Return the words that may open a verb group: known forms, and what looks like one."""
    known = _openers()
    return [
        at
        for at, (token, tag) in enumerate(zip(line, tags, strict=True))
        if tag in _PRESENT_TAGS or token.lower in known or token.lower.endswith("ed")
    ]


# A verb of no list is known by one of these tags, or by its past.
_PRESENT_TAGS = frozenset(("VBZ", "VBP"))


@cache
def _openers() -> frozenset[str]:
    return frozenset(verb_forms()) | MODALS | _BE | _HAVE | _DO | {"to"}


# A participle does not share its noun with a verb beyond one of these.
_CLAUSE_EDGES = word_set("; : — – , and but")


def _raised(line: Sequence[Token], found: Sequence[Predicate], one: Predicate) -> Predicate:
    """Return a seeming participle as the verb of its clause, where the clause has no other.

    The tags of "agreed" in "The sides agreed in Kunming" and "the text agreed in Kunming says" are
    alike too often.
    """
    if one.sort != "participle" or one.shape != "ed" or one.first != one.verb or not one.first:
        return one
    wired = manner_of(one.lemma) is not None and by_wire(line, one.after)
    if one.after < len(line) and line[one.after].lower == "by" and not wired:
        return one
    if manner_of(one.lemma) is not None and _opens_content(line, found, one):
        return replace(one, sort="finite", passive=False)
    first = next((at for at in range(one.first - 1, -1, -1) if _edge(line, at)), -1)
    after = next((at for at in range(one.after, len(line)) if _edge(line, at)), len(line))
    if first == one.first - 1:
        return one
    if any(p.sort == "finite" and first < p.first < after for p in found):
        return one
    return replace(one, sort="finite", passive=False)


def _opens_content(line: Sequence[Token], found: Sequence[Predicate], one: Predicate) -> bool:
    """Return whether a "that" follows a cue verb before any other verb does."""
    stop = min((p.first for p in found if p.first > one.first and p.sort == "finite"), default=0)
    words = [token.lower for token in line[one.after : min(stop, one.after + _THAT_WITHIN)]]
    return "that" in words and not any(word in (";", ":") for word in words)


# Between a cue verb and the "that" of its content so many words may stand.
_THAT_WITHIN = 12


def _edge(line: Sequence[Token], at: int) -> bool:
    return line[at].lower in _CLAUSE_EDGES


# Between a participle that qualifies its noun and the verb of that noun none of these stands.
_PARTING = word_set(
    "and but or that who which whom ; : when while after before as because if unless until "
    "although though since whether so than"
)


def _is_reduced(line: Sequence[Token], found: Sequence[Predicate], at: int) -> bool:
    """Return whether a past form only qualifies the subject of a verb that follows.

    "The paper signed in May bans ...": the later verb has no other subject.
    """
    one = found[at]
    bare = one.shape == "ed" and one.sort == "finite" and one.first == one.verb
    if not bare or one.first == 0 or manner_of(one.lemma) is not None:
        return False
    further = next((p for p in found[at + 1 :] if p.sort == "finite"), None)
    if further is None or (further.shape == "ed" and further.first == further.verb):
        return False
    gap = line[one.after : further.first]
    opens = gap[0].lower if gap else ""
    if opens not in _AFTER_PARTICIPLE or any(token.lower in _PARTING for token in gap):
        return False
    commas = sum(token.text == "," for token in gap)
    return commas == 0 if line[one.first - 1].text != "," else commas <= 1


_AFTER_PARTICIPLE = word_set(
    "in on at by to from near under before after yesterday today last between with for of inside"
)


def _group_at(line: Sequence[Token], index: int, tags: Sequence[str]) -> Predicate | None:
    word = line[index].lower
    if line[index].text == "May" and index:  # the month
        return None
    if word == "'s" and tags[index] != "VBZ":
        return None
    if word in MODALS or word in _BE or word in _HAVE or word in _DO:
        return _with_auxiliary(line, index)
    if word == "to" and index + 1 < len(line):
        return _infinitive(line, index)
    return _bare(line, index, tags)


def _with_auxiliary(line: Sequence[Token], index: int) -> Predicate:
    """Return the group that an auxiliary opens; it always makes one, "be" and "have" alone too."""
    at, last = index, index
    modal = None
    negated = passive = perfect = progressive = False
    helper = ""
    past = line[index].lower in ("was", "were", "had", "did")
    while at < len(line):
        word = line[at].lower
        if word in NEGATIONS or word.endswith("n't"):
            negated = negated or word != "no"
        if word in MODALS:
            modal, helper, last = word, "modal", at
        elif word in _BE:
            helper, last = "be", at
        elif word in _HAVE and helper != "have":
            helper, last = "have", at
        elif word in _DO:
            helper, last = "do", at
        elif not (word in _INSIDE or word.endswith("ly")):
            break
        perfect = perfect or (word in ("been",) or word in _HAVE)
        if word == "no" or (word in _INSIDE and at > last + 2):
            break
        at += 1
    verb, form = _main_verb(line, at, helper)
    if form is None:
        lemma = {"have": "have", "do": "do"}.get(helper, "be")
        return Predicate(
            index, last + 1, last, lemma, "finite", "aux", modal, negated, past=past, perfect=False
        )
    passive = helper == "be" and form.shape in ("ed", "participle")
    progressive = helper == "be" and form.shape == "ing"
    sort = "gerund" if line[index].lower in ("being", "having") else "finite"
    perfect = perfect and (helper == "have" or line[last].lower == "been")
    return Predicate(
        index, verb + 1, verb, form.lemma, sort, form.shape,
        modal, negated, passive, perfect, progressive, past,
    )  # fmt: skip


_FITS = {
    "modal": ("base",),
    "do": ("base",),
    "have": ("ed", "participle"),
    "be": ("ed", "participle", "ing"),
}


def _main_verb(line: Sequence[Token], at: int, helper: str) -> tuple[int, Form | None]:
    if at >= len(line) or not helper:
        return at, None
    for form in verb_forms().get(line[at].lower, ()):
        if form.shape in _FITS[helper]:
            return at, form
    word = line[at].lower
    if helper in ("modal", "do") and word.isalpha() and word not in _NO_VERB:
        return (at, Form(word, "base")) if line[at].text.islower() else (at, None)
    if helper in ("have", "be") and word.endswith("ed") and len(word) > 4:
        return at, Form(stem_of(word.removesuffix("ed")), "ed")
    if helper == "be" and word.endswith("ing") and len(word) > 5 and word not in _NO_GERUND:
        return at, Form(stem_of(word.removesuffix("ing")), "ing")
    return at, None


def _infinitive(line: Sequence[Token], index: int) -> Predicate | None:
    at = index + 1
    while at < len(line) and (line[at].lower.endswith("ly") or line[at].lower == "not"):
        at += 1
    if at >= len(line):
        return None
    passive, verb = False, at
    forms = verb_forms().get(line[at].lower, ())
    if line[at].lower in ("be", "have") and at + 1 < len(line):
        helper = line[at].lower
        verb, form = _main_verb(line, at + 1, helper)
        if form is not None:
            passive = helper == "be" and form.shape != "ing"
            return Predicate(
                index, verb + 1, verb, form.lemma, "infinitive", form.shape, passive=passive
            )
        return Predicate(index, at + 1, at, helper, "infinitive", "base")
    base = next((form for form in forms if form.shape == "base"), None)
    if base is None:
        return None
    negated = any(line[i].lower in NEGATIONS for i in range(max(index - 1, 0), at))
    return Predicate(index, at + 1, at, base.lemma, "infinitive", "base", negated=negated)


def _bare(line: Sequence[Token], index: int, tags: Sequence[str]) -> Predicate | None:
    """Return the group of a main verb without auxiliary, if the word is one here."""
    word = line[index].lower
    forms = verb_forms().get(word) or ()
    if not forms and line[index].text.islower():
        forms = unlisted(word, index, tags)
    if not forms or _in_name(line, index) or _is_there(line, index):
        return None
    for form in forms:
        sort = sort_of(form, line, index, tags)
        if sort is not None:
            past = form.shape in ("ed", "past")
            return Predicate(
                index, index + 1, index, form.lemma, sort, form.shape,
                passive=sort == "participle", past=past,
            )  # fmt: skip
    return None


def _is_there(line: Sequence[Token], index: int) -> bool:
    """Return whether "present" tells who was there: "two people present in the room"."""
    if line[index].lower != "present" or index + 1 >= len(line):
        return False
    return line[index + 1].lower in ("in", "at", "on", "for", "during", "there", ",", ".")


def _in_name(line: Sequence[Token], index: int) -> bool:
    """Return whether a capitalised word stands inside a name ("Strike Force")."""
    if not line[index].text[0].isupper() or index < 2 or not line[index - 1].is_word:
        return False
    return line[index - 1].text[0].isupper()
