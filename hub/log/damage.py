"""What an input topic may have lost, by its offsets alone. Pure."""


def damage(start: int, end: int, committed: int) -> str | None:
    """What is wrong with an input partition, in words. committed: the first offset that the engine has not finished.

    Input topics are kept for ever, so what is missing at either end was lost.
    """
    if start > 0:
        return (
            f"begins at offset {start}: what was said before is gone, and pictures made anew would lack it. Restore "
            "the topic from a copy, and set its retention.ms=-1 and cleanup.policy=delete"
        )
    if end < committed:
        return (
            f"ends at offset {end}, and {committed} is committed: it was cut or created anew, and what is said next "
            "would be passed over. Restore the topic from a copy, or start a new instance"
        )
    return None
