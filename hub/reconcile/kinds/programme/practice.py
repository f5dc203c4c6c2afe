"""What the standard of practice of a place asks for in a programme and is not there: training of whoever assesses the
effect on equality, and decisions within what posts may decide by themselves. Pure.

Promise: of a place without a standard nothing is open, and of one only what it names.
Source: hub.configuration.practice.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hub.configuration.model import Configuration
from hub.configuration.practice import Practice
from hub.events.counting import count_words
from hub.reconcile.bodies import same_body
from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.differences import difference, since_all
from hub.reconcile.kinds.programme.decisions import APPROVED
from hub.reconcile.kinds.programme.listed import IMPACT
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.sides import latest, show

Things = Mapping[str, Mapping[str, list[Side]]]
"""By their ids the words on each."""


def practice_matters(
    partnership: str, programme: str, assessments: Things, decisions: Things, configuration: Configuration
) -> list[dict[str, Any]]:
    practice = configuration.practice_of(partnership)
    if practice is None:
        return []
    return [
        difference(
            partnership,
            kind,
            ("programme", programme),
            field,
            severity=MatterSeverity.AMBER,
            text=text,
            since=since_all(sides),
            sides=[show(side) for side in sides],
        )
        for kind, field, text, sides in (
            *_training(assessments, practice),
            *_authority(decisions, practice, configuration),
        )
    ]


_Found = Iterator[tuple[MatterKind, str, str, list[Side]]]
"""(kind, field, text, sides) of each open matter."""


def _training(assessments: Things, practice: Practice) -> _Found:
    days = practice.training_within_days
    if days is None:
        return
    for key, named in assessments.items():
        sides = [side for side in named[IMPACT.name] if practice.is_of(date.fromisoformat(_assessed_on(side)))]
        # whoever tells that the author was trained tells it for all
        if sides and not any(_is_trained(side.claim.value, days) for side in sides):
            title = latest(sides).claim.value["title"]
            text = f"{title}: nobody says that its author was trained in the {count_words(days, 'day')} before it"
            yield MatterKind.TRAINING, f"{IMPACT.item}:{key}", text, sides


def _assessed_on(side: Side) -> str:
    return str(side.claim.value["assessed_on"])


def _is_trained(word: Mapping[str, Any], days: int) -> bool:
    if "author_trained_on" not in word:
        return False
    assessed = Day.read(word["assessed_on"])
    return assessed - days <= Day.read(word["author_trained_on"]) <= assessed


def _authority(decisions: Things, practice: Practice, configuration: Configuration) -> _Found:
    for key, bodies in decisions.items():
        found = [
            (side, why) for sides in bodies.values() for side in sides for why in _beyond(side, practice, configuration)
        ]
        if found:
            signed = list({id(side): side for side, _ in found}.values())
            text = f"{latest(signed).claim.value['title']}: {'; '.join(dict.fromkeys(why for _, why in found))}"
            yield MatterKind.AUTHORITY, f"decision:{key}", text, signed


def _beyond(side: Side, practice: Practice, configuration: Configuration) -> Iterator[str]:
    """Why the posts that signed an approval may not do so by themselves; nothing where they may, or a board decided."""
    word = side.claim.value
    posts = word.get("signed_by", [])
    decided = word.get("decided_on") or Day(side.claim.effective).text
    if (
        word["role"] != "required"
        or word["state"] not in APPROVED
        or not posts
        or not practice.is_of(date.fromisoformat(decided))
    ):
        return
    if len(set(map(str.casefold, posts))) < practice.signatories:
        yield f"signed by {' and '.join(posts)}, where {practice.signatories} posts sign"
    if "value" not in word or not practice.limits:
        return
    amount, currency = Decimal(word["value"]["amount"]), word["value"]["currency"]
    limit = _limit(side, posts, practice, configuration)
    if limit is None:
        yield f"signed by {' and '.join(posts)}, to whom nothing is delegated"
    elif currency != "GBP":
        yield f"decided in {currency}, and what is delegated to posts is in pounds"
    elif abs(amount) > limit:
        yield f"£{abs(amount):,} decided by {' and '.join(posts)}, who may decide on up to £{limit:,}"


def _limit(side: Side, posts: Sequence[str], practice: Practice, configuration: Configuration) -> Decimal | None:
    """The highest limit among the posts of whoever decided, or of who followed it; None where none has one."""
    bodies = {side.body, same_body(side.claim.organisation, configuration)}
    signed = set(map(str.casefold, posts))
    return max(
        (
            each.amount
            for each in practice.limits
            if each.post.casefold() in signed and same_body(each.organisation, configuration) in bodies
        ),
        default=None,
    )
