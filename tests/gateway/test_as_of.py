"""`?as_of=`: every page shows another day plainly, its links stay on it, and it is what `hub report --as-of` says."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import orjson
import pytest
from fastapi.routing import APIRoute

from hub.events.topics import CONTRACT
from hub.gateway.api import as_of
from hub.gateway.api.parts import Parts
from hub.gateway.app import create_app
from hub.gateway.pages import every
from hub.gateway.pages.frame import carry
from hub.instance.damaged import Damaged
from hub.log.freshness import Account, FreshnessState
from hub.reports.freshness_words import TAGS, file_words
from hub.reports.joint_programmes import joint_programmes
from hub.reports.partners import last_statements, with_partners
from hub.reports.pictures_on_day import bodies, known_by
from hub.serialization.readable import instant_text
from tests.gateway.made import demonstration, everything_in, parts_over

GROUP = "health-and-social-care-integration-group"
DAY = date(2015, 10, 1)
BEFORE = date(2012, 1, 1)
HTML = {"Accept": "text/html"}


def parts(opens_at: date | None = None) -> Parts:
    return replace(parts_over(*demonstration()), opens_at=opens_at)


def asking(made: Parts) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(made))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=HTML)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with asking(parts()) as made:
        yield made


def links(page: str) -> Iterator[str]:
    found = re.findall(r'<a\b[^>]*?\shref="(/[^"]*)"', page)
    return (each.replace("&amp;", "&") for each in found if not each.startswith(("/static/", "/v1/")))


async def test_every_page_that_is_reached_from_home_stays_on_the_day_and_says_so(client: httpx.AsyncClient) -> None:
    """Walked by its links: each is answered, says its day, and has no link but to today that leaves it."""
    waiting, seen, shapes = [f"/?as_of={DAY}"], set[str](), set[str]()
    while waiting:
        address = waiting.pop()
        # of many alike a few are enough; every shape of address is walked
        shape = re.sub(r"[^/?=&]*\d[^/?=&]*|(?<=/wandsworth/)[^?]+", "*", address.partition("as_of")[0])
        if address in seen or (shape in shapes and len(seen) > 60):
            continue
        seen.add(address)
        shapes.add(shape)
        answer = await client.get(address)
        assert answer.status_code == 200, address
        if "/report" in address:
            continue
        if ".csv" in address:  # a file has its day in its name
            assert "-2015-10-01" in answer.headers["Content-Disposition"]
            continue
        is_about_now = address.startswith("/status")
        assert ("Shown as of 1 October 2015" in answer.text) is not is_about_now, address
        for each in links(answer.text):
            assert f"as_of={DAY}" in each or "as_of=today" in each, (address, each)
            if f"as_of={DAY}" in each:
                waiting.append(each)
    walked = {each.split("?")[0].split("/")[1] for each in seen}
    assert {"groups", "programmes", "contracts", "providers", "differences", "events", "search", "status"} <= walked


@pytest.mark.parametrize("path", ["/", "/search", "/differences", "/programmes", "/contracts"])
async def test_forms_keep_the_day(client: httpx.AsyncClient, path: str) -> None:
    page = (await client.get(f"{path}?as_of={DAY}")).text
    forms = re.findall(r"<form\b.*?</form>", page, re.DOTALL)
    assert forms
    for form in forms:
        assert form.count('name="as_of"') == 1, form
        assert f'value="{DAY}"' in form


async def test_the_report_of_a_day_is_what_the_command_says() -> None:
    made = parts()
    async with asking(made) as client:
        shown = (await client.get(f"/groups/{GROUP}/report.json?as_of={DAY}")).json()
        now = (await client.get(f"/groups/{GROUP}/report.json")).json()
    store, log = demonstration()
    told = await everything_in(store, log, 10**6)
    group, configuration = told.configuration.groups[GROUP], told.configuration
    wanted = joint_programmes(
        group, bodies(told.statements, configuration, DAY, None), configuration, as_of=DAY, known_at=None
    )
    shared = wanted.keys() & shown.keys()
    assert {name: shown[name] for name in shared} == orjson.loads(orjson.dumps({name: wanted[name] for name in shared}))
    assert shown["as_of"] == DAY.isoformat() != now["as_of"]


async def test_the_partners_of_a_day_are_those_of_the_log_and_not_what_the_engine_has_taken_in() -> None:
    store, log = demonstration()
    waiting = parts_over(store, log)
    store.last_statements = lambda partnerships: {}  # as of an engine that has included nothing
    told = await everything_in(store, log, 10**6)
    group = told.configuration.groups[GROUP]
    last = last_statements({place: known_by(statements, None) for place, statements in told.statements.items()})
    async with asking(waiting) as client:
        shown = (await client.get(f"/groups/{GROUP}/report.json?as_of={DAY}")).json()
    document = joint_programmes(
        group, bodies(told.statements, told.configuration, DAY, None), told.configuration, as_of=DAY, known_at=None
    )
    wanted = with_partners(document, group, told.configuration, last)
    assert shown["partners"] == orjson.loads(orjson.dumps(wanted["partners"]))
    assert any(each["last"] for each in shown["partners"])


async def test_an_id_that_is_searched_leads_to_its_page_of_that_day(client: httpx.AsyncClient) -> None:
    for day in (f"{DAY}", "today"):
        found = await client.get("/search", params={"q": "GB-LAE-WND/14-565", "as_of": day})
        assert (found.status_code, found.headers["location"].endswith(f"?as_of={day}")) == (303, True)
        assert (await client.get(found.headers["location"])).status_code == 200


def tells(page: str, state: FreshnessState) -> bool:
    return f"{TAGS[state]}:" in page or f">{TAGS[state]}<" in page


LOST = Damaged(CONTRACT, CONTRACT, 3, "begins at offset 2, so what was said before is gone", 2)
LIVE: dict[str, tuple[Account, FreshnessState]] = {
    "up to date": (Account(FreshnessState.CURRENT, up_to=1), FreshnessState.CURRENT),
    "statements wait": (Account(FreshnessState.BEHIND, 2, 1), FreshnessState.CURRENT),
    "pictures are outdated": (Account(FreshnessState.BEHIND, outdated=3), FreshnessState.CURRENT),
    "Kafka is silent": (Account(FreshnessState.UNKNOWN, why="Kafka is silent"), FreshnessState.UNKNOWN),
}


@pytest.mark.parametrize("live", LIVE)
async def test_a_page_of_a_day_is_made_of_the_log_and_tells_where_that_may_not_be_whole(live: str) -> None:
    made = parts()
    account, state = LIVE[live]
    made.store.account = lambda partnerships=None: account
    async with asking(made) as client:
        for path in (f"/groups/{GROUP}/report", f"/groups/{GROUP}", "/", "/contracts"):
            now, then = await client.get(f"{path}?as_of=today"), await client.get(f"{path}?as_of={DAY}")
            assert tells(now.text, account.state), path
            assert then.headers["Hub-Freshness"].partition(";")[0] == state.value, path
            assert then.headers["Hub-Freshness"].partition(";")[2].startswith("waiting=0"), path
            assert [each for each in FreshnessState if tells(then.text, each)] == [
                each for each in [state] if each is FreshnessState.UNKNOWN
            ], path
            assert (account.why in then.text) is (state is FreshnessState.UNKNOWN) or not account.why, path
            assert 'id="freshness"' not in then.text, "it would follow what is now"


@pytest.mark.parametrize("live", LIVE)
async def test_the_file_of_a_day_says_itself_that_it_may_not_be_whole(live: str) -> None:
    made = parts()
    account, state = LIVE[live]
    made.store.account = lambda partnerships=None: account
    store, log = demonstration()
    everything = await everything_in(store, log, 10**6)
    (place,) = everything.configuration.groups[GROUP].partnerships
    up_to = max(each.known for each in everything.statements[place])
    async with asking(made) as client:
        page = (await client.get(f"/groups/{GROUP}/report.html?as_of={DAY}")).text
        data = (await client.get(f"/groups/{GROUP}/report.json?as_of={DAY}")).json()
    is_unknown = state is FreshnessState.UNKNOWN
    assert tells(page, FreshnessState.UNKNOWN) is is_unknown
    assert data.get("doubt") == (
        {"included_up_to": instant_text(up_to), "words": file_words(up_to)} if is_unknown else None
    )
    assert (file_words(up_to) in page) is is_unknown


async def test_what_the_log_has_lost_is_told_on_a_page_of_a_day() -> None:
    made = parts()
    async with asking(made) as client:
        await client.get(f"/contracts?as_of={DAY}")
        made.store.has_lost([LOST])
        then = await client.get(f"/contracts?as_of={DAY}")
        assert (then.status_code, tells(then.text, FreshnessState.UNKNOWN)) == (200, True)
        assert "has lost records" in then.text


async def test_home_counts_what_was_there_on_that_day_and_tells_of_no_change_of_now(client: httpx.AsyncClient) -> None:
    now, then = (await client.get("/?as_of=today")).text, (await client.get(f"/?as_of={DAY}")).text
    for words in ("Newest changes", ">Now<", "in the log"):
        assert words in now, words
        assert words not in then, words
    assert ">On that day<" in then


async def test_a_configuration_that_cannot_be_read_any_more_is_told_on_every_day() -> None:
    made = parts()
    async with asking(made) as client:
        assert "cannot be read" not in (await client.get(f"/?as_of={DAY}")).text
        made.store._refused = "the configuration cannot be read"
        assert "cannot be read" in (await client.get(f"/?as_of={DAY}")).text


async def test_what_was_not_true_yet_is_not_there(client: httpx.AsyncClient) -> None:
    assert (await client.get("/programmes/wandsworth/carers")).status_code == 200
    then = await client.get(f"/programmes/wandsworth/carers?as_of={BEFORE}")
    assert then.status_code == 404
    assert "Shown as of 1 January 2012" in then.text
    # that it is to come is told, and from when; what nobody speaks of is not
    assert "nothing that is said of it stands any more" not in then.text
    assert re.search(
        r"is not there yet on the day that is shown: the first of it is true from \d+ \w+ 201\d", then.text
    )
    never = await client.get(f"/programmes/wandsworth/no-such-programme?as_of={BEFORE}")
    assert "there is no such programme" in never.text.lower()


@pytest.mark.parametrize("kind", ["contract", "programme", "provider"])
async def test_each_kind_of_thing_that_is_to_come_says_so(client: httpx.AsyncClient, kind: str) -> None:
    listed = (await client.get(f"/{kind}s")).text
    address = next(each for each in links(listed) if each.startswith(f"/{kind}s/wandsworth/"))
    then = await client.get(f"{address.partition('?')[0]}?as_of={BEFORE}")
    assert then.status_code == 404
    assert f"this {kind} is not there yet on the day that is shown" in then.text.lower()


@pytest.mark.parametrize("given", ["2015-13-01", "yesterday", "01/10/2015", "2015-10-01T00:00"])
async def test_what_is_no_day_is_told(client: httpx.AsyncClient, given: str) -> None:
    answer = await client.get("/groups", params={"as_of": given})
    assert answer.status_code == 422
    assert "write it as 2015-10-01" in answer.text
    assert given not in answer.text


async def test_a_day_twice_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.get("/groups?as_of=2015-10-01&as_of=2015-10-02")).status_code == 422


def test_everything_that_is_no_page_refuses_the_parameter() -> None:
    made = parts()
    app = create_app(made)
    pages = {route.path for routes in every.ROUTES for route in routes(made).routes if isinstance(route, APIRoute)}

    async def ask() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            for route in app.routes:
                if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and route.path not in pages:
                    path = re.sub(r"\{[^}]*\}", "x", route.path)
                    answer = await client.get(path, params={"as_of": "2015-10-01"})
                    assert answer.status_code in (404, 422), path

    asyncio.run(ask())


async def test_an_instance_may_open_at_a_day_of_its_own() -> None:
    async with asking(parts(opens_at=DAY)) as client:
        home = (await client.get("/")).text
        assert "Shown as of 1 October 2015" in home
        assert "This is a demonstration" in home
        assert all("as_of" not in each or "as_of=today" in each for each in links(home))
        today = (await client.get("/?as_of=today")).text
        assert "Shown as of" not in today
        assert all("as_of=today" in each for each in links(today))
        api = await client.get("/v1/programmes")
        assert api.status_code == 200


async def test_what_is_admitted_later_is_in_the_day_that_is_asked_for_again() -> None:
    made, asked = parts(), list[int]()
    read = made.read_everything

    async def counted(most: int, move: Any) -> Any:
        asked.append(most)
        return await read(most, move)

    async with asking(replace(made, read_everything=counted)) as client:
        for _ in range(3):
            await client.get(f"/?as_of={DAY}")
        assert len(asked) == 1
        made.store.events.records += 1
        await client.get(f"/?as_of={DAY}")
        await client.get(f"/groups?as_of={BEFORE}")
        assert len(asked) == 2
        # by other documents every day is evaluated anew
        documents = dict(made.store.configuration.documents)
        made.store.configuration = replace(made.store.configuration, documents=documents, offset=10**6)
        await client.get(f"/?as_of={DAY}")
    assert len(asked) == 3


async def test_a_log_that_says_nothing_is_told_to_all_who_wait_and_the_status_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, asked = parts(), list[int]()

    async def silent(most: int, move: Any) -> Any:
        asked.append(most)
        await asyncio.Event().wait()

    monkeypatch.setattr(as_of, "QUIET_SECONDS", 0)
    async with asking(replace(made, read_everything=silent)) as client:
        answers = await asyncio.gather(*(client.get(f"/{each}?as_of={DAY}") for each in ("", "groups", "contracts")))
        assert {each.status_code for each in answers} == {503}
        assert all("is not known now: Kafka does not answer" in each.text for each in answers)
        assert len(asked) == 1, "who waited meanwhile does not wait again"
        # once it is known, nobody waits at all, and everybody is told since when
        monkeypatch.setattr(made.store._inclusion, "silent", "Kafka does not answer since 1 March 2016, 10:03:07 GMT")
        answer = await client.get(f"/contracts?as_of={DAY}")
        assert "not known now: Kafka does not answer since 1 March 2016, 10:03:07 GMT" in answer.text
        assert len(asked) == 1
        # and nothing is said to be shown where nothing is
        made.store.set_by_hand("Kafka does not answer")
        answer = await client.get(f"/contracts?as_of={DAY}")
        assert answer.status_code == 503
        assert "This page may be out of date" in answer.text
        assert "still shown" not in answer.text
        status = await client.get(f"/status?as_of={DAY}")
        assert (status.status_code, "Shown as of" in status.text) == (200, False)
        assert "still shown" in status.text
        assert (await client.get("/status?as_of=never")).status_code == 422


async def test_a_log_that_never_comes_to_its_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless(most: int, move: Any) -> Any:
        while True:
            move()
            await asyncio.sleep(0)

    monkeypatch.setattr(as_of, "SECONDS", 0.05)
    async with asking(replace(parts(), read_everything=endless)) as client:
        answer = await client.get(f"/?as_of={DAY}")
    assert (answer.status_code, "Reading the log took more than" in answer.text) == (503, True)


async def test_a_log_that_is_away_or_too_long_is_told_and_today_still_stands() -> None:
    store, log = demonstration()
    async with asking(parts_over(store, log)) as client:
        log.away = True
        away = await client.get(f"/?as_of={DAY}")
        assert away.status_code == 503
        assert (await client.get("/")).status_code == 200
        log.away = False
        assert (await client.get(f"/?as_of={DAY}")).status_code == 200


def test_links_to_files_and_to_other_sites_are_left_alone() -> None:
    page = '<a href="/static/a.css">a</a><a href="/v1/x">b</a><a href="https://example.org/">c</a><a href="#x">d</a>'
    assert carry(page, "2015-10-01") == page
    assert (
        carry('<a class="x" href="/groups/a?x=1#y">', "today") == '<a class="x" href="/groups/a?x=1&amp;as_of=today#y">'
    )
