"""A second, naive route to the same answers: sort everything and replay it over dictionaries.

It works on the models and shares no code with hub.reconcile, so that agreement means something. It tells, for
each picture, which event each body's word on each field comes from, and the words that are assessments.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from hub.events import contract, performance, procurement, workplan
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.withdrawal import Withdrawn
from hub.reconcile.kinds.contract.folds import AS_A_WHOLE
from tests.reconcile.oracle_results import Assessing
from tests.reconcile.oracle_stages import come_to, ended_by, sign

Told = tuple[EventType, Event, str]  # type, model, content hash
LEAVING = "leaves on "
Words = dict[str, dict[str, tuple[str, Any]]]  # field to organisation to (event id, value)


def replay(told: Iterable[Told], as_of: date) -> dict[tuple[str, str], dict[str, Any]]:
    """(kind, id) to a summary of its picture, for organisations without successors."""
    by_identity = {(str(event.meta.event_id), hashed): (kind, event, hashed) for kind, event, hashed in told}
    void = set()
    for _, event, _ in by_identity.values():
        if event.meta.corrects:
            void.add((event.meta.organisation, event.meta.corrects))
        if isinstance(event, Withdrawn):
            void.add((event.meta.organisation, event.event))
    good = [
        each
        for each in by_identity.values()
        if (each[1].meta.organisation, each[1].meta.event_id) not in void and not isinstance(each[1], Withdrawn)
    ]
    words = _replayed(good, as_of)
    for named in {n for _, e, _ in good if isinstance(e, contract.ContractTerms) for n in [e.procurement] if n}:
        words["procurement", named]
    for (kind_of, _), said in list(words.items()):
        if kind_of == "procurement":
            _follow(said)
    contracts = {key[1]: value for key, value in words.items() if key[0] == "contract"}
    procurements = {key[1]: value for key, value in words.items() if key[0] == "procurement"}
    for said in contracts.values():
        sign(said, words)
        _go_back_on_ends(said, as_of)
        _take(said, words)
    ended = {key: ended_by(said, procurements) for key, said in contracts.items()}
    for (kind_of, key), said in words.items():
        if kind_of == "procurement":
            come_to(key, said, contracts)
    assessing = Assessing(lambda day: _replayed(good, day), {day for _, e, _ in good for day, _ in _sayings(e)}, as_of)
    missing = {key: assessing.missed(key, said) for key, said in contracts.items()}
    answers = {key: _summary(key, value, as_of, missing) for key, value in words.items()}
    for key, found in ended.items():
        answers["contract", key]["ended_by"] = found
    for programme in {p for _, e, _ in good if isinstance(e, contract.ContractAssigned) for p in [e.programme]}:
        answers.setdefault(("programme", programme), _summary(("programme", programme), {}, as_of, missing))
    for provider in {s.id for _, e, _ in good for s in getattr(e, "suppliers", None) or ()}:
        answers["provider", provider] = _provider(provider, contracts, procurements, missing)
    for provider in {s.id for _, e, _ in good for a in getattr(e, "awards", ()) for s in a.suppliers or ()}:
        answers["provider", provider] = _provider(provider, contracts, procurements, missing)
    return answers


def _replayed(good: list[Told], as_of: date) -> dict[tuple[str, str], Words]:
    """What each body says on a day, of whatever something is said of, in the order in which it was said."""
    words: dict[tuple[str, str], Words] = defaultdict(lambda: defaultdict(dict))
    for kind, event, _ in good:
        words[kind.about, event.meta.subject]  # a subject exists also before anything is in effect
    sayings = [(day, each, part) for each in good for day, part in _sayings(each[1]) if day <= as_of]
    # of one day they stay in the order of what was said last
    sayings.sort(key=lambda each: (each[0], each[1][1].meta.recorded_at, str(each[1][1].meta.event_id), each[1][2]))
    last = _said_last([each for each in good if each[1].meta.occurred_at <= as_of])
    for place, (day, (kind, event, hashed), part) in enumerate(sayings):
        about = (kind.about, event.meta.subject)
        if day == event.meta.occurred_at or isinstance(event, contract.Terminated):
            _say(words[about], event, hashed, place, day, part)
            continue
        # told ahead: it holds for those fields on which its organisation has said nothing else in between
        steps = Steps(words[about])
        _say(steps, event, hashed, place, day, part)
        by, own = event.meta.organisation, (str(event.meta.event_id), hashed)
        for field, value in steps.taken:
            spoken = _bare(field)
            if value is None and (award := _listed_in(field)):
                spoken = f"award {award} cleared"  # a list is taken back as one: whatever was said of it before that
                if words[about][f"said {field}"].get(by, ("", ()))[1][:-1] >= _said_at(event, hashed):
                    continue
            if last.get((about, spoken, by)) == own:
                words[about][field].pop(by, None)
                if value is not None:
                    words[about][field][by] = value
    return words


def _go_back_on_ends(said: Words, as_of: date) -> None:
    """Whoever has called a contract open since the end that has come tells of no end any more."""
    for by, (_, stage) in said["stage"].items():
        ahead = by in said["ended_on"] and said["ended_on"][by][1] > as_of
        for field in ("ended_on", "termination_reason"):
            is_older = by in said[field] and said[f"place {field}"][by][1] < said["place stage"][by][1]
            if is_older and not ahead and stage not in ("ended", "unknown"):
                said[field].pop(by)


class Steps(dict[str, Any]):
    """What saying an event does to words, step by step, and nothing of it done. None takes a word back."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__()
        self._names = list(words)
        self.taken: list[tuple[str, Any]] = []

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __missing__(self, field: str) -> Any:
        return Step(field, self.taken)


