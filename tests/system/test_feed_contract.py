"""The feeds' contract on real Kafka: gateway and workers are killed while partners publish and readers follow.

At the end, to each reader nothing was lost, nothing came twice, and what it holds is what `hub report` reports.
"""

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bench.feed_client import Heard, connection, follow
from hub.configuration.model import Group, Member, Partnership
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.gateway.feeds.position import FeedPosition
from hub.gateway.feeds.scope import FeedKind, Scope
from hub.gateway.index.pictures import HeldPictures
from hub.instance.connection import Cluster
from hub.log.raw_reader import RawReader, Stretch
from hub.reports.joint_programmes import joint_programmes
from hub.reports.partners import last_statements, with_partners
from hub.reports.pictures_on_day import known_by
from hub.serialization.encoded import EncodedEvent
from hub.usecases.asking import report_of, whole_log
from hub.usecases.configuring import publish_configuration, standing
from hub.usecases.publishing import opened
from hub.usecases.verifying import verify
from tests.reconcile.dense import history
from tests.support import pools
from tests.support.records import STAMP
from tests.system.conftest import PARTITIONS, Hub, MakeHub, new_hub
from tests.system.gateways import Gateway
from tests.system.test_crashes_with_the_real_fold import PLACES, in_places

__all__ = ["new_hub"]

pytestmark = [pytest.mark.faults, pytest.mark.kafka, pytest.mark.timeout(150)]

SEED = 20261125
GATEWAY_KILLS, WORKER_KILLS = 5, 2
EVENTS_A_LOT, LOTS = 20, 28
FOLLOWED = PLACES[:4]
GROUP = Group(id="integration-group", name="Integration Group", partnerships=FOLLOWED)
PLACE = FOLLOWED[0]


def scopes_of(said: list[tuple[EventType, Event]]) -> tuple[Scope, ...]:
    """Feeds of three kinds, the group's first; of the programme and provider that the history names most often."""
    told = [(kind, event) for kind, event in said if PLACE in event.meta.partnerships]
    there = [event for _, event in told]
    own = [event.meta.subject for kind, event in told if kind.about == "programme"]
    programmes = Counter([*own, *(named for each in there if (named := getattr(each, "programme", None)))])
    providers = Counter(named.id for each in there for named in getattr(each, "suppliers", None) or ())
    return (
        Scope.of_group(GROUP),
        Scope.of(FeedKind.PROGRAMME, PLACE, programmes.most_common(1)[0][0]),
        Scope.of(FeedKind.PROVIDER, PLACE, providers.most_common(1)[0][0]),
    )


@dataclass
class Follower:
    """A project team's program: keeps what stands by subject, and every id that it heard."""

    scope: Scope
    ids: list[str] = field(default_factory=list)
    held: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    position: str = ""

    async def run(self, address: str, beginning: str) -> None:
        async with (
            aiohttp.ClientSession() as session,
            aclosing(follow(session, address + self.scope.address, beginning)) as said,
        ):
            async for heard in said:
                self.hear(heard)

    def hear(self, heard: Heard) -> None:
        self.names.append(heard.name)
        self.position = heard.position or self.position
        if heard.name in ("picture", "gone"):
            self.ids.append(heard.data["id"])
            key = (heard.data["partnership"], heard.data["kind"], heard.data["subject"])
            self.held.pop(key, None)
            if heard.name == "picture":
                self.held[key] = heard.data["picture"]


class Forgetful(Follower):
    """Does not say where it was: what the guard against loss is for."""

    async def run(self, address: str, beginning: str) -> None:
        position: str | None = beginning
        async with aiohttp.ClientSession() as session:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    async with aclosing(connection(session, address + self.scope.address, position)) as said:
                        async for heard in said:
                            position = None
                            self.hear(heard)
                await asyncio.sleep(0.1)


@pytest.mark.parametrize("kind", [Follower, Forgetful], ids=["resumes", "goes on from now"])
async def test_nothing_is_lost_or_twice_whatever_is_killed(
    new_hub: MakeHub, tmp_path: Path, kind: type[Follower]
) -> None:
    random = Random(SEED)
    said = in_places(history(random, EVENTS_A_LOT * LOTS), random)
    scopes = scopes_of(said)
    async with new_hub() as hub:
        await _configure(hub.cluster)
        hub.crew.start()
        hub.crew.start()
        followers = [kind(scope) for scope in scopes]
        with Gateway(tmp_path / "gateway", hub.environment) as gateway:
            gateway.start()
            running = [
                asyncio.create_task(each.run(gateway.address, _beginning(each.scope, PARTITIONS))) for each in followers
            ]
            await until(lambda: "ready" in followers[0].names, 30, "the group's feed is open")
            await _publish_and_kill(hub, gateway, followers[0], said, random)
            await hub.until_folded()
            if kind is Forgetful:
                await _say_while_nobody_hears(
                    hub, gateway, followers[0], in_places(history(random, EVENTS_A_LOT), random)
                )
            pictures = await _pictures(hub.cluster)
            expected = {scope: _ids(pictures, scope) for scope in scopes}
            stand = {None, *(held.key for held in pictures.all())}
            assert {scope.key for scope in scopes} <= stand, "a feed of nothing: the history must bring it about"
            if kind is Forgetful:
                # whoever does not resume has lost something by now, and nothing brings it back
                assert set(expected[scopes[0]]) - set(followers[0].ids)
                await _end(running)
                return
            try:
                await until(lambda: all(set(each.ids) >= set(expected[each.scope]) for each in followers), 30, "heard")
                await until(lambda: followers[0].names.count("ready") > GATEWAY_KILLS, 30, "came again after each kill")
            except AssertionError as late:
                for each, task in zip(followers, running, strict=True):
                    late.add_note(_missing(each, expected[each.scope]))
                    late.add_note(f"its task: {task!r}")
                raise
            finally:
                await _end(running)
            # with every feed closed, uvicorn ends itself by the signal that it was sent
            assert gateway.stop() == -signal.SIGTERM
        for each in followers:
            assert sorted(each.ids) == sorted(expected[each.scope]), "something came twice"
            assert each.names.count("gap") == 0
        assert followers[0].names.count("ready") > GATEWAY_KILLS
        await _they_hold_what_is_reported(hub.cluster, followers, pictures)


