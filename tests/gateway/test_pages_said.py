"""What pages say: nothing unescaped, problems in words, ids found, nothing inline, each code with its words."""

import re
from enum import StrEnum
from importlib import resources
from random import Random
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from fastapi.testclient import TestClient

from hub.gateway.api.links import page_of, picture_at
from hub.gateway.feeds.cursor import Cursor
from hub.gateway.feeds.position import FeedPosition
from hub.gateway.feeds.scope import FeedKind, Scope
from hub.gateway.index.held_picture import SEVERITIES, PictureKey
from hub.gateway.index.item_log import Item
from hub.gateway.index.store import Store
from hub.gateway.pages import wording
from hub.reconcile.kinds.procurement.totals import Reckoning
from hub.reconcile.kinds.programme.decisions import Standing
from hub.reconcile.kinds.programme.milestones import MilestoneState
from hub.reconcile.matter_kinds import MatterKind
from hub.reconcile.measures.assessing import Performance
from hub.reconcile.picture import KINDS, picture_key
from hub.reports.labels import PERFORMANCES
from hub.reports.side_by_side import Likeness
from hub.reports.terms import RECKONINGS
from tests.gateway.made import LogInMemory, app_over, basis_at, filled_store, of_any_body, picture_record, write
from tests.reconcile.dense import history

BROWSER = {"Accept": "text/html"}
SEED = 1
"""Of a dense history in which somebody names a provider on the day that is looked at."""
EVIL = '<script>alert("1")</script>&"\''


@pytest.fixture
def store() -> Store:
    return of_any_body(filled_store(SEED))


@pytest.fixture
def client(store: Store) -> TestClient:
    log = LogInMemory()
    write(store, log, history(Random(SEED), 150))
    return TestClient(app_over(store, log), base_url="http://127.0.0.1", headers=BROWSER)


def _evil(kind: str, name: str) -> bytes:
    side: dict[str, Any] = {
        "organisation": EVIL,
        "value": EVIL,
        "since": "2015-01-01",
        "recorded_at": "2015-01-01T00:00:00.000Z",
    }
    side |= {"event": EVIL, "document": EVIL, "illustrative": True}
    difference = {
        "id": "0" * 20,
        "kind": "amount",
        "severity": "red",
        "since": "2015-01-01",
        "field": "title",
        "text": EVIL,
        "subject": name,
        "subject_kind": kind,
        "sides": [side],
    }
    body: dict[str, Any] = {"kind": kind, "id": name, "partnership": EVIL, "title": EVIL, "classification": "internal"}
    cited = {each: value for each, value in side.items() if each != "value"}
    if kind == "provider":
        body |= {
            "names": [side],
            "contracts": [],
            "under_performing": [],
            "on_improvement_measures": [],
            "wandsworth_test": None,
        }
        awarded = {key: [side] for key in ("title", "status")} | {key: [] for key in ("value", "awarded_on")}
        awarded |= {key: [] for key in ("period_start", "period_end")} | {"named_by": [cited]}
        named = {"procurement": EVIL, "procurement_title": EVIL}
        body |= {"awards": [named | {"award": EVIL} | awarded], "left": [named | {"award": EVIL, "said_by": [cited]}]}
        return orjson.dumps(body)
    if kind == "procurement":
        body |= _evil_procurement(side, cited)
    body |= {"fields": {"title": {"finding": "one_side", "sides": [side]}}, "differences": [difference]}
    empty = ("programmes", "clauses", "measures", "improvements", "milestones", "decisions", "contracts")
    return orjson.dumps({key: [] for key in empty} | body)


