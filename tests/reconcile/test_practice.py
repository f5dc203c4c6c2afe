"""What a standard of practice asks for and is not there is an open matter, and nothing that it does not name."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hub.configuration.model import Configuration
from hub.configuration.practice import Limit, Practice
from hub.reconcile.matter_kinds import CLASS_OF, MatterClass, MatterKind
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, KNOWN, Said, contract, programme

DECLARED: Said = (COUNCIL, "declared", {"stage": "contract", "period_end": "2016-03-31"})
ASSIGNED: Said = (COUNCIL, "contract-assigned", {"programme": "carers"})
JOINT: Said = (
    COUNCIL,
    "programme-declared",
    {"title": "P", "mode": "joint", "partners": [{"id": COUNCIL}, {"id": CCG}]},
)
# a team without a partner and a provider that is asked twice are looked for in every place
PRACTICE_KINDS = frozenset(each for each, of in CLASS_OF.items() if of is MatterClass.ARRANGEMENT) - {
    MatterKind.TEAM,
    MatterKind.ASKED_TWICE,
}


def practising(**asked: Any) -> Configuration:
    return Configuration(1, {**KNOWN.documents, "practice/wandsworth": Practice(id="wandsworth", **asked)})


def open_by_practice(body: dict[str, Any]) -> list[tuple[MatterKind, str, str]]:
    """(kind, field, text) of what is open by the standard."""
    return [
        (each["kind"], each["field"], each["text"]) for each in body["differences"] if each["kind"] in PRACTICE_KINDS
    ]


def texts(body: dict[str, Any]) -> list[str]:
    return [text for _, _, text in open_by_practice(body)]


EVERYTHING = practising(
    review_before_extension_days=365,
    assessment_before_end=True,
    training_within_days=730,
    joint_decision_before=("extension", "variation", "end"),
    remedy_within_days=30,
    signatories=2,
    limits=(Limit(organisation=COUNCIL, post="Director", amount=Decimal("100000.00")),),
)


def ended(reason: str = "decommissioned", by: str = COUNCIL, **more: Any) -> Said:
    return by, "terminated", {"ended_on": "2015-06-30", "reason": reason, **more}


def extended(day: str = "2015-03-01", **more: Any) -> Said:
    return COUNCIL, "extended", {"occurred_at": day, "period_end": "2017-03-31", **more}


def reviewed(day: str, by: str = COUNCIL) -> Said:
    return by, "contract-reviewed", {"review": day, "reviewed_on": day, "review_outcome": "extend"}


def assessed(day: str, about: str = CONTRACT, **more: Any) -> Said:
    said = {"assessment": "e-1", "title": "E", "screening": "full", "contract": about, "assessed_on": day, **more}
    return COUNCIL, "eia-recorded", said


def decided(state: str = "approved", by: str = COUNCIL, **more: Any) -> Said:
    said = {"decision": "d-1", "title": "D", "body": f"Board of {by}", "state": state, **more}
    return by, "decision-recorded", {"required": [{"id": COUNCIL}, {"id": CCG}], **said}


MISSED: list[Said] = [
    (COUNCIL, "measure-agreed", {"measure": "waits", "title": "Waits", "direction": "lower", "target": "14"}),
    (
        COUNCIL,
        "observed",
        {"measure": "waits", "period_start": "2015-04-01", "period_end": "2015-06-30", "value": "15"},
    ),
]
BREACHED: Said = (COUNCIL, "breach-recorded", {"breach": "b-1", "breached_on": "2015-06-30", "description": "Late"})


def remedy(**more: Any) -> Said:
    return CCG, "remedy-recorded", {"remedy": "y-1", "title": "Y", "remedy_kind": "action_plan", **more}


ALL_THAT_IS_ASKED: list[Said] = [
    DECLARED,
    ASSIGNED,
    JOINT,
    extended(),
    ended(),
    *MISSED,
    BREACHED,
    assessed("2015-07-01"),
    decided(signed_by=["Director"]),
    (COUNCIL, "varied", {"percent": "-5", "batch": "cuts"}),
    (CCG, "declared", {"stage": "contract"}),
]


def test_nothing_is_open_in_a_place_that_has_agreed_nothing() -> None:
    for configuration in (KNOWN, practising()):
        assert open_by_practice(contract(*ALL_THAT_IS_ASKED, configuration=configuration)) == []
        assert open_by_practice(programme(*ALL_THAT_IS_ASKED, configuration=configuration)) == []


def test_each_kind_of_practice_is_found() -> None:
    found = [
        *open_by_practice(contract(*ALL_THAT_IS_ASKED, configuration=EVERYTHING)),
        *open_by_practice(programme(*ALL_THAT_IS_ASKED, configuration=EVERYTHING)),
    ]
    assert {kind for kind, _, _ in found} == PRACTICE_KINDS


@pytest.mark.parametrize(
    ("said", "is_open"),
    [
        ([], True),
        ([reviewed("2015-03-01")], False),
        ([reviewed("2014-03-01")], False),
        ([reviewed("2014-02-28")], True),
        ([reviewed("2015-03-02")], True),
        ([reviewed("2014-12-01", by=CCG)], False),
    ],
    ids=["none", "the same day", "as old as may be", "too old", "after it", "by the other body"],
)
def test_an_extension_follows_a_review(said: list[Said], is_open: bool) -> None:
    asked = practising(review_before_extension_days=365)
    for order in ([DECLARED, extended(), *said], [*said, extended(), DECLARED]):
        found = open_by_practice(contract(*order, configuration=asked))
        text = "extended on 2015-03-01, and nobody tells of a review in the 365 days before"
        assert found == [(MatterKind.REVIEW, "variations", text)] * is_open


def test_the_last_extension_counts() -> None:
    asked = practising(review_before_extension_days=365)
    first = extended("2014-05-01", period_end="2016-06-30")
    said = [DECLARED, first, reviewed("2015-02-01"), extended("2015-03-01")]
    assert texts(contract(*said, configuration=asked)) == []
    assert texts(contract(*said[:2], configuration=asked)) != []


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ([], "decommissioned, to end on 2015-06-30, and no equality impact assessment is about it"),
        (
            [assessed("2015-07-01", review_on="2016-06-30")],
            "decommissioned, to end on 2015-06-30, and its equality impact was assessed only after that",
        ),
        (
            [assessed("2015-06-30")],
            "decommissioned, and its equality impact assessment names no day on which its effect is looked at again",
        ),
        ([assessed("2015-06-30", review_on="2016-06-30")], None),
        ([assessed("2015-06-30", reviewed_on="2015-09-30")], None),
        (
            [assessed("2015-06-30", "GB-LAE-WND/other", review_on="2016-06-30")],
            "decommissioned, to end on 2015-06-30, and no equality impact assessment is about it",
        ),
    ],
    ids=["none", "after the end", "never looked at again", "before it", "looked at again", "of another contract"],
)
def test_a_service_is_decommissioned_after_an_assessment(said: list[Said], text: str | None) -> None:
    asked = practising(assessment_before_end=True)
    for order in ([DECLARED, ended(), *said], [*said, ended(), DECLARED]):
        assert texts(contract(*order, configuration=asked)) == ([text] if text else [])


def test_an_end_that_is_told_ahead_is_looked_at_ahead() -> None:
    asked = practising(assessment_before_end=True)
    said = [DECLARED, ended(), assessed("2015-06-30", review_on="2016-06-30")]
    assert texts(contract(*said, on="2015-06-29", configuration=asked)) == [
        "decommissioned, to end on 2015-06-30, and no equality impact assessment is about it"
    ]
    assert texts(contract(*said, on="2015-06-30", configuration=asked)) == []


@pytest.mark.parametrize("reason", ["expired", "performance", "not_stated"])
def test_an_end_for_another_reason_needs_no_assessment(reason: str) -> None:
    assert texts(contract(DECLARED, ended(reason), configuration=practising(assessment_before_end=True))) == []


STANDS = [decided(), decided(by=CCG)]
OF_THE_COUNCIL_ALONE: list[Said] = [
    (COUNCIL, "programme-declared", {"subject": "own", "title": "Own", "mode": "separate"}),
    (COUNCIL, "contract-assigned", {"programme": "own"}),
    (
        COUNCIL,
        "decision-recorded",
        {"subject": "own", "decision": "d-1", "title": "D", "body": "B", "state": "approved"},
    ),
]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([ended()], "and nobody names the decision"),
        ([ended(decision="d-9"), *STANDS], "on a decision of which no joint programme of it tells: d-9"),
        (
            [ended(decision="d-1"), decided()],
            "on the decision d-1, which is waiting for a body that must approve it",
        ),
        (
            [ended(decision="d-1"), decided(), decided("rejected", by=CCG)],
            "on the decision d-1, which is rejected or withdrawn",
        ),
        (
            [ended(decision="d-1"), decided(), decided("approved_conditional", by=CCG, conditions=["Costs"])],
            "on the decision d-1, which is subject to conditions that are open",
        ),
        (
            [ended(decision="d-1"), decided(required=[])],
            "on the decision d-1, which is taken without NHS Wandsworth CCG",
        ),
        (
            [ended(decision="d-1"), decided(), decided("rejected", by=CCG), *OF_THE_COUNCIL_ALONE],
            "on the decision d-1, which is rejected or withdrawn",
        ),
        ([ended(decision="d-1"), *STANDS], None),
        ([ended(), ended(by=CCG, decision="d-1"), *STANDS], None),
    ],
    ids=[
        "none",
        "unknown",
        "waiting",
        "rejected",
        "conditional",
        "of one body",
        "of another programme",
        "stands",
        "the other body names it",
    ],
)
def test_a_contract_of_a_joint_programme_ends_by_a_decision_that_stands(said: list[Said], why: str | None) -> None:
    asked = practising(joint_decision_before=["end"])
    for order in ([DECLARED, ASSIGNED, JOINT, *said], [*said, JOINT, ASSIGNED, DECLARED]):
        found = open_by_practice(contract(*order, configuration=asked))
        text = f"ended with 2015-06-30, a contract of a joint programme, {why}"
        assert found == ([(MatterKind.DECISION, "ended_on", text)] if why else [])


@pytest.mark.parametrize("reason", ["expired", "provider_exit"])
def test_nobody_decides_on_an_end_that_comes_by_itself(reason: str) -> None:
    said = [DECLARED, ASSIGNED, JOINT, ended(reason)]
    assert texts(contract(*said, configuration=practising(joint_decision_before=["end"]))) == []


def test_a_contract_of_one_body_alone_ends_by_its_own_decision() -> None:
    said = [DECLARED, ended(), (COUNCIL, "programme-declared", {"title": "P", "mode": "separate"})]
    asked = practising(joint_decision_before=["end"])
    assert texts(contract(*said, configuration=asked)) == []
    assert texts(contract(*said, ASSIGNED, configuration=asked)) == []


def test_extensions_and_cuts_are_decided_on_too() -> None:
    said = [DECLARED, ASSIGNED, JOINT]
    cut: Said = (COUNCIL, "varied", {"percent": "-5", "batch": "cuts"})
    asked = practising(joint_decision_before=["extension", "variation"])
    found = open_by_practice(contract(*said, extended(), cut, configuration=asked))
    assert [(field, text.partition(",")[0]) for _, field, text in found] == [
        ("variation:2014-04-01 cuts", "varied by -5 %"),
        ("variations", "extended on 2015-03-01"),
    ]
    decided_cut: Said = (COUNCIL, "varied", {"percent": "-5", "batch": "cuts", "decision": "d-1"})
    assert texts(contract(*said, extended(decision="d-1"), decided_cut, *STANDS, configuration=asked)) == []
    revalued: Said = (COUNCIL, "varied", {"value": money("100000.00")})
    assert [text.partition(",")[0] for text in texts(contract(*said, revalued, configuration=asked))] == [
        "varied on 2014-04-01"
    ]
    renamed: Said = (COUNCIL, "varied", {"title": "T", "rationale": "A slip of the pen"})
    assert texts(contract(*said, renamed, configuration=asked)) == []


@pytest.mark.parametrize(
    ("said", "is_open"),
    [
        ([], True),
        ([remedy(measures=["waits"], breach="b-1")], False),
        ([remedy(measures=["waits"], breach="b-1", done_on="2015-06-29")], True),
        ([remedy(measures=["other"], breach="b-9")], True),
    ],
    ids=["none", "one for both", "done before the period was over", "for another"],
)
def test_a_remedy_follows_a_miss(said: list[Said], is_open: bool) -> None:
    asked = practising(remedy_within_days=30)
    for order in ([DECLARED, *MISSED, *said], [*said, *MISSED, DECLARED]):
        assert texts(contract(*order, on="2015-07-30", configuration=asked)) == []
        (*found,) = open_by_practice(contract(*order, on="2015-07-31", configuration=asked))
        text = "Waits is missed at 2015-06-30, and no remedy that follows it is told, 30 days after"
        assert found == [(MatterKind.REMEDY, "measure:waits", text)] * is_open


def test_an_improvement_measure_is_a_remedy() -> None:
    placed: Said = (
        COUNCIL,
        "improvement-measure-placed",
        {"improvement": "i", "measures": ["waits"], "reason": "Late"},
    )
    assert texts(contract(DECLARED, *MISSED, placed, configuration=practising(remedy_within_days=30))) == []


def test_a_remedy_follows_a_breach_of_which_nothing_has_come() -> None:
    asked = practising(remedy_within_days=30)
    text = "breached on 2015-06-30, and no remedy that follows it is told, 30 days after"
    said = [DECLARED, BREACHED]
    assert texts(contract(*said, on="2015-07-30", configuration=asked)) == []
    assert open_by_practice(contract(*said, on="2015-07-31", configuration=asked)) == [
        (MatterKind.REMEDY, "breach:b-1", text)
    ]
    assert texts(contract(*said, remedy(breach="b-1"), configuration=asked)) == []
    put_right: Said = (CCG, "breach-recorded", {**BREACHED[2], "consequence": "put_right"})
    assert texts(contract(*said, put_right, configuration=asked)) == []


def money(amount: str, currency: str = "GBP") -> dict[str, str]:
    return {"amount": amount, "currency": currency, "basis": "net"}


def test_what_happened_before_the_standard_is_not_looked_at() -> None:
    """Each day of what is looked at, the last before the standard's first."""
    asked = {**EVERYTHING.documents["practice/wandsworth"].model_dump(exclude={"since", "id", "document"})}
    for since, is_open in (("2015-08-01", False), (None, True)):
        configuration = practising(**asked, since=since)
        found = [
            *open_by_practice(contract(*ALL_THAT_IS_ASKED, configuration=configuration)),
            *open_by_practice(programme(*ALL_THAT_IS_ASKED, configuration=configuration)),
        ]
        assert bool(found) is is_open
    for kind, day in {
        MatterKind.REVIEW: "2015-03-01",
        MatterKind.ASSESSMENT: "2015-06-30",
        MatterKind.REMEDY: "2015-06-30",
        MatterKind.TRAINING: "2015-07-01",
        MatterKind.AUTHORITY: "2014-04-01",
    }.items():
        for since, is_open in ((day, True), (str(date.fromisoformat(day) + timedelta(1)), False)):
            configuration = practising(**asked, since=since)
            of_contract = contract(*ALL_THAT_IS_ASKED, configuration=configuration)
            of_programme = programme(*ALL_THAT_IS_ASKED, configuration=configuration)
            kinds = {each for each, _, _ in (*open_by_practice(of_contract), *open_by_practice(of_programme))}
            assert (kind in kinds) is is_open, (kind, since)