class Step(dict[str, Any]):
    def __init__(self, field: str, taken: list[tuple[str, Any]]) -> None:
        super().__init__()
        self._field, self._taken = field, taken

    def __setitem__(self, by: str, value: Any) -> None:
        self._taken.append((self._field, value))

    def pop(self, *_: Any) -> None:
        self._taken.append((self._field, None))


def _bare(field: str) -> str:
    return field.removeprefix("place ").removeprefix("when ").removeprefix("said ")


def _listed_in(field: str) -> str:
    """The award whose suppliers, or who left it, the field tells of one by one; nothing of any other field."""
    item, award, name = [*field.split(" "), "", ""][:3]
    return award if item == "award" and name in ("supplier", "departed") else ""


def _said_last(good: Iterable[Told]) -> dict[Any, tuple[str, str]]:
    """(subject, field, organisation) to the event that last said something on it, or took it back."""
    found: dict[Any, tuple[str, str]] = {}
    for kind, event, hashed in sorted(good, key=lambda each: _said_at(each[1], each[2])):
        about, by = (kind.about, event.meta.subject), event.meta.organisation
        steps = Steps([field for subject, field, own in found if (subject, own) == (about, by)])
        for day, part in _sayings(event):
            _say(steps, event, hashed, 0, day, part)
        for field, _ in steps.taken:
            found[about, field, by] = (str(event.meta.event_id), hashed)
    return found


def _said_at(event: Event, hashed: str) -> tuple[date, Any, str, str]:
    return event.meta.occurred_at, event.meta.recorded_at, str(event.meta.event_id), hashed


