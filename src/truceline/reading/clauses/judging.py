"""Judging: kind, modality, stance and codes of one clause, from the rules of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from truceline.reading.claim import AssetMention, ClaimKind, Modality, Stance
from truceline.reading.clauses.acts import frame_of
from truceline.reading.clauses.clause import Clause
from truceline.reading.clauses.clue import Clue, Sorted
from truceline.reading.clauses.codes import Codes, codes_of
from truceline.reading.clauses.hedge_words import Hedge
from truceline.reading.clauses.hedges import modality
from truceline.reading.clauses.kinds import kind_of
from truceline.reading.clauses.nominal import nominal_frame
from truceline.reading.clauses.stances import stance
from truceline.reading.words.sentences import Token
from truceline.reading.words.verbs import Frame, frames_of

# So many words behind a verb still say how firmly it is put: "is likely to", "was asked to".
_BEHIND_VERB = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules make of a clause: kind, modality, stance, codes, and what they stood on."""

    found: Sorted
    firm: Hedge
    stand: Hedge
    codes: Codes
    clue: Clue


def judge(
    words: str,
    line: Sequence[Token],
    clause: Clause,
    *,
    assets: tuple[AssetMention, ...],
    headline: bool,
    after_term: bool,
    names_actor: bool = False,
) -> Judged | None:
    """Return what a clause is judged to be; None where nothing is done or told."""
    cues = [one.lemma for one in clause.attributions]
    perceived = next((one.lemma for one in reversed(clause.attributions)), None)
    head = _head(line, clause)
    hedge = partial(modality, words, main=clause.main, cues=cues, headline=headline, head=head)
    firm = hedge()
    clue = Clue(
        words=words, main=clause.main, frame=_frame(words, clause, line),
        modality=Modality(firm.value), assets=assets, cue=perceived, after_term=after_term,
    )  # fmt: skip
    found = kind_of(clue)
    firm = hedge(kind=found.kind)
    denied = any(one.how == "denied" and not one.negated for one in clause.attributions)
    stand = stance(words, main=clause.main, modality=Modality(firm.value), denied=denied, head=head)
    if stand.value == Stance.CANNOT_CONFIRM and firm.value == Modality.ONGOING:
        firm = replace(firm, value=Modality.HAPPENED, rule="left open, so not told to last")
    found = _of_what_is_denied(found, clue, firm, stand)
    codes = codes_of(words, found=found, modality=Modality(firm.value))
    plain = not assets and stand.value == Stance.ASSERTS
    if plain and _is_bare_state(found, clause) and clue.search("state_subject") is None:
        return None
    if plain and _is_empty(found, codes):
        acts = names_actor and clause.main is not None and clause.main.lemma not in _BEING
        if clause.main is None or not (clause.attributions or acts):
            return None
        found = _told(found, clause, firm)
    return Judged(found, firm, stand, codes, clue)


# Verbs that tell how things are, or what somebody thinks of them.
_BEING = frozenset(
    ("be", "have", "seem", "appear", "become", "mean", "know", "want", "like", "need", "matter",
     "cost", "lack", "consist", "contain", "include", "belong", "depend", "feel", "look", "sound",
     "tend", "love", "hate", "prefer", "care", "differ", "vary", "get", "make", "say", "tell")
)  # fmt: skip


def _is_bare_state(found: Sorted, clause: Clause) -> bool:
    """Return whether nobody is said to tell that something is so: scenery, more often than not."""
    return found.rule == "a state told" and not clause.attributions


def _told(found: Sorted, clause: Clause, firm: Hedge) -> Sorted:
    """Return the kind of what a teller tells, though it is no act that the lexicon knows."""
    done = clause.main is not None and clause.main.lemma not in _BEING
    if firm.value in _ACTS or (done and firm.value == Modality.HAPPENED):
        return replace(found, rule="told as done")
    return replace(found, kind=ClaimKind.STATEMENT, rule="told, and no act of the field")


_ACTS = (Modality.POSSIBLE, Modality.HYPOTHETICAL)
_DISPUTED = frozenset(("verb of position", "a state told", "told, and no act of the field"))
_GUESSED = frozenset(("a state told", "verb of position"))


def _of_what_is_denied(found: Sorted, clue: Clue, firm: Hedge, stand: Hedge) -> Sorted:
    """Return the kind of what a teller leaves open or supposes: some act, more often than a view.

    "Neither account could be checked" and "it could have been bandits" speak of what was done.
    """
    open_kinds = (ClaimKind.STATEMENT, ClaimKind.CONTACT)
    disputed = stand.rule == "denial" and found.rule in _DISPUTED
    if disputed or (stand.value == Stance.CANNOT_CONFIRM and found.kind in open_kinds):
        return replace(found, kind=ClaimKind.EVENT, rule="an act left open")
    weak = found.rule in _GUESSED and clue.frame_name in ("", "hold_view")
    if weak and firm.value in _ACTS and clue.search("verdict_subject") is None:
        return replace(found, kind=ClaimKind.EVENT, rule="an act supposed")
    return found


def _frame(words: str, clause: Clause, line: Sequence[Token]) -> Frame | None:
    """Return the frame of what a clause tells: its noun's, where the verb only carries that."""
    own = frame_of(clause.main, line)
    particled = own is not None and clause.main is not None and own not in frames_of(
        clause.main.lemma
    )  # fmt: skip
    return own if particled else nominal_frame(words, clause.main) or own


def _is_empty(found: Sorted, codes: Codes) -> bool:
    """Return whether an event has neither a code nor an act: nothing of the field is done."""
    return found.kind is ClaimKind.EVENT and codes.event is None and codes.act is None


def _head(line: Sequence[Token], clause: Clause) -> str | None:
    """Return a clause, lowered, up to its deciding verb and a few words on; None without one."""
    if clause.main is None or clause.main.first < clause.first:
        return None
    if any(frame.kind == ClaimKind.TERM for frame in frames_of(clause.main.lemma)):
        return None  # what a text provides stands behind its verb
    return lowered(line[clause.first : min(clause.main.after + _BEHIND_VERB, clause.after)])


def lowered(tokens: Sequence[Token]) -> str:
    """Return the words of a clause in lower case, as the rules read them."""
    parts = [word if word.startswith("'") else " " + word for word in (t.lower for t in tokens)]
    return "".join(parts).strip()
