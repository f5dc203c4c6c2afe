"""The registry as the hub speaks to it: the real one, one that is away, and one that answers oddly."""

import asyncio
import copy
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random
from uuid import uuid4

import pytest
from aiohttp import web

from hub.events.catalogue import CATALOGUE
from hub.local.local_parts import LocalParts
from hub.log import registry as registry_module
from hub.log.codec import frame, unframe
from hub.log.decode import Decoded, RecordDecoder
from hub.log.publisher import register_schemas
from hub.log.registry import Incompatible, Registry, RegistryAway
from hub.log.schema_gate import Shelf, registry_findings
from hub.log.topics import TopicNames
from hub.serialization.avro_shapes import with_full_names
from hub.serialization.compatibility import breaks
from hub.serialization.schemas import frozen, newest, versions
from tests.log.test_decode import DECLARED, GOOD, NEWER, next_version
from tests.serialization.test_compatibility import ALLOWED, BASE, REFUSED, ChangeCase, changed
from tests.support.records import PARTITIONS


@pytest.fixture
async def registry(parts: LocalParts) -> AsyncIterator[Registry]:
    async with Registry(parts.registry_url, Random(0)) as opened:
        yield opened


@pytest.mark.kafka
async def test_every_version_is_registered_once_under_full_transitive(registry: Registry) -> None:
    names = TopicNames(f"r{uuid4().hex[:8]}.")
    first = await register_schemas(registry, names)
    assert await register_schemas(registry, names) == first
    for event_type in CATALOGUE:
        subject = names.prefix + event_type.registry_subject
        assert await registry.compatibility(subject) == "FULL_TRANSITIVE"
        assert len(await registry.versions(subject)) == len(versions(event_type))
        held = with_full_names(json.loads(str(await registry.schema(first[event_type]))))
        assert held == with_full_names(newest(event_type))
    assert await registry_findings(registry, names, Shelf.shipped()) == []


@pytest.mark.kafka
async def test_registering_mends_a_subject_whose_rule_was_never_set(registry: Registry) -> None:
    names, event_type = TopicNames(f"r{uuid4().hex[:8]}."), CATALOGUE[0]
    subject = names.prefix + event_type.registry_subject
    await registry.register(subject, frozen(event_type, *versions(event_type)[0]))
    assert await registry.compatibility(subject) != "FULL_TRANSITIVE"
    await register_schemas(registry, names)
    assert await registry.compatibility(subject) == "FULL_TRANSITIVE"


@pytest.mark.kafka
async def test_a_newer_minor_version_is_read_with_the_schema_that_the_registry_gives(registry: Registry) -> None:
    subject = f"newer-{uuid4().hex}"
    await registry.register(subject, newest(DECLARED))
    await registry.require_full_transitive(subject)
    schema_id = await registry.register(subject, next_version())
    given = await registry.schema(schema_id)
    assert given is not None
    assert NEWER.value is not None
    newer = replace(NEWER, value=frame(schema_id, unframe(NEWER.value)[1]))
    decoded = RecordDecoder(PARTITIONS, extra_schemas={schema_id: given}).decode(newer)
    assert isinstance(decoded, Decoded)
    known = RecordDecoder(PARTITIONS).decode(GOOD)
    assert isinstance(known, Decoded)
    assert decoded.content_hash == known.content_hash


@pytest.mark.kafka
async def test_what_the_registry_knows_nothing_of(registry: Registry) -> None:
    assert await registry.schema(2_000_000_000) is None
    assert await registry.versions("nobody-registered-this") == []
    assert await registry.refusals(f"new-{uuid4().hex}", BASE) == []


@pytest.mark.kafka
async def test_the_registry_refuses_a_change_with_its_reasons(registry: Registry) -> None:
    subject = f"refusal-{uuid4().hex}"
    await registry.register(subject, BASE)
    await registry.require_full_transitive(subject)
    renamed = changed(next(each for each in REFUSED if each.name == "an int to text").change)
    assert await registry.refusals(subject, renamed)
    with pytest.raises(Incompatible, match=subject):
        await registry.register(subject, renamed)
    assert await registry.versions(subject) == [1]