@pytest.mark.parametrize(("day", "is_open"), [("2015-03-01", True), ("2015-03-02", False)])
def test_a_decision_before_the_standard_was_not_needed(day: str, is_open: bool) -> None:
    asked = practising(joint_decision_before=["extension"], since=day)
    assert bool(texts(contract(DECLARED, ASSIGNED, JOINT, extended(), configuration=asked))) is is_open


def test_a_review_that_was_held_is_due_no_more() -> None:
    due: Said = (COUNCIL, "declared", {"stage": "contract", "review_on": "2015-03-31"})
    kinds = {MatterKind.REVIEW_OVERDUE, MatterKind.REVIEW_DUE}

    def overdue(*said: Said) -> bool:
        return any(each["kind"] in kinds for each in contract(due, *said)["differences"])

    assert overdue()
    assert overdue(reviewed("2015-02-28"))
    assert not overdue(reviewed("2015-03-01", by=CCG))
    assert not overdue(reviewed("2015-05-01"))


def test_an_assessment_of_a_contract_that_nobody_declares_is_told_on_it() -> None:
    body = contract(assessed("2015-03-02"))
    assert body["assessed_in"][0]["programme"] == "carers"
    assert [(each["kind"], each["field"]) for each in body["differences"]] == [
        (MatterKind.UNKNOWN, f"contract:{CONTRACT}")
    ]


