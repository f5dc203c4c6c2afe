"""What `hub withdraw` writes, and that it says so and writes nothing where the event is void already."""

from typing import Any
from uuid import UUID

import orjson
import pytest
from click.testing import CliRunner

from hub.admission.admit import Admitted, admit
from hub.cli.main import hub
from hub.configuration.model import Member, Partnership, canonical, key_of
from hub.engine.verify import LocatedRecord
from hub.instance.log_reading import InputLog, PartitionLog
from hub.reconcile.statement import Statement
from hub.serialization import avro
from hub.usecases.asking import NotFound
from hub.usecases.withdrawing import CannotWithdraw, WithdrawalPlan, plan_withdrawal
from tests.support.documents import CCG, COUNCIL, EVENT_ID, NOW, context, declared

NEW = UUID("014e1b2c-3d00-7000-8000-0000000000aa")
OTHER = "014e1b2c-3d00-7000-8000-0000000000bb"


def log_of(*documents: Any) -> InputLog:
    """A log of these events, without configuration: each organisation is a partnership of its own."""
    located = []
    for offset, document in enumerate(documents):
        answer = admit(document, context())
        assert isinstance(answer, Admitted), answer
        located += [of(answer, offset)]
    return InputLog([PartitionLog(located)], [])


def of(answer: Admitted, offset: int = 0) -> LocatedRecord:
    kind = answer.event_type
    body = avro.encode(kind, answer.event)
    statement = Statement.of(
        kind, (kind.major, kind.minor), body, avro.decode_plain(kind, (kind.major, kind.minor), body), 0
    )
    return LocatedRecord(0, offset, statement.organisation, statement)


def plan(log: InputLog) -> WithdrawalPlan:
    return plan_withdrawal(log, EVENT_ID, "entered twice", NEW, NOW)


def test_an_event_is_withdrawn_once_for_each_organisation_that_said_it() -> None:
    planned = plan(log_of(declared(), declared(meta={"organisation": CCG}, title="Other")))
    assert [each.event.meta.organisation for each in planned.events] == [COUNCIL, CCG]
    assert len({each.event.meta.event_id for each in planned.events}) == 2
    assert planned.void == {}


def test_what_is_withdrawn_already_is_not_withdrawn_again() -> None:
    log = log_of(declared())
    (first,) = plan(log).events
    log.partitions[0].located.append(of(first, 1))
    assert plan(log) == WithdrawalPlan([], {COUNCIL: [str(NEW)]})


def test_what_was_corrected_is_void_too() -> None:
    log = log_of(declared(), declared(attributes={"id": OTHER}, meta={"corrects": EVENT_ID}))
    assert plan(log) == WithdrawalPlan([], {COUNCIL: [OTHER]})


def test_nobody_takes_back_for_another() -> None:
    """The council's word is void, the CCG's under the same id still stands."""
    log = log_of(declared(), declared(meta={"organisation": CCG}, title="Other"))
    council, _ = plan(log).events
    log.partitions[0].located.append(of(council, 2))
    planned = plan(log)
    assert [each.event.meta.organisation for each in planned.events] == [CCG]
    assert planned.void == {COUNCIL: [str(council.event.meta.event_id)]}


def test_an_event_that_is_not_there_is_told() -> None:
    with pytest.raises(NotFound, match="not in the log"):
        plan(log_of())


def test_the_command_says_that_it_was_void_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    log = log_of(declared(), declared(attributes={"id": OTHER}, meta={"corrects": EVENT_ID}))
    monkeypatch.setattr("hub.cli.withdraw.read_log", lambda json: log)
    monkeypatch.setattr("hub.cli.withdraw.run", lambda work, json: pytest.fail("something was written"))
    told = CliRunner().invoke(hub, ["withdraw", EVENT_ID, "--reason", "entered twice"])
    assert told.exit_code == 0
    assert f"is void already for {COUNCIL}, by {OTHER}" in told.stdout
    document = orjson.loads(CliRunner().invoke(hub, ["withdraw", EVENT_ID, "--reason", "x", "--json"]).stdout)
    assert (document["written"], document["events"]) == (False, [])
    assert document["void_already"] == [{"organisation": COUNCIL, "by": [OTHER]}]


def test_a_withdrawal_is_not_withdrawn_because_that_brings_nothing_back() -> None:
    log = log_of(declared())
    (first,) = plan(log).events
    log.partitions[0].located.append(of(first, 1))
    with pytest.raises(CannotWithdraw, match="what that took back stays void, for good"):
        plan_withdrawal(log, str(NEW), "a mistake", UUID(OTHER), NOW)


PLACES = ("richmond", "wandsworth")


def in_two_places() -> InputLog:
    """The council's event, in both of the partnerships that it is a member of."""
    member = Member(organisation=COUNCIL, role="council")
    places = [Partnership(id=each, name=each, members=(member,)) for each in PLACES]
    answer = admit(declared(), context())
    assert isinstance(answer, Admitted)
    located = [of(answer, offset)._replace(partnership=each) for offset, each in enumerate(PLACES)]
    records: list[tuple[int, bytes, bytes | None]] = [
        (offset, key_of(each).encode(), canonical(each)) for offset, each in enumerate(places)
    ]
    return InputLog([PartitionLog(located)], records)


def voiding(log: InputLog, event_id: str, place: str) -> None:
    """The event is taken back in one of its places."""
    document = declared(attributes={"id": event_id}, meta={"corrects": EVENT_ID})
    answer = admit(document, context())
    assert isinstance(answer, Admitted)
    located = log.partitions[0].located
    located.append(of(answer, len(located))._replace(partnership=place))


def test_what_is_void_in_one_place_and_stands_in_another_is_withdrawn_there() -> None:
    log = in_two_places()
    voiding(log, OTHER, "richmond")
    planned = plan(log)
    assert [each.event.meta.partnerships for each in planned.events] == [("wandsworth",)]
    assert planned.void == {}


def test_what_is_void_in_every_place_is_told_with_all_that_voided_it() -> None:
    log = in_two_places()
    for event_id, place in zip((OTHER, str(NEW)), PLACES, strict=True):
        voiding(log, event_id, place)
    assert plan(log) == WithdrawalPlan([], {COUNCIL: sorted([str(NEW), OTHER])})
