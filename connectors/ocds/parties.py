"""Who the parties of a release are, and which of them a reference means.

Promise: a reference resolves to exactly one party or is refused by its path; no two parties of a release become one
body unless they bear the same id of a register. An id that holds in one document only is scoped to the process; a name
that could be a person's is left out, and out of ids too. Publishers number bodies without a register's id anew in each
notice: such a body is known by its name in the process, a public body among the processes of its publisher.
Source: design section 3 (ids); domain handbook sections 4 and 13.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from connectors.ocds.fields import Fields, Read
from connectors.ocds.part import Part
from hub.admission.codes_meant import code_to_write, listed_in
from hub.events import ids
from hub.events.codelists import titles
from hub.events.company_numbers import company_number

# Source: domain handbook section 4
_CHARITY: Final = re.compile(r"^\d{6,7}(-\d{1,3})?$")

REGISTERS: Final = (
    *("GB-LAE", "GB-NHS", "GB-GOR", "GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-EDU", "GB-UKPRN"),
    *("GB-PPON", "GB-SRS"),
)
"""Registers whose ids are taken as they are, the best first; all others are the document's own."""

_OF_AUTHORITIES: Final = ("GB-LAE-", "GB-NHS-", "GB-GOR-")

_OF_BODIES: Final = frozenset(REGISTERS) - {"GB-PPON", "GB-SRS"}
"""Registers that hold bodies only. The other two also register sole traders."""

# words that are also surnames (Church, Bank, Fire) are left out on purpose
_CORPORATE: Final = re.compile(
    r"\b(ltd|limited|plc|llp|cic|c\.i\.c|cio|gmbh|council|borough|county|city of|authority|trust|foundation|"
    r"university|college|school|academy|nhs|icb|ccg|hospice|hospital|charity|charitable|association|society|"
    r"federation|housing|services|partnership|group|consortium|company|corporation|holdings|"
    r"solutions|systems|technologies|international|centre|agency|department|ministry|commission|commissioner|"
    r"constabulary|police|fire and rescue|museum|institute|institution|network|cooperative|co-operative)\b",
    re.IGNORECASE,
)
# a name with one of these is one body's in the whole country; schools and parishes share theirs
_ONE_BODY: Final = re.compile(
    r"\b(council|borough|county|city of|nhs|icb|integrated care board|ccg|clinical commissioning group|"
    r"primary care trust|combined authority|department|ministry|university)\b",
    re.IGNORECASE,
)
_SHARED: Final = re.compile(r"\b(parish|town council|community council|school|academy|college)\b", re.IGNORECASE)

ONE_NAME: Final = "write the organisation's name the same everywhere"
_OTHER_NAME: Final = "is another name than parties[] has first for this id; that one is used"
_OF_ONE_NOTICE: Final = (
    "is a number that the publisher gives anew in each notice, so whoever has a name is known by it, in this process"
)
_BETTER_ID: Final = "give its id in a register, such as GB-COH or GB-CHC, as identifier; else see docs/ocds.md"
_LETTING: Final = frozenset({"buyer", "procuringEntity", "funder"})


@dataclass(frozen=True)
class Party:
    """One entry of parties[], or a reference whose party the release does not carry."""

    part: Part

    @cached_property
    def own_id(self) -> str | None:
        return self.part.identifier()

    @cached_property
    def name(self) -> str | None:
        return self.part.line("name") or self.part.part("identifier").line("legalName")

    @property
    def path_of_name(self) -> str:
        return self.part.at("name") if self.part.has("name") else self.part.part("identifier").at("legalName")

    @cached_property
    def roles(self) -> tuple[str, ...]:
        given = self.part.words("roles")
        if not given and (self.part.is_null("roles") or self.part.has("roles")):
            problem = "names no role, and takes back none that an earlier release gave"
            self.part.tell("roles", problem, "name the roles that it has, or leave it out")
        known = titles("party-role")
        # of a list that the hub lost the door tells, as its own fault
        unknown = next((each for each in given if known and each not in known), None)
        if unknown is not None:
            fix = code_to_write(unknown, known, listed_in("party-role"))
            self.part.tell("roles", "has a role that is in no codelist, so it is not used", fix)
        return tuple(dict.fromkeys(each for each in given if each in known or not known))

    @cached_property
    def registered(self) -> Read | None:
        """Its id in a register of public authorities, else of its identifier, else the best of its additional ones,
        else its own id. Further ids are told: which of them are one body is for the configuration to say."""
        first = self.part.part("identifier")
        parts = [first, *sorted(self.part.parts("additionalIdentifiers"), key=_rank)]
        known = [(part, found) for part in parts if (found := _of_register(part)) is not None]
        public = [each for each in known if each[1].value.startswith(_OF_AUTHORITIES)]
        if known:
            _, chosen = (public or known)[0]
            for part, other in known:
                if other != chosen:
                    problem = f"is another id of the organisation, which is known here as {chosen.value}"
                    part.tell("id", problem, f"if {other.value} is to be the same body, configure it under same_as")
            return chosen
        own = self.own_id or ""
        scheme, _, number = own.rpartition("-") if not own.startswith("GB-SRS-") else ("GB-SRS", "", own[7:])
        if scheme == "GB-PPON-" or own.startswith("GB-PPON-"):
            scheme, number = "GB-PPON", own[8:]
        registered = _registered(scheme, number)
        return Read(registered, self.part.at("id")) if registered else None