def _sayings(event: Event) -> list[tuple[date, str]]:
    """From which days an event is true, and which part of it."""
    since = event.meta.occurred_at
    match event:
        case contract.Terminated():
            return [(since, "how it ends"), (max(since, event.ended_on), "that it ended")]
        case contract.ContractTerms() if event.signed_on and event.signed_on > since:
            return [(since, "unsigned"), (event.signed_on, "signed")]
        case procurement.ProcurementDeclared():
            days = [(each.awarded_on, f"award {each.id}") for each in event.awards]
            days += [(each.published_on, f"notice {each.id}") for each in event.notices]
            days += [
                (day, f"{LEAVING}{day}")
                for day in sorted({each.left_on for each in event.departures or () if each.left_on})
            ]
            return [(since, ""), *((day, part) for day, part in days if day and day > since)]
        case workplan.DecisionRecorded() if event.state in ("pending", "deferred"):
            return [(since, "")]
    of_the_past = ("met_on", "checked_on", "agreed_on", "decided_on", "breached_on")
    if isinstance(event, performance.Observed | performance.Rated):
        return [(max(since, event.period_end), "")]
    return [(max([since, *(day for name in of_the_past if (day := getattr(event, name, None)))]), "")]


def _say(words: Words, event: Event, hashed: str, place: int, day: date, share: str) -> None:
    """place: where it stands in the order in which things were said. share: which part of the event counts then."""
    by, source = event.meta.organisation, str(event.meta.event_id)

    def put(field: str, value: Any) -> None:
        words[field].pop(by, None)  # so that the word said last stands at the end
        words[field][by] = (source, value)
        words[f"place {field}"][by] = (source, place)
        words[f"when {field}"][by] = (source, (day, event.meta.recorded_at))
        words[f"said {field}"][by] = (source, (*_said_at(event, hashed), day > event.meta.occurred_at))

    def state(prefix: str, skip: tuple[str, ...]) -> None:
        for name in type(event).model_fields:
            value = getattr(event, name)
            if name not in ("meta", "clears", *skip) and value is not None:
                put(prefix + name, value)
        for name in getattr(event, "clears", ()):
            # stating a field wins over clearing it in the same event
            if getattr(event, name, None) is None:
                words[prefix + name].pop(by, None)

    match event:
        case contract.ContractTerms() if share == "signed":
            put("signed_on", event.signed_on)
        case contract.ContractTerms() if share == "unsigned":
            state("", ("rationale", "percent", "batch", "signed_on"))
        case contract.ContractTerms() | workplan.ProgrammeDeclared():
            state("", ("rationale", "percent", "batch"))
        case procurement.ProcurementDeclared() if share:
            item, _, key = share.partition(" ")
            for part in (each for each in getattr(event, f"{item}s", ()) if each.id == key):
                _say_part(words, f"{share} ", part, put, by)
            for gone in event.departures or ():
                if share == f"{LEAVING}{gone.left_on}":
                    put(f"award {gone.award} departed {gone.supplier}", gone)
        case procurement.ProcurementDeclared():
            state("", ("parties", "lots", "items", "awards", "notices", "departures"))
            if "departures" in event.clears:
                for named in [each for each in words if each.split(" ")[2:3] == ["departed"] or _is_left(each)]:
                    words[named].pop(by, None)
            for party in event.parties:
                if party.roles:
                    put(f"party {party.id} roles", party.roles)
                if party.name is not None:
                    put(f"party {party.id} name", party.name)
                if not party.roles and party.name is None:
                    put(f"party {party.id} listed", True)
                if event.departures is None and {"removedSupplier"} == {"removedSupplier", "supplier"} & set(
                    party.roles
                ):
                    put(f"party {party.id} left", True)
            later = [told for _, told in _sayings(event)]
            for item in ("lot", "item", "award", "notice"):
                for part in getattr(event, f"{item}s"):
                    if f"{item} {part.id}" not in later:
                        _say_part(words, f"{item} {part.id} ", part, put, by)
                    elif item == "award" and any(gone.award == part.id for gone in event.departures or ()):
                        put(f"award {part.id} listed", True)  # whoever leaves it leaves something that is there
            for gone in event.departures or ():
                if gone.left_on is None or gone.left_on <= day:
                    put(f"award {gone.award} departed {gone.supplier}", gone)
        case contract.Extended():
            put("period_end", event.period_end)
        case contract.Terminated() if share == "how it ends":
            put("ended_on", event.ended_on)
            if event.reason != "not_stated":
                put("termination_reason", event.reason)
        case contract.Terminated():
            put("stage", "ended")
            put("status", "terminated")
        case contract.ContractAssigned():
            put(f"programme {event.programme}", True)
        case contract.ClauseChecked():
            put(f"clause {event.clause}", event)
        case contract.MeasureAgreed():
            state(f"measure {event.measure} ", ("measure",))
        case performance.Observed():
            put(f"result {event.measure} {event.period_end} {event.period_start}", event)
        case performance.Rated():
            put(f"rating {event.measure or AS_A_WHOLE}", event)
        case contract.BreachRecorded():
            put(f"breach {event.breach}", event)
        case performance.ImprovementMeasurePlaced():
            put(f"improvement {event.improvement}", event)
        case performance.ImprovementMeasureLifted():
            words[f"improvement {event.improvement}"].pop(by, None)
        case workplan.MilestoneScheduled():
            state(f"milestone {event.milestone} ", ("milestone",))
        case workplan.MilestoneMet():
            put(f"milestone {event.milestone} met", event)
        case workplan.DecisionRecorded():
            put(f"decision {event.decision} {event.body}", event)
        case _:
            raise AssertionError(f"what {type(event).__name__} says is a case in {__name__}")


