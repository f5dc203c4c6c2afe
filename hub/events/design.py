"""Types of the agreed design that this release does not take yet, so that nobody is told that they do not exist.

Promise: none of them is in the catalogue.
Source: design section 3, the table of topics. What a body says of a thing takes the place of what it said before, so
that a review of an assessment is `eia-recorded` again, and an answer to a recommendation `recommendation-made` again.
"""

from typing import Final

from hub.events.catalogue import BY_CE_TYPE

_ANY: Final = ("same-as-stated",)

_OF_THE_DESIGN: Final = frozenset(
    f"uk.jch.{word}.{name}.v1"
    for word, names in {
        "contract": _ANY,
        "performance": ("activity-stated", *_ANY),
        "workplan": (
            "contribution-stated",
            "opportunity-noted",
            *_ANY,
        ),
        "intelligence": (
            "provider-noted",
            "market-noted",
            "workforce-stated",
            "member-noted",
            *_ANY,
        ),
    }.items()
    for name in names
)

NOT_TAKEN_YET: Final = _OF_THE_DESIGN - BY_CE_TYPE.keys()
