"""The verb itself, over a made project of two small modules: what it finds, what it shows, and when it fails."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.mutation import ledger
from tests.mutation.choosing import BUDGET, Chooser
from tests.mutation.loading import Marks
from tests.mutation.operators import mutants
from tests.mutation.results import Result, interval, read_listed, verdict
from tests.mutation.running import Outcome
from tests.mutation.watching import Seen

ROOT: Final = Path(__file__).parents[2]

LIMIT: Final = """
RED = 10
COLOURS = ("green",)


def longer(days):
    def told(other):
        return other > days

    return told


IS_LONG = longer(RED)


def severity(days: int) -> str:
    return "red" if days > RED else "amber"

"""
LOOP: Final = """
def wait(turns: int) -> int:
    while turns > 0:
        turns -= 1
    return turns
"""
CHECKED: Final = """
import pytest
from shop.limit import COLOURS, IS_LONG, severity


def test_a_table_that_no_function_reads() -> None:
    assert COLOURS == ("green",)


@pytest.mark.parametrize(("days", "word"), [(9, "amber"), (10, "amber"), (11, "red")])
def test_severity(days: int, word: str) -> None:
    assert severity(days) == word
    assert IS_LONG(days) is (word == "red")
"""
CHECKED_LOOP: Final = """
from shop.loop import wait


def test_wait() -> None:
    assert wait(3) == 0
