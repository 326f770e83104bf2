"""Cue weights: whether a verb that may attribute does so here, by a small model over its place.

"You know" and "I see" attribute nothing most of the time, "he said" nearly always. What stands
round a verb tells; what each sign is worth was learned by ``train_cues.py`` and ships as whole
numbers. Data, licence and digest stand in ``weights/README.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from math import log
from typing import Any

from truceline.digest import Digest, digest_of_bytes
from truceline.reading.speech.attribution import QUOTE_MARKS, Attribution, words_of
from truceline.reading.speech.loose import LOOSE
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token

CUES = "cues.npz"
# Weights are kept in so many parts of one.
SCALE = 32
# Of six parts of the training documents, each judged by a model of the other five, most are right
# where those of a chance of a third and more are kept.
LEAST_CHANCE = 0.33
_LOGIT = log(LEAST_CHANCE / (1 - LEAST_CHANCE))
# Rules whose words leave no doubt; the model is not asked.
_SURE = frozenset(("according to", "adverb", "noun + that", "was told by", "is said to"))
_WE_AND_YOU = frozenset(("i", "you", "we", "everyone", "who"))
_PRONOUN_TAGS = frozenset(("PRP", "DT", "WP", "EX"))
_GRAMMAR_TAGS = frozenset(("PRP", "DT", "WP", "WRB", "IN", "TO"))


def attributes(
    one: Attribution,
    line: Sequence[Token],
    tags: Sequence[str],
    predicates: Sequence[Predicate],
    *,
    trusting: bool = False,
) -> bool:
    """Return whether a cue found by form attributes in its sentence.

    ``trusting`` asks the model only about what "I", "we" and "you" think and feel: the texts that
    it learned from are of many sorts, and hold few who observed, confirmed or denied.
    """
    if one.rule in _SURE:
        return True
    says = one.lemma in words_of("sayers")
    subject = _subject(one, line, tags)
    strict = one.rule != LOOSE
    if (says and strict and subject in ("NAME", "NP")) or (
        trusting and (says or one.how != "said" or subject not in _WE_AND_YOU)
    ):
        return True
    weights = _weights()
    found = signs_of(one, line, tags, predicates)
    return sum(weights.get(sign, 0) for sign in found) >= _LOGIT * SCALE


def signs_of(
    one: Attribution, line: Sequence[Token], tags: Sequence[str], predicates: Sequence[Predicate]
) -> frozenset[str]:
    """Return what is told by a cue and by what stands round it, each as a short text."""

    def word(at: int) -> str:
        return line[at].lower if 0 <= at < len(line) else "-"

    def tag(at: int) -> str:
        return tags[at] if 0 <= at < len(line) else "-"

    verb, lemma = one.verb, one.lemma
    subject = _subject(one, line, tags)
    found = {
        "bias", f"l={lemma}", f"r={one.rule.replace(lemma, 'L')}", f"s={subject}",
        f"n1={word(verb + 1)}", f"t1={tag(verb + 1)}", f"t2={tag(verb + 2)}",
        f"p1={word(verb - 1)}", f"pt={tag(verb - 1)}", f"ls={lemma}_{subject}",
        f"ln={lemma}_{word(verb + 1)}", f"neg={one.negated}", f"modal={one.modal}",
        f"ask={line[-1].text == '?'}",
        f"quote={any(token.text in QUOTE_MARKS for token in line)}",
        f"first={word(0) if verb < _NEAR_START else '-'}",
        f"long={min(0 if one.teller is None else one.teller[1] - one.teller[0], 6)}",
    }  # fmt: skip
    own = next((p for p in predicates if p.verb == verb), None)
    if own is not None:
        later = next((p.sort for p in predicates if p.first > own.first), "none")
        found |= {
            f"past={own.past}", f"perf={own.perfect}", f"prog={own.progressive}",
            f"pas={own.passive}", f"shape={own.shape}", f"nv={later}",
        }  # fmt: skip
    if one.content:
        first, after = one.content[0]
        finite = any(p.sort == "finite" and first <= p.first < after for p in predicates)
        opens = word(first) if tag(first) in _GRAMMAR_TAGS else tag(first)
        found |= {
            f"o={word(first)}", f"ot={tag(first)}", f"fin={finite}", f"lfin={lemma}_{finite}",
            f"len={min((after - first) // 4, 4)}", f"left={first < verb}",
            f"that={word(first - 1) == 'that'}", f"lo={lemma}_{opens}",
        }  # fmt: skip
    return frozenset(found)


# The word that opens a sentence tells of a cue that stands near it.
_NEAR_START = 6


def _subject(one: Attribution, line: Sequence[Token], tags: Sequence[str]) -> str:
    """Return the teller as a pronoun, a name or a plain noun phrase."""
    if one.teller is None:
        return "none"
    first, after = one.teller
    if after - first == 1 and tags[first] in _PRONOUN_TAGS:
        return line[first].lower
    return "NAME" if any(tags[at] == "NNP" for at in range(first, after)) else "NP"


@cache
def _weights() -> dict[str, int]:
    import numpy as np

    loaded: Any = np.load(BytesIO(_weight_bytes()), allow_pickle=False)
    signs = bytes(loaded["signs"]).decode("utf-8").split("\n")
    return dict(zip(signs, (int(one) for one in loaded["weights"]), strict=True))


def _weight_bytes() -> bytes:
    return (files("truceline.reading") / "weights" / CUES).read_bytes()


@cache
def cue_digest() -> Digest:
    """Return the digest of the weights, as ``weights/README.md`` tells it."""
    return digest_of_bytes(_weight_bytes())