def test_an_end_that_was_gone_back_on_takes_its_decision_along() -> None:
    asked = practising(joint_decision_before=["end"])
    first = ended(decision="d-1", occurred_at="2015-01-01")
    open_again: Said = (COUNCIL, "declared", {"stage": "contract", "occurred_at": "2015-07-15"})
    body = contract(DECLARED, ASSIGNED, JOINT, *STANDS, first, open_again, configuration=asked)
    assert {"end_decision", "ended_on"}.isdisjoint(body["fields"])
    again = ended(occurred_at="2015-08-01")
    assert texts(contract(DECLARED, ASSIGNED, JOINT, *STANDS, first, open_again, again, configuration=asked)) != []


def test_one_extension_that_two_bodies_tell_is_one() -> None:
    said = [DECLARED, ASSIGNED, JOINT, *STANDS, extended(decision="d-1"), reviewed("2014-03-10")]
    other: Said = (CCG, "extended", {"occurred_at": "2015-04-20", "period_end": "2017-03-31"})
    asked = practising(review_before_extension_days=365, joint_decision_before=["extension"])
    assert texts(contract(*said, other, configuration=asked)) == []
    late = [DECLARED, extended(), reviewed("2015-04-01"), other]
    assert texts(contract(*late, configuration=practising(review_before_extension_days=365))) != []


