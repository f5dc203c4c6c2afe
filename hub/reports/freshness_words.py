"""What is said of freshness, in one wording for pages, answers, feeds and the command line. Pure."""

from collections.abc import Collection
from types import MappingProxyType
from typing import Any, Final

from hub.events.counting import count_words
from hub.events.moments import in_london
from hub.log.freshness import Account, FreshnessState, Inclusion
from hub.serialization.readable import instant_text

TAGS: Final = MappingProxyType(
    {
        FreshnessState.CURRENT: "Up to date",
        FreshnessState.BEHIND: "Not all included",
        FreshnessState.UNKNOWN: "Not known",
    }
)


INCLUDED: Final = MappingProxyType(
    {
        Inclusion.INCLUDED: "The pictures include it.",
        Inclusion.WAITING: "The pictures do not include it yet: it waits to be taken in.",
        Inclusion.UNKNOWN: "Whether the pictures include it yet is not known.",
    }
)


def second_words(milliseconds: int) -> str:
    """ "4 June 2015, 10:03:07 BST": London's time, to the second."""
    local = in_london(milliseconds)
    return f"{local.day} {local:%B %Y, %H:%M:%S %Z}"


def account_words(account: Account) -> str:
    """One to three sentences: what waits and since when, or that nothing does, or why that is not known."""
    last = "" if account.up_to is None else f" The last one included was admitted on {second_words(account.up_to)}."
    match account.state:
        case FreshnessState.CURRENT:
            return f"Every statement that was admitted is taken in.{last}" if last else "Nothing has been admitted yet."
        case FreshnessState.BEHIND:
            return f"{_waiting(account) if account.waiting else ''}{_outdated(account)}".strip()
        case FreshnessState.UNKNOWN:
            known = f" When that was last known: {_waiting(account)}" if account.waiting else ""
            return (
                f"Whether every admitted statement is included is not known: {account.why}.{known}{_outdated(account)}"
            )


def file_words(up_to: int | None) -> str:
    """Of a file that was made while nobody knew how fresh its pictures were. It tells no reason, which changes from
    one moment to the next: the same pictures make the same file.
    """
    told = "When this file was made it was not known whether every admitted statement is in it."
    last = "" if up_to is None else f" The last one that is known to be was admitted on {second_words(up_to)}."
    return f"{TAGS[FreshnessState.UNKNOWN]}: {told}{last}"


def cut_words(admitted: Collection[int], known_at: int | None) -> str:
    """Of an answer that is made of the log itself: when each statement was admitted, and the time behind which it is

    left out; None where nothing is.
    """
    included = [each for each in admitted if known_at is None or each <= known_at]
    left_out = [each for each in admitted if known_at is not None and each > known_at]
    told = account_words(Account(FreshnessState.CURRENT, up_to=max(included, default=None)))
    if not left_out:
        return told
    count = count_words(len(left_out), "statement")
    cut = f"Left out, as asked: {count} admitted later, the first on {second_words(min(left_out))}."
    return cut if not included else f"{cut} The last one included was admitted on {second_words(max(included))}."


def account_json(account: Account) -> dict[str, Any]:
    """As answers and feeds tell it; the names are stable."""
    return {
        "state": account.state.value,
        "label": TAGS[account.state],
        "waiting": account.waiting,
        "since": None if account.since is None else instant_text(account.since),
        "outdated": account.outdated,
        "outdated_since": None if account.outdated_since is None else instant_text(account.outdated_since),
        "included_up_to": None if account.up_to is None else instant_text(account.up_to),
        "words": account_words(account),
    }


def _waiting(account: Account) -> str:
    one = account.waiting == 1
    told = f"{account.waiting:,} {'statement is' if one else 'statements are'} not included yet"
    if account.since is None:
        return f"{told}."
    return f"{told}, {'admitted' if one else 'the oldest admitted'} on {second_words(account.since)}."


def _outdated(account: Account) -> str:
    """Begins with a space; empty where there is none."""
    if not account.outdated:
        return ""
    one = account.outdated == 1
    told = (
        f" {account.outdated:,} {'picture is' if one else 'pictures are'} not evaluated for today's date and rules yet"
    )
    if account.outdated_since is None:
        return f"{told}."
    return f"{told}, which hold since {second_words(account.outdated_since)}."
