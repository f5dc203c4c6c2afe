"""Who the parties of a release are: ids that hold across documents, and names that are nobody's own.

Promise: an id that does not hold is scoped to its ocid and so never matches across documents; a name that could be
a person's is left out. Source: design section 3 (ids); domain handbook sections 4 and 13.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from connectors.ocds.texts import line
from hub.events import ids

# Source: domain handbook section 4
_COMPANY: Final = re.compile(
    r"^(((AC|CE|CS|FC|FE|GE|GS|IC|LP|NC|NF|NI|NL|NO|NP|OC|OE|PC|R0|RC|SA|SC|SE|SF|SG|SI|SL|SO|SR|SZ|ZC|\d{2})\d{6})"
    r"|((IP|SP|RS)[A-Z\d]{6})|(SL\d{5}[\dA]))$"
)
_CHARITY: Final = re.compile(r"^\d{6,7}(-\d{1,3})?$")

REGISTERS: Final = frozenset(
    {"GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-LAE", "GB-NHS", "GB-GOR", "GB-PPON", "GB-SRS", "GB-EDU", "GB-UKPRN"}
)
"""Registers whose ids are taken as they are; all others are the document's own."""

_OF_BODIES: Final = REGISTERS - {"GB-PPON", "GB-SRS"}
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

_CONTRACTS_FINDER: Final = re.compile(r"^GB-CFS-\d+$")


def organisation_id(party: Mapping[str, Any], ocid: str) -> str:
    """The party's id: from its register, else Contracts Finder's own, else local to the process."""
    identifier = party.get("identifier") or {}
    registered = _registered(str(identifier.get("scheme") or ""), str(identifier.get("id") or ""))
    if registered is not None:
        return registered
    own = str(party.get("id") or "")
    if _CONTRACTS_FINDER.match(own):
        return own
    scheme, _, number = own.rpartition("-") if not own.startswith("GB-SRS-") else ("GB-SRS", "", own[7:])
    registered = _registered(scheme, number)
    # what is left may hold spaces, which an id may not
    return registered or ids.local_id(ocid, re.sub(r"\s+", "_", own)[:120] or "unnamed")


def _registered(scheme: str, number: str) -> str | None:
    number = number.strip()
    if scheme not in REGISTERS or not number:
        return None
    if scheme == "GB-COH":
        number = number.upper()
        number = number.zfill(8) if number.isdigit() else number
        if not _COMPANY.match(number):
            return None
    if scheme == "GB-CHC" and not _CHARITY.match(number):
        return None
    found = f"{scheme}-{number}"
    try:
        return ids.check_organisation_id(found)
    except ValueError:
        return None


def organisation(party: Mapping[str, Any], ocid: str, *, public_body: bool) -> dict[str, str]:
    """The party as an event names it. public_body: a buyer, whose name is no person's."""
    found = {"id": organisation_id(party, ocid)}
    name = line(party.get("name"))
    register = next((each for each in _OF_BODIES if found["id"].startswith(f"{each}-")), None)
    if name and (public_body or register or _CORPORATE.search(name)):
        found["name"] = name
    return found