def test_one_variation_that_two_bodies_tell_is_one_and_no_change_is_none() -> None:
    said = [DECLARED, ASSIGNED, JOINT, *STANDS]
    asked = practising(joint_decision_before=["variation"])
    both: list[Said] = [
        (COUNCIL, "varied", {"value": money("100000.00"), "decision": "d-1", "rationale": "Less"}),
        (CCG, "varied", {"value": money("100000.00")}),
    ]
    assert texts(contract(*said, *both, configuration=asked)) == []
    assert texts(contract(*said, (COUNCIL, "varied", {"percent": "0"}), configuration=asked)) == []


def test_a_contract_that_all_say_has_ended_needs_no_remedy() -> None:
    said = [DECLARED, *MISSED, ended("performance")]
    assert texts(contract(*said, configuration=practising(remedy_within_days=30))) == []


def test_a_remedy_that_somebody_says_was_done_is_done() -> None:
    told = [remedy(measures=["waits"]), (COUNCIL, *remedy(measures=["waits"], done_on="2015-06-01")[1:])]
    assert texts(contract(DECLARED, *MISSED, *told, configuration=practising(remedy_within_days=30))) != []


def test_an_assessment_that_is_still_to_be_made_is_none() -> None:
    asked = practising(assessment_before_end=True)
    to_come = assessed("2015-06-01", screening="to_be_made", review_on="2016-06-30")
    assert texts(contract(DECLARED, ended(), to_come, configuration=asked)) == [
        "decommissioned, to end on 2015-06-30, and its equality impact is still to be assessed"
    ]
    no_effect = assessed("2015-06-01", screening="none")
    assert texts(contract(DECLARED, ended(), no_effect, configuration=asked)) == []


def test_a_programme_that_is_joint_asks_for_a_decision_though_nobody_lists_its_partners() -> None:
    joint: Said = (COUNCIL, "programme-declared", {"title": "P", "mode": "joint"})
    asked = practising(joint_decision_before=["end"])
    assert texts(contract(DECLARED, ASSIGNED, joint, ended(), configuration=asked)) != []


def test_a_matter_stands_on_decisions_and_assessments_too_and_is_as_guarded() -> None:
    asked = practising(joint_decision_before=["end"])
    guarded = decided("rejected", by=CCG, meta={"classification": "confidential"})
    body = contract(DECLARED, ASSIGNED, JOINT, ended(decision="d-1"), guarded, configuration=asked)
    (found,) = (each for each in body["differences"] if each["kind"] is MatterKind.DECISION)
    assert [each["organisation"] for each in found["grounds"]] == [CCG]
    assert body["classification"] == "confidential"
