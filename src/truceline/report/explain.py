"""Explain: from a finding down to the sentence or log row that it rests on, one step at a time."""

from __future__ import annotations

from collections.abc import Iterable

from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import Provision
from truceline.assessment.finding import Finding, Flip, Weighed
from truceline.assessment.review import Review
from truceline.evidence.document import Document
from truceline.observation.coverage import Coverage
from truceline.report.branch import Branch, branch_as_text
from truceline.report.evidence import basis_branch, happening, observation_branch, voice_title
from truceline.report.told import statement_branch
from truceline.report.wording import (
    breach_in_words,
    how_many,
    in_plain_words,
    likelihood,
    reasons_in_words,
    robustness,
    words_of,
)
from truceline.sentence import in_turn, listed, say, term


def explain(
    finding: Finding,
    *,
    agreement: Agreement,
    documents: Iterable[Document],
    reviews: Iterable[Review] = (),
    rests_on: str | None = None,
) -> Branch:
    """Return why a finding reads as it does: every factor down to a quote and a digest.

    Only ``reviews`` of this finding are shown; one that was made on other inputs says so.
    Documents that are not handed in are named by their id. ``rests_on`` names the entries of the
    ledger, in words.

    Raises:
        NotFound: the agreement has no such provision.
    """
    kept = {document.id: document for document in documents}
    value = say(
        "{provision}, {party}, {period}: {status}, breach: {breach}",
        provision=finding.provision,
        party=party_title(agreement, finding.party),
        period=finding.period,
        status=term(finding.status.value),
        breach=breach_in_words(finding),
    )
    branches = [
        _promise(finding, agreement),
        _answer(finding),
        _incidents(finding, kept),
        *_log(finding, kept),
        _coverage(finding, kept),
        _statements(finding, kept),
        _flips(finding),
        Branch(say("what would restore it"), finding.restore or say("nothing is suspected")),
        _reviews(finding, reviews),
        _digests(finding, agreement, rests_on),
    ]
    return Branch(say("finding"), value, tuple(branches))


def as_text(branch: Branch, *, width: int = 80, colour: bool = False) -> str:
    """Return an explanation for a terminal; see ``branch_as_text``.

    >>> print(as_text(Branch("answer", "cannot tell")))
    answer: cannot tell
    """
    return branch_as_text(branch, width=width, colour=colour)


def party_title(agreement: Agreement, party: str) -> str:
    """Return how a party is called; its id where the agreement does not list it."""
    return next((each.title for each in agreement.parties if each.id == party), party)


def provision_title(agreement: Agreement, provision: str) -> str:
    """Return how a provision is called; its id where the agreement does not list it."""
    return next((each.title for each in agreement.provisions if each.id == provision), provision)


def cited_paper(provision: Provision, agreement: Agreement) -> str:
    """Return the paper and paragraph that a provision stands in, as one cites it."""
    papers = [each for each in agreement.papers if each.id == provision.paper]
    titles = [part for paper in papers for part in (paper.title, paper.symbol) if part]
    return ", ".join([*(titles or [provision.paper]), provision.paragraph])


def _promise(finding: Finding, agreement: Agreement) -> Branch:
    provision = agreement.provision(finding.provision)
    papers = [each for each in agreement.papers if each.id == provision.paper]
    known = [
        say("{rank}, text known {read}", rank=term(paper.rank.value), read=term(paper.read))
        for paper in papers
    ]
    children = [
        Branch(say("in our words"), provision.text),
        Branch(
            say("paper"),
            cited_paper(provision, agreement),
            (Branch(say("kind of paper"), listed(known) or say("paper not listed")),),
        ),
        Branch(
            say("standing"),
            say(
                "{standing}; in force {when}",
                standing=term(finding.standing),
                when=provision.in_force,
            ),
        ),
        Branch(say("bound"), party_title(agreement, finding.party)),
    ]
    zone_id = provision.zone_for(finding.party)
    for zone in agreement.zones:
        if zone.id == zone_id:
            made = Branch(
                say("made from"),
                say(
                    "{construction}; error {error_m:.0f} m",
                    construction=zone.construction, error_m=zone.error_m,
                ),
            )  # fmt: skip
            undrawn = (Branch(say("not drawn"), zone.not_drawable),) if zone.not_drawable else ()
            children.append(Branch(say("where"), zone.title, (made, *undrawn)))
    children += [
        Branch(say("rival reading"), f"{reading.says} ({reading.by})")
        for reading in provision.readings
    ]
    return Branch(say("what was promised"), provision.title, tuple(children))


