"""What a picture shows of each field, read off its JSON data: by whose word, from which event, with which value.

It is the picture's own layout written down once more, so that what explains a picture is compared with what it shows.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson

from hub.reconcile.kinds.registry import KIND_OF


class Shown(NamedTuple):
    """One event behind a side. value: canonical JSON, or "" where the picture cites the event without its word.

    A word that follows from several events is as many of these, one of them with the value.
    """

    subject: str
    field: str
    body: str
    event: str
    value: str


def canonical(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def shown(body: dict[str, Any]) -> set[Shown]:
    """Every side of a picture; of differences those about results, because others repeat what is shown above."""
    layouts = {"contract": _contract, "procurement": _procurement, "programme": _programme, "provider": _provider}
    return {*layouts[body["kind"]](body), *_listed(body)}


def _listed(body: dict[str, Any]) -> Iterator[Shown]:
    for sort in KIND_OF[body["kind"]].listed:
        for each in body[sort.member]:
            yield from _sides(
                f"{body['kind']} {body['id']}", f"{sort.item}:{each[sort.item]}/{sort.name}", each[sort.name]
            )


def _sides(subject: str, field: str, sides: Iterable[dict[str, Any]]) -> Iterator[Shown]:
    for each in sides:
        value = canonical(each["value"]) if "value" in each else ""
        yield Shown(subject, field, each["organisation"], each["event"], value)
        for further in each.get("also", ()):
            assert further["organisation"] == each["organisation"]
            yield Shown(subject, field, each["organisation"], further["event"], "")


def _named(subject: str, item: str, thing: dict[str, Any]) -> Iterator[Shown]:
    """The fields of a thing that a picture holds: those of its entries that are lists of sides."""
    for name, part in thing.items():
        if (
            isinstance(part, list)
            and name not in ("last_result", "trends")
            and all("organisation" in each for each in part)
        ):
            yield from _sides(subject, f"{item}/{name}", part)


def _fields(subject: str, body: dict[str, Any]) -> Iterator[Shown]:
    for name, field in body["fields"].items():
        yield from _sides(subject, name, field["sides"])


def _measures(subject: str, measures: Iterable[dict[str, Any]]) -> Iterator[Shown]:
    for each in measures:
        yield from _named(subject, f"measure:{each['measure']}", each)
        for side in each.get("last_result", ()):
            period = f"{side['value']['period_end']}/{side['value']['period_start']}"
            yield from _sides(subject, f"result:{each['measure']}/{period}", [side])
        for point in (point for trend in each.get("trends", ()) for point in trend["points"]):
            field = f"result:{each['measure']}/{point['period_end']}/{point['period_start']}"
            # beside what else was observed the value alone is no word
            word = {name: part for name, part in point.items() if name != "value"}
            yield from _sides(subject, field, [word])
        for judged in each.get("judged", ()):
            for term in ("target", "direction", "tolerance"):
                yield from _sides(
                    subject, f"measure:{each['measure']}/{term}", [judged[term]] if term in judged else []
                )


def _contract(body: dict[str, Any]) -> Iterator[Shown]:
    subject = f"contract {body['id']}"
    yield from _fields(subject, body)
    for each in body["programmes"]:
        yield from _sides(subject, f"programme:{each['programme']}/assigned", each["assigned_by"])
    for each in body["assessed_in"]:
        yield from _sides(
            f"programme {each['programme']}", f"assessment:{each['assessment']}/screened", each["assessed_by"]
        )
    for each in body["clauses"]:
        yield from _sides(subject, f"clause:{each['clause']}/check", each["checks"])
    yield from _measures(subject, body["measures"])
    yield from _ended_by(body)
    yield from _disputed_results(subject, body)


def _disputed_results(subject: str, body: dict[str, Any]) -> Iterator[Shown]:
    for each in body["differences"]:
        if each["field"].startswith("result:"):
            result = "/".join(each["field"].split("/")[:3])
            yield from (Shown(subject, result, side["organisation"], side["event"], "") for side in each["sides"])


def _ended_by(body: dict[str, Any]) -> Iterator[Shown]:
    for each in body["ended_by"]:
        field = f"award:{each['award']}/{each['field']}" if each["award"] else each["field"]
        yield from _sides(f"procurement {each['procurement']}", field, each["said_by"])


def _procurement(body: dict[str, Any]) -> Iterator[Shown]:
    """Totals aside, which repeat the values of the contracts."""
    subject = f"procurement {body['id']}"
    yield from _fields(subject, body)
    for item in ("lot", "item", "award", "notice"):
        for each in body[f"{item}s"]:
            yield from _named(subject, f"{item}:{each[item]}", each)
    for party in body["parties"]:
        named = {name: part for name, part in party.items() if name != "left_says"}
        yield from _named(subject, f"party:{party['organisation']}", named)
    for each in body["contracts"]:
        yield from _sides(f"contract {each['contract']}", "procurement", each["stated_by"])


def _programme(body: dict[str, Any]) -> Iterator[Shown]:
    subject = f"programme {body['id']}"
    yield from _fields(subject, body)
    for stone in body["milestones"]:
        yield from _named(subject, f"milestone:{stone['milestone']}", stone)
    for decision in body["decisions"]:
        for side in decision["bodies"]:
            yield from _sides(subject, f"decision:{decision['decision']}/{side['value']['body']}", [side])
    yield from _measures(subject, body["measures"])
    yield from _disputed_results(subject, body)
    for each in body["contracts"]:
        yield from _sides(f"contract {each['contract']}", f"programme:{body['id']}/assigned", each["assigned_by"])


def _provider(body: dict[str, Any]) -> Iterator[Shown]:
    for each in body["contracts"]:
        yield from _sides(f"contract {each['contract']}", "suppliers", each["named_by"])
    for each in body["awards"]:
        field = f"award:{each['award']}/supplier/{body['id']}"
        yield from _sides(f"procurement {each['procurement']}", field, each["named_by"])
    for each in body["left"]:
        field = f"award:{each['award']}/departed/{body['id']}"
        yield from _sides(f"procurement {each['procurement']}", field, each["said_by"])
