"""Taxonomy: asset classes, acts and duties as trees, with the words that reports use for them.

The table lies in ``taxonomy.yaml`` beside this file, for anybody to read and debate.

Source: the seven categories of the UN Register of Conventional Arms as roots, refined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from truceline.agreement.checker import Checker
from truceline.agreement.yaml_nodes import Mapping, read_nodes
from truceline.errors import AgreementInvalid

MEDIA = ("land", "sea", "air")
ENTRY_KEYS = ("of", "called", "may be", "why", "medium")
_FILE = Path(__file__).with_name("taxonomy.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One word of a tree. ``may_be`` is what it could turn out to be; ``why`` its reason.

    ``medium`` is where it moves, of land, sea and air, and holds for its kinds too.
    """

    name: str
    of: str | None = None
    called: tuple[str, ...] = ()
    may_be: tuple[str, ...] = ()
    why: str = ""
    medium: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model that reports name: its class, calibre and range where they are well known."""

    name: str
    is_: str
    called: tuple[str, ...] = ()
    calibre_mm: float | None = None
    range_m: float | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Taxonomy:
    """The trees of words. Every function takes a class, act or duty, or another word for one."""

    entries: tuple[Entry, ...]
    models: tuple[Model, ...]
    classes: tuple[str, ...]
    acts: tuple[str, ...]
    duties: tuple[str, ...]

    @cached_property
    def _entry(self) -> MappingProxyType[str, Entry]:
        return MappingProxyType({entry.name: entry for entry in self.entries})

    @cached_property
    def _names(self) -> MappingProxyType[str, str]:
        names: dict[str, str] = {}
        for model in self.models:
            names |= dict.fromkeys((model.name, *model.called), model.is_)
        for entry in self.entries:
            names |= dict.fromkeys(entry.called, entry.name)
        return MappingProxyType(names | {entry.name: entry.name for entry in self.entries})

    @cached_property
    def _models(self) -> MappingProxyType[str, Model]:
        return MappingProxyType(
            {name: model for model in self.models for name in (model.name, *model.called)}
        )

    @cached_property
    def _chains(self) -> dict[str, tuple[str, ...]]:
        """Hold the ancestors of each word that was asked for: few words, asked without end."""
        return {}

    def word_for(self, text: str) -> str | None:
        """Return the class, act or duty that a report's word stands for, or None.

        >>> taxonomy = load_taxonomy()
        >>> [taxonomy.word_for(text) for text in ("Merkava", "T-55s", "BMP", "teapot")]
        ['battle tank', 'battle tank', 'armoured vehicle', None]
        """
        return next((self._names[form] for form in _forms(text) if form in self._names), None)

    def model_for(self, text: str) -> Model | None:
        """Return the model that a report names, with calibre and range where known, or None.

        >>> load_taxonomy().model_for("BM-21").calibre_mm
        122.0
        """
        return next((self._models[form] for form in _forms(text) if form in self._models), None)

    def why(self, word: str) -> str:
        """Return the reason for a mapping that can be debated; empty where there is none."""
        model = self.model_for(word)
        if model is not None and model.why:
            return model.why
        name = self.word_for(word)
        return self._entry[name].why if name else ""

    def ancestors(self, word: str) -> tuple[str, ...]:
        """Return the word's own name and those that it is a kind of, nearest first.

        >>> load_taxonomy().ancestors("Iron Dome battery")[:3]
        ('iron dome launcher', 'surface-to-air missile', 'missile')
        """
        known = self._chains.get(word)
        if known is None:
            chain: list[str] = []
            name = self.word_for(word)
            while name is not None:
                chain.append(name)
                name = self._entry[name].of
            known = self._chains[word] = tuple(chain)
        return known

    def medium_of(self, word: str) -> str | None:
        """Return whether a word moves on land, at sea or in the air; None where that is open.

        >>> taxonomy = load_taxonomy()
        >>> [taxonomy.medium_of(word) for word in ("drone", "gunboat", "T-62", "soldiers")]
        ['air', 'sea', 'land', None]
        """
        media = (self._entry[name].medium for name in self.ancestors(word))
        return next((medium for medium in media if medium is not None), None)

    def is_kind_of(self, word: str, ancestor: str) -> bool:
        """Return whether a word is the same as, or a kind of, another.

        >>> taxonomy = load_taxonomy()
        >>> taxonomy.is_kind_of("battle tank", "armour"), taxonomy.is_kind_of("armour", "gun")
        (True, False)
        """
        wanted = self.ancestors(ancestor)[:1]
        return bool(wanted) and wanted[0] in self.ancestors(word)

    def share_within(self, word: str, wanted: tuple[str, ...]) -> float | None:
        """Return how much of what a word says counts as one of the wanted words.

        1.0: it is a kind of a wanted one. 0.0: it is something else. None: it cannot be told, as
        the word is unknown, or so broad that it holds wanted and unwanted things.

        >>> taxonomy = load_taxonomy()
        >>> taxonomy.share_within("T-62", ("battle tank",))
        1.0
        >>> taxonomy.share_within("mortar", ("battle tank",))
        0.0
        >>> taxonomy.share_within("weapons", ("battle tank",)) is None
        True
        """
        if not wanted:
            return 1.0
        name = self.word_for(word)
        if name is None:
            return None
        if any(self.is_kind_of(name, target) for target in wanted):
            return 1.0
        candidates = (name, *self._entry[name].may_be)
        for target in wanted:
            for candidate in candidates:
                if self.is_kind_of(target, candidate) or self.is_kind_of(candidate, target):
                    return None
        return 0.0


@cache
def load_taxonomy() -> Taxonomy:
    """Return the taxonomy that is shipped; it is read once.

    >>> load_taxonomy().acts[:2]
    ('attack', 'firing')
    """
    top, problems = read_nodes(_FILE.read_bytes(), file=_FILE.name)
    checker = Checker(_FILE.name)
    sections = checker.keys(
        top, known=("classes", "acts", "duties", "models"), needed=("classes", "acts"), of="it"
    )
    if sections is None or problems:
        raise AgreementInvalid(problems)
    trees = {name: _tree(sections, name, checker) for name in ("classes", "acts", "duties")}
    models = _models(sections, checker, classes=[entry.name for entry in trees["classes"]])
    if checker.problems:
        raise AgreementInvalid(checker.problems)
    names = {key: tuple(entry.name for entry in tree) for key, tree in trees.items()}
    # "withdrawal" is an act and a duty; the first tree that has a word keeps it.
    merged: dict[str, Entry] = {}
    for tree in trees.values():
        merged = {entry.name: entry for entry in tree} | merged
    entries = tuple(merged.values())
    return Taxonomy(entries=entries, models=models, **names)


def _tree(sections: Mapping, name: str, checker: Checker) -> tuple[Entry, ...]:
    section = sections.get(name)
    if not isinstance(section, Mapping):
        return ()
    known = [key.text for key, _ in section.entries]
    entries = []
    for key, node in section.entries:
        row = checker.keys(node, known=ENTRY_KEYS, of=key.text)
        if row is None:
            continue
        entries.append(
            Entry(
                name=key.text,
                of=checker.choice(row.get("of"), known=known, kind="word above"),
                called=checker.texts(row.get("called")),
                may_be=checker.choices(row.get("may be"), known=known, kind="word"),
                why=checker.text(row.get("why")) or "",
                medium=checker.choice(row.get("medium"), known=MEDIA, kind="medium"),
            )
        )
    return tuple(entries)


def _models(sections: Mapping, checker: Checker, *, classes: list[str]) -> tuple[Model, ...]:
    section = sections.get("models")
    if not isinstance(section, Mapping):
        return ()
    models = []
    for key, node in section.entries:
        known = ("is", "called", "calibre", "range", "why")
        row = checker.keys(node, known=known, needed=("is",), of=key.text)
        if row is None:
            continue
        models.append(
            Model(
                name=key.text,
                is_=checker.choice(row.get("is"), known=classes, kind="asset class") or "",
                called=checker.texts(row.get("called")),
                calibre_mm=checker.calibre_mm(row.get("calibre")),
                range_m=checker.length_m(row.get("range")),
                why=checker.text(row.get("why")) or "",
            )
        )
    return tuple(models)


@lru_cache(maxsize=4096)
def _forms(text: str) -> tuple[str, ...]:
    """Return the spellings to look up: as it stands, with hyphens as spaces, in the singular."""
    plain = re.sub(r"\s+", " ", text.strip().lower().replace("‑", "-").replace("–", "-"))
    forms = [plain]
    if plain.endswith("ies"):
        forms.append(plain[:-3] + "y")
    if plain.endswith("es"):
        forms.append(plain[:-2])
    if plain.endswith("s"):
        forms.append(plain[:-1])
    return tuple(dict.fromkeys([*forms, *(form.replace("-", " ") for form in forms)]))
