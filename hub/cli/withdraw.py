"""`hub withdraw`."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import click

from hub.cli.running import as_json, asked, fail, print_json, read_log, run
from hub.usecases.withdrawing import CannotWithdraw, plan_withdrawal, publish_withdrawals


@click.command()
@click.argument("event_id", type=click.UUID)
@click.option("--reason", required=True, help="Why; it is kept with the withdrawal for ever.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@as_json
def withdraw(event_id: UUID, reason: str, dry_run: bool, as_json: bool) -> None:
    """Take an event back. Nothing is deleted: a new event says that the old one is void, for good.

    Of an event that is void already it is said, and nothing is written; the exit code is 0.

    \b
    Example:
      hub withdraw 0191f7a0-0000-7000-8000-000000000001 --reason "entered against the wrong contract"
    """
    log = read_log(json=as_json)
    now = datetime.now(UTC)
    try:
        plan = asked(lambda: plan_withdrawal(log, str(event_id), reason, uuid4(), now), json=as_json)
    except CannotWithdraw as cannot:
        fail(str(cannot), json=as_json)
    written = not dry_run and bool(plan.events)
    if written:
        run(lambda settings, cluster: publish_withdrawals(cluster, plan.events), json=as_json)
    document = {
        "withdrawn": str(event_id),
        "written": written,
        "events": [
            {"event": str(each.event.meta.event_id), "organisation": each.event.meta.organisation}
            for each in plan.events
        ],
        "void_already": [{"organisation": organisation, "by": by} for organisation, by in plan.void.items()],
    }
    if as_json:
        print_json(document)
        return
    for organisation, by in plan.void.items():
        click.echo(f"{event_id} is void already for {organisation}, by {', '.join(by)}: nothing was written for it")
    for each in plan.events:
        verb = "would be withdrawn" if dry_run else "withdrawn"
        click.echo(f"{event_id} {verb} for {each.event.meta.organisation} by event {each.event.meta.event_id}")