"""


def made(folder: Path, tests: str = CHECKED, survivors: str = "") -> Path:
    for name, text in {
        "shop/__init__.py": "",
        "shop/limit.py": LIMIT,
        "checks/test_limit.py": tests,
        "survivors.txt": survivors,
        "pytest.ini": "[pytest]\nasyncio_default_fixture_loop_scope = function\n",
        "conftest.py": "",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def run(folder: Path, *more: str) -> tuple[int, str]:
    # fmt: off
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutation", "--root", str(folder), "--packages", "shop", "--tests", "checks",
         "--survivors", str(folder / "survivors.txt"), "--ledger", str(folder / "ledger.txt"), "--nice", "0", *more],
        cwd=folder, env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
        capture_output=True, text=True, check=False,
    )
    # fmt: on
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def outcomes(folder: Path) -> dict[str, Outcome]:
    from tests.mutation.results import ResultsFile

    kept = ResultsFile(folder / ".mutation" / "results.jsonl")
    return {each.mutant.partition(" ")[2]: each.outcome for each in kept.known}


AT_THE_LIMIT: Final = "shop/limit.py severity: days > RED is days >= RED"


def test_faults_are_found_in_functions_and_in_what_is_imported_and_loops_without_end_end(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "shop/loop.py").write_text(LOOP, "utf-8")
    (tmp_path / "checks/test_loop.py").write_text(CHECKED_LOOP, "utf-8")
    code, told = run(tmp_path)
    found = outcomes(tmp_path)
    assert found["module: 10 is 11"] is Outcome.KILLED
    assert found["module: 'green' is 'greenXX'"] is Outcome.KILLED
    assert found["severity: days > RED is days >= RED"] is Outcome.KILLED
    assert found["longer.told: other > days is other >= days"] is Outcome.KILLED
    assert found["wait: turns -= 1 is turns += 1"] is Outcome.TIMEOUT
    # turns > 0 and turns >= 0 end alike only if they end at 0
    assert found["wait: turns > 0 is turns >= 0"] is Outcome.KILLED
    assert set(found.values()) <= {Outcome.KILLED, Outcome.TIMEOUT}, told
    assert code == 0, told


def test_a_survivor_is_shown_with_its_line_and_fails_the_verb_until_it_is_listed(tmp_path: Path) -> None:
    blind = CHECKED.replace(', (10, "amber")', "").replace("(11,", "(12,")
    code, told = run(made(tmp_path, blind))
    assert code == 1
    assert "shop/limit.py:17 severity: days > RED is days >= RED\n    survived" in told
    unnoticed = [name for name, outcome in outcomes(tmp_path).items() if outcome is Outcome.SURVIVED]
    listed = "".join(f"shop/limit.py {name}\n    the shop is shut on that day\n" for name in unnoticed)
    made(tmp_path, blind, listed)
    assert run(tmp_path)[0] == 0
    made(tmp_path, blind, listed.replace("    the shop is shut on that day\n", ""))
    assert "listed without a reason" in run(tmp_path, "--all")[1]


def test_what_is_known_is_not_asked_again_but_a_survivor_is_when_a_test_changes(tmp_path: Path) -> None:
    blind = CHECKED.replace(', (10, "amber")', "")
    run(made(tmp_path, blind))
    results = tmp_path / ".mutation" / "results.jsonl"
    first = results.read_text("utf-8")
    run(tmp_path)
    assert results.read_text("utf-8") == first
    made(tmp_path, CHECKED)
    assert run(tmp_path)[0] == 0
    again = results.read_text("utf-8").removeprefix(first)
    assert again.count("\n") == first.count('"survived"') > 0
    assert AT_THE_LIMIT in again


def test_a_module_is_asked_again_when_it_has_changed_and_has_no_line_while_something_is_open(tmp_path: Path) -> None:
    code, told = run(made(tmp_path, CHECKED.replace(', (10, "amber")', "")))
    assert (code, "0 of 1 modules" in told) == (1, True)
    code, told = run(made(tmp_path))
    assert (code, "1 of 1 modules" in told) == (0, True)
    line = ledger.read(tmp_path / "ledger.txt")["shop/limit.py"]
    assert line.mutants == line.found > line.listed == 0
    code, told = run(tmp_path)
    assert code == 0
    assert "not asked again, for they have not changed since: 1\n" in told
    assert f"1 of 1 modules: {line.mutants} mutants, {line.found} found, 0 listed" in told
    (tmp_path / "survivors.txt").write_text("shop/limit.py severity: no such thing\n    nor this\n", "utf-8")
    code, told = run(tmp_path)
    assert (code, "stale: it is listed, and there is no such mutant" in told) == (1, True)
    (tmp_path / "survivors.txt").write_text("", "utf-8")
    limit = tmp_path / "shop/limit.py"
    limit.write_text("# a comment\nfrom typing import Any\n" + limit.read_text("utf-8"), "utf-8")
    code, told = run(tmp_path)
    assert (code, "not asked again, for they have not changed since: 1\n" in told) == (0, True)
    limit.write_text(limit.read_text("utf-8").replace("RED = 10", "RED = 11"), "utf-8")
    code, told = run(tmp_path)
    assert (code, "0 of 1 modules" in told) == (1, True)


def test_a_listed_one_that_is_noticed_or_gone_is_stale(tmp_path: Path) -> None:
    gone = "shop/limit.py severity: no such thing"
    code, told = run(made(tmp_path, CHECKED, f"{AT_THE_LIMIT}\n    it was true once\n{gone}\n    nor this\n"))
    assert code == 1
    assert f"{AT_THE_LIMIT}\n    stale: it is listed, and checks/test_limit.py::test_severity[" in told
    assert f"{gone}\n    stale: it is listed, and there is no such mutant" in told


def test_a_function_that_no_test_runs_is_unreached_and_fails_the_verb(tmp_path: Path) -> None:
    code, told = run(made(tmp_path, "def test_nothing() -> None:\n    assert True\n"))
    assert code == 1
    of_function = {outcome for name, outcome in outcomes(tmp_path).items() if name.startswith("severity")}
    assert of_function == {Outcome.UNREACHED}
    assert "severity: days > RED is days >= RED\n    unreached" in told


def test_a_test_that_fails_without_a_fault_finds_none(tmp_path: Path) -> None:
    # it passes when it is watched and fails whenever it is asked
    fickle = (
        "\n\ndef test_fickle() -> None:\n    import pathlib\n    severity(1)\n"
        "    seen = pathlib.Path('seen')\n    first = not seen.exists()\n    seen.touch()\n    assert first\n"
    )
    blind = CHECKED.replace(', (10, "amber")', "").replace("(9,", "(8,")
    code, told = run(made(tmp_path, blind + fickle))
    assert outcomes(tmp_path)["severity: days > RED is days >= RED"] is Outcome.SURVIVED
    assert "not asked, for it fails without a fault: checks/test_limit.py::test_fickle" in told
    assert code == 1


def test_a_sample_tells_its_seed_and_how_sure_it_is(tmp_path: Path) -> None:
    code, told = run(made(tmp_path), "--sample", "4", "--seed", "9")
    assert "4 of" in told
    assert "SEED=9" in told
    assert "4 of 4 found; of all, 95 % confidence, 51.0% to 100.0%" in told
    assert code == 0


def test_what_the_budget_leaves_out_is_asked_of_whoever_survives_those_first_that_run_most(tmp_path: Path) -> None:
    module, file = "shop/limit.py", "checks/test_limit.py"
    marks = Marks(made(tmp_path), [module])
    mutant = next(each for each in mutants(module, LIMIT) if each.name == AT_THE_LIMIT)
    number = marks.number_of(module, mutant.path)
    assert number is not None
    more = next(each for each in marks.numbers.values() if each != number)
    ran = {"quick": 1 << number, "slow": 1 << number, "whole": 1 << number | 1 << more, "elsewhere": 1 << more}
    seconds = {"quick": BUDGET, "slow": BUDGET + 1, "whole": BUDGET + 2, "elsewhere": 0.1}
    seen = {name: Seen(name, file, seconds[name], ran[name]) for name in ran}
    first, then = Chooser(tmp_path, [module], marks, seen).tests_for(mutant)
    assert ([each.test for each in first], [each.test for each in then]) == (["quick"], ["whole"])


def test_who_walks_what_is_imported_is_asked_before_those_who_only_run_it(tmp_path: Path) -> None:
    module, walks, other = "shop/limit.py", "checks/test_walks.py", "checks/test_other.py"
    marks = Marks(made(tmp_path), [module])
    (tmp_path / walks).write_text("from pkgutil import walk_packages\n", "utf-8")
    (tmp_path / other).write_text("def test_other() -> None: ...\n", "utf-8")
    mutant = next(each for each in mutants(module, LIMIT) if each.function is None)
    whole = sum(1 << each for each in marks.numbers.values())
    seen = {"run": Seen("run", other, BUDGET - 0.5, whole), "walk": Seen("walk", walks, 0.1, 0)}
    first, then = Chooser(tmp_path, [module], marks, seen).tests_for(mutant)
    assert ([each.test for each in first], [each.test for each in then]) == (["walk"], ["run"])


def test_all_cases_of_a_module_s_own_test_are_asked_before_those_of_others(tmp_path: Path) -> None:
    module, own, other = "shop/limit.py", "checks/test_limit.py", "checks/test_other.py"
    marks = Marks(made(tmp_path), [module])
    (tmp_path / other).write_text("def test_other() -> None: ...\n", "utf-8")
    mutant = next(each for each in mutants(module, LIMIT) if each.function is None)
    whole = sum(1 << each for each in marks.numbers.values())
    files = {"own[1]": own, "own[2]": own, "other": other}
    seen = {name: Seen(name, file, BUDGET / 3, whole) for name, file in files.items()}
    first, then = Chooser(tmp_path, [module], marks, seen).tests_for(mutant)
    assert ([each.test for each in first], [each.test for each in then]) == (["own[1]", "own[2]"], ["other"])


def test_only_who_names_what_is_imported_or_runs_it_is_asked_about_it(tmp_path: Path) -> None:
    """The names of a comprehension are nobody else's, and stand in every test."""
    module, names, others = "shop/limit.py", "checks/test_names.py", ("checks/test_item.py", "checks/test_alone.py")
    table = '\n\nCODES = {(item, name): "red" for item in ("a",) for name in ("b",)}\n'
    made(tmp_path)
    (tmp_path / module).write_text(LIMIT + table, "utf-8")
    marks = Marks(tmp_path, [module])
    (tmp_path / names).write_text("from shop.limit import CODES\n", "utf-8")
    (tmp_path / others[0]).write_text("item, name = 1, 2\n", "utf-8")
    (tmp_path / others[1]).write_text("assert True\n", "utf-8")
    mutant = next(each for each in mutants(module, LIMIT + table) if "'red' is" in each.name and not each.function)
    seen = {file: Seen(file, file, 0.1, 0) for file in (names, *others)}
    first, then = Chooser(tmp_path, [module], marks, seen).tests_for(mutant)
    assert ([each.test for each in first], then) == ([names], [])