def _of_register(part: Part) -> Read | None:
    scheme = part.word("scheme") or ""
    number = part.identifier() or ""
    found = _registered(scheme, number)
    if found is None and number and scheme in REGISTERS:
        part.tell("id", f"is no number of the register {scheme}, so it is not used", "give its number there")
    elif number and scheme not in REGISTERS:
        meant = scheme.strip().upper()
        fix = f"write {meant}" if meant in REGISTERS else f"give its id in one of {', '.join(REGISTERS)}"
        part.tell("scheme", "is no register that the hub knows bodies by, so this identifier is not used", fix)
    return Read(found, part.at("id")) if found else None


def _rank(part: Part) -> int:
    scheme = part.word("scheme")
    return REGISTERS.index(scheme) if scheme in REGISTERS else len(REGISTERS)


def _registered(scheme: str, number: str) -> str | None:
    number = number.strip()
    if scheme not in REGISTERS or not number:
        return None
    number = number.removeprefix(f"{scheme}-")
    # noughts alone are what forms hold where nobody had a number
    if ids.is_nothing(number) or not number.strip("0"):
        return None
    if scheme == "GB-COH":
        company = company_number(number)
        if company is None:
            return None
        number = company
    if scheme in ids.IN_CAPITALS:
        number = number.upper()
    if scheme == "GB-CHC" and not _CHARITY.match(number):
        return None
    try:
        return ids.check_organisation_id(f"{scheme}-{number}")
    except ValueError:
        return None