def _is_left(field: str) -> bool:
    return field.startswith("party ") and field.endswith(" left")


def _say_part(words: Words, prefix: str, part: Any, put: Callable[[str, Any], None], by: str) -> None:
    put(f"{prefix}listed", True)
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name == "suppliers":
            of_all = (f"{prefix}supplier ", f"{prefix}departed ")
            for named in [each for each in words if each.startswith(of_all) and name in part.clears]:
                words[named].pop(by, None)
            if name in part.clears:
                put(f"{prefix}cleared", True)
            for supplier in value or ():
                put(f"{prefix}supplier {supplier.id}", supplier)
        elif name not in ("id", "clears") and value is not None:
            put(prefix + name, value)
        elif name in part.clears:
            words[prefix + name].pop(by, None)


def _several(words: Words, fields: list[str], by: str, value: Any) -> tuple[Any, Any]:
    """A word that follows from several: all their events."""
    events = {each for field in fields for each in _each(words[field][by][0])}
    return (tuple(sorted(events)) if len(events) > 1 else events.pop()), value


def _each(source: Any) -> tuple[str, ...]:
    return source if isinstance(source, tuple) else (source,)


def _follow(words: Words) -> None:
    """What a body says of a procurement through its lots, items, parties and awards."""
    keys: dict[str, set[str]] = defaultdict(set)
    for field in list(words):
        item, _, rest = field.partition(" ")
        if rest:
            keys[item].add(rest.split(" ")[0])
    for by in {by for said in words.values() for by in said}:

        def says(field: str, by: str = by) -> bool:
            return by in words.get(field, {})

        def void(part: str, by: str = by) -> bool:
            return words.get(f"{part} status", {}).get(by, ("", ""))[1] in ("cancelled", "unsuccessful", "withdrawn")

        found: dict[str, tuple[Any, Any]] = {}
        timed = [
            key
            for key in keys["lot"]
            if not void(f"lot {key}")
            and any(says(f"lot {key} {n}") for n in ("period_start", "period_end", "duration", "extendable_until"))
        ]
        for name, choose in (("period_start", min), ("period_end", max)):
            lots = [f"lot {key} {name}" for key in timed if says(f"lot {key} {name}")]
            if lots and len(lots) == len(timed):
                found[name] = _several(words, lots, by, choose(words[field][by][1] for field in lots))
        lasting = {key: [f"lot {key} {name}" for name in ("extendable_until", "period_end")] for key in keys["lot"]}
        longest = [next(filter(says, lasting[key]), "") for key in timed]
        if all(longest) and any(field.endswith("extendable_until") for field in longest):
            last = max(words[field][by][1] for field in longest)
            end = words["period_end"][by] if says("period_end") else found.get("period_end")
            if end is None or last >= end[1]:
                found["extendable_until"] = _several(words, longest, by, last)
        coded = [f"item {key} category" for key in keys["item"] if says(f"item {key} category")]
        if coded:
            found["categories"] = _several(words, coded, by, None)
        for name, role in (("buyers", "buyer"), ("funders", "funder")):
            of_role = [
                f"party {key} roles"
                for key in keys["party"]
                if says(f"party {key} roles") and role in words[f"party {key} roles"][by][1]
            ]
            if of_role:
                names = [f"{each.removesuffix('roles')}name" for each in of_role]
                found[name] = _several(words, [*of_role, *filter(says, names)], by, None)
        suppliers: dict[str, Any] = {}
        sources: list[str] = []
        any_named = False
        for key in keys["award"]:
            prefix = f"award {key} supplier "
            named = [field for field in words if field.startswith(prefix) and says(field)]
            goes = f"award {key} departed "
            of_award = [each for each in words if each.startswith(goes) and says(each)]
            departed = [each for each in of_award if out_of(words, key, each.removeprefix(goes), by)]
            if departed:
                words[f"award {key} departed"][by] = _several(words, departed, by, None)
            left = {each: by_word for each in _ends(named, prefix) if (by_word := out_of(words, key, each, by))}
            if not named:
                continue
            staying = {f.removeprefix(prefix): words[f][by][1] for f in named if f.removeprefix(prefix) not in left}
            told = [*named, *left.values()]
            words[f"award {key} suppliers"][by] = _several(words, told, by, list(staying.values()))
            if not void(f"award {key}"):
                any_named = True
                suppliers |= staying
                sources += told
        if any_named:
            found["suppliers"] = _several(words, sources, by, list(suppliers.values()))
        for name, word in found.items():
            words[name].setdefault(by, word)


