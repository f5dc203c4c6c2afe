"""`hub down`."""

import contextlib
import sys
import time

import click
import psutil

from hub.cli.running import WRONG_USE, fail, stderr
from hub.local.local_parts import end_leftovers
from hub.monitor import process_table
from hub.monitor.process_table import ProcessState
from hub.settings import SettingsWrong, read_settings

STOP_SECONDS = 30.0


@click.command()
def down() -> None:
    """Stop the instance in HUB_HOME. What was said stays; `hub up` goes on from there.

    \b
    Example:
      HUB_HOME=.hub-demo hub down
    """
    try:
        home = read_settings().home_folder
    except SettingsWrong as wrong:
        fail(str(wrong), json=False)
    known = process_table.read(home)
    process = known.supervisor.identity.process() if known and known.supervisor.identity else None
    if process is None or (known is not None and known.supervisor.state is ProcessState.GONE):
        end_leftovers(home, lambda words: print(words, file=sys.stderr))
        print("Nothing runs here.")
        return
    with contextlib.suppress(psutil.NoSuchProcess):
        process.terminate()
    begun = time.monotonic()
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() - begun > STOP_SECONDS:
            late = f"pid {process.pid} did not end in {STOP_SECONDS:.0f} s; kill it, its children end with it"
            stderr.print(f"hub: {late}")
            sys.exit(WRONG_USE)
        time.sleep(0.1)
    print("Stopped.")