async def _publish_and_kill(
    hub: Hub, gateway: Gateway, first: Follower, said: list[tuple[EventType, Event]], random: Random
) -> None:
    """Each blow hits a gateway that readers are following, just after something was said."""
    killed = 0
    blows = ["gateway"] * GATEWAY_KILLS + ["worker"] * WORKER_KILLS
    random.shuffle(blows)
    moments = dict(zip(random.sample(range(2, LOTS), len(blows)), blows, strict=True))
    async with opened(hub.cluster) as publisher:
        for number in range(LOTS):
            lot = said[number * EVENTS_A_LOT : (number + 1) * EVENTS_A_LOT]
            await publisher.publish([EncodedEvent(*each) for each in lot], STAMP)
            await asyncio.sleep(random.random() * 0.3)  # the moment of the blow is the point: no condition to await
            match moments.get(number):
                case "gateway":
                    killed += 1
                    await until(lambda: first.names.count("ready") >= killed, 30, "a reader has come again")  # noqa: B023
                    gateway.kill()
                    gateway.start()
                case "worker":
                    random.choice(hub.crew.living()).kill()
                    hub.crew.start()
                case None:
                    pass


async def _say_while_nobody_hears(
    hub: Hub, gateway: Gateway, first: Follower, said: list[tuple[EventType, Event]]
) -> None:
    """All of it is added up before the gateway stands again, so that only a reader who resumes can hear of it."""
    heard = first.names.count("ready")
    gateway.kill()
    async with opened(hub.cluster) as publisher:
        await publisher.publish([EncodedEvent(*each) for each in said], STAMP)
    await hub.until_folded()
    gateway.start()
    await until(lambda: first.names.count("ready") > heard, 30, "a reader has come again")


async def _they_hold_what_is_reported(cluster: Cluster, followers: list[Follower], pictures: HeldPictures) -> None:
    today = datetime.now(ZoneInfo("Europe/London")).date()
    answer = await verify(cluster, today)
    assert answer.ok, answer.mismatches[:3]
    log, configuration = await whole_log(cluster), await standing(cluster)
    told = joint_programmes(GROUP, followers[0].held, configuration, as_of=today, known_at=None)
    # who said what last is not in a picture, and so in no feed
    last = last_statements({place: known_by(statements, None) for place, statements in log.by_partnership().items()})
    assert with_partners(told, GROUP, configuration, last) == report_of(log, GROUP.id, today, None)
    for each in followers:
        stands = [held for held in pictures.all() if each.scope.takes(held)]
        wanted: dict[tuple[str, str, str], Any] = {held.key: held.picture() for held in stands}
        assert {key: each.held.get(key) for key in wanted} == wanted
    assert followers[0].held.keys() == {held.key for held in pictures.all() if followers[0].scope.takes(held)}


async def _configure(cluster: Cluster) -> None:
    members = tuple(Member(organisation=each, role="other") for each in pools.ORGANISATIONS)
    await publish_configuration(
        cluster, [*(Partnership(id=each, name=each.title(), members=members) for each in PLACES), GROUP]
    )


def _beginning(scope: Scope, partitions: int) -> str:
    """The position before everything: a reader that goes on from there hears all."""
    return str(FeedPosition(dict.fromkeys(scope.partitions(partitions), -1)))


async def _end(running: list["asyncio.Task[None]"]) -> None:
    for each in running:
        each.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    try:
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.05)
    except TimeoutError as late:
        raise AssertionError(f"not within {seconds} s: {what}") from late


def _missing(follower: Follower, expected: list[str]) -> str:
    heard = set(follower.ids)
    missing = [each for each in expected if each not in heard]
    return (
        f"{follower.scope.address}: {len(missing)} of {len(expected)} not heard, the first {missing[:3]}, the last "
        f"{missing[-3:]}; came {follower.names.count('ready')} times, last heard at {follower.position}"
    )


async def _pictures(cluster: Cluster) -> HeldPictures:
    """The whole output topic, as a reader that never left sees it."""
    pictures, reader = HeldPictures(), RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        ends = await reader.ends(await reader.partitions(cluster.names.picture))
        pictures.read_again({tp.partition: end for tp, end in ends.items()})
        async for _, records in reader.read({tp: Stretch(0, end) for tp, end in ends.items()}):
            for record in records:
                pictures.take(record)
    finally:
        await reader.stop()
    return pictures


def _ids(pictures: HeldPictures, scope: Scope) -> list[str]:
    return [
        item.id
        for partition in scope.partitions(pictures.partitions)
        for item in pictures.items(partition, -1)
        if scope.takes(item.held)
    ]
