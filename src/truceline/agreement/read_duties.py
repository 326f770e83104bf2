"""The verb 'requires': rhythms, deadlines and phases, notices, drills, upkeep, standing duties."""

from __future__ import annotations

from datetime import datetime

from truceline.agreement.checker import Checker, nearest
from truceline.agreement.log_rules import CHECK_STANDS, Drill, OnRequest, PriorNotice, Upkeep
from truceline.agreement.moment import morning_after
from truceline.agreement.provision import Deadline, Rhythm, Rule, StandingDuty
from truceline.agreement.read_sources import local_time
from truceline.agreement.scope import Scope
from truceline.agreement.taxonomy import load_taxonomy
from truceline.agreement.yaml_nodes import Mapping, Node
from truceline.errors import TimespanInvalid
from truceline.timespan import Timespan

RELATIONS = ("from", "into", "across", "within", "over", "towards")
MORNING_AFTER = "morning after"
# For each way to tell when a duty is met, what goes with it; the first that is given decides.
WAYS = {
    "before": ("ahead", "within", "with", "relation"),
    "on": ("within",),
    "checked every": ("at least", "unit"),
    "every": (),
    "by": ("of", "after"),
    "within": ("of", "after"),
    "why": (),
}
DUTY_KEYS = (
    "duty", "drill", "every", "by", "within", "of", "after", "on", "before", "ahead", "with",
    "relation", "checked every", "at least", "unit", "why",
)  # fmt: skip
_PENDING = Timespan(None, None)


def read_duty(node: Node, *, scope: Scope, checker: Checker) -> Rule | None:
    """Return the duty that the keys of 'requires' make, or None with a problem."""
    row = checker.keys(node, known=DUTY_KEYS, of="'requires'")
    if row is None:
        return None
    way = next((key for key in WAYS if row.get(key) is not None), None)
    if way is None:
        mend = (
            "Give 'every: 15 days', 'by: 1974-06-10', 'within: 10 days' with 'of:', "
            "'on: request', 'before: exercise', 'checked every: 7 days', or 'why:'"
        )
        checker.wrong(node, "'requires' needs one way to tell when it is met", mend)
        return None
    for key, _ in row.entries:
        if key.text in DUTY_KEYS and key.text not in {"duty", "drill", way, *WAYS[way]}:
            mend = f"Take it out, or use another way than '{way}'"
            checker.wrong(key, f"'{key.text}' does not go with '{way}'", mend)
            return None
    drill = row.get("drill")
    if drill is not None:
        return _drill(row, drill, way, checker=checker)
    if row.get("duty") is None:
        checker.wrong(node, "'requires' lacks 'duty'", "Add 'duty: ...'")
        return None
    duty = checker.choice(row.get("duty"), known=load_taxonomy().duties, kind="duty")
    return _by_way(way, duty, row, scope, checker) if duty is not None else None


def _by_way(way: str, duty: str, row: Mapping, scope: Scope, checker: Checker) -> Rule | None:
    match way:
        case "before":
            return _notice(duty, row, checker=checker)
        case "on":
            return _on_request(duty, row, checker=checker)
        case "checked every":
            return _upkeep(duty, row, checker=checker)
        case "every":
            every = checker.duration(row.get("every"))
            return Rhythm(duty=duty, every=every) if every is not None else None
        case "why":
            return StandingDuty(duty=duty, why=checker.text(row.get("why")) or "")
        case _:
            return _deadline(duty, row, scope=scope, checker=checker)


def _notice(duty: str, row: Mapping, *, checker: Checker) -> PriorNotice | None:
    taxonomy = load_taxonomy()
    if row.get("ahead") is None:
        checker.wrong(row, "'before' needs how long before", "Add 'ahead: 24 hours'")
        return None
    ahead = checker.duration(row.get("ahead"))
    acts = checker.choices(row.get("before"), known=taxonomy.acts, kind="act")
    if ahead is None or not acts:
        return None
    return PriorNotice(
        duty=duty,
        acts=acts,
        ahead=ahead,
        classes=checker.choices(row.get("with"), known=taxonomy.classes, kind="asset class"),
        relations=checker.choices(row.get("relation"), known=RELATIONS, kind="relation"),
    )


