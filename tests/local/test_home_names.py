"""A home may have any name that the machine takes: it stands in nothing that another program takes apart."""

import os
from pathlib import Path

import pytest

from hub.local.java import MOST_HOME_BYTES, CannotBeNamed, class_path, home_mark, java_environment, require_nameable
from hub.local.java_properties import properties_text
from hub.local.kafka_process import KafkaProcess, server_settings
from hub.local.private_folders import FOLDERS, make_private
from hub.local.registry_process import RegistryProcess

PORTS = {"kafka": 1, "controller": 2, "registry": 3, "registry_management": 4}
HOME = Path("/srv/one-home")
PROGRAMS = (
    KafkaProcess(HOME, Path("/java"), Path("/jars"), PORTS),
    RegistryProcess(HOME, Path("/java"), Path("/registry"), PORTS),
)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.name)
def test_the_homes_name_is_told_to_no_program_that_would_take_it_apart(program: KafkaProcess | RegistryProcess) -> None:
    assert [word for word in program.argv if HOME.name in word] == [home_mark(HOME)]
    added = {name: value for name, value in program.environment().items() if os.environ.get(name) != value}
    assert [name for name, value in added.items() if HOME.name in value] == ["HUB_HOME"]


def test_kafkas_settings_say_where_the_log_stands_from_the_home_on() -> None:
    assert f"log.dirs={Path('data/kafka')}\n" in properties_text(server_settings(PORTS))


def test_java_names_files_in_utf_8_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert java_environment(HOME)["LC_ALL"] == "C.UTF-8"


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize(
    ("name", "words"),
    [("a\\b", "holds a backslash"), ("a\udcff", "is not UTF-8"), ("l" * (MOST_HOME_BYTES + 1), "bytes long")],
    ids=["backslash", "not UTF-8", "too long"],
)
def test_a_home_that_a_program_cannot_use_is_refused_before_anything_is_written(
    tmp_path: Path, program: KafkaProcess | RegistryProcess, name: str, words: str
) -> None:
    home = tmp_path / name
    with pytest.raises(CannotBeNamed, match=words):
        type(program)(home, Path(), Path(), PORTS).prepare()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Bürger", "a#b", "a;b", "a=b", "a,b", "a:b", " a ", "{a}", "${a}", "l" * 150])
def test_any_other_home_is_taken(name: str) -> None:
    require_nameable(HOME / name)


def test_a_folder_of_programs_that_a_list_cannot_name_is_refused() -> None:
    assert class_path(Path("/a b/c")) == "/a b/c/*"
    with pytest.raises(CannotBeNamed, match="HUB_CACHE"):
        class_path(Path("/a:b"))


def test_an_instances_folders_are_closed_to_others_also_those_of_an_earlier_release(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    make_private(home)
    (home / FOLDERS[0]).chmod(0o755)
    make_private(home)
    assert {(home / name).stat().st_mode & 0o777 for name in FOLDERS} == {0o700}
    assert home.stat().st_mode & 0o777 == 0o700
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    make_private(shared)
    assert shared.stat().st_mode & 0o777 == 0o755, "a folder that was there may be shared by other things"