def _answer(finding: Finding) -> Branch:
    children = [
        Branch(say("in short"), finding.summary),
        Branch(say("meaning"), in_plain_words(finding.status)),
        *(Branch(say("cannot tell because"), why) for why in reasons_in_words(finding.reasons)),
        Branch(say("breach by this party"), breach_in_words(finding), _told_and_unseen(finding)),
        *(
            ()
            if finding.rests_on_prior
            else (
                Branch(
                    say("such a thing happened, whoever did it"), likelihood(finding.p_happened)
                ),
            )
        ),
        Branch(
            say("how firm"),
            robustness(finding),
            tuple(
                Branch(words_of("readings").get(name, name), term(status.value))
                for name, status in finding.readings
                if not finding.robust
            ),
        ),
    ]
    return Branch(
        say("answer"), in_turn([finding.status.letter, term(finding.status.value)]), tuple(children)
    )


def _told_and_unseen(finding: Finding) -> tuple[Branch, ...]:
    """Return what of the probability was told of, and what may have gone unseen beside it."""
    if finding.p_told in (0.0, finding.p_breach):
        return ()
    unseen = (finding.p_breach - finding.p_told) / (1.0 - finding.p_told)
    return (
        Branch(
            say("by what was told alone"),
            say("{likelihood}; this decides the status", likelihood=likelihood(finding.p_told)),
        ),
        Branch(say("another went unseen"), likelihood(unseen)),
    )


def _incidents(finding: Finding, kept: dict[str, Document]) -> Branch:
    strongest_first = sorted(finding.weighed, key=lambda each: (-each.p_breach, each.incident.id))
    return Branch(
        say("incidents"),
        _count(finding.weighed),
        tuple(_weighed(each, kept) for each in strongest_first),
    )


def _weighed(weighed: Weighed, kept: dict[str, Document]) -> Branch:
    incident = weighed.incident
    factors = tuple(
        Branch(words_of("factors").get(factor.name, factor.name), likelihood(factor.probability))
        if not factor.why
        else Branch(
            words_of("factors").get(factor.name, factor.name),
            say("{likelihood}: {why}", likelihood=likelihood(factor.probability), why=factor.why),
        )
        for factor in weighed.factors
    )
    voices = []
    for voice in incident.voices:
        weights = [each for each in weighed.weights if each.origin == voice.origin]
        shown = in_turn(
            (
                say("weight {log_lr:+.2f} ({why})", log_lr=one.log_lr, why=one.why)
                for one in weights
            ),
            between="; ",
        )
        voices.append(
            Branch(
                say("voice"),
                in_turn([voice_title(voice), shown or say("not weighed")], between=", "),
                tuple(observation_branch(report, kept) for report in voice.reports),
            )
        )
    held = tuple(Branch(say("held together by"), why) for why in incident.why)
    margin = (
        ()
        if weighed.margin_m is None
        else (Branch(say("distance to the boundary"), f"{weighed.margin_m:.0f} m"),)
    )
    number = say("breach {likelihood}", likelihood=likelihood(weighed.p_breach))
    return Branch(
        say("incident {id}", id=incident.id),
        in_turn([happening(incident.lead), number], between="; "),
        (*factors, *margin, *voices, *held),
    )


def _log(finding: Finding, kept: dict[str, Document]) -> tuple[Branch, ...]:
    """Return the acts that a duty was judged from; nothing for what is no duty of a log."""
    if not finding.log:
        return ()
    acts = tuple(observation_branch(each, kept) for each in finding.log)
    return (Branch(say("the log of acts"), _count(finding.log), acts),)


