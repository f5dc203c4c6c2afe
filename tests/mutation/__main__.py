"""Puts small faults into hub/reconcile and hub/admission, one at a time, and tells which ones no pure test notices.

    python -m tests.mutation [--all] [--only hub/reconcile/kinds/procurement/stages.py ...] [--sample 300] [--seed 7]

Without words it asks about the modules that have changed since their line in tests/mutation/ledger.txt. Goes on from
where it was broken off (.mutation/). Exit code 1 if a fault is not noticed and not listed in
tests/mutation/survivors.txt, if a listed one is noticed or gone, or if a whole run finds under nine in ten.
"""

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TextIO

from tests.mutation.ledger import Line, read, standing, write
from tests.mutation.operators import Mutant
from tests.mutation.results import ENOUGH, FOUND, Result, interval, read_listed, share, verdict
from tests.mutation.runs import Project, Run

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("hub/reconcile", "hub/admission")
TESTS: Final = tuple(
    f"tests/{each}" for each in ("admission", "reconcile", "laws", "examples", "reports", "connectors", "docs")
)


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    os.nice(asked.nice)
    root = asked.root.resolve()
    os.chdir(root)
    project = Project(root, tuple(asked.packages), tuple(asked.tests), root / ".mutation")
    strange = sorted(set(asked.only) - set(project.modules))
    if strange:
        print(f"mutation: no such module: {', '.join(strange)}. ONLY names files below {' and '.join(PACKAGES)}.")
        return 2
    listed = read_listed(asked.survivors or root / "tests/mutation/survivors.txt")
    ledger_file = asked.ledger or root / "tests/mutation/ledger.txt"
    digests = {each: project.digest_of(each) for each in project.modules}
    ledger = standing(read(ledger_file), digests)
    reasons = Counter(name.split(" ", 1)[0] for name in listed)
    stale = [
        each
        for each, source in digests.items()
        if each not in ledger or (ledger[each].source, ledger[each].listed) != (source, reasons[each])
    ]
    modules = asked.only or (project.modules if asked.all or asked.sample else stale)
    if len(modules) < len(digests) and not asked.only:
        print(f"mutation: not asked again, for they have not changed since: {len(digests) - len(modules)}")
    known = project.mutants_of(modules)
    chosen = known
    if asked.sample:
        seed = random.randrange(1 << 32) if asked.seed is None else asked.seed
        print(f"mutation: {asked.sample} of {len(known)} mutants by chance; the same ones again: SEED={seed}")
        chosen = random.Random(seed).sample(known, min(asked.sample, len(known)))
    # a way out that stays open where pytest's own output is turned away
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        try:
            say = partial(_say, out)
            results = Run(project, say, asked.jobs).run(chosen)
        except KeyboardInterrupt:
            print("mutation: broken off; the same command goes on from here")
            return 130
    found_out = verdict(results, listed, [each.name for each in known], modules)
    print(found_out.table)
    found, counted = share(results, listed)
    if not asked.sample:
        _note(ledger, modules, digests, known, results, listed)
        write(ledger_file, ledger)
        _tell(ledger, digests)
    if asked.sample:
        low, high = interval(found, counted)
        print(f"mutation: {found} of {counted} found; of all, 95 % confidence, {low:.1%} to {high:.1%}")
    for each in found_out.faults:
        print(each)
    if found_out.faults:
        print(f"mutation: {len(found_out.faults)} to be seen to")
    return 1 if found_out.faults or found < ENOUGH * counted else 0


def _say(out: TextIO, words: str) -> None:
    out.write(f"mutation: {words}\n")  # one write a line: several processes tell
    out.flush()


def _note(
    ledger: dict[str, Line],
    modules: Sequence[str],
    digests: Mapping[str, str],
    known: Sequence[Mutant],
    results: Sequence[Result],
    listed: Mapping[str, str],
) -> None:
    """A line for each module of which nothing is open; none for the others."""
    for module in modules:
        ledger.pop(module, None)
        decided = [each for each in results if each.mutant.split(" ", 1)[0] == module]
        killed = [each for each in decided if each.outcome in FOUND]
        told = [each for each in decided if each.outcome not in FOUND and each.mutant in listed]
        count = sum(each.module == module for each in known)
        if len(decided) == count == len(killed) + len(told):
            ledger[module] = Line(digests[module], count, len(killed), len(told))


def _tell(ledger: Mapping[str, Line], digests: Mapping[str, str]) -> None:
    lines = [line for module, line in ledger.items() if line.source == digests[module]]
    mutants, found = sum(each.mutants for each in lines), sum(each.found for each in lines)
    told = sum(each.listed for each in lines)
    print(f"mutation: {len(lines)} of {len(digests)} modules: {mutants} mutants, {found} found, {told} listed")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", nargs="*", default=[], metavar="FILE")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--nice", type=int, default=19)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--packages", nargs="*", default=PACKAGES)
    parser.add_argument("--tests", nargs="*", default=TESTS)
    parser.add_argument("--survivors", type=Path)
    parser.add_argument("--ledger", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