@pytest.mark.kafka
@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
async def test_what_the_registry_refuses_the_gate_refuses_first(registry: Registry, case: ChangeCase) -> None:
    subject = await subject_of_the_sample(registry)
    if await registry.refusals(subject, changed(case.change)):
        assert breaks(BASE, changed(case.change))


@pytest.mark.kafka
@pytest.mark.parametrize("name", ALLOWED)
async def test_what_the_gate_allows_the_registry_allows(registry: Registry, name: str) -> None:
    assert breaks(BASE, changed(ALLOWED[name])) == ()
    assert await registry.refusals(await subject_of_the_sample(registry), changed(ALLOWED[name])) == []


async def subject_of_the_sample(registry: Registry) -> str:
    subject = "oracle-of-the-sample"
    await registry.register(subject, copy.deepcopy(BASE))
    await registry.require_full_transitive(subject)
    return subject


async def test_a_registry_that_is_away_is_asked_as_often_as_the_caller_says(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        async with Registry(url, Random(0), tries=2) as registry:
            with pytest.raises(RegistryAway, match=url):
                await registry.schema(1)
    told = [each for each in caplog.records if each.name == "hub.log.registry"]
    assert [each.getMessage() for each in told] == ["will be asked again"]
    assert url in vars(told[0])["reason"]


async def test_one_that_takes_the_question_and_says_nothing_is_not_asked_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = list[int]()

    async def silent(*_: object) -> None:
        asked.append(1)
        await asyncio.Event().wait()

    monkeypatch.setattr(registry_module, "ANSWER_SECONDS", 0.05)
    monkeypatch.setattr(registry_module, "TRYING_SECONDS", 0.05)
    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with Registry(url, Random(0), tries=100) as registry:
            with pytest.raises(RegistryAway, match=url):
                await registry.schema(1)
    assert asked == [1]


@pytest.mark.parametrize(
    ("answers", "tries", "schema"),
    [
        ([(500, "no"), (200, '{"schema": "x"}')], 2, "x"),
        ([(200, "<html>"), (200, '{"schema": "x"}')], 2, "x"),
        ([(404, '{"error_code": 40403}')], 3, None),
    ],
    ids=["an error, then an answer", "no JSON, then an answer", "no such id is an answer"],
)
async def test_only_what_is_no_answer_is_asked_again(
    answers: list[tuple[int, str]], tries: int, schema: str | None
) -> None:
    left = list(answers)
    async with answering(left) as url, Registry(url, Random(0), tries=tries) as registry:
        assert await registry.schema(7) == schema
    assert left == []


@pytest.mark.parametrize("text", ['{"message": "no such route"}', '{"error_code": 404}', "[]"])
async def test_not_found_of_somebody_else_is_not_the_registrys_word(text: str) -> None:
    """Else good events would be quarantined while the registry is away behind its door."""
    async with answering([(404, text)]) as url, Registry(url, Random(0)) as registry:
        with pytest.raises(RegistryAway, match="404"):
            await registry.schema(7)


async def test_a_rule_that_somebody_else_sets_at_the_same_moment_is_set_again() -> None:
    left = [(409, '{"message": "A rule named COMPATIBILITY already exists."}'), (200, "{}")]
    async with answering(left) as url, Registry(url, Random(0)) as registry:
        await registry.require_full_transitive("subject")
    assert left == []


@pytest.mark.parametrize("text", ["{}", "[]", '{"id": "7"}', "null"])
async def test_an_answer_without_an_id_is_not_the_registrys(text: str) -> None:
    """As a door in front of it may give: whoever registers asks again later, and does not end."""
    async with answering([(200, text)]) as url, Registry(url, Random(0)) as registry:
        with pytest.raises(RegistryAway, match="without an id"):
            await registry.register("subject", {})


@asynccontextmanager
async def answering(left: list[tuple[int, str]]) -> AsyncIterator[str]:
    """Something at an address that gives these answers, one after the other."""

    async def answer(request: web.Request) -> web.Response:
        status, text = left.pop(0)
        return web.Response(status=status, text=text)

    app = web.Application()
    app.router.add_route("*", "/apis/ccompat/v7/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()