def _ends(fields: Iterable[str], prefix: str) -> list[str]:
    return [each.removeprefix(prefix) for each in fields]


def out_of(words: Words, award: str, supplier: str, by: str) -> str | None:
    """The field by which the body says that the supplier is out of the award: nothing later named it there."""
    told = [each for each in (f"award {award} departed {supplier}", f"party {supplier} left") if by in words[each]]
    last = max(told, key=lambda each: words[f"place {each}"][by][1], default=None)
    named = f"award {award} supplier {supplier}"
    if last and by in words[named] and words[f"when {named}"][by][1] > words[f"when {last}"][by][1]:
        return None
    return last


_FROM_AWARD = (
    *("title", "description", "suppliers", "value", "period_start", "period_end", "duration", "extendable_until"),
    *("renewable", "options", "extension_terms", "categories"),
)
_FROM_PROCUREMENT = (
    *("title", "description", "buyer", "buyers", "funders", "category", "procurement_regime", "framework"),
)


def _take(words: Words, others: dict[tuple[str, str], Words]) -> None:
    """What a body says of a contract through the procurement and the award that it names."""
    own_ends = set(words.get("period_end", {}))
    for by, (_, named) in list(words.get("procurement", {}).items()):
        there = others["procurement", named]
        award = words.get("award", {}).get(by)
        for name in _FROM_AWARD:
            field = f"award {award[1]} {name}" if award else ""
            own_end = words["period_end"].get(by) if by in own_ends else None
            if (
                name == "extendable_until"
                and own_end
                and by in there.get(field, {})
                and there[field][by][1] < own_end[1]
            ):
                continue  # it cannot be extended to a day before its end
            if by in there.get(field, {}):
                words[name].setdefault(by, there[field][by])
        for name in _FROM_PROCUREMENT:
            if by in there.get(name, {}):
                words[name].setdefault(by, there[name][by])