class Parties:
    """The parties of one release of a process."""

    def __init__(self, release: Part, ocid: str) -> None:
        self._ocid = ocid
        self._scope = "-".join(ocid.split("-")[:2])
        self.all = [Party(each) for each in release.parts("parties")]
        self._by_id: dict[str, list[Party]] = {}
        self._by_name: dict[str, list[Party]] = {}
        self._is_told = False
        self._ids_of_name: dict[str, set[str | None]] = {}
        for each in (*self.all, *_references(release)):
            if each.name is not None:
                self._ids_of_name.setdefault(plain_name(each.name), set()).add(each.own_id)
        for each in self.all:
            if each.own_id is not None:
                self._by_id.setdefault(each.own_id, []).append(each)
            if each.name is not None:
                self._by_name.setdefault(plain_name(each.name), []).append(each)
            if each.own_id is None and each.name is None:
                each.part.refuse("id", _nothing_of(each.part), "give the party an id")

    def meant(self, reference: Part) -> Party | None:
        """The party that a reference names; None where it was refused. A party that the release does not carry is
        what the reference says of it."""
        named = Party(reference)
        own_id, name = named.own_id, named.name
        if own_id is None and name is None:
            reference.refuse("id", _nothing_of(reference), "give the id of one of the parties")
            return None
        found = self._by_id.get(own_id, []) if own_id is not None else []
        if len(found) != 1 and name is not None:
            same_name = self._by_name.get(plain_name(name), [])
            found = [each for each in same_name if own_id is None or each in found]
            if len(found) > 1 and len({self.organisation(each)["id"] for each in found}) == 1:
                found = found[:1]
        fix = "give each of the parties an id of its own"
        if len(found) > 1:
            reference.refuse("id", "is the id or the name of several parties", fix)
            return None
        if not found and own_id is not None and own_id in self._by_id:
            self._by_id[own_id][1].part.refuse("id", "repeats the id of another party", fix)
            return None
        if not found and named.registered is None:
            member = "name" if own_id is None else "id"
            problem = "is no party of this release, so nothing is known of it but what stands here"
            reference.tell(member, problem, "carry the organisation in parties[] with its identifier")
        if found and name is not None and found[0].name is not None and plain_name(name) != plain_name(found[0].name):
            reference.tell("name", _OTHER_NAME, ONE_NAME)
        return found[0] if found else named

    def organisation(self, party: Party) -> Fields:
        """The party as an event names it."""
        return self._named(party, public=bool(_LETTING.intersection(party.roles)))

    def _named(self, party: Party, *, public: bool) -> Fields:
        found = Fields(party.part.path)
        found.put_read("id", self._id_of(party, public))
        register = next((each for each in _OF_BODIES if found["id"].startswith(f"{each}-")), None)
        if party.name and (public or register or _CORPORATE.search(party.name)):
            found.put("name", party.name, party.path_of_name)
        elif party.name:
            problem = "could be a person's name, so it is left out"
            party.part.tell_of_all("name", problem, "give the organisation's id in a register")
        return found

    def buyer(self, release: Part) -> Fields | None:
        """The buyer; None where the release names none, or names it in a way that was refused."""
        reference = release.part("buyer")
        party = self.meant(reference) if reference.has("id") or reference.has("name") else None
        if party is None:
            party = next((each for each in self.all if "buyer" in each.roles), None)
        if party is None:
            return None
        # whoever is named as the buyer is a public body, also where parties[] does not say so
        return self._named(party, public=True)

    def _id_of(self, party: Party, public: bool) -> Read:
        if party.registered is not None:
            return party.registered
        own, name = party.own_id, party.name
        of_id, of_name = party.part.at("id"), party.path_of_name
        if public and name and _ONE_BODY.search(name) and not _SHARED.search(name):
            return Read(ids.body_by_name(self._scope, name), of_name)
        if own is not None and ids.holds_in_one_notice(own):
            if not self._is_told:
                party.part.tell_of_all("id", _OF_ONE_NOTICE, _BETTER_ID)
            self._is_told = True
            if name is None and len(self._by_id.get(own, ())) < 2:
                return Read(own, of_id)
        if name is None:
            # what is left may hold spaces, which an id may not
            return Read(ids.local_id(self._ocid, re.sub(r"\s+", "_", own or "unnamed")[:120]), of_id)
        shown = plain_name(name) if public or _CORPORATE.search(name) else ids.hidden_name(name)
        if len(self._ids_of_name.get(plain_name(name), ())) > 1 and own is not None:
            shown = f"{shown[:80]}.{re.sub(r'[^A-Za-z0-9._-]', '_', own)[:39]}"
        return Read(ids.local_id(self._ocid, shown), of_name)

    def listed(self) -> Iterator[Fields]:
        """Every party with its roles as events hold them; entries of one body are one."""
        roles: dict[str, list[str]] = {}
        first: dict[str, Fields] = {}
        names: dict[str, Read] = {}
        for each in self.all:
            if each.own_id is None and each.name is None:
                continue
            organisation = self.organisation(each)
            roles.setdefault(organisation["id"], []).extend(each.roles)
            first.setdefault(organisation["id"], organisation)
            name = organisation.as_read("name")
            if name is not None:
                first_name = names.setdefault(organisation["id"], name)
                if plain_name(first_name.value) != plain_name(name.value):
                    each.part.tell("name", _OTHER_NAME, ONE_NAME)
        for key in sorted(roles):
            party = first[key].without("name")
            party.put_read("name", names.get(key))
            party.put("roles", sorted(set(roles[key])) or None, f"{party.path}.roles")
            yield party


def _nothing_of(part: Part) -> str:
    return f"{part.without('id')}, and the name {part.without('name')}"


def plain_name(name: str) -> str:
    """By which names are compared: of two that differ in letters large or small or in signs alone it is one."""
    slug = ids.name_slug(name)
    # whoever is called None has a name, but an id may not be a word for nothing
    return slug if slug and not ids.is_nothing(slug) else ids.hidden_name(name)


def _references(release: Part) -> Iterator[Party]:
    """The buyer and the suppliers, who may be no entry of parties[]."""
    buyer = release.part("buyer")
    if buyer:
        yield Party(buyer)
    for award in release.parts("awards"):
        yield from map(Party, award.parts("suppliers"))
