"""Where: the place and the area words of a report held against a zone or a line."""

from __future__ import annotations

from truceline.agreement.provision import NoAct
from truceline.agreement.taxonomy import load_taxonomy
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.measured import Measured, guessed
from truceline.assessment.weights import Weights
from truceline.geo.place import Place
from truceline.observation.observation import Observation, Relation
from truceline.observation.whereabouts import unlocated
from truceline.sentence import all_of, either_of, in_turn, say, term
from truceline.threshold import reaches

# Acts that carry whoever does them over the line they name; fire crosses it alone.
_MOVING = frozenset({"crossing", "advance", "movement", "overflight"})
# Directions whose named area is the target, not where the act came from.
AT_TARGET = frozenset({Relation.INTO, Relation.ACROSS, Relation.TOWARDS})
# A line without its name.
_BARE_LINES = frozenset({"line", "the line"})
# The chance that a point between the least and the greatest depth of a text lies in the zone: the
# text does not say, so neither reading is preferred.
_DEPTH_OPEN = 0.5
DEPTH_LEFT_OPEN = say("the text leaves the depth open")
# Within this of certain, words decide and a town's point adds nothing.
_DECIDED = 0.01


def in_zone(ground: Ground, zone: str | None, seen: Observation, weights: Weights) -> Measured:
    """Return the probability that what was seen was in a zone, and where the zone holds.

    A zone at sea does not hold for a tank on the shore, whatever its edge is worth.
    """
    found = _on_the_map(ground, zone, seen, weights)
    drawn = ground.zone(zone) if zone is not None else None
    if drawn is None or not drawn.medium or found.p == 0.0:
        return found
    taxonomy = load_taxonomy()
    told = [taxonomy.medium_of(word) for word in (seen.what, *seen.assets)]
    moves = [medium for medium in told if medium is not None]
    if not moves or any(medium in drawn.medium for medium in moves):
        return found
    return Measured(
        0.0,
        say(
            "{zone} holds for {medium} alone",
            zone=drawn.title,
            medium=all_of([*map(term, drawn.medium)]),
        ),
    )


def _on_the_map(ground: Ground, zone: str | None, seen: Observation, weights: Weights) -> Measured:
    """Return the probability that what was seen was in a zone, as the map has it.

    An area that the source names counts before a point, which is often a mere town's; a line that
    was crossed puts what crossed it on the far side; a point with its error is integrated over the
    zone. ``margin_m`` is the depth of the point inside the edge, negative outside.
    """
    if zone is None:
        return Measured(1.0, say("the duty holds everywhere"))
    words = told_words(ground, seen)
    if not ground.is_drawn(zone):
        named = any(zone in zones for zones in ground.zones_named(words, side=seen.side))
        if not named:
            why = say("the zone cannot be drawn, and the source does not name it")
            return Measured(0.0, why)
    by_words = _by_area(ground, zone, words, seen, weights)
    by_line = _by_line(ground, zone, words, seen, weights)
    best = max((m for m in (by_words, by_line) if m is not None), key=_p, default=None)
    if best is not None and _is_decided(best, weights):
        return best
    by_extent = _by_extent(ground, zone, seen, weights)
    if by_extent is not None:
        return by_extent
    if best is not None and seen.place is None:
        return best
    if seen.place is not None:
        p = ground.p_in_zone(zone, seen.place)
        if p is not None:
            margin = ground.margin_m(zone, seen.place)
            why = say(
                "a point {depth}, known to within {accuracy_m:,.0f} m",
                depth=_depth(margin),
                accuracy_m=seen.place.accuracy_m,
            )
            return _in_open_depth(ground, zone, seen.place, Measured(p, why, margin_m=margin))
    if best is not None:
        return best
    guess = weights.place_not_told
    return guessed(guess, _not_located(seen), "place not told")


def _in_open_depth(ground: Ground, zone: str, place: Place, whole: Measured) -> Measured:
    """Return the chance of a point in a zone whose text leaves its depth open.

    In the least ground it is inside under every reading; between that and the greatest depth one
    cannot tell, and the same guess holds for every point there.
    """
    least = ground.least_of(zone)
    sure = ground.p_in_zone(least, place) if least is not None else None
    if sure is None or sure >= whole.p:
        return whole
    p = sure + _DEPTH_OPEN * (whole.p - sure)
    coins = ((f"how deep {zone} is", _DEPTH_OPEN),) if not reaches(sure, _DECIDED) else ()
    return Measured(p, in_turn([whole.why, DEPTH_LEFT_OPEN], between="; "), coins, whole.margin_m)


def over_the_line(
    ground: Ground, line: str, seen: Observation, weights: Weights
) -> Measured | None:
    """Return the probability that an act crossed a line, where side and target settle it.

    What came from one side and landed outside it crossed the line that bounds that side, whatever
    word the source has for it. None where the source does not tell side and target.
    """
    home = ground.home_of(seen.side)
    if home is None or seen.relation not in AT_TARGET or not ground.on_line(home, line):
        return None
    words = told_words(ground, seen)
    for meant in ground.zones_named(words, side=seen.side, at_target=True):
        shares = [ground.share_of(one, home) for one in meant]
        if shares and all(share is not None and reaches(_DECIDED, share) for share in shares):
            why = say(
                "it came from the {side} side and was told to land outside it",
                side=term(seen.side or ""),
            )
            return Measured(weights.word_area, why)
    return None


