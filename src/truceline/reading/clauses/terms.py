"""Terms: whether a clause tells what an agreement, a draft or a law provides."""

from __future__ import annotations

import re

from truceline.reading.claim import ClaimKind, Modality
from truceline.reading.clauses.clue import Clue, Sorted, pattern_of, sorted_as, verb_at

# What an agreement or a map does in the present tense is a term.
_SETTING = frozenset(
    (
        "give", "let", "draw", "set", "leave", "put", "take", "contain", "fix", "divide", "name",
        "ban", "say", "carry", "grant", "split", "assign", "place", "show", "keep",
        "call", "reserve", "extend", "establish", "create", "make", "want", "list", "foresee",
        "prescribe", "cover", "exempt", "exclude", "include", "define", "prohibit", "require",
    )
)  # fmt: skip


def term(clue: Clue) -> Sorted | None:
    """Sort what an agreement, a draft or a law provides."""
    runs = clue.search("term_runs")
    if runs is not None:
        return sorted_as(ClaimKind.TERM, "term runs", runs, clue)
    opening = clue.search("term_opening")
    if opening is not None and clue.modality is not Modality.HAPPENED:
        return sorted_as(ClaimKind.TERM, "under an agreement", opening, clue)
    subject = pattern_of("term_subject").search(clue.words[: verb_at(clue.words, clue.main)])
    if subject is not None and clue.frame_name == "provide":
        return sorted_as(ClaimKind.TERM, "an agreement provides", subject.group(), clue)
    main = clue.main
    draft = clue.search("term_draft")
    if draft is not None and main is not None and main.modal == "would" and clue.lemma != "be":
        return sorted_as(ClaimKind.TERM, "a draft would set", draft, clue)
    if subject is not None and main is not None:
        sets = main.shape in ("s", "base") and main.modal is None and clue.lemma in _SETTING
        binds = clue.lemma in _BINDING and not main.passive
        if sets or binds:
            rule = "an agreement binds" if binds else "an agreement sets"
            return sorted_as(ClaimKind.TERM, rule, clue.lemma, clue)
    if main is not None and clue.lemma in _BINDING and _IT_BINDS.search(clue.words):
        return sorted_as(ClaimKind.TERM, "it binds", clue.lemma, clue)
    return _duty(clue)


# A text told of before, in the present tense: "it merely forbids", "nothing in it obliges".
_IT_BINDS = re.compile(
    r"^(?:(?:it|this|that|which) (?:merely |only |also |further |thus |in turn )?|"
    r"(?:nothing|nowhere|another \w+|one \w+) in it (?:\w+ )?)"
    r"(?:limits|requires|bans|obliges|restricts|caps|prohibits|forbids|entitles|binds|bars|permits|"
    r"allows|lets|forbade|obliged|entitled|bound|permitted)\b"
)


def _duty(clue: Clue) -> Sorted | None:
    """Return what lays a duty on the parties or frees them, by the wording of terms."""
    duty = _DUTY.search(clue.words)
    ours = clue.words.startswith(("we ", "i "))
    if duty is not None and not ours and clue.modality in (Modality.DEMANDED, Modality.PERMITTED):
        return sorted_as(ClaimKind.TERM, "wording of a term", duty.group(), clue)
    main = clue.main
    if clue.after_term and main is not None and main.modal == "would" and not main.perfect:
        return sorted_as(ClaimKind.TERM, "goes on with a draft", "would", clue)
    if clue.after_term and clue.modality in (Modality.DEMANDED, Modality.PERMITTED):
        return sorted_as(ClaimKind.TERM, "goes on with a term", "", clue)
    duty = re.search(r"\b(?:is|are|was|were) to\b", clue.words)
    if duty is not None and clue.modality is Modality.DEMANDED:
        return sorted_as(ClaimKind.TERM, "duty in force", duty.group(), clue)
    return None


_DUTY = re.compile(
    r"\bshall\b|\bmay not\b|\bneither (?:party|side)\b.*\bmay\b|^no [\w ]{3,40} may\b|"
    r"\b(?:the parties|each (?:side|party)|both (?:sides|parties)) may\b|"
    r"\b(?:is|are) (?:obliged|entitled|bound) (?:by [\w ]+ )?to\b|"
    r"\bsignator(?:y|ies) (?:\w+ )?(?:must|may|shall)\b|"
    r"\bshould have (?:been|left|gone|ended|begun)\b.*\bby\b"
)
# What an agreement does to those who signed it.
_BINDING = frozenset(
    ("limit", "require", "ban", "oblige", "restrict", "cap", "prohibit", "forbid", "let", "allow",
     "permit", "entitle", "bind", "bar")
)  # fmt: skip
