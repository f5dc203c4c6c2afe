"""Ports stay from run to run, give way when they are taken, and are never shared."""

import json
import socket
from pathlib import Path

import pytest

from hub.local.ports import any_free, is_free, keep_or_choose

NAMES = ("kafka", "controller")


def test_ports_are_kept_from_run_to_run(tmp_path: Path) -> None:
    file = tmp_path / "run" / "ports.json"
    first = keep_or_choose(file, NAMES)
    assert set(first) == set(NAMES)
    assert len(set(first.values())) == 2
    assert keep_or_choose(file, NAMES) == first


def test_a_taken_port_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    first = keep_or_choose(file, NAMES)
    with socket.socket() as other:
        other.bind(("127.0.0.1", first["kafka"]))
        other.listen()
        second = keep_or_choose(file, NAMES)
    assert second["kafka"] != first["kafka"]
    assert second["controller"] == first["controller"]
    assert json.loads(file.read_text()) == second


def test_one_port_is_never_given_twice(tmp_path: Path) -> None:
    offered = iter([5001, 5001, 5002])
    chosen = keep_or_choose(tmp_path / "ports.json", NAMES, free=lambda port: True, another=lambda: next(offered))
    assert chosen == {"kafka": 5001, "controller": 5002}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"kafka": null}', '{"kafka": "x"}'])
def test_a_file_that_a_crash_cut_off_is_replaced(tmp_path: Path, text: str) -> None:
    file = tmp_path / "ports.json"
    file.write_text(text)
    assert keep_or_choose(file, NAMES) == json.loads(file.read_text())


def test_a_preferred_port_is_taken_when_it_is_free_and_known_ones_go_before_it(tmp_path: Path) -> None:
    file = tmp_path / "gateway.json"
    assert keep_or_choose(file, ("gateway",), free=lambda port: True, prefer={"gateway": 8080}) == {"gateway": 8080}
    assert keep_or_choose(file, ("gateway",), free=lambda port: True, prefer={"gateway": 9090}) == {"gateway": 8080}


def test_a_port_that_somebody_listens_at_is_not_free() -> None:
    port = any_free()
    assert is_free(port)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert not is_free(port)
