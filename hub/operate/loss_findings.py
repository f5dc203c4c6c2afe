"""What is told of a partition that has lost records, by what its topic holds. Pure."""

from collections.abc import Mapping
from typing import Any

from hub.log.losses import MEANS, Loss
from hub.operate.finding_kinds import Finding, Kind


def of_loss(each: Mapping[str, Any]) -> Finding:
    """What follows from the loss of a partition's records, by what its topic holds."""
    topic, place = each["topic"], f"{each['topic']}[{each['partition']}]"
    what = f"{place} {each['problem']}."
    match MEANS[topic]:
        case Loss.RULES:
            do = "No worker judges until then, no door lets anything in, and no report is made."
            return Finding(Kind.CONFIGURATION_LOST, place, what, do)
        case Loss.EVIDENCE:
            do = (
                "Nothing waits for it. Restore the topic from a copy if there is one; after that, or if there is none, "
                f"`hub up --accept-lost-topic {topic}`, and this is told no more."
            )
            return Finding(Kind.EVIDENCE_LOST, place, what, do)
        case _:
            do = "Nothing of the partition is judged until then, and no door lets anything in."
            return Finding(Kind.LOG_DAMAGED, place, what, do)
