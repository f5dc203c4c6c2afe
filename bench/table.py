"""The README's table of figures, made of bench/results/latest.json: `python -m bench.table [--write]`.

Without --write it says whether the README holds what the results say; exit code 1 when it does not.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bench.contenders import CONTENDERS, HUB

RESULTS: Final = Path(__file__).with_name("results") / "latest.json"
README: Final = Path(__file__).parents[1] / "README.md"
BEGIN: Final = "<!-- bench: begin -->"
END: Final = "<!-- bench: end -->"


def table(results: dict[str, Any]) -> str:
    """Markdown, between the marks."""
    details = results["details"]
    restoring, history = details["restoring"], details["history"]
    rows = [
        ("raw consume, aiokafka, nothing done with the records", f"{results['raw_consume']:,} a second"),
        ("**the hub's engine**, full fold, pictures written and acknowledged", f"**{results['hub_live']:,} a second**"),
        *_compared(results),
        (
            f"restart with {restoring['events']:,} events in the log, until every partition is live",
            f"{restoring['seconds']:.1f} s, {results['restore_per_s']:,} events a second",
        ),
        ("memory after that restart", f"{restoring['bytes_per_event']:,} bytes an event"),
        ("a worker that has never seen that log, until all is folded", f"{restoring['catch_up_per_s']:,} a second"),
        (
            f"publish to visible at {details['latency']['per_s']} events a second",
            f"p50 {results['feed_p50_ms']:.0f} ms, p99 {results['feed_p99_ms']:.0f} ms",
        ),
        (
            "the same for a reader of each output topic: p50 and p99",
            "; ".join(f"{key} {_latency(each)}" for key, each in details["latencies"].items()),
        ),
        *_http(results),
        *_pages(details),
        (
            "processor time for an event, the history behind it growing "
            + ", ".join(f"{each['times']}" for each in history)
            + "-fold",
            ", ".join(f"{each['us_per_event']:.0f}" for each in history)
            + " µs; for a picture "
            + ", ".join(f"{each['us_per_event'] / each['pictures_per_event']:.0f}" for each in history)
            + " µs",
        ),
    ]
    lines = ["| | |", "|---|---|", *(f"| {what} | {figure} |" for what, figure in rows)]
    return "\n".join([BEGIN, *lines, END])


def _compared(results: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The hub's own fold in each of the others, beside the hub on the same events."""
    even = results["details"]["even"]
    hub = even[HUB.key]
    yield f"the same, of {hub['events']:,} events, {hub['turns']} times", _rate(hub)
    for each in CONTENDERS:
        if each is HUB:
            continue
        found = even[each.key]
        yield (
            f"the same fold in {each.row}",
            f"{_rate(found)}; the hub is {hub['per_s'] / found['per_s']:.1f} × as fast, with "
            f"{hub['processor_us_per_event']} µs of processor time an event against {found['processor_us_per_event']}",
        )


def _latency(found: dict[str, Any]) -> str:
    """With how many events nobody saw while the reader read, if any."""
    unseen = f" ({found['not_seen']} of {found['events'] + found['not_seen']:,} not seen)" if found["not_seen"] else ""
    return f"{found['p50_ms']:.0f} and {found['p99_ms']:.0f} ms{unseen}"


def _rate(found: dict[str, Any]) -> str:
    return f"{found['per_s']:,} a second ({found['per_s_min']:,} to {found['per_s_max']:,})"


def _http(results: dict[str, Any]) -> list[tuple[str, str]]:
    if results["http_single_p99_ms"] is None:
        return []
    return [
        ("publishing over HTTP, one event at a time", f"p99 {results['http_single_p99_ms']:.0f} ms"),
        ("publishing over HTTP, batches of 100", f"{results['http_batch_per_s']:,} events a second"),
    ]


def _pages(details: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every page and every address of the read API; what idles. Results of before these were measured have neither."""
    if "pages" not in details:
        return
    found = details["pages"][-1]
    each = found["each"]
    receipt = each["/v1/receipts/{event_id}"]
    yield (
        f"processor time for a page over {found['contracts']:,} contracts, p95",
        f"at most {found['p95_ms']:.0f} ms ({found['slowest']}), half of the {len(each)} addresses at most "
        f"{sorted(each.values())[len(each) // 2]:.0f} ms; a receipt {receipt:.0f} ms",
    )
    idle = details["latency"]["idle_percent"]
    yield "a worker and a gateway while nothing comes", f"{idle} % of a processor"


def with_table(readme: str, made: str) -> str:
    """The README with this table between the marks. Raises ValueError when it has no marks."""
    before, _, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"README.md needs the lines {BEGIN} and {END}")
    return before + made + after


def main() -> int:
    made, readme = table(json.loads(RESULTS.read_text())), README.read_text()
    wanted = with_table(readme, made)
    if "--write" in sys.argv[1:]:
        README.write_text(wanted)
        return 0
    if readme != wanted:
        print("README.md differs from bench/results/latest.json: python -m bench.table --write", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
