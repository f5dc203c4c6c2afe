"""The tests between two edits: no broker, a tenth of the examples of each law, and without what takes long for what an
edit can break there."""

from collections.abc import Sequence
from typing import Any, Final

import pytest
from hypothesis import is_hypothesis_test, settings

OF_TEN: Final = 10
NEEDS_A_BROKER: Final = ("kafka", "faults")
THOROUGH: Final = {
    "tests/mutation/": "runs tests within tests",
    "tests/test_wheel.py": "builds and installs the wheel",
    "tests/cli/test_publish_cut_off.py": "waits for processes that are cut off",
    "tests/local/test_supervisor.py": "waits for processes that end",
    "tests/monitor/test_status.py": "waits for what does not answer",
    "tests/local/test_stopping.py": "waits for processes that end",
    "tests/laws/test_same_bytes.py": "starts interpreters with other seeds",
    "tests/laws/test_trace.py": "traces every event of whole histories",
    "tests/laws/test_explain.py::test_every_fate": "looks until it has met everything",
    "tests/engine/test_shard_laws.py::test_the_law_notices": "looks until a guard is missed",
    "tests/reconcile/test_dense_histories.py": "looks until it has met everything",
    "tests/log/test_schema_gate.py": "each pair of versions",
    "tests/connectors/test_ocds_kinds.py": "each path of long releases",
    "tests/connectors/test_ocds_cures.py": "each path of long releases",
    "tests/connectors/test_one_fault.py": "each path of long releases",
    "tests/connectors/test_conformance.py": "any bytes and values through whole connectors",
    "tests/gateway/test_outdated.py": "each page at each moment",
    "tests/gateway/test_edges_over_http.py": "each edge of admission again, over HTTP",
    "tests/gateway/test_feeds.py": "hundreds of readers",
    "tests/gateway/test_pages.py": "each page of everything",
    "tests/gateway/test_http_protocol.py": "real sockets and their time limits",
    "tests/gateway/test_paging.py": "many thousands of pictures",
}
"""What the ids of tests begin with that are left out, and why; a test walks them."""


def is_quick(item: pytest.Item) -> bool:
    return not item.nodeid.startswith(tuple(THOROUGH)) and not any(
        any(item.iter_markers(name)) for name in NEEDS_A_BROKER
    )


def try_fewer(items: Sequence[pytest.Item]) -> None:
    """Each law of them is held against a tenth of the examples that it says, and one at least."""
    done: set[Any] = set()
    for item in items:
        law: Any = getattr(item, "obj", None)
        law = getattr(law, "__func__", law)
        if law in done or not is_hypothesis_test(law):
            continue
        done.add(law)
        own: settings = law._hypothesis_internal_use_settings
        law._hypothesis_internal_use_settings = settings(own, max_examples=max(1, own.max_examples // OF_TEN))
