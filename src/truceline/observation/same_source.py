"""Same source: which documents are one source, and by which addresses and names they are known.

A page fetched twice is one document in two versions. Papers that print one text have one author. A
person may say that one document retells another in words of its own, which no count of words finds.
And a report may be told by its name in another paper while it lies in the casefile itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from truceline.evidence.document import Document
from truceline.observation.observation import LogRow, Observation

# How the name of a group begins of which a person said that it is one source.
BY_DECISION = "by decision "
# A paper's symbol, as the United Nations and others number their papers: S/2013/345, A/RES/3263.
_SYMBOL = re.compile(r"\b[A-Z]{1,5}(?:/[A-Za-z0-9.]+){1,4}\b")


def same_source(
    documents: Iterable[Document],
    *,
    copies: Iterable[frozenset[str]] = (),
    decided: Iterable[Iterable[str]] = (),
) -> tuple[frozenset[str], ...]:
    """Return groups of keys, each group one source: ids of documents, addresses and names.

    Documents of one address are versions of one another. A name leads to a group only where no
    document outside it has the same: the reports of a series are often all called alike.

    Args:
        copies: Groups of ids of documents that print one text.
        decided: Groups of ids that a person said are one source.
    """
    kept = sorted(documents, key=lambda one: one.id)
    ids = {one.id for one in kept}
    known = {key: {key} for key in ids}
    named: dict[str, set[str]] = defaultdict(set)
    for one in kept:
        if one.url:
            _join(known, [one.id, address_of(one.url)])
        for name in _names(one):
            named[name].add(one.id)
    for group in copies:
        _join(known, sorted(ids.intersection(group)))
    for documents_said in decided:
        if said := sorted(ids.intersection(documents_said)):
            _join(known, [*said, f"{BY_DECISION}{said[0]}"])
    for name, bearers in sorted(named.items()):
        if all(known[one] is known[min(bearers)] for one in bearers):
            _join(known, [min(bearers), name])
    groups = {min(group): frozenset(group) for group in known.values() if len(group) > 1}
    return tuple(groups[first] for first in sorted(groups))


def group_names(groups: Iterable[frozenset[str]]) -> dict[str, str]:
    """Return the name of its group by each key; ``BY_DECISION`` begins that of a decided one."""
    named: dict[str, str] = {}
    for group in groups:
        decided = [key for key in group if key.startswith(BY_DECISION)]
        named |= dict.fromkeys(group, min(decided or group))
    return named


def address_of(url: str) -> str:
    """Return the address that two links to one page have in common.

    >>> address_of("https://www.example.org/a/?id=1#top") == address_of("http://example.org/a?id=1")
    True
    """
    parts = urlsplit(url.strip())
    host = parts.netloc.casefold().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"at {host}{parts.path.rstrip('/')}{query}"


def name_of(words: str) -> str:
    """Return the key of a paper's name.

    >>> name_of(" Weekly  Report 12 ")
    'named weekly report 12'
    """
    return f"named {' '.join(words.casefold().split())}"


def source_of(one: Observation, sources: Mapping[str, str]) -> str | None:
    """Return the group of what an observation was printed in; None where it is in none."""
    if not sources:
        return None
    basis = one.basis
    if isinstance(basis, LogRow) and basis.url:
        return sources.get(address_of(basis.url), sources.get(basis.document))
    return sources.get(basis.document)


def retold_from(one: Observation, sources: Mapping[str, str]) -> str | None:
    """Return the group of the kept document that an observation names as its origin, or None."""
    return sources.get(name_of(one.origin)) if sources else None


def _names(one: Document) -> Iterable[str]:
    if one.title:
        yield name_of(one.title)
        yield from (name_of(symbol) for symbol in _SYMBOL.findall(one.title))


def _join(known: dict[str, set[str]], keys: list[str]) -> None:
    both = {key for one in keys for key in known.get(one, {one})}
    for key in both:
        known[key] = both
