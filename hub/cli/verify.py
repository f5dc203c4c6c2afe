"""`hub verify`."""

import sys

import click
from rich.table import Table

from hub.cli.running import FINDING, as_json, print_json, progress_bar, run, stdout, today
from hub.cli.verdict_words import verdict_words
from hub.events.counting import count_words
from hub.instance.connection import Cluster
from hub.settings import Settings
from hub.usecases import verifying
from hub.usecases.verifying import Verification


@click.command()
@as_json
def verify(as_json: bool) -> None:
    """Fold the input topics again, without the live engine, and compare with what it wrote.

    Right under load: each output is compared with the inputs that it says it includes. Exit code 1 when something
    differs. The digest is the same for the same events in any order, on any instance.

    \b
    Examples:
      hub verify
      hub verify --json | jq .digest
    """

    async def work(settings: Settings, cluster: Cluster) -> Verification:
        with progress_bar("Reading the log") as bar:
            task = bar.add_task("")
            return await verifying.verify(
                cluster, today(), lambda read, whole: bar.update(task, completed=read, total=whole)
            )

    answer = run(work, json=as_json)
    if as_json:
        print_json(answer.document())
    else:
        _show(answer)
    sys.exit(0 if answer.ok else FINDING)


def _show(answer: Verification) -> None:
    stdout.print(verdict_words(answer.mismatches, answer.keys), style="bold")
    stdout.print(
        f"{count_words(answer.inputs, 'record')} = {count_words(answer.events, 'event')} + "
        f"{count_words(answer.duplicates, 'duplicate')} + "
        f"{answer.quarantined} in quarantine; {count_words(answer.keys, 'output')} compared."
    )
    if answer.quarantine_lost:
        lost = f"{answer.quarantine_lost:,} {'was' if answer.quarantine_lost == 1 else 'were'} lost with it"
        stdout.print(f"Of those in quarantine {lost}, which was accepted; `hub audit list` says by whom.")
    for each in answer.behind:
        stdout.print(f"Behind: {each.topic}[{each.partition}] by {count_words(each.records, 'record')}.")
    if answer.mismatches:
        table = Table("Partnership", "Kind", "Id", "Problem")
        for wrong in answer.mismatches[:20]:
            table.add_row(wrong.partnership, wrong.kind, wrong.id, wrong.problem)
        stdout.print(table)
        stdout.print("Next: stop the engine, keep this output, and see docs/runbooks/verify-differs.md.")
    stdout.print(f"Digest {answer.digest}", highlight=False)
