"""Releases are partial: whatever the order and the number of times they come in, what stands equals the release that
the standard's own merging compiles of them, for each field that the hub uses of a publisher that keeps its ids.

Left out, because an event holds as one what the standard merges by member: values and terms of extending that a
release gives in part (test_ocds_members: they are told), and whether VAT is inside, which follows from the one release.
What goes further than the tag of its release is none of its words (test_ocds_upper_bound), so it is taken out before
compiling.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ocdsmerge import Merger

from connectors.ocds.publishers import PUBLISHERS, Identity, publisher_of
from connectors.ocds.standard.reading import problems, validator
from tests.connectors.standing import listed, pictures_of, stated

OCID = "ocds-h6vhtk-0c0099"
BUYER = {"id": "GB-LAE-WIL", "name": "Wiltshire Council"}
ICB = {"id": "GB-NHS-QOX", "name": "NHS Bath and North East Somerset, Swindon and Wiltshire ICB"}
SUPPLIERS = (
    {"id": "GB-COH-08229264", "name": "Ricardo-AEA Limited"},
    {"id": "GB-COH-00414220", "name": "PA Consulting Services Ltd"},
    {"id": "GB-COH-03880506", "name": "SLR Consulting Limited"},
)
BEGIN = date(2026, 1, 5)

_IDS = st.sampled_from(["1", "2"])
_MONEY = st.sampled_from([100, 250.5, 9000]).map(lambda amount: {"amount": amount, "currency": "GBP"})
_TITLES = st.sampled_from(["Carers", "Short breaks"])


def _time(day: date) -> str:
    return f"{day.isoformat()}T10:00:00Z"


def _id_of(part: dict[str, Any]) -> str:
    found: str = part["id"]
    return found


def _period() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "startDate": _or_null(st.sampled_from(["2026-04-01T00:00:00+01:00", "2026-05-01T00:00:00+01:00"])),
            "endDate": _or_null(st.sampled_from(["2028-03-31T23:59:59+01:00", "2029-03-31T23:59:59+01:00"])),
            "maxExtentDate": _or_null(st.just("2031-03-31T23:59:59+01:00")),
            "durationInMonths": st.sampled_from([24, 36]),
        },
    )


def _or_null(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, values, values, st.none())


def _term(period: str) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "title": _or_null(_TITLES),
        "description": _or_null(_TITLES),
        "status": _or_null(st.sampled_from(["pending", "active", "cancelled"])),
        "value": _MONEY,
        period: _period(),
        "hasRenewal": st.booleans(),
    }


def _listed(item: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(item, max_size=2, unique_by=_id_of)


def _with_id(optional: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"id": _IDS}, optional=optional)


_CPV = st.sampled_from(["85000000", "85312300"]).map(lambda code: {"scheme": "CPV", "id": code})
_LOTS = _listed(_with_id(_term("contractPeriod")))
_ITEMS = _listed(_with_id({"classification": _CPV, "relatedLot": _IDS}))
_NOTICES = _listed(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["n-1", "n-2"]), "noticeType": st.sampled_from(["UK4", "UK6"])},
        optional={"datePublished": st.just("2026-01-07T10:00:00Z")},
    )
)
_AWARDS = _listed(
    _with_id(
        _term("contractPeriod")
        | {
            "date": _or_null(st.just("2026-01-06T00:00:00Z")),
            "suppliers": st.lists(st.sampled_from(SUPPLIERS), min_size=1, max_size=2, unique_by=_id_of),
            "amended": st.sampled_from([None, -3, 0, 25]),
        }
    )
)
_CONTRACTS = _listed(
    st.fixed_dictionaries(
        {"id": _IDS, "awardID": _IDS},
        optional=_term("period") | {"dateSigned": st.just("2026-01-06T00:00:00Z"), "amended": st.booleans()},
    )
)
_ROLES = (["supplier"], ["removedSupplier"], ["supplier", "removedSupplier"], ["funder"], ["buyer", "funder"])
_TAGS = (["tender"], ["award"], ["award", "contract"], ["contractUpdate"], ["contractAmendment"])
_RELEASES = st.lists(
    st.fixed_dictionaries(
        {
            "tag": st.sampled_from(
                [["tender"], ["award"], ["award", "contract"], ["contractUpdate"], ["contractAmendment"]]
            ),
            "tender": st.fixed_dictionaries(
                {"id": st.just("T1")},
                optional={
                    "title": _or_null(_TITLES),
                    "description": _or_null(_TITLES),
                    "status": st.sampled_from(["active", "complete"]),
                    "value": _MONEY,
                    "contractPeriod": _period(),
                    "lots": _LOTS,
                    "items": _ITEMS,
                    "documents": _NOTICES,
                },
            ),
            "awards": _AWARDS,
            "contracts": _CONTRACTS,
            "roles": st.dictionaries(
                st.sampled_from([each["id"] for each in (*SUPPLIERS, ICB)]),
                st.sampled_from(
                    [
                        ["supplier"],
                        ["removedSupplier"],
                        ["supplier", "removedSupplier"],
                        ["funder"],
                        ["buyer", "funder"],
                        None,
                    ]
                ),
            ),
        }
    ),
    min_size=1,
    max_size=5,
)


def releases_of(made: list[dict[str, Any]], days: list[int]) -> list[dict[str, Any]]:
    """Valid releases in order of publication. An amendment takes effect between the release before and its own."""
    releases, day = [], BEGIN
    for number, (each, days_on) in enumerate(zip(made, days, strict=False), 1):
        before, day = day, day + timedelta(days=1 + days_on)
        release_id = f"r{number}"
        awards = []
        for award in each["awards"]:
            kept = {name: value for name, value in award.items() if name != "amended"}
            if "amended" in award:
                amended = award["amended"]
                amendment = {"id": release_id} | ({} if amended is None else {"date": _time(day + timedelta(amended))})
                kept["amendments"] = [amendment]
            awards.append(kept)
        contracts = []
        for contract in each["contracts"]:
            kept = {name: value for name, value in contract.items() if name != "amended"}
            if contract.get("amended"):
                kept["amendments"] = [{"id": release_id, "date": _time(before)}]
            contracts.append(kept)
        named = [BUYER | {"roles": ["buyer"]}]
        everybody = {party["id"]: party for party in (*SUPPLIERS, ICB)}
        named += [
            everybody[key] | ({} if roles is None else {"roles": roles}) for key, roles in sorted(each["roles"].items())
        ]
        release = {
            "ocid": OCID,
            "id": release_id,
            "date": _time(day),
            "tag": each["tag"],
            "initiationType": "tender",
            "buyer": BUYER,
            "parties": named,
            "tender": each["tender"],
            "awards": awards,
            "contracts": contracts,
        }
        release = {name: value for name, value in release.items() if value != []}
        assert problems(release) == []
        releases.append(release)
    return releases


def up_to_its_tag(release: dict[str, Any]) -> dict[str, Any]:
    """A release that is no more than a tender tells of no contract, one of an award of none that is signed."""
    if release["tag"] not in (["tender"], ["award"]):
        return release
    kept = {name: value for name, value in release.items() if name != "contracts"}
    if release["tag"] == ["award"] and "contracts" in release:
        kept["contracts"] = [not_signed(each) for each in release["contracts"]]
    return kept


def not_signed(contract: dict[str, Any]) -> dict[str, Any]:
    if contract.get("status") == "cancelled":
        return contract
    return {
        name: value
        for name, value in contract.items()
        if name != "dateSigned" and (name, value) != ("status", "active")
    }


@cache
def merger() -> Merger:
    return Merger(schema=validator().schema)


_NAMES = {"title": "title", "description": "description", "status": "status", "hasRenewal": "renewable"}


def _terms(compiled: dict[str, Any], period: str) -> dict[str, Any]:
    found = {ours: compiled[theirs] for theirs, ours in _NAMES.items() if theirs in compiled}
    if "value" in compiled:
        amount = f"{Decimal(str(compiled['value']['amount'])):.2f}"
        found["value"] = {"amount": amount, "currency": compiled["value"]["currency"], "basis": "unknown"}
    told = compiled.get(period, {})
    days = {"startDate": "period_start", "endDate": "period_end", "maxExtentDate": "extendable_until"}
    found |= {ours: told[theirs][:10] for theirs, ours in days.items() if theirs in told}
    return found | ({"duration": f"P{told['durationInMonths']}M"} if "durationInMonths" in told else {})


_NEVER = ("", -1)


class Departures:
    """Who left which award and did not come back, told release by release: a compiled release does not say it."""

    def __init__(self, releases: list[dict[str, Any]]) -> None:
        # from which day, and by which release: of two of one day the later one counts
        self._named: dict[tuple[str, str], tuple[str, int]] = {}
        self._left: dict[tuple[str, str], tuple[str, int]] = {}
        self._left_all: dict[str, tuple[str, int]] = {}
        for number, release in enumerate(releases):
            self._read(release, number)

    def _read(self, release: dict[str, Any], number: int) -> None:
        day = release["date"][:10]
        awards = release.get("awards", ())
        for award in awards:
            for each in award.get("suppliers", ()):
                self._named[award["id"], each["id"]] = day, number
        changed: dict[str, str] = {}
        of_awards = [(award["id"], each) for award in awards for each in award.get("amendments", ())]
        of_contracts = [
            (contract["awardID"], each)
            for contract in release.get("contracts", ())
            for each in contract.get("amendments", ())
        ]
        for key, amendment in (*of_awards, *of_contracts):
            changed[key] = max(changed.get(key, ""), amendment.get("date", "")[:10])
        here = {(award["id"], each["id"]) for award in awards for each in award.get("suppliers", ())}
        for party in release["parties"]:
            roles = party.get("roles", ())
            if "removedSupplier" not in roles:
                continue
            for award, effective in changed.items():
                if (award, party["id"]) not in here:
                    # what was told ahead of its day holds only until something else is said of it
                    self._left[award, party["id"]] = max(day, effective), number
            if not changed and "supplier" not in roles:
                self._left_all[party["id"]] = day, number

    @property
    def awards(self) -> set[str]:
        """Those that somebody left: a contract may name an award that no release carries."""
        return {award for award, _ in self._left}

    def has_left(self, award: str, supplier: str) -> bool:
        left = max(self._left.get((award, supplier), _NEVER), self._left_all.get(supplier, _NEVER))
        return left > _NEVER and left >= self._named.get((award, supplier), _NEVER)


class Expected:
    """What the compiled release says, in the hub's words, and who left."""

    def __init__(self, compiled: dict[str, Any], departures: Departures) -> None:
        self._compiled = compiled
        self._departures = departures
        self.tender = compiled.get("tender", {})
        self.roles = {each["id"]: set(each.get("roles", ())) for each in compiled["parties"]}
        self.lots = {each["id"]: _terms(each, "contractPeriod") for each in self.tender.get("lots", ())}
        self.awards: dict[str, dict[str, Any]] = {key: {} for key in departures.awards}
        self.awards |= {each["id"]: self._award(each) for each in compiled.get("awards", ())}

    def _award(self, award: dict[str, Any]) -> dict[str, Any]:
        found = _terms(award, "contractPeriod")
        if "date" in award:
            found["awarded_on"] = award["date"][:10]
        if "suppliers" in award:
            named = [each["id"] for each in award["suppliers"]]
            found["suppliers"] = sorted(each for each in named if not self._departures.has_left(award["id"], each))
        return found

    def procurement(self) -> dict[str, Any]:
        own = _terms(self.tender, "contractPeriod")
        lots = [lot for lot in self.lots.values() if lot.get("status") not in ("cancelled", "unsuccessful")]
        of_term = {"period_start", "period_end", "duration", "extendable_until"}
        timed = [lot for lot in lots if not of_term.isdisjoint(lot)]
        for name, choose in (("period_start", min), ("period_end", max)):
            told = [lot[name] for lot in timed if name in lot]
            # one that is open leaves the whole open
            if name not in own and told and len(told) == len(timed):
                own[name] = choose(told)
        lasting = [lot.get("extendable_until", lot.get("period_end")) for lot in timed]
        if any("extendable_until" in lot for lot in timed) and None not in lasting:
            latest = max(each for each in lasting if each is not None)
            if latest >= own.get("period_end", ""):
                own.setdefault("extendable_until", latest)
        codes = {each["classification"]["id"] for each in self.tender.get("items", ()) if "classification" in each}
        for name, value in (
            ("categories", sorted(codes)),
            ("buyers", sorted(key for key, roles in self.roles.items() if "buyer" in roles)),
            ("funders", sorted(key for key, roles in self.roles.items() if "funder" in roles)),
        ):
            if value:
                own[name] = value
        named = [each for each in self.awards.values() if "suppliers" in each and each.get("status") != "cancelled"]
        if named:
            own["suppliers"] = sorted({supplier for each in named for supplier in each["suppliers"]})
        return own

    def contracts(self) -> dict[str, dict[str, Any]]:
        found = {}
        of_procurement = self.procurement()
        for each in self._compiled.get("contracts", ()):
            own = _terms(each, "period") | ({"signed_on": each["dateSigned"][:10]} if "dateSigned" in each else {})
            award = self.awards.get(each["awardID"], {})
            taken = {name: value for name, value in award.items() if name not in ("status", "awarded_on")}
            kept = {name: of_procurement[name] for name in ("title", "description") if name in of_procurement}
            of_all = {name: of_procurement[name] for name in ("buyers", "funders") if name in of_procurement}
            found[f"{OCID}/{each['id']}"] = kept | of_all | taken | own
        return found