def _coverage(finding: Finding, kept: dict[str, Document]) -> Branch:
    look = finding.look
    looked = (
        say("a breach would have been seen: {likelihood}", likelihood=likelihood(look.detection))
        if look.records
        else say("nobody is on record as having looked")
    )
    records = tuple(_coverage_record(each, kept) for each in look.records)
    denials = tuple(_coverage_record(each, kept) for each in look.denials)
    return Branch(say("who looked"), looked, records + denials)


def _coverage_record(coverage: Coverage, kept: dict[str, Document]) -> Branch:
    where = listed(coverage.areas) or say("area not named")
    if coverage.side:
        where = say("{where}, {side} side", where=where, side=term(coverage.side))
    if coverage.denied:
        words = say(
            "{where}, {when}: access denied to {by}",
            where=where, when=coverage.when, by=coverage.by,
        )  # fmt: skip
    else:
        words = say(
            "{where}, {when}: {method} by {by}, would have seen {detection:.0f} % of breaches "
            "on {share:.0f} % of the area",
            where=where, when=coverage.when, method=term(coverage.method), by=coverage.by,
            detection=coverage.detection * 100, share=coverage.share * 100,
        )  # fmt: skip
    label = say("denial") if coverage.denied else say("look")
    return Branch(label, words, (basis_branch(coverage.basis, kept),))


def _statements(finding: Finding, kept: dict[str, Document]) -> Branch:
    return Branch(
        say("statements beside it, not counted"),
        _count(finding.statements),
        tuple(statement_branch(claim, kept) for claim in finding.statements),
    )


def _flips(finding: Finding) -> Branch:
    nothing = say("nothing single, as far as was tried")
    told = _count(finding.flips) if finding.flips else nothing
    return Branch(say("what would change it"), told, tuple(map(_flip, finding.flips)))


def _flip(flip: Flip) -> Branch:
    pattern = {"now": flip.now, "at": flip.flips_at, "becomes": term(flip.becomes.value)}
    if flip.flips_at.startswith("without it"):
        return Branch(flip.what, say("{now}; {at} it would be {becomes}", **pattern))
    return Branch(flip.what, say("now {now}; at {at} it would be {becomes}", **pattern))


def _reviews(finding: Finding, reviews: Iterable[Review]) -> Branch:
    own = sorted(
        (review for review in reviews if review.finding == finding.id),
        key=lambda review: (review.at, review.reviewer),
    )
    children = tuple(
        Branch(
            f"{review.at:%Y-%m-%d %H:%MZ}, {review.reviewer}",
            _reviewed(review, counts=review.inputs_digest == finding.inputs_digest),
        )
        for review in own
    )
    return Branch(say("reviews"), how_many(len(own), "review"), children)


def _reviewed(review: Review, *, counts: bool) -> str:
    said = say("{verdict}: {reason}", verdict=term(review.verdict.value), reason=review.reason)
    if counts:
        return said
    other = say("(made on other inputs; does not count for this state of the record)")
    return in_turn([said, other])


def _digests(finding: Finding, agreement: Agreement, rests_on: str | None) -> Branch:
    children = [
        Branch(say("agreement"), finding.agreement_digest),
        Branch(say("policy"), finding.policy_digest),
        Branch(say("inputs"), finding.inputs_digest),
        Branch(say("engine"), finding.engine),
        Branch(say("as known on"), finding.as_of),
    ]
    if rests_on is not None:
        children.append(Branch(say("ledger"), rests_on))
    if agreement.digest != finding.agreement_digest:
        children.insert(
            1,
            Branch(
                say("note"),
                say("the agreement's words shown here are of {digest}", digest=agreement.digest),
            ),
        )
    return Branch(say("made from"), finding.id, tuple(children))


def _count(things: tuple[object, ...]) -> str:
    return str(len(things)) if things else say("none")
