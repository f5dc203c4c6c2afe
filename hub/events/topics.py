"""The topics by name: one list, in one order, that everything walks.

The order of INPUT_TOPICS is part of the format of the position `o` on output records; only ever append.
Source: design, section 3.
"""

from typing import Final

CONTRACT: Final = "commissioning.contract.v1"
PERFORMANCE: Final = "commissioning.performance.v1"
WORKPLAN: Final = "commissioning.workplan.v1"
INTELLIGENCE: Final = "commissioning.intelligence.v1"
INPUT_TOPICS: Final = (CONTRACT, PERFORMANCE, WORKPLAN, INTELLIGENCE)

CONFIGURATION: Final = "commissioning.configuration.v1"
PICTURE: Final = "commissioning.picture.v1"
QUARANTINE: Final = "commissioning.quarantine.v1"
AUDIT: Final = "commissioning.audit.v1"
REFUSAL: Final = "commissioning.refusal.v1"
WARNING: Final = "commissioning.warning.v1"
ALL_TOPICS: Final = (*INPUT_TOPICS, CONFIGURATION, PICTURE, QUARANTINE, REFUSAL, WARNING, AUDIT)


def word(topic: str) -> str:
    """The short word of a topic: "contract" for "commissioning.contract.v1"."""
    return topic.split(".")[1]