def across_line(ground: Ground, line: str, seen: Observation, weights: Weights) -> Measured:
    """Return the probability that an act lay at a line, its direction left aside."""
    named = ground.lines_named(told_words(ground, seen))
    if line in named:
        return Measured(weights.word_line, say("the source names the line"))
    if named:
        return Measured(0.0, say("the source names another line"))
    if seen.relation is Relation.ACROSS:
        why = say("the source says across, and names no line")
        return guessed(weights.line_not_named, why, "line not named")
    return guessed(weights.place_not_told, say("no line is told"), "line not told")


def which_way(seen: Observation, rule: NoAct, weights: Weights) -> Measured:
    """Return the probability that an act went one of the ways that count."""
    if not rule.relations:
        return Measured(1.0, say("any direction counts"))
    if seen.relation is None:
        return guessed(weights.relation_not_told, say("no direction is told"), "direction not told")
    told = seen.relation.value
    if told in rule.relations:
        return Measured(1.0, say("told as {told}", told=term(told)))
    row = weights.directions.get(told, {})
    best = max((row.get(wanted, 0.0) for wanted in rule.relations), default=0.0)
    wanted = either_of([*map(term, rule.relations)])
    why = say("told as {told}, asked for {wanted}", told=term(told), wanted=wanted)
    return guessed(best, why, f"{told} taken for {wanted}")


def told_words(ground: Ground, seen: Observation) -> tuple[str, ...]:
    """Return the area and line words of a report; from its place text where none were kept."""
    if seen.areas:
        return seen.areas
    return ground.names_within(seen.place_text) if seen.place_text else ()


def _by_area(
    ground: Ground, zone: str, words: tuple[str, ...], seen: Observation, weights: Weights
) -> Measured | None:
    """Return the best of the named areas; one name that may mean several is their mean."""
    found: list[Measured] = []
    at_target = seen.relation in AT_TARGET
    for meant in ground.zones_named(words, side=seen.side, at_target=at_target):
        shares = [share for one in meant if (share := ground.share_of(one, zone)) is not None]
        if not shares:
            continue
        share = sum(shares) / len(shares)
        why = say("the source names the area")
        if not reaches(share, 1 - _DECIDED):
            why = say("the source names an area of which {share:.0%} lies in the zone", share=share)
        found.append(Measured(share * weights.word_area, why))
    return max(found, key=_p, default=None)


def _by_extent(ground: Ground, zone: str, seen: Observation, weights: Weights) -> Measured | None:
    """Return the share of a named district, road or line in the zone; of several, the finest.

    A point that is sharper than the extent is reaching says more, and is left to speak.
    """
    named = [(one.middle.accuracy_m, one) for one in ground.extents_named(seen)]
    if not named:
        return None
    reach_m, extent = min(named, key=lambda pair: (pair[0], pair[1].name))
    if seen.place is not None and seen.place.accuracy_m < reach_m:
        return None
    how = ground.lies(zone, extent.name)
    if how is None:
        return None
    why = say(
        "{extent} reaches from {deepest} to {outmost}, known to within {error_m:,.0f} m; "
        "{share:.0%} of it lies in the zone",
        extent=extent.name,
        deepest=_depth(how.deepest_m),
        outmost=_depth(how.outmost_m),
        error_m=extent.error_m,
        share=how.share,
    )
    return Measured(how.share * weights.word_area, why, margin_m=how.middle_m)


def _not_located(seen: Observation) -> str:
    """Return why a report has no place: a position by a number that no list gives, or no words."""
    names = [one for one in unlocated(seen.place_text, gazetteer=None) if seen.place is None]
    if names:
        return say("not located: no list of places tells where {names} is", names=all_of(names))
    return say("no place is told that can be linked")


def _by_line(
    ground: Ground, zone: str, words: tuple[str, ...], seen: Observation, weights: Weights
) -> Measured | None:
    if seen.relation not in (Relation.ACROSS, Relation.OVER):
        return None
    if seen.what in _MOVING and _BARE_LINES.intersection(word.lower() for word in words):
        return guessed(
            weights.line_not_named, say("over a line that is not named"), "line not named"
        )
    for line in ground.lines_named(words):
        if not ground.on_line(zone, line):
            continue
        if seen.what in _MOVING:
            return Measured(
                weights.word_line, say("over a line that bounds the zone or runs in it")
            )
        share = weights.directions.get(Relation.ACROSS, {}).get(Relation.INTO, 0.0)
        why = say("across the zone's line, perhaps not into the zone")
        return Measured(weights.word_line * share, why, (("across taken for into", share),))
    return None


def _p(measured: Measured) -> float:
    return measured.p


def _is_decided(measured: Measured, weights: Weights) -> bool:
    return reaches(measured.p, weights.word_area - _DECIDED) or reaches(_DECIDED, measured.p)


def _depth(margin_m: float | None) -> str:
    if margin_m is None:
        return say("at an edge that is not drawn")
    if margin_m >= 0:
        return say("{depth_m:,.0f} m inside the edge", depth_m=margin_m)
    return say("{depth_m:,.0f} m outside the edge", depth_m=-margin_m)
