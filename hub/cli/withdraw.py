"""`hub withdraw`."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import click

from hub.cli.running import as_json, asked, fail, print_json, read_log, run
from hub.operate.withdrawing import CannotWithdraw, plan_withdrawal, publish_withdrawals


@click.command()
@click.argument("event_id", type=click.UUID)
@click.option("--reason", required=True, help="Why; it is kept with the withdrawal for ever.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@as_json
def withdraw(event_id: UUID, reason: str, dry_run: bool, as_json: bool) -> None:
    """Take an event back. Nothing is deleted: a new event says that the old one is void, for good.

    \b
    Example:
      hub withdraw 0191f7a0-0000-7000-8000-000000000001 --reason "entered against the wrong contract"
    """
    log = read_log(json=as_json)
    now = datetime.now(UTC)
    try:
        planned = asked(lambda: plan_withdrawal(log, str(event_id), reason, uuid4(), now), json=as_json)
    except CannotWithdraw as cannot:
        fail(str(cannot), json=as_json)
    if not dry_run:
        run(lambda settings, cluster: publish_withdrawals(cluster, planned), json=as_json)
    document = {
        "withdrawn": str(event_id),
        "written": not dry_run,
        "events": [
            {"event": str(each.event.meta.event_id), "organisation": each.event.meta.organisation} for each in planned
        ],
    }
    if as_json:
        print_json(document)
    else:
        for each in planned:
            verb = "would be withdrawn" if dry_run else "withdrawn"
            print(f"{event_id} {verb} for {each.event.meta.organisation} by event {each.event.meta.event_id}")
