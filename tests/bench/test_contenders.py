"""Each contender of the bench can be set up from a lock file, and stands in the results' table under its own name."""

import re
from typing import Any

from bench.contenders import CONTENDERS, ROOT
from bench.table import table

PEERS = ROOT / "requirements" / "peers"


def test_every_environment_is_made_from_a_lock_file_that_the_makefile_knows() -> None:
    locked = {f".venv-{each.stem}" for each in PEERS.glob("*.lock")}
    named = re.search(r"^PEERS := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert named is not None
    assert locked == {f".venv-{each}" for each in named[1].split()}
    assert {each.environment for each in CONTENDERS} == locked | {".venv"}


def test_lock_files_name_no_index_and_pin_by_hash() -> None:
    for each in PEERS.glob("*.lock"):
        text = each.read_text()
        assert "://" not in text, each
        pinned = re.split(r"^(?=\S+==)", text, flags=re.MULTILINE)[1:]
        assert pinned
        assert all("--hash=sha256:" in one for one in pinned), each


def results() -> dict[str, Any]:
    one = {"per_s": 10, "per_s_min": 9, "per_s_max": 11, "events": 5, "turns": 3, "processor_us_per_event": 7}
    return {
        "raw_consume": 1,
        "hub_live": 1,
        "restore_per_s": 1,
        "feed_p50_ms": 1,
        "feed_p99_ms": 1,
        "http_single_p99_ms": None,
        "details": {
            "even": {each.key: one for each in CONTENDERS},
            "restoring": {"events": 1, "seconds": 1.0, "bytes_per_event": 1, "catch_up_per_s": 1},
            "latency": {"per_s": 200},
            "latencies": {each.key: {"p50_ms": 1.0, "p99_ms": 2.0, "not_seen": 0} for each in CONTENDERS},
            "history": [{"times": 1, "us_per_event": 1.0, "pictures_per_event": 1.0}],
        },
    }


def test_the_table_has_a_row_for_each() -> None:
    told = table(results())
    assert [each.key for each in CONTENDERS if each.row not in told and each.key != "hub"] == []
    assert len({each.key for each in CONTENDERS}) == len({each.row for each in CONTENDERS}) == len(CONTENDERS)
