"""The machine's own Chromium: where it is, and how it comes there. Run as a module it installs it if it is missing.

Promise: the tests of the pages run in a real browser or fail; they are never left out.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

# the font is for machines that have none: text without glyphs has no width and no contrast to look at
PACKAGES: Final = ("chromium", "fonts-liberation")
COMMAND: Final = f"apt-get update && apt-get install --yes --no-install-recommends {' '.join(PACKAGES)}"
APT_SECONDS: Final = 600

# no display, no sandbox (the tests may run as root in a container), and nothing that asks the network on its own
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


class ChromiumMissing(Exception):
    """There is no Chromium; the text says the command that installs it."""


def located() -> Path:
    """Chromium's program. Raises ChromiumMissing."""
    found = shutil.which("chromium")
    if found is None:
        raise ChromiumMissing(f"Chromium is missing. Install it (Debian, as root): {COMMAND}")
    return Path(found)


def install() -> None:
    """Through apt, if it is missing and this is root. Raises ChromiumMissing."""
    if shutil.which("chromium") is None and os.geteuid() == 0 and shutil.which("apt-get") is not None:
        print("Installing Chromium through apt, once for this machine ...", file=sys.stderr, flush=True)
        _apt("update")
        _apt("install", "--yes", "--no-install-recommends", *PACKAGES)
    located()


def _apt(*arguments: str) -> None:
    said = _run(["apt-get", "-qq", *arguments])
    if said is not None:
        raise ChromiumMissing(f"apt-get {arguments[0]} failed; mend that, then: {COMMAND}\n{said}")


def _run(command: Sequence[str]) -> str | None:
    """What it said last, if it failed."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        ran = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=APT_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return f"no end after {APT_SECONDS} s"
    return None if ran.returncode == 0 else "\n".join((ran.stdout + ran.stderr).strip().splitlines()[-15:])


if __name__ == "__main__":
    try:
        install()
    except ChromiumMissing as missing:
        sys.exit(f"make: {missing}")
