"""What reports and pages say in words: organisations, totals, the fields of a picture by their names. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from hub.events import ids
from hub.events.catalogue import BY_CE_TYPE
from hub.events.codelists import title_of
from hub.events.counting import count_words
from hub.events.field_types import CODELISTS
from hub.reconcile.kinds.programme.decisions import APPROVED
from hub.reconcile.kinds.registry import LISTED, SORTS
from hub.reconcile.listed import Listed
from hub.reconcile.matter_kinds import MatterClass, MatterKind
from hub.reports.answer_words import lapse_words
from hub.reports.days_and_money import day_words, money_words
from hub.reports.labels import LABELS
from hub.reports.said import NAMES_OF_MEASURES, field_words
from hub.reports.terms import PROCUREMENT_STAGES, RECKONINGS, duration_words, notice_words
from hub.reports.typed import DAYS, FIELD_NAMES


def total_words(total: Mapping[str, Any]) -> str:
    """ "£180,000.00 together", or why a procurement's contracts have no total; which ended, and what is not signed."""
    told = money_words(total["value"]) if total["value"] else ""
    if total["reckoning"] != "added_up" or total["contracts"] != 1:
        told = RECKONINGS[total["reckoning"]].format(value=told)
    if not total["contracts"]:
        told = "so nothing to add up"  # what those that are not signed state is no part of it
    if total["ended"]:
        told += f"; {total['ended']} of them {'has' if total['ended'] == 1 else 'have'} ended"
    if total["not_signed"]:
        told += f"; {total['not_signed']} more awarded and not signed"
    if total["untold"]:
        told += f"; {total['untold']} more of which it is not said whether they are signed"
    return told


def condition_words(side: Mapping[str, Any], decision: Mapping[str, Any]) -> str:
    """ "Costs stay within budget (met); a second signature (not met yet)": the conditions that a body's word attaches.

    Of a body whose approval is not needed nobody asks whether they are met.
    """
    word = side["value"]
    # a picture of an earlier release does not tell which are open
    if word["role"] != "required" or word["state"] not in APPROVED or "open_conditions" not in decision:
        return "; ".join(word["conditions"])
    still_open = {
        each["condition"]
        for each in decision["open_conditions"]
        if (each["organisation"], each["body"]) == (side["organisation"], word["body"])
    }
    return "; ".join(f"{each} ({'not met yet' if each in still_open else 'met'})" for each in word["conditions"])


def event_words(ce_type: str) -> str:
    """ "“programme declared” (workplan)" for uk.jch.workplan.programme-declared.v1."""
    *_, topic, name, _ = ce_type.split(".")
    return f"“{name.replace('-', ' ')}” ({topic})"


def every_word(sides: Sequence[Mapping[str, Any]]) -> str:
    """What the sides call something, each name once: "Draft strategy / Strategy, first draft" where they differ."""
    return " / ".join(dict.fromkeys(str(side["value"]) for side in sides))