def test_an_unknown_module_is_told(tmp_path: Path) -> None:
    code, told = run(made(tmp_path), "--only", "shop/other.py")
    assert code == 2
    assert "no such module: shop/other.py" in told


SOURCES: Final = {
    "a < b": {"a < b is a <= b", "a < b is a >= b"},
    "a is None": {"a is None is a is not None"},
    "a and b": {"a and b is a or b"},
    "not a": {"not a is a"},
    "a + b": {"a + b is a - b"},
    "min(a)": {"min(a) is max(a)"},
    "x if a else b": {"x if a else b is x if not a else b"},
    "[x for x in a if x]": {"no filter 0 in [x for x in a if x]"},
    "True": {"True is False"},
    "3": {"3 is 4"},
    "'red'": {"'red' is 'redXX'"},
    "'a sentence'": set(),
    "f'{a}'": set(),
}


@pytest.mark.parametrize(("expression", "words"), SOURCES.items(), ids=SOURCES)
def test_each_kind_of_fault_is_made_once(expression: str, words: set[str]) -> None:
    source = f'"""Text."""\n\n\ndef f(a: "int < 3", b=None, x=None):\n    """a < b"""\n    y = {expression}\n'
    told = [each.name.removeprefix("m.py f: ") for each in mutants("m.py", source)]
    assert sorted(told) == sorted(words)