def _summary(about: tuple[str, str], words: Words, as_of: date, missing: dict[str, set[str]]) -> dict[str, Any]:
    """missing: of each contract the measures that miss their target."""
    kind, key = about
    sides = {field: {by: source for by, (source, _) in said.items()} for field, said in words.items() if said}
    summary: dict[str, Any] = {"sides": sides}
    if kind == "programme":
        summary["milestones"] = {
            name: _milestone(name, words, as_of)
            for name in {field.split(" ")[1] for field in sides if field.startswith("milestone ")}
        }
        summary["decisions"] = {
            name: _decision(
                [event for f, said in words.items() for _, event in said.values() if f.startswith(f"decision {name} ")]
            )
            for name in {field.split(" ")[1] for field in sides if field.startswith("decision ")}
        }
    if kind == "procurement":
        summary["stages"] = {by: value for by, (_, value) in words.get("stage", {}).items()}
    if kind == "contract":
        summary["missed"] = sorted(missing[key])
        summary["last_results"] = _last_results(words)
    return summary


def _milestone(name: str, words: Words, as_of: date) -> str:
    if words.get(f"milestone {name} met"):
        return "met"
    dues = [due for _, due in words.get(f"milestone {name} due", {}).values()]
    return "late" if any(due.latest < as_of for due in dues) else "due"


def _decision(events: list[workplan.DecisionRecorded]) -> str:
    deciding = [event for event in events if event.role == "required"]
    required = {body.id for event in events for body in event.required} | {
        event.meta.organisation for event in deciding
    }
    if any(event.state in ("rejected", "withdrawn") for event in deciding):
        return "rejected"
    if not required:
        return "advisory"
    for organisation in required:
        own = [event for event in deciding if event.meta.organisation == organisation]
        if not own or not all(event.state.startswith("approved") for event in own):
            return "waiting"
    return "conditional" if any(e.conditions or e.state == "approved_conditional" for e in deciding) else "stands"


def _last_results(words: Words) -> dict[str, dict[str, str]]:
    """Measure to whose result of its last period comes from which event."""
    ends = sorted(
        (*field.split(" ")[2:], field.split(" ")[1])
        for field, said in words.items()
        if field.startswith("result ") and said
    )
    last = {measure: (end, start) for end, start, measure in ends}
    return {
        measure: {by: source for by, (source, _) in words[f"result {measure} {end} {start}"].items()}
        for measure, (end, start) in last.items()
    }


def _provider(
    provider: str, contracts: dict[str, Words], procurements: dict[str, Words], missing: dict[str, set[str]]
) -> dict[str, Any]:
    supplied = {
        key: words
        for key, words in contracts.items()
        if any(s.id == provider for _, suppliers in words.get("suppliers", {}).values() for s in suppliers)
    }
    under = sorted(key for key in supplied if missing[key])
    placed = {
        key for key in under if any(said for field, said in supplied[key].items() if field.startswith("improvement "))
    }
    test = None if not placed or placed == set(under) else {"on": sorted(placed), "not_on": sorted(set(under) - placed)}
    awards, left = set(), set()
    for key, words in procurements.items():
        for field, said in list(words.items()):
            item, _, rest = field.partition(" ")
            award, _, of = rest.partition(" ")
            if item != "award" or of != f"supplier {provider}":
                continue
            everybody = {by for each in list(words.values()) for by in each}
            gone = {by for by in everybody if out_of(words, award, provider, by)}
            for by in said.keys() - gone:
                if not any(_came_of(contract, key, award, by, provider) for contract in contracts.values()):
                    awards.add((key, award, by))
            left |= {(key, award, by) for by in gone if said}
    told = {"awards": sorted(awards), "left": sorted(left)}
    return {"contracts": sorted(supplied), "under": under, "wandsworth": test, **told}


def _came_of(contract: Words, procurement: str, award: str, by: str, provider: str) -> bool:
    """Whether the body says that the contract came of that award and is with the provider."""

    def says(field: str) -> Any:
        return contract.get(field, {}).get(by, (None, None))[1]

    is_of_it = (says("procurement"), says("award")) == (procurement, award)
    return is_of_it and any(each.id == provider for each in says("suppliers") or ())
