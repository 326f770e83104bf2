"""Attribution: who acted, as the party column of a record names it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from truceline.observation.lookups import ActorBook
from truceline.observation.observation import ActorShare
from truceline.observation.tables import table


@dataclass(frozen=True, slots=True, kw_only=True)
class Alleged:
    """Who says that it was so, in what manner, and how that one knows."""

    who: str
    how: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Candidates for who acted, one group for each that acted together.

    ``groups`` is empty where nobody is named; each group shares one act among its candidates.
    ``side`` is a side that the words themselves name. ``alleged`` is whose claim it is.
    """

    groups: tuple[tuple[ActorShare, ...], ...]
    side: str | None = None
    alleged: Alleged | None = None


def attribute(words: str, *, actors: ActorBook) -> Attribution:
    """Return who acted, as a party column names it.

    "A or B" are two candidates for one act; "A and B" acted both. Words that the lexicon does not
    know name an actor of their own; "undetermined" and the like name none.

    >>> from truceline.reading.actors import load_actors
    >>> [[share.actor, share.share] for share in
    ...  attribute("armed opposition or SAAF", actors=load_actors()).groups[0]]
    [['armed opposition', 0.5], ['Syrian armed forces', 0.5]]
    >>> attribute("undetermined, came from Alpha side", actors=load_actors()).side
    'alpha'
    """
    rules = table("attribution")
    side = re.search(rules["side"], words, re.IGNORECASE)
    alleged, bare = _alleged(words)
    hedge = rules["hedged"]
    hedged = any(re.search(rf"\b{word}\b", bare, re.IGNORECASE) for word in hedge["words"])
    bare = re.sub(r"\([^)]*\)", "", bare).strip(" ,;")
    named = bare and not bare.lower().startswith(tuple(rules["unknown"]))
    groups = []
    for joint in re.split(r"\s+and\s+", bare) if named else ():
        shares = _candidates(joint, hedge["share"] if hedged else 1.0, actors)
        groups.append(shares)
    known = [group for group in groups if any(share.of or _known(share, actors) for share in group)]
    return Attribution(
        groups=tuple(known if len(groups) > 1 and known else groups),
        side=side["side"].lower() if side else None,
        alleged=alleged,
    )


def known_as(words: str, actors: ActorBook) -> ActorShare | None:
    """Return the canonical actor of some words, trying them less closely; share 1.0."""
    dropped = table("attribution")["dropped"]
    plain = re.sub(r"^(?:the|a|an)\s+", "", words.strip(), flags=re.IGNORECASE)
    parts = plain.split()
    while parts and parts[-1].lower() in dropped and actors.find(" ".join(parts)) is None:
        parts.pop()
    found = actors.find(" ".join(parts)) if parts else None
    return None if found is None else ActorShare(found.name, found.of, 1.0)


def _alleged(words: str) -> tuple[Alleged | None, str]:
    for rule in table("attribution")["told"]:
        match = re.search(rule["find"], words, re.IGNORECASE)
        if match:
            bare = (words[: match.start()] + words[match.end() :]).strip()
            alleged = Alleged(who=match["who"].strip(), how=rule["how"], method=rule["method"])
            return alleged, bare
    return None, words


def _candidates(words: str, total: float, actors: ActorBook) -> tuple[ActorShare, ...]:
    names = [name.strip() for name in re.split(r"\s+or\s+|\s*/\s*", words) if name.strip()]
    shares = []
    for name in names:
        known = known_as(name, actors)
        actor, of = (known.actor, known.of) if known else (name, None)
        shares.append(ActorShare(actor, of, total / len(names)))
    return tuple(shares)


def _known(share: ActorShare, actors: ActorBook) -> bool:
    return actors.find(share.actor) is not None
