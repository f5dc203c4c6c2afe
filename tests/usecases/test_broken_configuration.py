"""Several configuration records that cannot be read: told at once, mended one by one, and nobody is judged by half."""

import shlex
from typing import Any

import pytest
from aiokafka.structs import TopicPartition
from click.testing import CliRunner

from hub.cli.configuration_withdraw import withdraw
from hub.cli.main import hub
from hub.configuration.configuration_log import SHOWN_BROKEN, read
from hub.configuration.document_keys import key_name, withdraw_command
from hub.configuration.model import (
    Body,
    ConfigurationUnreadable,
    Document,
    Group,
    Member,
    Partnership,
    Tolerances,
    canonical,
    key_of,
)
from hub.instance.connection import Cluster
from hub.log.topics import TopicNames
from hub.usecases import configuring
from hub.usecases.configuration_withdrawing import plan
from hub.usecases.configuring import ConfigurationRefused, publish_configuration
from tests.monitor.test_advice_is_typed import commands, parse

PLACE = Partnership(
    id="wandsworth",
    name="Wandsworth",
    members=(
        Member(organisation="GB-LAE-WND", role="council"),
        Member(organisation="GB-NHS-08X", role="nhs_commissioner"),
    ),
)
OTHER = PLACE.model_copy(update={"id": "sutton", "name": "Sutton"})
BOARD = Group(id="board", name="The board", partnerships=("wandsworth",))
KEY = key_of(PLACE).encode()
CUT_OFF = canonical(PLACE)[:30]
JUNK = (7, b"", b"\xff\x00junk")
BROKEN = [(3, KEY, canonical(PLACE)), (6, KEY, CUT_OFF), JUNK]


def test_all_that_is_broken_is_told_at_once_with_its_place_and_the_way_back() -> None:
    with pytest.raises(ConfigurationUnreadable) as told:
        read(BROKEN)
    words = str(told.value)
    assert words.startswith(
        "2 published documents cannot be read by this release: partnership/wandsworth (partition 0, "
    )
    assert "(partition 0, offset 6: Invalid JSON: " in words
    assert "(no key) (partition 0, offset 7: Invalid JSON: " in words
    assert "`hub configuration withdraw partnership/wandsworth --reason WHY --yes`" in words
    assert "`hub configuration withdraw '' --reason WHY --yes`" in words
    assert ": :" not in words
    assert "  " not in words


def test_of_very_many_it_is_told_how_many_more() -> None:
    with pytest.raises(ConfigurationUnreadable, match=r"; and 2 more\. "):
        read([(offset, b"key-%d" % offset, b"") for offset in range(SHOWN_BROKEN + 2)])


KEYS = [
    b"",
    b"a b'c",
    b"\xff",
    b"\xfe",
    rb"\xff",
    b"line\nend",
    "caf\u00e9".encode(),
    b"long" * 999,
    b"long" * 998,
    b"-k",
]


def test_every_key_has_a_name_of_its_own_by_which_it_is_taken_back() -> None:
    records = [(offset, key, b"junk") for offset, key in enumerate(KEYS)]
    assert len({key_name(key) for key in KEYS}) == len(KEYS)
    for key in KEYS:
        typed = withdraw.make_context("withdraw", shlex.split(withdraw_command(key))[3:]).params
        assert (typed["yes"], plan(records, typed["key"]).key) == (True, key)
        assert withdraw_command(key).isprintable()


def cluster() -> Cluster:
    return Cluster("nowhere:1", "http://nowhere", TopicNames(""), "group")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is published while BROKEN stands."""
    found: list[Any] = []

    class Writer:
        def __init__(self, new: Any) -> None:
            del new

        async def write(self, topic: str, partition: int, outgoing: list[Any]) -> None:
            found.extend((TopicPartition(topic, partition), each.key, each.value) for each in outgoing)

        async def stop(self) -> None:
            pass

    async def records(of: Cluster) -> list[tuple[int, bytes, bytes | None]]:
        return list(BROKEN)

    monkeypatch.setattr(configuring, "BatchWriter", Writer)
    monkeypatch.setattr(configuring, "_records", records)
    return found


async def test_one_is_mended_while_another_is_broken_and_that_one_is_told(written: list[Any]) -> None:
    done = await publish_configuration(cluster(), [PLACE])
    assert [(key, value) for _, key, value in written] == [(KEY, canonical(PLACE))]
    assert done.changed == (key_of(PLACE),)
    assert done.problem is not None
    assert done.problem.startswith("1 published document cannot be read by this release: (no key) ")


async def test_a_group_of_a_partnership_that_is_broken_is_no_group_of_nothing(written: list[Any]) -> None:
    assert (await publish_configuration(cluster(), [BOARD])).changed == (key_of(BOARD),)
    with pytest.raises(ConfigurationRefused, match="no document describes the partnership 'sutton'"):
        await publish_configuration(cluster(), [BOARD.model_copy(update={"partnerships": ("sutton",)})])


async def test_who_asks_for_the_configuration_gets_none_before_all_are_mended(written: list[Any]) -> None:
    with pytest.raises(ConfigurationRefused, match="2 published documents"):
        await configuring.standing(cluster())


def test_another_document_is_taken_back_while_a_partnership_is_broken() -> None:
    records = [*BROKEN, (8, key_of(BOARD).encode(), canonical(BOARD)), (9, key_of(OTHER).encode(), canonical(OTHER))]
    assert plan(records, key_of(OTHER)).stands


def then(document: Document) -> str:
    return plan([(0, key_of(document).encode(), canonical(document))], key_of(document)).then


def test_it_is_told_what_is_true_without_a_document() -> None:
    assert then(PLACE).startswith("Wandsworth with its 2 members is then no partnership: ")
    assert then(BOARD).startswith("Nobody reports to The board then")
    assert then(Body(id="GB-NHS-08X", name="NHS Wandsworth CCG")).startswith(
        "NHS Wandsworth CCG is then known by the id "
    )
    assert "rounding 1.00" in then(Tolerances())


def test_of_a_broken_one_it_is_told_what_stood_before_and_how_to_see_it() -> None:
    words = plan(BROKEN, key_of(PLACE)).then
    assert "no document that this release can read (30 bytes)" in words
    assert "Before it stood Wandsworth with its 2 members, at offset 3: " in words
    assert commands(words) == ["hub tail configuration --from 3 --max 1"]
    parse(*commands(words))
    assert plan(BROKEN, "").then.endswith("No record of the key before it can be read.")


def test_the_command_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.cli.configuration_withdraw.run", lambda work, json: plan(BROKEN, ""))
    said = CliRunner().invoke(hub, ["configuration", "withdraw", "", "--reason", "written past the hub"])
    assert said.stdout.startswith(
        "(no key)  would be withdrawn. It is no document that this release can read (6 bytes)"
    )
    assert "Nothing was done" in said.stderr


def test_a_partnership_that_another_document_names_is_not_taken_back() -> None:
    place, board = (0, KEY, canonical(PLACE)), (1, key_of(BOARD).encode(), canonical(BOARD))
    with pytest.raises(ConfigurationRefused, match="'wandsworth', which would stand no more"):
        plan([place, board], key_of(PLACE))
    assert plan([place, board, (2, board[1], None)], key_of(PLACE)).stands
