"""A whole hub in a folder of its own, as somebody at a terminal has it."""

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson
import psutil


class Instance:
    """A hub in a folder of its own, spoken to through its command alone."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            **os.environ,
            "HUB_HOME": str(home),
            "HUB_SESSION_TIMEOUT_SECONDS": "6",
            "HUB_HEARTBEAT_SECONDS": "1",
        }

    def run(self, *arguments: str, within: float = 150) -> "subprocess.CompletedProcess[str]":
        """Raises TimeoutExpired for a command that takes longer, in seconds."""
        command = [sys.executable, "-m", "hub.cli", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=within, check=False
        )

    def up(self, *more: str) -> str:
        """Starts it in the background; the gateway's address."""
        answer = self.run("up", "--detach", "--http-port", "0", *more)
        assert answer.returncode == 0, answer.stderr
        found = re.search(r"http://127\.0\.0\.1:\d+", answer.stdout)
        assert found, answer.stdout
        return found.group()

    def status(self) -> dict[str, Any]:
        document: dict[str, Any] = orjson.loads(self.run("status", "--json").stdout)
        return document

    def process(self, name: str) -> dict[str, Any]:
        """What the status says of one process."""
        rows: list[dict[str, Any]] = self.status()["processes"]
        return next(row for row in rows if row["name"] == name)

    def told_of_the_death_of(self, name: str) -> bool:
        row = self.process(name)
        return row["restarts"] == 1 and "SIGKILL" in row["last_exit"]

    def processes(self) -> list[psutil.Process]:
        """Everything that has this instance's folder on its command line."""
        mark = str(self.home)
        return [
            process
            for process in psutil.process_iter(["cmdline", "status"])
            if any(mark in word for word in process.info["cmdline"] or ()) and process.info["status"] != "zombie"
        ]

    def doors(self) -> set[str]:
        """The addresses at which its processes listen; those of an IPv4 socket of a dual stack as IPv4."""
        listening = {
            each.laddr.ip
            for process in self.processes()
            for each in process.net_connections(kind="tcp")
            if each.status == psutil.CONN_LISTEN
        }
        return {each.removeprefix("::ffff:") for each in listening}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.run("down")
        assert error is not None or self.processes() == []


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        text: str = answer.read().decode()
        return text
