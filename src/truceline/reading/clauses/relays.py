"""Relays: a message of one carried to another by a third."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from truceline.evidence.document import Span
from truceline.reading.actors import load_actors
from truceline.reading.claim import ActorMention
from truceline.reading.clauses.asked import Asked, asked
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token
from truceline.reading.words.verbs import frames_of

_CARRY = re.compile(
    r"\bsent word through\b|\blet it be known(?: to \w+)? through\b|\bword reached\b|"
    r"^through [\w ]+? let it be known\b|\bcarr(?:ied|ies|y|ying) (?:\w+ ){0,2}between\b"
)


@dataclass(frozen=True, slots=True)
class Relay:
    """Who carried, whose message, to whom; any may be unknown."""

    carrier: ActorMention | None
    sender: ActorMention | None
    to_whom: tuple[ActorMention, ...]


@cache
def _pattern(key: str) -> Asked:
    return asked(load_yaml("kinds.yaml")[key])


def is_relay(words: str, *, main: Predicate | None) -> str | None:
    """Return the words that make a clause a relay, or None.

    >>> is_relay("syria conveyed these messages through mediators", main=None)
    'through mediators'
    """
    between = _pattern("go_between").search(words) or _CARRY.search(words)
    message = _pattern("message").search(words)
    if between is not None and (message is not None or _CARRY.search(words)):
        return between.group()
    if main is None or message is None:
        return None
    bears = _BEARING.search(words) if main.lemma in _GOING else None
    if bears is not None:
        return bears.group()
    if main.passive and re.search(r"\b(?:to|through|via|by way of)\b", words) is None:
        return None
    if not any(frame.name == "carry" for frame in frames_of(main.lemma)):
        return None
    rest = words.find(message.group()) < 80
    if message.group() == "it on":
        return message.group()
    goes = re.search(r"\b(?:to|from)\b", words)
    sure = main.lemma in _SURELY and message.group() in _LETTERS
    return message.group() if (goes is not None or sure) and rest else None


# Who goes somewhere with a message carries it: "flew to Aden with a proposal".
_GOING = frozenset(
    ("fly", "travel", "go", "come", "drive", "cross", "arrive", "return", "ride", "walk", "sail")
)
_BEARING = re.compile(
    r"\b(?:with|carrying|bearing|bringing) (?:[\w'’-]+ ){0,5}?(?:messages?|letters?|reply|"
    r"proposals?|offers?|answers?|terms|demands?|notes?|map|draft|list|response|ultimatum)\b"
)
# With these verbs and these things to carry nobody need be named as the one who gets them.
_SURELY = frozenset(("deliver", "convey", "relay", "transmit", "pass", "carry", "bring"))
_LETTERS = frozenset(
    ("message", "messages", "reply", "answer", "response", "proposal", "proposals", "letter")
)


def relay_of(text: str, line: Sequence[Token], first: int, after: int, *, verb: int) -> Relay:
    """Return carrier, sender and receivers of a message in a clause.

    The carrier stands before the verb; the sender in a genitive or after "from"; the receivers
    after "to". Where a go-between is named ("through mediators"), he carries and the subject sends.
    """
    mentions = list(load_actors().mentions(text, line[first:after]))
    starts = {token.start: index for index, token in enumerate(line)}
    before = [m for m in mentions if starts[m.span.start] < verb]
    behind = [m for m in mentions if starts[m.span.start] > verb]
    receivers = []
    sender: ActorMention | None = None
    carrier = before[0] if before else None
    through: ActorMention | None = None
    for mention in behind:
        index = starts[mention.span.start]
        lead = _lead(line, index)
        if lead == "to":
            receivers.append(mention)
        elif lead in ("through", "via"):
            through = mention
        elif sender is None:
            sender = mention
    if through is not None:
        carrier, sender = through, before[0] if before else sender
    return Relay(_with_role(carrier, "carrier"), _with_role(sender, "sender"), tuple(receivers))


def _lead(line: Sequence[Token], index: int) -> str:
    at = index - 1
    while at >= 0 and line[at].lower in ("the", "a", "an", "both", "its", "their", "our"):
        at -= 1
    return line[at].lower if at >= 0 else ""


def _with_role(mention: ActorMention | None, role: str) -> ActorMention | None:
    if mention is None:
        return None
    span = Span(mention.span.start, mention.span.end, mention.span.quote)
    return ActorMention(span=span, actor=mention.actor, role=role)
