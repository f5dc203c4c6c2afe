"""What admission lets in, how it fills an event, and what it promises for anything that is sent."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.admission.admit import Admitted, Refused, admit
from hub.admission.document import KNOWN
from hub.admission.guarding import Look, look_of, text_fields
from hub.admission.refusal import Code, Refusal
from hub.events.catalogue import CATALOGUE, EventType
from tests.support import pools
from tests.support.documents import CCG, COUNCIL, NOW, OTHER_ID, context, declared
from tests.support.largest import largest_document
from tests.support.strategies import events


def admitted(document: Any, principal: str = "operator") -> Admitted:
    answer = admit(document, context(principal))
    assert isinstance(answer, Admitted), answer
    return answer


def test_absent_meta_is_filled_from_the_attributes() -> None:
    meta = admitted(declared(attributes={"dataclassification": "public"})).event.meta
    assert (str(meta.event_id), meta.source_system) == (declared()["id"], "wandsworth-contract-register")
    assert (meta.subject, meta.occurred_at.isoformat()) == ("GB-LAE-WND/14-565", "2015-04-01")
    assert (meta.recorded_at.isoformat(), meta.classification) == ("2015-04-20T09:30:00+00:00", "public")


def test_the_day_is_the_one_that_the_source_wrote() -> None:
    # midnight in British summer is the day before in UTC
    assert admitted(declared(attributes={"time": "2015-04-02T00:00:00+01:00"})).event.meta.occurred_at.day == 2


def test_without_recordedtime_the_time_is_when_it_was_recorded() -> None:
    meta = admitted(declared(attributes={"recordedtime": None})).event.meta
    assert meta.recorded_at.isoformat() == "2015-03-31T23:00:00+00:00"


def test_both_given_and_alike_in_another_spelling_agree() -> None:
    same = {"event_id": declared()["id"].upper(), "recorded_at": "2015-04-20T10:30:00+01:00"}
    assert admitted(declared(meta=same)).event == admitted(declared()).event


def test_whoever_publishes_for_itself_need_not_say_so() -> None:
    assert admitted(declared(meta={"organisation": None}), COUNCIL).event.meta.organisation == COUNCIL


def test_a_withdrawal_is_about_the_event_that_it_names() -> None:
    document = declared(attributes={"type": "uk.jch.contract.withdrawn.v1", "subject": None}, stage=None, title=None)
    document["data"] |= {"event": OTHER_ID, "reason": "entered twice"}
    assert admitted(document).event.meta.subject == OTHER_ID


def test_one_membership_is_the_partnership_and_none_is_its_own() -> None:
    assert admitted(declared()).event.meta.partnerships == ("wandsworth",)
    before = declared(meta={"organisation": CCG}, attributes={"time": "2013-03-31T00:00:00Z"})
    assert admitted(before).event.meta.partnerships == (CCG,)


def test_the_last_day_of_a_membership_counts() -> None:
    for day, expected in (("2013-04-01", "wandsworth"), ("2020-03-31", "wandsworth"), ("2020-04-01", CCG)):
        document = declared(meta={"organisation": CCG}, attributes={"time": f"{day}T00:00:00Z"})
        assert admitted(document).event.meta.partnerships == (expected,)


def test_several_partnerships_may_be_named_each_counts_once() -> None:
    named = {"partnerships": ["south-west-london", "wandsworth", "wandsworth"]}
    document = declared(meta=named, attributes={"time": "2016-01-02T00:00:00Z"})
    assert admitted(document).event.meta.partnerships == ("south-west-london", "wandsworth")


def test_typed_ids_may_have_digits_that_look_like_an_nhs_number() -> None:
    digits = "9434765919"
    document = declared(attributes={"subject": f"{COUNCIL}/{digits}"}, suppliers=[{"id": f"GB-CHC-{digits}"}])
    document["data"]["buyer"] = {"id": f"GB-SRS-a.gov.uk/{digits}"}
    assert admitted(document).event.meta.subject == f"{COUNCIL}/{digits}"


def test_the_stamp_says_when_who_and_where() -> None:
    answer = admitted(declared(), COUNCIL)
    assert (answer.time, answer.principal, answer.door) == (NOW, COUNCIL, "test")


def test_all_problems_are_told_at_once() -> None:
    document = declared(
        attributes={"id": "17", "subject": "Carers"},
        meta={"clasification": "public"},
        stage="awarded",
        titel="x",
        value={"amount": "-1", "currency": "GBX"},
        period_start="2018-01-01",
        period_end="2017-01-01",
        description="ring 020 7946 0018",
    )
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert {each.code for each in answer.refusals} == {
        Code.ID_WRONG, Code.FIELD_UNKNOWN, Code.CODE_UNKNOWN, Code.NEGATIVE, Code.CURRENCY_UNKNOWN,
        Code.DATES_REVERSED, Code.PHONE,
    }  # fmt: skip
    assert len(answer.refusals) == 9


def test_who_speaks_and_of_which_time_is_told_beside_another_fault() -> None:
    document = declared(attributes={"recordedtime": "2016-01-11T00:00:00Z"}, titel="x")
    answer = admit(document, context(CCG))
    assert isinstance(answer, Refused)
    assert {each.code for each in answer.refusals} == {
        Code.FIELD_UNKNOWN,
        Code.SPEAKS_FOR_ANOTHER,
        Code.RECORDED_AHEAD,
    }


def test_a_time_without_an_offset_is_no_time_to_judge_at() -> None:
    # whatever is held against it would be told for the clock of the machine
    with pytest.raises(ValueError, match="aware time in UTC"):
        context(now=NOW.replace(tzinfo=None))


def refused(document: Any) -> list[tuple[Code, str]]:
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    return [(each.code, each.field) for each in answer.refusals]


NO_TIME = {"time": None, "recordedtime": None}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (declared(attributes={"id": "17"}), (Code.ID_WRONG, "id")),
        (declared(attributes={"id": None}), (Code.ATTRIBUTE_MISSING, "id")),
        (declared(attributes={"source": None}), (Code.ATTRIBUTE_MISSING, "source")),
        (declared(attributes={"subject": "Carers"}), (Code.ID_WRONG, "subject")),
        (declared(attributes={"subject": None}, meta={"subject": "Carers"}), (Code.ID_WRONG, "meta.subject")),
        (declared(attributes={"time": "1815-06-18T00:00:00Z"}), (Code.OCCURRED_TOO_EARLY, "time")),
        (declared(attributes=NO_TIME), (Code.FIELD_MISSING, "time")),
        (declared(attributes=NO_TIME, meta={"occurred_at": "2015-04-01"}), (Code.FIELD_MISSING, "meta.recorded_at")),
        (declared(attributes={"time": None}), (Code.FIELD_MISSING, "meta.occurred_at")),
        (declared(attributes={**NO_TIME, "time": "1 April 2015"}), (Code.ATTRIBUTE_WRONG, "time")),
        (declared(attributes={**NO_TIME, "time": "2015-04-01T00:00:00"}), (Code.ATTRIBUTE_WRONG, "time")),
        (declared(attributes={"recordedtime": "in April"}), (Code.ATTRIBUTE_WRONG, "recordedtime")),
        (
            declared(attributes={"dataclassification": "restricted"}),
            (Code.CLASSIFICATION_REFUSED, "dataclassification"),
        ),
    ],
)
def test_one_fault_is_told_once_and_by_the_name_that_its_sender_wrote(document: Any, told: tuple[Code, str]) -> None:
    assert refused(document) == [told]


def test_a_missing_time_tells_the_ways_to_mend_it() -> None:
    answer = admit(declared(attributes=NO_TIME), context())
    assert isinstance(answer, Refused)
    (only,) = answer.refusals
    assert "the attribute time" in only.fix
    assert "meta.occurred_at and meta.recorded_at" in only.fix


@pytest.mark.parametrize(
    ("document", "hint"),
    [
        (declared(titel="x"), "did you mean title?"),
        (declared(stage="contrakt"), "did you mean contract?"),
        (declared(meta={"organization": COUNCIL}), "did you mean organisation?"),
        (declared(attributes={"type": "uk.jch.contract.declare.v1"}), "did you mean uk.jch.contract.declared.v1?"),
        (declared(value={"amount": "1", "base": "net"}), "did you mean basis?"),
    ],
)
def test_a_near_miss_is_named(document: Any, hint: str) -> None:
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    # at its end, or before the words that say where the whole list stands
    assert [each.fix for each in answer.refusals if each.fix.partition(" schemas/codelists/")[0].endswith(hint)]


SECRETS = ("9434765919", "jo.bloggs@example.org", "020 7946 0018", "AB123456C", "Josephine Bloggs 03/04/1951")


@pytest.mark.parametrize("secret", SECRETS)
def test_a_refusal_never_repeats_what_could_be_a_person_s(secret: str) -> None:
    everywhere = declared(
        attributes={"type": secret, "subject": secret, "id": secret, secret: secret},
        meta={"organisation": secret, "corrects": secret, secret: secret},
        **dict.fromkeys(("stage", "title", "period_end", "suppliers", "value", "clears", secret), secret),
    )
    known = {**everywhere, "type": "uk.jch.contract.declared.v1"}
    inside = declared(value={"amount": secret, "currency": secret, "basis": secret}, clears=[secret], stage=secret)
    for document in (everywhere, known, inside):
        answer = admit(document, context())
        assert isinstance(answer, Refused)
        assert secret not in repr([each.to_json() for each in answer.refusals])


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(pools.EDGE_TEXTS)
    | st.sampled_from(pools.EDGE_NUMBERS)
    | st.decimals(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(JSON_VALUES)
@settings(max_examples=100)
def test_any_json_gets_an_answer(document: Any) -> None:
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert answer.refusals


def places(event_type: EventType) -> list[tuple[str, ...]]:
    """Where a value may stand in a document of the type: every attribute, and every field that the largest one has."""
    found: list[tuple[str, ...]] = [(name,) for name in (*KNOWN, "myextension")]
    waiting: list[tuple[tuple[str, ...], Any]] = [(("data",), largest_document(event_type)["data"])]
    while waiting:
        path, value = waiting.pop()
        found.append(path)
        if isinstance(value, dict):
            waiting += [((*path, name), part) for name, part in value.items()]
    return found


PLACES = {each: places(each) for each in CATALOGUE}


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
@given(data=st.data())
@settings(max_examples=60)
def test_any_value_in_any_place_gets_an_answer(event_type: EventType, data: st.DataObject) -> None:
    small = {"meta": {"organisation": COUNCIL}}
    document = declared(attributes={"type": event_type.ce_type}) | {"data": small}
    for _ in range(data.draw(st.integers(1, 4))):
        *path, last = data.draw(st.sampled_from(PLACES[event_type]))
        into: Any = document
        for name in path:
            into = into.setdefault(name, {}) if isinstance(into, dict) else {}
        if isinstance(into, dict):
            into[last] = data.draw(JSON_VALUES)
    answer = admit(document, context())
    assert isinstance(answer, Admitted) or answer.refusals


@pytest.mark.parametrize("value", [*pools.EDGE_TEXTS, *pools.EDGE_NUMBERS], ids=lambda value: ascii(value)[:30])
@pytest.mark.parametrize("attribute", sorted(KNOWN))
def test_an_edge_in_an_attribute_gets_an_answer(attribute: str, value: Any) -> None:
    assert isinstance(admit(declared() | {attribute: value}, context()), Admitted | Refused)


@pytest.mark.parametrize(
    "amount", [10**30, Decimal("1E+400"), 1e308, "NaN", "9" * 5000], ids=lambda each: str(each)[:9]
)
def test_a_number_beyond_the_limits_is_refused_by_its_field(amount: Any) -> None:
    assert refused(declared(value={"amount": amount})) == [(Code.VALUE_WRONG, "data.value.amount")]


@pytest.mark.parametrize("field", ["title", "description", "notice"])
def test_half_a_character_is_refused_by_its_field(field: str) -> None:
    half: Any = {field: "a\ud800"}
    assert refused(declared(**half)) == [(Code.VALUE_WRONG, f"data.{field}")]


@pytest.mark.parametrize(
    "recorded",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-06-01T00:00:00Z", "1066-10-14T00:00:00Z"],
)
def test_an_instant_that_no_log_could_hold_is_refused(recorded: str) -> None:
    # the engine puts years outside 2 to 9998 into quarantine, so the door is not to let them in
    assert refused(declared(attributes={"recordedtime": recorded})) == [(Code.DATE_IMPLAUSIBLE, "recordedtime")]


@pytest.mark.parametrize("day", ["1433376000", "-1", "1433376000.5", "_1433376000"])
def test_a_number_in_quotes_is_no_date(day: str) -> None:
    assert refused(declared(period_end=day)) == [(Code.VALUE_WRONG, "data.period_end")]


def test_a_day_written_as_midnight_is_no_way_round_the_rules_for_days() -> None:
    assert refused(declared(review_on="0024-01-01T00:00:00")) == [(Code.DATE_IMPLAUSIBLE, "data.review_on")]
    ends = declared(period_start="2018-01-01T00:00:00", period_end="2017-01-01T00:00:00Z")
    assert refused(ends) == [(Code.DATES_REVERSED, "data.period_end")]


# what a made event may be refused for: its values are free, and some have no meaning together
MEANING = frozenset(
    {Code.NEGATIVE, Code.CLEARS_AND_STATES, Code.REFERS_TO_ITSELF, Code.DATES_REVERSED, Code.NOT_A_MEMBER}
)
PERSONAL = frozenset({Code.NHS_NUMBER, Code.EMAIL, Code.PHONE})


def is_meant(event_type: EventType, refusal: Refusal) -> bool:
    """A free text drawn at random may be a telephone number, such as 08001111; an id never is."""
    if refusal.code not in PERSONAL:
        return refusal.code in MEANING
    free = {".".join(map(str, each.path)) for each in text_fields(event_type) if look_of(each, event_type) is Look.TEXT}
    return re.sub(r"\[\d+\]", "", refusal.field).removeprefix("data.") in free


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
@given(data=st.data())
@settings(max_examples=40)
def test_an_event_written_as_json_is_let_in_as_it_was(event_type: EventType, data: st.DataObject) -> None:
    event = data.draw(events(event_type))
    document = {
        "specversion": "1.0",
        "id": str(event.meta.event_id),
        "source": event.meta.source_system,
        "type": event_type.ce_type,
        "data": event.model_dump(mode="json"),
    }
    answer = admit(document, context(now=NOW.replace(year=2017)))
    if isinstance(answer, Admitted):
        assert answer.event == event
    else:
        assert all(is_meant(event_type, each) for each in answer.refusals), answer.refusals