def _drill(row: Mapping, steps_node: Node, way: str, *, checker: Checker) -> Drill | None:
    taxonomy = load_taxonomy()
    steps = checker.choices(steps_node, known=taxonomy.duties, kind="duty")
    if way != "before" or row.get("within") is None:
        mend = (
            "Write 'drill: [warning broadcast, warning fire]', 'before: attack', 'within: 1 hour'"
        )
        checker.wrong(row, "a drill goes before an act, within a time", mend)
        return None
    within = checker.duration(row.get("within"))
    acts = checker.choices(row.get("before"), known=taxonomy.acts, kind="act")
    return Drill(steps=steps, acts=acts, within=within) if steps and acts and within else None


def _on_request(duty: str, row: Mapping, *, checker: Checker) -> OnRequest | None:
    trigger = checker.choice(row.get("on"), known=load_taxonomy().duties, kind="duty")
    if row.get("within") is None:
        checker.wrong(row, "'on' needs how soon after", "Add 'within: 48 hours'")
        return None
    within = checker.duration(row.get("within"))
    if trigger is None or within is None:
        return None
    return OnRequest(duty=duty, trigger=trigger, within=within)


def _upkeep(duty: str, row: Mapping, *, checker: Checker) -> Upkeep:
    least = row.get("at least")
    return Upkeep(
        duty=duty,
        stands=checker.duration(row.get("checked every")) or CHECK_STANDS,
        at_least=checker.whole_number(least) if least is not None else None,
        unit=checker.text(row.get("unit")) or "",
    )


def _deadline(duty: str, row: Mapping, *, scope: Scope, checker: Checker) -> Deadline | None:
    by, after = row.get("by"), row.get("after")
    morning = by is not None and checker.text(by) == MORNING_AFTER
    if by is not None and not morning:
        span = local_time(by, clock=scope.clock, checker=checker)
        return Deadline(duty=duty, by=span) if span is not None else None
    if morning and scope.clock is None:
        checker.wrong(row, "a morning needs the clock of a place", "Add 'clock: Asia/Beirut'")
        return None
    delay = checker.duration(row.get("within")) if not morning else None
    if delay is None and not morning:
        return None
    if after is not None:
        waits = checker.choices(after, known=scope.provisions, kind="provision")
        zone = scope.clock.key if morning and scope.clock is not None else None
        return Deadline(duty=duty, by=_PENDING, after=waits, delay=delay, morning=zone)
    node = row.get("of")
    if node is None:
        checker.wrong(row, "'within' needs the day that it counts from", "Add 'of: 1974-05-31'")
        return None
    anchor = _anchor(node, scope=scope, checker=checker)
    if anchor is None or isinstance(anchor, str):
        return Deadline(duty=duty, by=_PENDING, pending=anchor) if anchor else None
    return _counted(duty, node, row, anchor, scope=scope, checker=checker)


def _anchor(node: Node, *, scope: Scope, checker: Checker) -> Timespan | str | None:
    """Return the time of a moment or a date; for a moment without a day, why it has none."""
    text = checker.text(node)
    if text is None:
        return None
    moment = scope.moments.get(text)
    if moment is not None:
        return moment.at or moment.pending
    if not text[:1].isdigit():
        checker.wrong(node, f"no moment is called {text!r}", nearest(text, scope.moments))
        return None
    return local_time(node, clock=scope.clock, checker=checker)


def _counted(
    duty: str, node: Node, row: Mapping, anchor: Timespan, *, scope: Scope, checker: Checker
) -> Deadline | None:
    if anchor.is_open or anchor.start is None or anchor.end is None:
        checker.wrong(node, f"{anchor} is open and cannot be counted from", "Name a day")
        return None
    delay = checker.duration(row.get("within"))
    try:
        if delay is not None:
            end: datetime = anchor.end + delay
        elif scope.clock is not None:
            end = morning_after(anchor.start, zone=scope.clock)
        else:
            return None
        return Deadline(duty=duty, by=Timespan(anchor.start, end))
    except (OverflowError, TimespanInvalid):
        checker.wrong(node, "the time ends after the year 9999", "Name a nearer day")
        return None
