"""A page, the feed and `hub report` say the same, whatever was said."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from random import Random
from typing import Any

from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.gateway.index.store import Store
from hub.reconcile.statement import Statement
from hub.reports.joint_programmes import Bodies, joint_programmes
from hub.reports.partners import last_statements, with_partners
from hub.reports.pictures_on_day import bodies
from hub.reports.render import Format, render
from tests.gateway.made import GROUP, TODAY, LogInMemory, app_over, filled_store, look, write
from tests.reconcile.dense import history
from tests.reconcile.summary import ready
from tests.support.records import STAMP

FIGURE = re.compile(r'<div class="hub-figure"><dt>(.*?)</dt><dd>(?:<a [^>]*>)?(\d+)', re.S)


def as_hub_report_tells_it(store: Store, pictures: Bodies, statements: Mapping[str, list[Statement]]) -> bytes:
    document = joint_programmes(GROUP, pictures, store.configuration, as_of=TODAY, known_at=None)
    return render(with_partners(document, GROUP, store.configuration, last_statements(statements)), Format.JSON)


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), events=st.integers(1, 160))
def test_page_feed_and_report_agree(seed: int, events: int) -> None:
    store = filled_store(seed, events)
    log, made = LogInMemory(), history(Random(seed), events)
    write(store, log, made)
    look(store, log)
    statements = [replace(each, known=STAMP.milliseconds) for _, _, each, _ in ready(made)]
    told = bodies({"wandsworth": statements}, store.configuration, TODAY, None)
    report = as_hub_report_tells_it(store, told, {"wandsworth": statements})

    client = TestClient(app_over(store), base_url="http://127.0.0.1")
    assert client.get(f"/groups/{GROUP.id}/report.json").content == report

    followed: dict[tuple[str, str, str], Any] = {
        item.held.key: item.held.picture() for item in store.pictures.items(0, -1) if not item.gone
    }
    assert as_hub_report_tells_it(store, followed, {"wandsworth": statements}) == report

    page = client.get(f"/groups/{GROUP.id}").text
    shown = {unescape(label): int(number) for label, number in FIGURE.findall(page)}
    document = joint_programmes(GROUP, told, store.configuration, as_of=TODAY, known_at=None)
    assert shown == {figure["label"]: figure["value"] for figure in document["summary"]}
    for programme in document["joint_programmes"]:
        for difference in programme["differences"]:
            assert f"/differences/{difference['id']}" in page