class Words:
    """Turns what pictures hold into words. name_of: an organisation's name, or its id where it has none."""

    def __init__(self, name_of: Callable[[str], str]) -> None:
        self._name_of = name_of

    def body(self, organisation: str) -> str:
        return " and ".join(self._name_of(each) for each in organisation.split("+"))

    def says(self, side: Mapping[str, Any]) -> str:
        """Who speaks, with the predecessor that said it, or the other id under which the same body did."""
        name, said_by = self.body(side["organisation"]), side.get("said_by")
        if not said_by:
            return name
        by = self.body(said_by)
        return f"{name} (said by {by})" if by != name else f"{name} (said as {said_by})"

    def worded(self, field: str, sides: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], str]]:
        """Each side with its value in words; organisations of one name and several ids with their ids."""
        told = [(side, self._word(field, side), tuple(_ids_in(side["value"]))) for side in sides]
        different = Counter(word for word, _ in {(word, ids) for _, word, ids in told})
        return [
            (side, f"{word} ({', '.join(ids)})" if ids and different[word] > 1 else word) for side, word, ids in told
        ]

    def _word(self, field: str, side: Mapping[str, Any]) -> str:
        """Its value in words; of one content of an event id that came with two, with when it was said."""
        word = self.value(field, side["value"])
        if field.partition(":")[0] != "event":
            return word
        said = f"{word}, true from {day_words(side['since'])}, recorded on {day_words(side['recorded_at'])}"
        return "; ".join([said, *self._differs(side["value"])])

    def _differs(self, content: Mapping[str, Any]) -> Iterator[str]:
        """Its words for each field of which the other contents have others; none in a picture of an earlier release."""
        for each in content.get("differs", ()):
            told = field_words(BY_CE_TYPE[content["type"]], each["field"], each["value"], self)
            yield f"{self.label(each['field'])}: {told}"
        if "more_differ" in content:
            yield f"and {count_words(content['more_differ'], 'more field differs', 'more fields differ')}"

    def by_word(self, field: str, sides: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
        """Each thing that is said, in words, with all the sides that say it. No side is left out."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for side, word in self.worded(field, sides):
            found.setdefault(word, []).append(side)
        return list(found.items())

    def together(self, field: str, sides: Sequence[Mapping[str, Any]]) -> str:
        """The word where all sides say the same, else every word with who says it: "A says x; B says y"."""
        said = self.by_word(field, sides)
        if len(said) == 1:
            return "".join(word for word, _ in said)
        return "; ".join(f"{' and '.join(map(self.says, who))} {_verb(who)} {word}" for word, who in said)

    @staticmethod
    def assessed_by(measure: Mapping[str, Any], term: str) -> list[Mapping[str, Any]]:
        """The words on that term (`target`, `direction`, `tolerance`) by which the last result is assessed, once."""
        used = [each[term] for each in measure.get("judged", ()) if each.get(term)]
        return list({(side["organisation"], side["event"], side.get("content_hash")): side for side in used}.values())

    def assessed_otherwise(self, measure: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
        """By name the terms that the last result is assessed by and that are not today's; see `stood_then`."""
        found = [(term, self.assessed_by(measure, term)) for term in ("target", "direction", "tolerance")]
        return [(term, sides) for term, sides in found if not _are_said(sides, measure.get(term, ()))]

    @staticmethod
    def stood_then(measure: Mapping[str, Any], sides: Sequence[Mapping[str, Any]]) -> bool:
        """Whether those terms stood when the last result's period ended; else they were the first after it."""
        end = max(each["result"]["value"]["period_end"] for each in measure["judged"])
        return all(side["since"] <= end for side in sides)

    def name(self, item: Mapping[str, Any], otherwise: str) -> str:
        """What a milestone or measure is called by everybody who calls it something, else `otherwise`."""
        return self.together("title", item["title"]) if item.get("title") else otherwise

    def part(self, difference: Mapping[str, Any]) -> str:
        """The name of the field that a difference is about: due for milestone:draft/due."""
        item, _, key = str(difference["field"]).partition(":")
        if item in SORTS:  # ids may hold slashes, and the part stands behind the name of the field
            _, _, part = key.partition(f"/{SORTS[item].name}/")
            return part or SORTS[item].name
        name = str(difference["field"]).rpartition("/")[2]
        return "procurement_stage" if (difference["subject_kind"], name) == ("procurement", "stage") else name

    @staticmethod
    def taken(taken_from: str) -> str:
        """ "from award 1 of ocds-…" for "ocds-… award 1": where a word was said, if not of the subject itself."""
        procurement, _, award = taken_from.partition(" award ")
        return f"from award {award} of {procurement}" if award else f"from {procurement}"

    def thing(self, sort: Listed, thing: Mapping[str, Any], about: Mapping[str, Any]) -> str:
        """What one of several things is called in a table of them. about: what holds them, a picture or a report's
        contract: what bears the name of one of its measures is called as that is."""
        key = str(thing[sort.item])
        if "about" in thing:  # an answer to a matter
            return f"{self.heading(thing['about'])} ({key})"
        if sort.by_day:
            return key_words(key)
        if not sort.by_field_name:
            return key
        if not sort.id_heading:
            return self.label(key)
        called = (self.name(each, self.label(key)) for each in about["measures"] if each["measure"] == key)
        return next(called, self.label(key))

    def lapse(self, thing: Mapping[str, Any], side: Mapping[str, Any]) -> tuple[str, Sequence[str]] | None:
        """Why a body's answer, which is one of several things in a table, does not hold, and ids of the statements by
        which it does not; None of one that holds and of all else."""
        for each in thing.get("not_holding", ()):
            if (each["organisation"], each["answer"]) == (side["organisation"], side["event"]):
                return lapse_words(each, self._name_of), [one["statement"] for one in each["statements"]]
        return None

    def label(self, field: str) -> str:
        """A field's name in words."""
        return LABELS.get(field) or field.replace("_", " ").capitalize()

    def what(self, difference: Mapping[str, Any]) -> str:
        """What differs, in words: the field or the item of the subject that a difference is about."""
        field = str(difference["field"])
        item, _, rest = field.partition(":")
        if item in _PARTS:
            key, _, part = (rest, "", "") if difference["kind"] == MatterKind.UNKNOWN else rest.rpartition("/")
            return f"{_PARTS[item]} {key}" + (f": {self.label(part)}" if part else "")
        if item not in _ITEMS:
            return self.label(field)
        name = self._item(difference)
        # the text about a late milestone or a waiting decision begins with the title already
        return _ITEMS[item].format("" if str(difference["text"]).startswith(name) else f": {name}")

    def heading(self, difference: Mapping[str, Any]) -> str:
        """As `what`, also with the item's name where the text beside it would begin with it."""
        item, _, _ = str(difference["field"]).partition(":")
        return _ITEMS[item].format(f": {self._item(difference)}") if item in _ITEMS else self.what(difference)

    @staticmethod
    def _item(difference: Mapping[str, Any]) -> str:
        item, _, key = str(difference["field"]).partition(":")
        if item in SORTS:  # a part of what is told of it differs
            key = key.partition(f"/{SORTS[item].name}")[0] or key
        # what nobody has declared is named whole: its key may hold a slash
        bare = "" if difference["kind"] == MatterKind.UNKNOWN or item in SORTS else key.rpartition("/")[0]
        return str(difference["item_title"] or bare or key)

    def _in_short(self, name: str, value: Any) -> str:
        word = self.value(name, value)
        return f"{self.label(name).lower()} {word}" if name in _LABELLED else word

    def value(self, field: str, value: Any) -> str:
        """A field's value in words, by the field's name."""
        if value is None:
            return "says nothing"
        sort = sort_of(field)
        if sort is not None and isinstance(value, dict):
            told = (
                [self._in_short(name, value[name]) for name in names if name in value] for names in sort.in_short_by
            )
            return "; ".join(" ".join(words) for words in told if words)
        if isinstance(value, dict) and "subject_kind" in value:
            return f"{event_words(value['type'])} about {value['subject_kind']} {value['subject']}"
        if isinstance(value, dict) and "amount" in value:
            return money_words(value)
        if isinstance(value, dict) and "latest" in value:
            return str(value["text"])
        if isinstance(value, dict) and "met_on" in value:
            return f"met on {day_words(value['met_on'])}"
        if isinstance(value, dict) and "state" in value:
            return f"{value['body']}: {title_of('decision-state', value['state'])}"
        if isinstance(value, dict) and "outcome" in value:
            return f"{title_of('clause-outcome', value['outcome'])}, checked on {day_words(value['checked_on'])}"
        if isinstance(value, dict) and "period_end" in value:
            return f"{value['value']} for {day_words(value['period_start'])} to {day_words(value['period_end'])}"
        if isinstance(value, dict) and "id" in value:
            return str(value.get("name") or self.body(value["id"]))
        if isinstance(value, list):
            return "; ".join(self.value(field, each) for each in value) or "none"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if field in DAYS:
            return day_words(value)
        if field == "percent":
            return f"{value} %"
        if field == "procurement_stage" and value in PROCUREMENT_STAGES:
            return PROCUREMENT_STAGES[value]
        if field == "duration":
            return duration_words(value)
        if field == "type":
            return notice_words(value)
        if field in NAMES_OF_MEASURES:
            return str(value)  # as written: of one that nobody has agreed it is all that can be looked for
        if field in FIELD_NAMES:
            return self.label(value)
        if field in CODELISTS:
            return title_of(CODELISTS[field], value)
        if field.startswith("declared:"):
            return f"declared ({title_of('contract-stage', title_of('programme-mode', value))})"
        return str(value)


def key_words(key: str) -> str:
    """Of a day and what tells a thing apart from others of that day: the day in words, and a batch; no event's id."""
    day, _, apart = key.partition(" ")
    return day_words(day) if ids.uuid_in(apart) else f"{day_words(day)}, {apart}"


_LABELLED: Final = frozenset({"extended_to", "until"})
"""Parts whose value tells nothing without their name."""


def sort_of(field: str) -> Listed | None:
    """The sort of things that a field tells of: by its own name, or by that of the thing, as in "improvement:i1"."""
    return LISTED.get(field) or SORTS.get(field.partition(":")[0]) or _BY_MEMBER.get(field)


_BY_MEMBER: Final[Mapping[str, Listed]] = MappingProxyType({each.member: each for each in SORTS.values()})
"""By their name in pictures: of matters that are about all of them together, such as a team."""


def _ids_in(value: Any) -> Iterator[str]:
    """The ids of the organisations that a value names."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and isinstance(each.get("id"), str):
            yield each["id"]


def _are_said(sides: Sequence[Mapping[str, Any]], today: Sequence[Mapping[str, Any]]) -> bool:
    """Whether each of these bodies says the same today, in whichever event."""
    said = {side["organisation"]: side["value"] for side in today}
    return all(said.get(side["organisation"]) == side["value"] for side in sides)


def _verb(sides: Sequence[Mapping[str, Any]]) -> str:
    several = len(sides) > 1 or any("+" in side["organisation"] for side in sides)
    return "say" if several else "says"


CLASSES: Final[Mapping[MatterClass, str]] = MappingProxyType(
    {
        MatterClass.DISAGREEMENT: "bodies disagree",
        MatterClass.SILENCE: "a body has not declared it",
        MatterClass.APPROVAL: "an approval is missing or has conditions",
        MatterClass.OVERDUE: "overdue",
        MatterClass.DUE_SOON: "due soon",
        MatterClass.UNKNOWN: "named, and not declared or known",
        MatterClass.ARRANGEMENT: "what the arrangement asks for is missing",
        MatterClass.IDENTITY: "one event id, two contents",
    }
)
"""What the matters of each class have in common, in words."""

PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "joint-programmes": "Joint programmes",
        "separate-areas": "Separate areas",
        "areas-to-be-agreed": "Areas to be agreed",
        "undeclared-programmes": "Undeclared programmes",
        "other-contracts": "Contracts outside any",
        "procurements": "Procurements",
    }
)
"""The sections in which open matters are shown, by their anchors."""

_PARTS = {"lot": "Lot", "item": "Item", "award": "Award", "party": "Organisation", "notice": "Notice"}
"""What a procurement holds: each is known by its id, and each of its fields can differ."""
_ITEMS = {
    "milestone": "Milestone{}",
    "decision": "Decision{}",
    "declared": "Declaration",
    "event": "Two contents under one event id",
    "clause": "Check of a clause{}",
    "measure": "Measure{}",
    "result": "Result{}",
    **{item: f"{each.one}{{}}" for item, each in SORTS.items()},
    "question": "Question{}",
    "programme": "Programme{}",
    "organisation": "Organisation{}",
    "contract": "Contract{}",
    "procurement": "Procurement{}",
    "departure": "Departure{}",
}
