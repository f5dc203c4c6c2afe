"""What an input topic may have lost, by its offsets alone. Pure."""

from aiokafka import TopicPartition


class InputsDamaged(Exception):
    """An input topic has lost records at one of its ends; the text says which and what to do."""


def damage(topic: str, start: int, end: int, committed: int, how: str = "is committed") -> str | None:
    """What is wrong with a partition of an input topic, in words. committed: the first offset that the engine has not

    finished. how: what is known of that offset, where it is another one.

    Input topics are kept for ever, so what is missing at either end was lost.
    """
    if start > 0:
        return (
            f"begins at offset {start}: what was said before is gone, and pictures made anew would lack it. Restore "
            f"the topic from a copy, and set its retention.ms=-1 and cleanup.policy=delete. {begun_anew(topic)}"
        )
    if end < committed:
        return (
            f"ends at offset {end}, and {committed} {how}: it was cut or created anew, and what is said next "
            "would be passed over. Restore the topic from a copy; without one, `hub down`, then `hub up "
            f"--accept-lost-topic {topic}` goes on with what is left"
        )
    return None


def begun_anew(topic: str) -> str:
    """What is done without a copy where first records lack: the engine begins at offset 0, and waits for them."""
    return (
        "Without a copy what is left there goes too: `hub down`, delete the partition's folder in data/kafka (in a "
        f"cluster of your own, the topic), then `hub up --accept-lost-topic {topic}`; partners publish again"
    )


def check_undamaged(tp: TopicPartition, following: int, start: int, end: int, committed: int) -> None:
    """Raises InputsDamaged: pictures made from what is left would say less than those that stand.

    following: the first offset that is not in memory, which makes up for what is lost before it.
    """
    problem = damage(tp.topic, start if following < start else 0, end, committed)
    if problem is not None:
        raise InputsDamaged(f"{tp.topic}[{tp.partition}] {problem}. Nothing of the partition is evaluated")
