"""Fields: which fields an entry of each kind shows commitments for, whether it has them or not.

A leaf that showed only the fields a record has would tell whether, say, a document names its
publisher. So each kind shows all its fields; what is absent has a commitment that opens to nothing.
A test holds the lists to the nouns.
"""

from __future__ import annotations

_FIELDS = {
    "document": "digest filename id media_type published publisher size_bytes text title url",
    "page": "dating document leads lines outlet",
    "claim": (
        "acled act assets chain confidence cues document event id kind modality paragraph places "
        "quantities reader relation span stance time to_whom who"
    ),
    "decision": "at before by choice claim document reason",
    "proposal": "answers claims document model prompt reader refused request",
    "observation": (
        "actors areas assets basis chain count grade id kind looks_wrong method origin "
        "origin_actor place place_text relation side stance tally what when"
    ),
    "coverage": "areas basis by denied detection id method place sees share side when",
    "review": "at finding inputs_digest reason reviewer verdict",
    "regrouping": "apart_from at by documents how observations reason",
    "agreement": "",
    "edition": "agreements as_of at audience by digest form period size_bytes title to",
    "handling": "at by document end level of reason row start until",
    "withdrawal": "key kind reason",
    "refusal": "column file line mend what",
    "erasure": "approved_by reason",
}

FIELDS = {kind: tuple(names.split()) for kind, names in _FIELDS.items()}
"""The usual fields of each kind of entry."""
