"""Sentence: words of the engine in English that remember their pattern, for doors to word anew.

The engine says everything in English, and its bytes are those of the English text. A door that
speaks another language looks the pattern up in its catalogue and puts the same values in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self, TypeAlias

Value: TypeAlias = "str | int | float | Sentence"
# How a value is put in that begins with a capital; and one that also ends in one full stop.
CAPITAL, SENTENCE = "capital", "sentence"


class Sentence(str):
    """An English text, the pattern it was made from, and the values that were put in.

    ``one`` is the pattern for a single thing where the pattern counts, by its value ``n``; else it
    is empty. The text is an ordinary text in every other way: equal texts are equal.
    """

    __slots__ = ("one", "pattern", "values")

    pattern: str
    one: str
    values: dict[str, Value]

    def __new__(cls, pattern: str, values: Mapping[str, object], *, one: str = "") -> Self:
        """Return the English text of a pattern (``str.format``) with its values.

        What is neither number nor text is put in as the text that it prints as.

        Raises:
            KeyError: the pattern names a value that is not there.
        """
        plain = {name: _plain(value) for name, value in values.items()}
        chosen = one if one and plain.get("n") == 1 else pattern
        found = super().__new__(cls, chosen.format(**plain) if plain else chosen)
        found.pattern, found.one, found.values = pattern, one, plain
        return found

    def __format__(self, spec: str) -> str:
        """Return the English text, with a capital and a full stop where the spec asks for them."""
        if spec == CAPITAL:
            return self[:1].upper() + self[1:]
        if spec == SENTENCE:
            return self[:1].upper() + self[1:].rstrip(".") + "."
        return super().__format__(spec)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to make it again, so that processes can hand it to each other."""
        return _again, (self.pattern, self.values, self.one)


Words: TypeAlias = str | Sentence
"""What the engine says: a sentence, or a text that it was given."""


def say(pattern: str, **values: object) -> Sentence:
    """Return a sentence. The pattern is a literal, so that it can be found for the catalogues.

    >>> told = say("{share:.0%} of {what} was done by then", share=0.25, what="the wall")
    >>> told
    '25% of the wall was done by then'
    >>> told.pattern, told.values["what"]
    ('{share:.0%} of {what} was done by then', 'the wall')
    """
    return Sentence(pattern, values)


def term(word: str) -> Sentence:
    """Return a word of a closed list (a status, a grade, a kind) that catalogues hold as a whole.

    What a source says, and a name, is no term: it stays as it is in every language.

    >>> say("{reason}: nobody looked", reason=term("not observed"))
    'not observed: nobody looked'
    """
    return Sentence(word, {})


def say_many(one: str, many: str, *, n: int, **values: object) -> Sentence:
    """Return a sentence that counts: ``one`` for a single thing, ``many`` for any other number.

    >>> say_many("{n} voice", "{n} voices", n=1), say_many("{n} voice", "{n} voices", n=2)
    ('1 voice', '2 voices')
    """
    return Sentence(many, {"n": n, **values}, one=one)


def in_turn(parts: Iterable[str], *, between: str = " ") -> str:
    """Return texts one after the other, empty ones left out; each keeps its own pattern.

    >>> in_turn([say("Kept."), "", say("{n} logged.", n=3)])
    'Kept. 3 logged.'
    """
    kept = [part for part in parts if part]
    if len(kept) < 2:
        return kept[0] if kept else ""
    names = {f"p{index}": part for index, part in enumerate(kept)}
    return Sentence(between.join(f"{{{name}}}" for name in names), names)


def listed(words: Iterable[str], *, last: str = "and") -> str:
    """Return words as a list in a sentence, ``last`` ("and" or "or") before the last of them.

    >>> listed(["a"]), listed(["a", "b", "c"]), listed(["a", "b"], last="or"), listed([])
    ('a', 'a, b and c', 'a or b', '')
    """
    *most, end = [*words] or [""]
    if not most:
        return end
    return (either_of if last == "or" else all_of)([in_turn(most, between=", "), end])


def either_of(words: Sequence[str]) -> str:
    """Return words with "or" between any two of them.

    >>> either_of(["a", "b", "c"])
    'a or b or c'
    """
    first, *rest = words or [""]
    for word in rest:
        first = say("{most} or {last}", most=first, last=word)
    return first


def all_of(words: Sequence[str]) -> str:
    """Return words with "and" between any two of them.

    >>> all_of(["a", "b", "c"])
    'a and b and c'
    """
    first, *rest = words or [""]
    for word in rest:
        first = say("{most} and {last}", most=first, last=word)
    return first


def as_sentence(text: str) -> Sentence:
    """Return a text with a capital and a full stop.

    >>> as_sentence(say("{n} logged", n=3))
    '3 logged.'
    """
    inner = text if isinstance(text, Sentence) else say("{words}", words=text)
    return Sentence(f"{{p0:{SENTENCE}}}", {"p0": inner})


def as_plain(value: Value) -> object:
    """Return a sentence as its pattern and values, for a record; a text as it is.

    Numbers with a fraction travel as text, as in every record.

    >>> as_plain(say("{n} logged, {p:.0%}", n=3, p=0.5))
    {'say': '{n} logged, {p:.0%}', 'of': {'n': 3, 'p': {'float': '0.5'}}}
    """
    if isinstance(value, float):
        return {"float": repr(value)}
    if not isinstance(value, Sentence):
        return value
    told: dict[str, object] = {"say": value.pattern}
    if value.one:
        told["one"] = value.one
    if value.values:
        told["of"] = {name: as_plain(inner) for name, inner in value.values.items()}
    return told


def from_plain(value: Any) -> Any:
    """Return what ``as_plain`` was given.

    >>> from_plain({"say": "{n} logged", "of": {"n": 3}})
    '3 logged'
    """
    if not isinstance(value, Mapping):
        return value
    if "float" in value:
        return float(value["float"])
    values = {name: from_plain(inner) for name, inner in value.get("of", {}).items()}
    return Sentence(value["say"], values, one=value.get("one", ""))


def without_stop(text: str) -> str:
    """Return a text without full stops at its end; a sentence keeps its values.

    >>> without_stop(say("The {what} is empty.", what="name")), without_stop("Say why")
    ('The name is empty', 'Say why')
    """
    if not isinstance(text, Sentence):
        return text.rstrip(".")
    bare = text.pattern.rstrip(".")
    return text if bare == text.pattern else Sentence(bare, text.values, one=text.one.rstrip("."))


def _plain(value: object) -> Value:
    if isinstance(value, Sentence | int | float) or type(value) is str:
        return value
    return str(value)


def _again(pattern: str, values: Mapping[str, Value], one: str) -> Sentence:
    return Sentence(pattern, values, one=one)
