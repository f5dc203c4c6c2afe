"""An instance that holds the demonstration opens at its day, also when it is started again as a cure advises."""

from datetime import date
from pathlib import Path

import pytest

from hub.local.demonstration_memory import remember
from hub.local.launch import LaunchPlan, opening_day
from hub.settings import read_settings
from hub.usecases.demonstration import DEMONSTRATION_DAY


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUB_HOME", str(tmp_path))
    monkeypatch.delenv("HUB_PAGES_AS_OF", raising=False)


def opens(*, demo: bool, said: list[str] | None = None) -> date | None:
    say = ([] if said is None else said).append
    return opening_day(LaunchPlan(read_settings(), demo, say, lambda gateway, late: None))


def test_an_ordinary_instance_opens_today() -> None:
    assert opens(demo=False) is None


def test_the_demonstration_opens_at_its_day_and_so_it_does_again(tmp_path: Path) -> None:
    assert opens(demo=True) == DEMONSTRATION_DAY
    remember(tmp_path)
    said = list[str]()
    assert opens(demo=False, said=said) == DEMONSTRATION_DAY
    assert "holds the demonstration: its pages open at 2015-10-01" in said[0]


@pytest.mark.parametrize("demo", [True, False])
def test_the_day_that_somebody_names_goes_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, demo: bool) -> None:
    remember(tmp_path)
    monkeypatch.setenv("HUB_PAGES_AS_OF", "2016-04-01")
    assert opens(demo=demo) == date(2016, 4, 1)
