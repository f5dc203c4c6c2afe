"""What became of each mutant, in a file that a run that was broken off goes on from; and what is to be said of it.

Promise: what was killed stands for as long as its module stays as it is; what survived stands for as long as the tests
do too. A line that was cut off is asked again.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path
from typing import Final

from tests.mutation.running import Outcome

FOUND: Final = frozenset({Outcome.KILLED, Outcome.TIMEOUT})
ENOUGH: Final = 0.9


@dataclass(frozen=True)
class Result:
    """source: digest of the mutant's module; tests: digest of all that was asked."""

    mutant: str
    outcome: Outcome
    by: str
    line: int
    source: str
    tests: str


class ResultsFile:
    """What was written down about each mutant."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._results: dict[str, Result] = {}
        for line in path.read_text("utf-8").splitlines() if path.exists() else ():
            try:
                told = json.loads(line)
            except json.JSONDecodeError:
                continue
            self._results[told["mutant"]] = Result(**{**told, "outcome": Outcome(told["outcome"])})

    def standing(self, mutant: str, source: str, tests: str) -> Result | None:
        """What is known of it and still holds."""
        known = self._results.get(mutant)
        if known is None or known.source != source or (known.outcome not in FOUND and known.tests != tests):
            return None
        return known

    @property
    def known(self) -> list[Result]:
        """The last of what was written down about each."""
        return list(self._results.values())

    def add(self, result: Result) -> None:
        self._results[result.mutant] = result
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(result)) + "\n")


@dataclass(frozen=True)
class Verdict:
    """What a run comes to. faults: words for whatever makes the verb fail."""

    table: str
    faults: tuple[str, ...]


def verdict(
    results: Iterable[Result], listed: Mapping[str, str], known: Iterable[str], modules: Iterable[str]
) -> Verdict:
    """listed: survivors with their reasons; known: every mutant that there is of the modules that were asked about."""
    results = list(results)
    by_module = {module: [each for each in results if each.mutant.split(" ", 1)[0] == module] for module in modules}
    rows = ["module | mutants | found | listed | not found | share", "---|--:|--:|--:|--:|--:"]
    rows += [_row(module, found, listed) for module, found in by_module.items() if found]
    rows.append(_row("all", results, listed))
    outcomes = {each.mutant: each for each in results}
    survivors = [each for each in results if each.outcome not in FOUND and each.mutant not in listed]
    here = {name: why for name, why in listed.items() if name.split(" ", 1)[0] in by_module}
    faults = [
        f"{each.mutant.replace(' ', f':{each.line} ', 1)}\n"
        f"    {each.outcome}: kill it with a test, or list it with a reason"
        for each in survivors
    ]
    faults += [
        f"{name}\n    stale: it is listed, and {outcomes[name].by} notices it; take it off the list"
        for name in here
        if name in outcomes and outcomes[name].outcome in FOUND
    ]
    present = set(known)
    faults += [
        f"{name}\n    stale: it is listed, and there is no such mutant; take it off the list"
        for name in here
        if name not in present
    ]
    faults += [f"{name}\n    listed without a reason" for name, why in here.items() if not why]
    return Verdict("\n".join(rows), tuple(faults))


def share(results: Iterable[Result], listed: Mapping[str, str]) -> tuple[int, int]:
    """How many were found, of how many that change anything: what is listed is left out of both."""
    counted = [each for each in results if each.outcome in FOUND or each.mutant not in listed]
    return sum(each.outcome in FOUND for each in counted), len(counted)


def interval(found: int, asked: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    if not asked:
        return 0.0, 1.0
    z, part = 1.96, found / asked
    middle = part + z * z / (2 * asked)
    half = z * sqrt(part * (1 - part) / asked + z * z / (4 * asked * asked))
    return max(0.0, (middle - half) / (1 + z * z / asked)), min(1.0, (middle + half) / (1 + z * z / asked))


def _row(name: str, results: list[Result], listed: Mapping[str, str]) -> str:
    count = Counter(each.outcome in FOUND for each in results)
    told = sum(each.outcome not in FOUND and each.mutant in listed for each in results)
    found, asked = share(results, listed)
    part = f"{found / asked:.1%}" if asked else "-"
    return f"{name} | {len(results)} | {count[True]} | {told} | {count[False] - told} | {part}"


def read_listed(path: Path) -> dict[str, str]:
    """Survivors and why each changes nothing: a line with its name, and its reason on the indented lines below."""
    listed: dict[str, str] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace():
            listed[name] = f"{listed[name]} {line.strip()}".strip()
        else:
            name = line.strip()
            listed[name] = ""
    return listed