_ORGANISATIONS = ("suppliers", "buyers", "funders")
_HUBS_OWN = ("stage", "notice", "buyer", "procurement", "award", "departed")
"""Fields that follow from more than the compiled release; they have tests of their own."""


def _as_expected(words: dict[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in words.items() if name not in _HUBS_OWN}
    return {
        name: sorted(each["id"] for each in value) if name in _ORGANISATIONS else value for name, value in found.items()
    }


def is_unsigned(words: dict[str, Any]) -> bool:
    return words.get("stage") not in ("contract", "ended")


def days_of_signing(release: dict[str, Any], contract: str) -> Iterator[str]:
    """The days from which what a release says of the contract's signature may count: its own, or of an amendment."""
    for each in release.get("contracts", ()):
        if f"{OCID}/{each['id']}" == contract and "dateSigned" in each:
            yield from (day[:10] for day in (release["date"], *(one["date"] for one in each.get("amendments", ()))))


@settings(max_examples=120, derandomize=False, print_blob=True)
@given(_RELEASES, st.lists(st.integers(0, 40), min_size=5, max_size=5), st.randoms(use_true_random=False))
def test_what_stands_is_what_the_standard_compiles(made: list[dict[str, Any]], days: list[int], random: Any) -> None:
    releases = releases_of(made, days)
    expected = Expected(
        merger().create_compiled_release([up_to_its_tag(each) for each in releases]), Departures(releases)
    )
    shuffled = [*releases, *random.sample(releases, len(releases) // 2)]
    random.shuffle(shuffled)
    found = pictures_of(shuffled)
    procurement = found["procurement", OCID]
    assert _as_expected(stated(procurement)) == expected.procurement()
    lots = listed(procurement["lots"], "lot")
    assert lots == expected.lots
    awards = {key: _as_expected(words) for key, words in listed(procurement["awards"], "award").items()}
    assert awards == expected.awards
    contracts = {key: _as_expected(stated(each)) for (kind, key), each in found.items() if kind == "contract"}
    compiled = expected.contracts()
    for key, words in compiled.items():
        # of a signature that was told ahead and prevented since the hub keeps no day; its words have tests of their own
        if "signed_on" in words.keys() - contracts[key].keys() and is_unsigned(stated(found["contract", key])):
            told = {day for each in releases for day in days_of_signing(each, key)}
            assert min(told) < words.pop("signed_on")
    assert contracts == compiled


def test_every_publisher_has_its_reason_and_all_others_are_read_as_the_standard_says() -> None:
    assert all(each.reason and prefix == each.prefix for prefix, each in PUBLISHERS.items())
    assert publisher_of("ocds-abcdef-1").identity is Identity.SIGNED


@pytest.mark.parametrize("prefix", [each.prefix for each in PUBLISHERS.values() if each.identity is Identity.PROCESS])
def test_a_process_that_is_one_contract_is_stated_anew_by_each_release(prefix: str) -> None:
    ocid = f"{prefix}-0099"

    def award(number: int, supplier: dict[str, str], amount: int) -> dict[str, Any]:
        day = BEGIN + timedelta(days=number)
        awarded = {
            "id": f"a{number}",
            "status": "active",
            "suppliers": [supplier],
            "value": {"amount": amount, "currency": "GBP"},
        }
        return {
            "ocid": ocid, "id": f"r{number}", "date": _time(day), "tag": ["award"], "initiationType": "tender",
            "buyer": BUYER, "parties": [BUYER | {"roles": ["buyer"]}], "awards": [awarded],
        }  # fmt: skip

    first, second = award(1, SUPPLIERS[0], 10), award(2, SUPPLIERS[1], 12)
    words = stated(pictures_of([second, first])["contract", ocid])
    assert ([each["id"] for each in words["suppliers"]], words["value"]["amount"]) == ([SUPPLIERS[1]["id"]], "12.00")
