"""Actors: who acts or speaks, by canonical name, found where they stand in a text.

Names, acronyms, adjectives and capitals come from ``lexicon/actors.yaml`` and
``lexicon/states.csv``; phrases such as "Syrian troops" or "Russia's foreign ministry" are built
from a state and a role word. A capital stands for its government only where it is not plainly a
place ("in Moscow").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from truceline.evidence.document import Span
from truceline.reading.claim import ActorMention
from truceline.reading.words.lexicon_files import load_csv, load_yaml
from truceline.reading.words.phrases import Phrases
from truceline.reading.words.sentences import Token, tokens, word_set

_PARENTHESIS = re.compile(r"\s*\([^()]*\)\s*")
_ARTICLES = ("the", "a", "an")
# After these a state's or a capital's name is a place.
_AT = word_set("in inside into near across throughout around outside within over at")
_AT_CAPITAL = _AT | frozenset(("to", "from", "of"))
# Words that may stand between a state's adjective and its role word: "Syrian government forces".
_BETWEEN = word_set("government state regular army military local senior top security")
# Armed, of the state, and not its armed forces.
_NOT_THE_ARMY = frozenset(("police", "militia", "militiamen"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone who acts or speaks.

    ``kind`` is state, force, government, office, group, body, media, person or collective; ``of``
    is whom it belongs to (``Syria`` for its army); ``called`` holds its other names; ``country`` is
    the state in which a group that belongs to none mostly acts.
    """

    name: str
    kind: str
    of: str | None = None
    called: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    actor: Actor | None
    sort: str  # "name", "adjective", "capital", "role"


@dataclass(frozen=True, slots=True)
class Actors:
    """The canonical actors, and how to find one by any of its names."""

    actors: tuple[Actor, ...]
    _cased: Phrases[_Name] = field(repr=False, compare=False)
    _uncased: Phrases[_Name] = field(repr=False, compare=False)
    _role_words: Phrases[str] = field(repr=False, compare=False)
    _forces: dict[str, Actor] = field(repr=False, compare=False)
    _opening_words: frozenset[str] = field(repr=False, compare=False)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self.actors)

    def find(self, words: str) -> Actor | None:
        """Return the one actor that the words name, or None where none or several are named.

        What stands in brackets, an article, and words after the name are passed over; words
        before it are not ("forces allied to X" is not X).

        >>> load_actors().find("IDF (as alleged by Syria)").name
        'Israel Defense Forces'
        >>> load_actors().find("SAAF position").of
        'Syria'
        >>> load_actors().find("armed opposition or SAAF") is None
        True
        """
        plain = _PARENTHESIS.sub(" ", words).strip()
        line = tokens(plain)
        first = 1 if line and line[0].lower in _ARTICLES and len(line) > 1 else 0
        for start in dict.fromkeys((0, first)):
            found = self.at(line, start)
            if found is not None and found[0] is not None:
                if found[1] < len(line) and line[found[1]].lower in ("and", "or", "/"):
                    return None
                others = {mention.actor for mention in self.mentions(plain, line) if mention.actor}
                return found[0] if others <= {found[0].name} else None
        return None

    def mentions(self, text: str, line: Sequence[Token]) -> Iterator[ActorMention]:
        """Yield the actors named in a row of tokens, longest names first, none overlapping."""
        opening = self._opening_words
        after = 0
        for index in [at for at, token in enumerate(line) if token.lower in opening]:
            if index < after:
                continue
            token = line[index]
            found = self.at(line, index) if token.is_word else None
            if found is not None:
                actor, after = found
                span = Span.of(text, token.start, line[after - 1].end)
                yield ActorMention(span=span, actor=actor.name if actor else None)

    def at(self, line: Sequence[Token], index: int) -> tuple[Actor | None, int] | None:
        """Return the actor named at a token and the index after it; None where there is none.

        The actor is None for a role without a name ("government soldiers").
        """
        if index >= len(line) or line[index].lower not in self._opening_words:
            return None
        found = _longer(self._cased.longest(line, index), self._uncased.longest(line, index))
        if found is None:
            return self._office_of_a_state(line, index)
        name, after = found
        built = self._of_a_state(name, line, after)
        if built is not None:
            return built
        if name.sort in ("name", "capital") and name.actor and name.actor.kind == "state":
            before = line[index - 1].lower if index else ""
            if before == "the" and index > 1:
                before = line[index - 2].lower
            if before in (_AT_CAPITAL if name.sort == "capital" else _AT):
                return None
        if name.actor is None:
            person = self._cased.longest(line, after)
            if person and person[0].actor and person[0].actor.kind == "person":
                return person[0].actor, person[1]
        return name.actor, after

    def _of_a_state(
        self, name: _Name, line: Sequence[Token], after: int
    ) -> tuple[Actor, int] | None:
        """Return what a state's name and a role word make: "Syrian troops", "Iran's army"."""
        if name.actor is None or name.actor.kind != "state" or name.sort == "capital":
            return None
        index = after
        if index < len(line) and line[index].lower in ("'s", "'"):
            index += 1
        elif name.sort != "adjective" and name.actor.name not in ("United States",):
            return None
        skipped = 0
        role = self._role_words.longest(line, index)
        while role is None and skipped < 2 and index < len(line):
            if line[index].lower not in _BETWEEN:
                return None
            index, skipped = index + 1, skipped + 1
            role = self._role_words.longest(line, index)
        if role is None:
            return None
        sort, end = role
        # "government forces": the last role word says what it is.
        further = self._role_words.longest(line, end)
        if sort == "government" and further is not None and further[0] == "force":
            sort, end = further
        person = self._cased.longest(line, end)
        if person and person[0].actor and person[0].actor.kind == "person":
            return person[0].actor, person[1]
        return self._made(name.actor, sort, line[end - 1].lower), end

    def _office_of_a_state(
        self, line: Sequence[Token], index: int
    ) -> tuple[Actor | None, int] | None:
        """Return what a role word and "of" a state make, or a person after his title."""
        role = self._role_words.longest(line, index)
        if role is None or not line[index].text[0].isupper():
            return None
        sort, end = role
        person = self._cased.longest(line, end)
        if person and person[0].actor and person[0].actor.kind == "person":
            return person[0].actor, person[1]
        if end + 1 >= len(line) or line[end].lower != "of":
            return None
        state_at = end + 2 if line[end + 1].lower == "the" else end + 1
        state = self._cased.longest(line, state_at)
        if state is None or state[0].actor is None or state[0].actor.kind != "state":
            return None
        return self._made(state[0].actor, sort, line[end - 1].lower), state[1]

    def _made(self, state: Actor, sort: str, word: str) -> Actor:
        adjective = state.called[0] if state.called else state.name
        if sort == "force" and word in _NOT_THE_ARMY:
            return Actor(name=f"{adjective} {word}", kind="force", of=state.name)
        if sort == "force":
            made = self._forces.get(state.name)
            return made or Actor(name=f"{adjective} armed forces", kind="force", of=state.name)
        if sort == "office":
            return Actor(name=f"{word} of {state.name}", kind="office", of=state.name)
        return Actor(name=f"government of {state.name}", kind="government", of=state.name)


