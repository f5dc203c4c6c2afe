"""What an operator may go on with though it lost records, and what may not be gone on with. Pure."""

from collections.abc import Iterable

from hub.log.damage import begun_anew
from hub.log.losses import MEANS, Loss
from hub.operate.damaged import Damaged


class CannotAccept(Exception):
    """Accepting the loss would mend nothing; the text says what does. Nothing was touched."""


def check_acceptable(accepted: Iterable[Damaged]) -> None:
    """Raises CannotAccept for an input partition that lacks its first records.

    Offsets go on where they were, so the engine would wait for those records whatever was accepted.
    """
    for each in accepted:
        if MEANS[each.topic] is Loss.SAID and each.start > 0:
            raise CannotAccept(
                f"{each.name}[{each.partition}] begins at offset {each.start}, and what lacks its first records cannot "
                f"be gone on with; nothing was changed. Restore the topic from a copy. {begun_anew(each.name)}. See "
                "docs/runbooks/log-damaged.md"
            )
