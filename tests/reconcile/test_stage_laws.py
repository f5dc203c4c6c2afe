"""How far a procurement has come agrees with its totals and with a naive replay, whatever is said of it."""

from random import Random
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from hub.events.codelists import titles
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from tests.reconcile import oracle
from tests.reconcile.process_log import ON, Log, asked
from tests.reconcile.summary import added, comparable, ready, summary
from tests.reconcile.test_awards import COUNCIL, OCID, PARTNER

KEYS = ("1", "2", "3")


def steps() -> st.SearchStrategy[list[tuple[str, str, str]]]:
    """What bodies say of three contracts of one process, in order."""
    step = st.tuples(
        st.sampled_from([*titles("contract-stage"), *titles("contract-status")]),
        st.sampled_from(KEYS),
        st.sampled_from([COUNCIL, PARTNER]),
    )
    return st.lists(step, max_size=12)


@settings(max_examples=150)
@given(told=steps(), random=st.randoms(use_true_random=False))
def test_the_stage_never_says_another_thing_than_the_totals(told: list[tuple[str, str, str]], random: Random) -> None:
    log = Log()
    for body in (COUNCIL, PARTNER):
        log.process(body=body, title="Carers")
    for number, (code, key, body) in enumerate(told):
        day = f"2015-02-{number + 1:02}"
        if code in titles("contract-status").keys() - titles("contract-stage").keys():
            log.say("varied", f"{OCID}/{key}", body, day, procurement=OCID, status=code)
        elif code == "ended":
            log.end(key, day, body)
        else:
            log.contract(key, code, body, day=day)
    random.shuffle(log.told)
    found = asked(log)
    totals = {each["organisation"]: each for each in found.body["totals"]}
    for body in (COUNCIL, PARTNER):
        total = totals.get(body, {"contracts": 0, "ended": 0, "not_signed": 0, "untold": 0})
        if found.stage.get(body) == "ended":
            assert total["contracts"] == total["ended"] > 0
            assert total["not_signed"] == total["untold"] == 0
        elif total["contracts"] == total["ended"] > 0:
            assert total["not_signed"] + total["untold"] > 0
            assert found.stage[body] == "contract"
        elif total["ended"]:
            assert found.stage[body] == "contract"


def processes() -> st.SearchStrategy[Log]:
    """One process: its lots, awards and contracts as two bodies tell of them, most of it over."""
    bodies, keys = st.sampled_from([COUNCIL, COUNCIL, COUNCIL, PARTNER]), st.sampled_from(KEYS[:2])
    statuses = st.sampled_from([None, "active", "active", "complete", "unsuccessful"])
    lists = st.none() | st.lists(keys, min_size=1, unique=True)
    parts = st.tuples(st.sampled_from(["lot", "award"]), keys, bodies, statuses, lists)
    stages = st.sampled_from(["award", "contract", "contract", "unknown"])
    contracts = st.tuples(st.just("contract"), keys, bodies, stages, st.none() | keys)
    ends = st.tuples(st.just("end"), keys, bodies, st.none(), st.none())
    return st.tuples(
        st.lists(parts, max_size=5), st.lists(contracts, min_size=1, max_size=3), st.lists(ends, max_size=4)
    ).map(lambda drawn: told_of([each for some in drawn for each in some]))


def told_of(told: list[Any]) -> Log:
    log = Log()
    for number, (what, key, body, code, more) in enumerate(told):
        day = f"2015-02-{number + 1:02}"
        if what == "lot":
            log.process(body, day=day, lots=[{"id": key, "status": code}])
        elif what == "award":
            log.process(body, day=day, awards=[{"id": key, "status": code, "lots": more}])
        elif what == "contract":
            log.contract(key, code, body, day=day, award=more)
        else:
            log.end(key, day, body)
    return log


@settings(max_examples=300)
@given(log=processes())
def test_a_naive_replay_of_a_process_agrees(log: Log) -> None:
    statements = ready(log.told)
    there = added(statements).picture(Subject("procurement", OCID), Day.of(ON))
    assert there is not None
    told = oracle.replay([(kind, event, each.content_hash) for kind, event, each, _ in statements], ON)
    assert summary(there) == comparable("procurement", told["procurement", OCID])


@pytest.mark.parametrize("what", ["lot", "award"])
def test_processes_in_which_something_waits_occur(what: str) -> None:
    """So that the law above speaks of each."""

    def waits(log: Log) -> bool:
        views = added(ready(log.told))
        found = views.stages(OCID, Day.of(ON))
        fields = {side.claim.field for each in found if each.of_contracts for side in each.of_it}
        return {field.item for field in fields} == {what}

    find(processes(), waits, settings=settings(max_examples=3000, phases=[Phase.generate]))
