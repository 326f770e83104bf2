"""What: the classes and acts of a report held against those of a rule."""

from __future__ import annotations

from truceline.agreement.provision import Attribute, NoAct
from truceline.agreement.taxonomy import Taxonomy
from truceline.assessment.link.measured import Measured, guessed, joined
from truceline.assessment.weights import Weights
from truceline.observation.observation import Observation, ObservationKind
from truceline.sentence import either_of, in_turn, say, term

# Of what an actor of unstated arms consists, where an act puts it on the ground.
_WHOEVER_ACTED = "personnel"


def of_class(
    taxonomy: Taxonomy,
    told: tuple[str, ...],
    wanted: tuple[str, ...],
    attribute: Attribute | None,
    weights: Weights,
) -> Measured:
    """Return the probability that what was told of is of a wanted class, and has the attribute.

    The best of several told classes counts: a tank and two trucks hold a tank.
    """
    best = Measured(0.0, say("of another class"))
    for word in told:
        one = _one_class(taxonomy, word, wanted, weights)
        if attribute is not None and one.p > 0:
            one = _with_attribute(taxonomy, word, attribute, one, weights)
        if one.p > best.p:
            best = one
    return best


def present(
    taxonomy: Taxonomy,
    seen: Observation,
    wanted: tuple[str, ...],
    attribute: Attribute | None,
    weights: Weights,
) -> Measured:
    """Return the probability that a report puts something of a wanted class on the ground.

    A presence does; so do acts that put whoever does them where they are done.
    """
    if seen.kind is ObservationKind.PRESENCE:
        return of_class(taxonomy, (seen.what, *seen.assets), wanted, attribute, weights)
    implied = max(
        (p for act, p in weights.implies_presence.items() if taxonomy.is_kind_of(seen.what, act)),
        default=0.0,
    )
    if implied == 0.0:
        return Measured(0.0, say("{what} puts nobody on the ground it names", what=term(seen.what)))
    kind = of_class(taxonomy, seen.assets or (_WHOEVER_ACTED,), wanted, attribute, weights)
    return joined(
        Measured(implied, say("{what} puts who did it there", what=term(seen.what))), kind
    )


def done(taxonomy: Taxonomy, seen: Observation, rule: NoAct, weights: Weights) -> Measured:
    """Return the probability that what was done is one of the acts, with one of the classes."""
    if seen.kind is not ObservationKind.EVENT:
        return Measured(0.0, say("no act"))
    share = taxonomy.share_within(seen.what, rule.acts)
    if share == 0.0:
        return Measured(0.0, say("{what} is another act", what=term(seen.what)))
    if share is None:
        why = say("{what} says no more closely what was done", what=term(seen.what))
        act = guessed(weights.broader_act, why, "act told too broadly")
    else:
        act = Measured(share, say("{what} is such an act", what=term(seen.what)))
    if not rule.classes:
        return act
    told = seen.assets or ("military presence",)
    return joined(act, of_class(taxonomy, told, rule.classes, None, weights))


def _one_class(
    taxonomy: Taxonomy, word: str, wanted: tuple[str, ...], weights: Weights
) -> Measured:
    share = taxonomy.share_within(word, wanted)
    if share is None:
        why = say(
            "{word} may be more than {wanted}",
            word=term(word),
            wanted=in_turn(map(term, wanted), between=", "),
        )
        return guessed(weights.broader_class, why, "class told too broadly")
    if share == 0.0:
        return Measured(
            0.0,
            say("{word} is no {wanted}", word=term(word), wanted=either_of([*map(term, wanted)])),
        )
    return Measured(
        share,
        say("{word} counts as {wanted}", word=term(word), wanted=either_of([*map(term, wanted)])),
    )


def _with_attribute(
    taxonomy: Taxonomy, word: str, attribute: Attribute, kind: Measured, weights: Weights
) -> Measured:
    model = taxonomy.model_for(word)
    value = None
    if model is not None:
        value = model.range_m if attribute.name == "range" else model.calibre_mm
    if value is None:
        unknown = say("its {attribute} is not told", attribute=term(attribute.name))
        return joined(
            kind, guessed(weights.attribute_unknown, unknown, f"{attribute.name} not told")
        )
    low = attribute.minimum
    fits = low is None or (value > low if attribute.minimum_excluded else value >= low)
    fits = fits and (attribute.maximum is None or value <= attribute.maximum)
    why = say("its {attribute} is {value:g}", attribute=term(attribute.name), value=value)
    return joined(kind, Measured(float(fits), why))
