"""What is told of a partition that has lost records, by what its topic holds. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.log.losses import CLOSING, MEANS, Loss
from hub.monitor.finding_kinds import Finding, FindingKind

Document = Mapping[str, Any]


def of_losses(document: Document) -> list[Finding]:
    """One finding for each partition that lost records, which names the processes that are not ready because of it."""
    return [_of_loss(each, _held_up(document, each)) for each in document["damage"]]


def other_reasons(document: Document, row: Document) -> list[str] | None:
    """Why a process is not ready beside what the topics have lost; None where there is nothing else."""
    partitions = [_where(each) for each in document["damage"] if MEANS[each["topic"]] in CLOSING]
    left = [why for why in row["reasons"] if not any(partition in why for partition in partitions)]
    return None if row["reasons"] and not left else left


def _held_up(document: Document, lost: Document) -> list[str]:
    return [row["name"] for row in document["processes"] if any(_where(lost) in why for why in row["reasons"])]


def _where(lost: Document) -> str:
    return f"{lost['topic']}[{lost['partition']}]"


def _of_loss(each: Document, held_up: Sequence[str]) -> Finding:
    """What follows from the loss of a partition's records, by what its topic holds."""
    topic, partition = each["topic"], _where(each)
    who = "" if not held_up else f" Because of it {_who(held_up)} not ready."
    what = f"{partition} {each['problem']}.{who}"
    match MEANS[topic]:
        case Loss.RULES:
            do = "No worker evaluates anything until then, no door lets anything in, and no report is made."
            return Finding(FindingKind.CONFIGURATION_LOST, partition, what, do)
        case Loss.EVIDENCE:
            do = (
                "Nothing waits for it. Restore the topic from a copy if there is one; after that, or if there is none, "
                f"`hub up --accept-lost-topic {topic}`, and this is told no more."
            )
            return Finding(FindingKind.EVIDENCE_LOST, partition, what, do)
        case _:
            do = "Nothing of the partition is evaluated until then, and no door lets anything in."
            return Finding(FindingKind.LOG_DAMAGED, partition, what, do)


def _who(names: Sequence[str]) -> str:
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'}"
