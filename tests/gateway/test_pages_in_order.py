"""What a page puts first, and when a searched word is taken for an id."""

import re

import pytest
from fastapi.testclient import TestClient

from hub.gateway.api.links import page_of
from hub.gateway.index.store import Store
from tests.gateway.made import app_over, filled_store


@pytest.fixture(scope="module")
def store() -> Store:
    return filled_store(3, 300)


@pytest.fixture(scope="module")
def client(store: Store) -> TestClient:
    return TestClient(app_over(store), base_url="http://127.0.0.1")


def test_the_differences_of_a_subject_are_worst_first(store: Store, client: TestClient) -> None:
    mixed = [each for each in store.pictures.all() if len({row.severity for row in each.differences}) > 1]
    assert mixed
    for each in mixed:
        told = re.findall(
            r'href="/differences/([0-9a-f]{20})"', client.get(page_of(each.key.kind, *each.key[::2])).text
        )
        open_ones = store.pictures.matters_of(each)
        ranks = [next(row for row in open_ones if row.id == name).severity for name in told]
        assert ranks == sorted(ranks)
        assert len(ranks) == len(open_ones)


def test_a_word_that_others_have_in_their_names_is_no_id(store: Store, client: TestClient) -> None:
    names = {each.key.id for each in store.pictures.all() if each.key.id.isalpha()}
    seen = set()
    for name in names:
        having = [each for each in store.pictures.all() if name in each.words]
        leads_on = client.get("/search", params={"q": name}, follow_redirects=False).status_code == 303
        assert leads_on == (len(having) == 1), name
        seen.add(leads_on)
    assert seen