def _longer(
    one: tuple[_Name, int] | None, other: tuple[_Name, int] | None
) -> tuple[_Name, int] | None:
    if one is None or other is None:
        return one or other
    return one if one[1] >= other[1] else other


@cache
def load_actors() -> Actors:
    """Return the canonical actors of the lexicon.

    >>> sorted({actor.kind for actor in load_actors()})
    ['body', 'collective', 'force', 'group', 'media', 'person', 'state']
    """
    lists = load_yaml("actors.yaml")
    names: list[tuple[str, _Name]] = []
    actors: list[Actor] = []
    for kind, key in (
        ("force", "forces"),
        ("group", "groups"),
        ("body", "bodies"),
        ("media", "media"),
        ("person", "people"),
        ("collective", "collective"),
    ):
        for entry in lists[key]:
            called = tuple(str(word) for word in entry.get("called", ()))
            actor = Actor(
                name=entry["name"], kind=kind, of=entry.get("of"), called=called,
                country=entry.get("country"),
            )  # fmt: skip
            actors.append(actor)
            names.extend((word, _Name(actor, "name")) for word in (actor.name, *called))
    for actor, sort, word in _states():
        if sort == "state":
            actors.append(actor)
        names.append((word, _Name(actor, "name" if sort == "state" else sort)))
    names.extend((word, _Name(None, "role")) for word in lists["roles"])
    forces: dict[str, Actor] = {}
    for actor in actors:
        if actor.kind == "force" and actor.of:
            forces.setdefault(actor.of, actor)
    role_words = {
        tuple(token.lower for token in tokens(word)): sort
        for sort, words in lists["of_a_state"].items()
        for word in words
    }
    cased = Phrases({_cased(w): n for w, n in reversed(names) if w != w.lower()}, by_case=True)
    uncased = Phrases({_lower(w): n for w, n in reversed(names) if w == w.lower()})
    roles = Phrases(role_words)
    opening = cased.first_words | uncased.first_words | roles.first_words
    return Actors(tuple(actors), cased, uncased, roles, forces, opening)


def _states() -> Iterator[tuple[Actor, str, str]]:
    for row in load_csv("states.csv"):
        adjectives = tuple(filter(None, row["adjectives"].split("|")))
        capitals = tuple(filter(None, row["capitals"].split("|")))
        other = tuple(filter(None, row["other"].split("|")))
        state = Actor(name=row["name"], kind="state", called=(*adjectives, *other, *capitals))
        yield state, "state", state.name
        for sort, words in (("adjective", adjectives), ("capital", capitals), ("name", other)):
            for word in words:
                yield state, sort, word


def _cased(word: str) -> tuple[str, ...]:
    return tuple(token.text if token.is_word else token.lower for token in tokens(word))


def _lower(word: str) -> tuple[str, ...]:
    return tuple(token.lower for token in tokens(word))


def find_actors(text: str, *, start: int = 0, end: int | None = None) -> tuple[ActorMention, ...]:
    """Return the actors named between two offsets of a text, in order, none overlapping.

    ``actor`` is the canonical name, or None for a role without one ("both sides").

    >>> [(m.span.quote, m.actor) for m in find_actors("Syrian troops fired at the IDF near Syria")]
    [('Syrian troops', 'Syrian armed forces'), ('IDF', 'Israel Defense Forces')]
    """
    line = tokens(text, start=start, end=end)
    return tuple(load_actors().mentions(text, line))