def _evil_procurement(side: dict[str, Any], cited: dict[str, Any]) -> dict[str, Any]:
    supplier = {"id": EVIL, "name": EVIL}
    total = {
        "organisation": EVIL,
        "contracts": 1,
        "ended": 1,
        "not_signed": 1,
        "untold": 1,
        "reckoning": "no_value",
        "value": None,
        "suppliers": [supplier],
    }
    total |= {"period_start": None, "period_end": None, "stated_by": [cited], "values_stated_by": [cited]}
    return {
        "lots": [{"lot": EVIL, **{key: [side] for key in ("title", "extension_terms", "duration")}}],
        "items": [{"item": EVIL, "category": [side], "lot": [side]}],
        "awards": [
            {
                "award": EVIL,
                "suppliers": [{**side, "value": [supplier], "also": [cited], "taken_from": EVIL}],
                "departed": [{**side, "value": [{"id": EVIL, "left_on": "2015-01-01"}], "also": [cited]}],
            }
        ],
        "parties": [
            {
                "organisation": EVIL,
                "left_says": [EVIL],
                "name": [side],
                "roles": [{**side, "value": [EVIL]}],
                "left": [{**side, "value": True}],
            }
        ],
        "notices": [{"notice": EVIL, "type": [side]}],
        "contracts": [{"contract": EVIL, "stated_by": [cited]}],
        "totals": [total],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_text_from_partners_is_escaped_everywhere(kind: str, store: Store, client: TestClient) -> None:
    store.pictures.take(picture_record(1000, picture_key("wandsworth", kind, EVIL), _evil(kind, EVIL)))
    pages = ["/", f"/{kind}s", "/differences", f"/differences/{'0' * 20}", page_of(kind, "wandsworth", EVIL)]
    for address in [*pages, f"/{kind}s?q={quote(EVIL)}", f"/search?q={quote(EVIL)} x", "/groups/integration-group"]:
        answer = client.get(address)
        assert "<script>alert" not in answer.text, address
        assert answer.status_code == 200 or (kind, address[:13]) == ("provider", "/differences/"), address


def test_what_is_wrong_stands_in_a_banner_on_every_page(store: Store, client: TestClient) -> None:
    store.set_by_hand("Kafka does not answer (<KafkaError>); the pictures may be old")
    for address in ("/", "/groups", "/groups/integration-group", "/contracts", "/differences", "/search", "/status"):
        text = client.get(address).text
        assert "This page may be out of date" in text, address
        assert "Kafka does not answer (&lt;KafkaError&gt;)" in text, address


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/groups/nobody",
        "/contracts/wandsworth/none",
        "/programmes/x",
        "/providers/a/b",
        "/differences/zz",
        "/procurements/a/b",
    ],
)
def test_what_is_not_there_is_a_page_for_people_and_a_document_for_programs(client: TestClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 404
    assert "<h1" in page.text
    assert "Page not found" in page.text
    document = client.get(address, headers={"Accept": "application/json"})
    assert document.status_code == 404
    assert document.headers["content-type"] == "application/problem+json"


def test_a_wrong_cursor_is_a_page_that_says_what_to_do(client: TestClient) -> None:
    answer = client.get("/contracts?after=rubbish")
    assert answer.status_code == 422
    assert "begin with the first page" in answer.text


def test_an_id_leads_straight_to_its_page(store: Store, client: TestClient) -> None:
    event_id = next(iter(store.events.ids()))
    difference = next(iter(store.pictures.matters())).id
    provider = next(store.pictures.listed("provider")).key.id
    for text, page in {
        str(event_id): f"/events/{event_id}",
        str(event_id).upper(): f"/events/{event_id}",
        "GB-LAE-WND/14-324": "/contracts/wandsworth/GB-LAE-WND/14-324",
        " carers ": "/programmes/wandsworth/carers",
        provider: f"/providers/wandsworth/{provider}",
        difference: f"/differences/{difference}",
        "integration-group": "/groups/integration-group",
    }.items():
        answer = client.get("/search", params={"q": text}, follow_redirects=False)
        assert (answer.status_code, answer.headers.get("location")) == (303, page), text
        assert client.get(page).status_code == 200


def test_search_finds_words_in_any_order_grouped_by_kind(client: TestClient) -> None:
    text = client.get("/search", params={"q": "14 wnd"}).text
    assert "/contracts/wandsworth/GB-LAE-WND/14-324" in text
    assert 'href="/groups/integration-group"' in client.get("/search", params={"q": "group integr"}).text
    assert "Nothing was found" in client.get("/search", params={"q": "zzz"}).text


@pytest.mark.parametrize("partnership", ["wandsworth", "GB-SRS-a.gov.uk/8MRk", "local:ocds-1/org-3"])
@pytest.mark.parametrize("name", ["GB-LAE-WND/14-565", "local:ocds-b5fd17-1/a b", "x?y#z", "ünï"])
def test_every_picture_is_found_by_its_address(store: Store, client: TestClient, partnership: str, name: str) -> None:
    store.pictures.take(picture_record(2000, picture_key(partnership, "provider", name), _evil("provider", name)))
    assert picture_at(store.pictures, "provider", f"{partnership}/{name}") is not None
    assert client.get(page_of("provider", partnership, name)).status_code == 200


def test_the_status_page_says_what_to_do(client: TestClient) -> None:
    text = client.get("/status").text
    assert "1 thing needs attention" in text
    assert "worker-1 &lt;has&gt; ended." in text
    assert "docs/runbooks/process-ended.md" in text
    assert "does not answer at http://127.0.0.1:9" in text


LISTS: list[tuple[type[StrEnum], Any]] = [
    (MatterKind, wording.DIFFERENCES),
    (Standing, wording.STANDINGS),
    (Likeness, wording.LIKENESS),
    (Performance, PERFORMANCES),
    (MilestoneState, wording.STATES),
    (Reckoning, RECKONINGS),
]


@pytest.mark.parametrize(("codes", "words"), LISTS, ids=lambda each: getattr(each, "__name__", ""))
def test_every_code_has_its_words(codes: type[StrEnum], words: Any) -> None:
    assert {each.value for each in codes} == set(words)


def test_every_weight_has_its_words() -> None:
    assert set(wording.SEVERITIES) == set(SEVERITIES)


def test_what_is_reserved_is_not_among_the_files() -> None:
    """The font, crown, crest and wordmark of GOV.UK, and those of the NHS, may not be used here."""
    folder = resources.files("hub.gateway.pages") / "static"
    for file in folder.iterdir():
        if file.name.endswith((".css", ".svg", ".js")):
            text = file.read_text(encoding="utf-8").casefold()
            assert not re.search(r"gds transport|@font-face|crest|crown|govuk-logo|nhs|frutiger|url\(", text), file.name


def test_static_files_are_served_under_an_address_of_their_content(client: TestClient) -> None:
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/groups/integration-group").text):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "?v=" in address
    assert client.get("/static/nothing.css").status_code == 404


def test_pages_that_a_feed_follows_say_where_it_is(client: TestClient) -> None:
    assert 'data-feed="/v1/feeds/groups/integration-group"' in client.get("/groups/integration-group").text
    assert 'data-feed="/v1/feeds/programmes/wandsworth/carers"' in client.get("/programmes/wandsworth/carers").text
    assert "data-feed" not in client.get("/contracts").text


def test_a_page_says_up_to_which_position_of_its_feed_it_was_made(store: Store, client: TestClient) -> None:
    """What came between making the page and opening the feed is told as a change too."""
    scope = Scope.of(FeedKind.PROGRAMME, "wandsworth", "carers")
    page = client.get("/programmes/wandsworth/carers").text
    found = re.search(r'data-position="([^"]+)"', page)
    assert found
    reader = Cursor(scope, dict(FeedPosition.read(found[1]).offsets))
    assert reader.next(store.pictures) == []
    key = PictureKey("wandsworth", "programme", "carers")
    held = store.pictures.get(key)
    assert held is not None
    changed = held.body.replace(b'"kind"', b'"kind" ', 1)
    place = store.pictures.position(0) + 1
    store.pictures.take(picture_record(place, picture_key(*key), changed, basis_at(5000)))
    assert [told.what.held.key for told in reader.next(store.pictures) if isinstance(told.what, Item)] == [key]