def test_names_tell_equal_faults_apart_and_stay_when_lines_move() -> None:
    source = "def f(a):\n    return (a > 1) + (a > 1)\n"
    names = [each.name for each in mutants("m.py", source)]
    assert len(names) == len(set(names))
    assert [each.name for each in mutants("m.py", f"\n\nX = None\n{source}")] == names


def test_statements_are_left_out_and_what_is_returned_is_lost() -> None:
    source = "def f(a):\n    a.add(1)\n    yield a\n    raise E\n\ndef g(a):\n    return a\n"
    told = {each.name.removeprefix("m.py ") for each in mutants("m.py", source)}
    assert told >= {"f: without a.add(1)", "f: without yield a", "f: without raise E", "g: return a returns None"}


def result(name: str, outcome: Outcome) -> Result:
    return Result(name, outcome, "t", 3, "", "")


def test_what_is_listed_is_counted_in_neither() -> None:
    results = [result("m.py a", Outcome.KILLED), result("m.py b", Outcome.TIMEOUT), result("m.py c", Outcome.SURVIVED)]
    told = verdict(results, {"m.py c": "alike"}, ["m.py a", "m.py b", "m.py c"], ["m.py"])
    assert told.faults == ()
    assert told.table.splitlines()[-1] == "all | 3 | 2 | 1 | 0 | 100.0%"
    unlisted = verdict(results, {}, ["m.py a", "m.py b", "m.py c"], ["m.py"])
    assert unlisted.table.splitlines()[-1] == "all | 3 | 2 | 0 | 1 | 66.7%"
    assert len(unlisted.faults) == 1


@pytest.mark.parametrize(("found", "asked", "low", "high"), [(0, 0, 0, 1), (90, 100, 0.826, 0.945), (9, 9, 0.701, 1)])
def test_the_interval_is_wilsons(found: int, asked: int, low: float, high: float) -> None:
    assert list(interval(found, asked)) == pytest.approx([low, high], abs=0.001)


def test_every_listed_survivor_has_its_reason_and_names_a_mutant_that_there_is() -> None:
    listed = read_listed(ROOT / "tests/mutation/survivors.txt")
    there = {
        each.name
        for module in {name.split(" ", 1)[0] for name in listed}
        for each in mutants(module, (ROOT / module).read_text("utf-8"))
    }
    assert set(listed) <= there
    assert all(listed.values())


def test_a_module_that_moved_keeps_its_line() -> None:
    line = ledger.Line("a1", 3, 2, 1)
    assert ledger.standing({"shop/limit.py": line}, {"shop/limits/severity.py": "a1"}) == {
        "shop/limits/severity.py": line
    }
    assert ledger.standing({"shop/limit.py": line}, {"shop/other.py": "b2"}) == {}
    assert ledger.standing({"shop/limit.py": line}, {"shop/limit.py": "b2"}) == {"shop/limit.py": line}
