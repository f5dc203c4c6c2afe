"""One event id with two contents is an open matter on the picture of whatever the two are about, of every kind."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from hub.events.catalogue import CATALOGUE
from hub.events.contract import Declared
from hub.events.envelope import Meta
from hub.reconcile.days import Day
from hub.reconcile.matter_kinds import MatterClass, MatterKind
from hub.reconcile.two_contents import MOST_NAMED
from tests.reconcile.summary import whole
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, KNOWN, PROGRAMME, Said, events, pictures

PROCUREMENT = "ocds-h6vhtk-0c0099"
ABOUT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "contract": ("declared", CONTRACT, {"stage": "contract"}),
    "programme": ("programme-declared", PROGRAMME, {"mode": "joint"}),
    "procurement": ("procurement-declared", PROCUREMENT, {}),
}


def test_there_is_a_case_for_every_kind_that_something_is_said_about() -> None:
    assert set(ABOUT) == {each.about for each in CATALOGUE} - {"event"}


@pytest.mark.parametrize("about", ABOUT)
def test_two_contents_of_one_id_are_told_where_they_are_about(about: str) -> None:
    name, subject, fields = ABOUT[about]

    def said(title: str, number: int) -> Said:
        meta = {"event_id": UUID(int=number)}
        return COUNCIL, name, {**fields, "title": title, "subject": subject, "meta": meta}

    body = pictures(said("Carers", 1), said("Short breaks", 1), said("Carers", 2))[about, subject]
    (matter,) = [each for each in body["differences"] if each["kind"] is MatterKind.IDENTITY]
    assert (matter["class"], matter["severity"]) == (MatterClass.IDENTITY, "red")
    assert matter["field"] == f"event:{UUID(int=1)}"
    assert {each["event"] for each in matter["sides"]} == {str(UUID(int=1))}
    assert len({each["content_hash"] for each in matter["sides"]}) == len(matter["sides"]) == 2
    for each in matter["sides"]:
        assert each["value"]["type"].endswith(f".{name}.v1")
        assert (each["value"]["subject_kind"], each["value"]["subject"]) == (about, subject)


@pytest.mark.parametrize(
    ("senders", "told"),
    [
        (
            [COUNCIL] * 2,
            "came with 2 different contents from Wandsworth Borough Council, which must use a new id for each",
        ),
        (
            [COUNCIL, CCG],
            "came with 2 different contents from Wandsworth Borough Council and NHS Wandsworth CCG; "
            "each of them must use ids of its own",
        ),
        (
            [COUNCIL, CCG, CCG],
            "came with 3 different contents from Wandsworth Borough Council and NHS Wandsworth CCG; "
            "each of them must use ids of its own, and a new one for each content",
        ),
    ],
)
def test_it_is_told_who_sent_them_and_what_to_do(senders: list[str], told: str) -> None:
    said = [
        (body, "declared", {"stage": "contract", "title": str(number), "meta": {"event_id": UUID(int=1)}})
        for number, body in enumerate(senders)
    ]
    (matter,) = [
        each for each in pictures(*said)["contract", CONTRACT]["differences"] if each["kind"] is MatterKind.IDENTITY
    ]
    assert matter["text"] == f"event id {UUID(int=1)} {told}"


def test_a_picture_is_guarded_as_a_content_that_it_tells_of() -> None:
    """It names what the other one is about."""

    def said(subject: str, classification: str) -> Said:
        meta = {"event_id": UUID(int=1), "classification": classification}
        return COUNCIL, "declared", {"stage": "contract", "subject": subject, "meta": meta}

    found = pictures(said(CONTRACT, "public"), said(CONTRACT + "9", "confidential"))
    assert found["contract", CONTRACT]["classification"] == "confidential"


def twofold(about: str, *said: Said) -> list[str]:
    subject = ABOUT[about][1]
    matters = pictures(*said)[about, subject]["differences"]
    return [each["field"] for each in matters if each["kind"] is MatterKind.IDENTITY]


@pytest.mark.parametrize("about", ABOUT)
def test_it_goes_when_a_content_of_it_is_taken_back_by_the_body_that_said_it(about: str) -> None:
    name, subject, fields = ABOUT[about]

    def said(body: str, title: str, number: int, **meta: Any) -> Said:
        return (
            body,
            name,
            {**fields, "title": title, "subject": subject, "meta": {"event_id": UUID(int=number), **meta}},
        )

    one, other = said(COUNCIL, "Carers", 1), said(COUNCIL, "Short breaks", 1)
    corrected = said(COUNCIL, "Respite", 2, corrects=UUID(int=1))
    matter = [f"event:{UUID(int=1)}"]
    assert twofold(about, one, other, said(COUNCIL, "Respite", 2)) == matter
    assert twofold(about, one, other, corrected) == []
    assert twofold(about, corrected, other, one) == []
    # what another body says takes nothing back
    assert twofold(about, one, other, said(CCG, "Respite", 2, corrects=UUID(int=1))) == matter
    # of a content of each of two bodies one is left
    of_two = (one, said(CCG, "Short breaks", 1))
    assert twofold(about, *of_two) == matter
    assert twofold(about, *of_two, corrected) == []
    assert twofold(about, one, other, said(CCG, "Respite", 1), corrected) == []
    # of the contents of which two are another body's, those two
    assert twofold(about, one, *(said(CCG, each, 1) for each in ("Respite", "Breaks")), corrected) == matter


@pytest.mark.parametrize("about", ABOUT)
def test_it_opens_with_the_first_of_them_that_is_true_of_what_they_are_about(about: str) -> None:
    name, subject, fields = ABOUT[about]

    def said(title: str, day: str, number: int = 1, **of: Any) -> Said:
        meta = {"event_id": UUID(int=number)}
        return COUNCIL, name, {**fields, "title": title, "subject": subject, "meta": meta, "occurred_at": day, **of}

    one, other = said("Carers", "2015-06-01"), said("Short breaks", "2024-01-01")
    elsewhere = {"contract": CONTRACT + "9", "programme": PROGRAMME + "-9", "procurement": PROCUREMENT + "9"}[about]
    for said_at_all, opens in (
        ((one, other), "2015-06-01"),
        ((said("Carers", "2015-01-01", subject=elsewhere), one), "2015-06-01"),
        ((said("Carers", "2024-01-01", subject=elsewhere), one), "2015-06-01"),
    ):
        before = Day.of(date.fromisoformat(opens) - timedelta(days=1))
        picture = whole(events(said_at_all), before, KNOWN)[about, subject]
        assert not [each for each in picture.body["differences"] if each["kind"] is MatterKind.IDENTITY]
        assert picture.until == Day.read(opens)
        (matter,) = [
            each
            for each in pictures(*said_at_all, on=opens)[about, subject]["differences"]
            if each["kind"] is MatterKind.IDENTITY
        ]
        assert matter["since"] == opens


@pytest.mark.parametrize("about", ABOUT)
def test_what_is_said_by_such_an_id_tells_which_content_it_is_of_in_whatever_order_they_came(about: str) -> None:
    name, subject, fields = ABOUT[about]

    def said(title: str, number: int, at: str = subject) -> Said:
        return COUNCIL, name, {**fields, "title": title, "subject": at, "meta": {"event_id": UUID(int=number)}}

    elsewhere = {"contract": CONTRACT + "9", "programme": PROGRAMME + "-9", "procurement": PROCUREMENT + "9"}[about]
    ready = events([said("Carers", 1), said("Respite", 1, elsewhere), said("Breaks", 2, elsewhere + "9")])
    hashes = {statement.content_hash for _, _, statement, _ in ready[:2]}
    for order in permutations(ready):
        found = whole(list(order), Day.read("2015-10-01"), KNOWN)
        sides = {
            at: [side.get("content_hash") for side in found[about, at].body["fields"]["title"]["sides"]]
            for at in (subject, elsewhere, elsewhere + "9")
        }
        assert {*sides[subject], *sides[elsewhere]} == hashes
        assert sides[elsewhere + "9"] == [None]  # which came once


def test_a_picture_holds_until_then_also_where_the_contents_tell_of_nothing_else() -> None:
    def said(document: str) -> Said:
        meta = {"event_id": UUID(int=1), "source_document": document}
        return COUNCIL, "procurement-declared", {"subject": PROCUREMENT, "occurred_at": "2024-01-01", "meta": meta}

    day = Day.read("2016-01-01")
    picture = whole(events([said("Register"), said("Paper")]), day, KNOWN)["procurement", PROCUREMENT]
    assert (picture.body["differences"], picture.until) == ([], Day.read("2024-01-01"))


def sides(*said: Said) -> list[dict[str, Any]]:
    """What each content is told as, in the order in which they are told."""
    matters = pictures(*said)["contract", CONTRACT]["differences"]
    (matter,) = [each for each in matters if each["kind"] is MatterKind.IDENTITY]
    return [side["value"] for side in matter["sides"]]


def terms(number: int, **fields: Any) -> Said:
    meta = {"event_id": UUID(int=1), **fields.pop("meta", {})}
    return COUNCIL, "declared", {"stage": "contract", "title": "Carers", "meta": meta, **fields}


def test_the_fields_that_differ_are_told_with_the_words_of_each_content() -> None:
    amount = {"amount": "1.00", "basis": "net"}
    found = sides(terms(1), terms(2, title="Breaks", value=amount))
    said = {each["field"]: each["value"] for side in found for each in side["differs"] if each["value"] is not None}
    assert [[each["field"] for each in side["differs"]] for side in found] == [["title", "value"]] * 2
    assert {each["value"] for side in found for each in side["differs"][:1]} == {"Carers", "Breaks"}
    assert said["value"]["amount"] == "1.00"
    assert [side["differs"][1]["value"] for side in found].count(None) == 1, "one of them states no value"
    assert not any("more_differ" in side for side in found)


def test_a_difference_in_the_envelope_alone_is_told_too() -> None:
    found = sides(terms(1), terms(2, meta={"source_document": "The register"}))
    assert sorted(str(side["differs"]) for side in found) == sorted(
        str([{"field": "source_document", "value": each}]) for each in (None, "The register")
    )


def test_the_moment_of_recording_is_told_where_nothing_else_differs() -> None:
    (one, other) = sides(terms(1), terms(2))
    assert [each["field"] for side in (one, other) for each in side["differs"]] == ["recorded_at"] * 2
    assert one["differs"] != other["differs"]


def test_of_more_than_five_fields_that_differ_the_rest_are_counted() -> None:
    def different(number: int) -> dict[str, Any]:
        day = f"2015-04-0{number}"
        named = {name: f"{name} {number}" for name in ("title", "description")}
        dates = dict.fromkeys(("period_start", "period_end", "date_signed", "review_on"), day)
        money = {"value": {"amount": f"{number}.00", "basis": "net"}}
        return {name: value for name, value in (named | dates | money).items() if name in Declared.model_fields}

    assert len(different(1)) > MOST_NAMED
    for side in sides(terms(1, **different(1)), terms(2, **different(2))):
        assert (len(side["differs"]), side["more_differ"]) == (MOST_NAMED, len(different(1)) - MOST_NAMED)


def test_no_field_of_a_type_is_called_as_one_of_the_envelope() -> None:
    assert not [each.ce_type for each in CATALOGUE if each.model.model_fields.keys() & Meta.model_fields.keys()]
