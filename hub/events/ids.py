"""Identities: what an id looks like, and how one is made from what a source already has.

Promise: ids made here depend on their arguments alone, so publishing a file again makes the same events.
Source: design section 3 (ids); org-id.guide; RFC 9562 for UUIDs.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid5

from hub.events.counting import count_words
from hub.events.id_cures import organisation_cure

_ORGANISATION: Final = re.compile(r"^[A-Z]{2}-[A-Z0-9]{2,8}-[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$")
_LOCAL: Final = re.compile(r"^local:[^\s/]{1,120}/[^\s]{1,120}$")
_OCID: Final = re.compile(r"^ocds-[a-z0-9]{6}-[A-Za-z0-9][A-Za-z0-9._-]{0,120}$")
_SLUG: Final = re.compile(r"^[a-z][a-z0-9-]{1,62}$")
_CONTRACT: Final = re.compile(r"^[A-Z]{2}-[A-Z0-9]{2,8}-[A-Za-z0-9][A-Za-z0-9._-]{0,63}/[^\s/][^\x00-\x1f]{0,127}$")

_BY_NAME: Final = re.compile(r"^local:ocds-[a-z0-9]{6}(?:-[A-Za-z0-9][A-Za-z0-9._-]*)?/([a-z0-9][a-z0-9-]*)$")
_OF_ONE_NOTICE: Final = re.compile(r"^GB-(CFS|FTS)-\d+$")
_OF_PROCESS: Final = re.compile(r"^ocds-[a-z0-9]{6}-[A-Za-z0-9][A-Za-z0-9._-]{0,120}/[^\s/][^\x00-\x1f]{0,254}$")

NOTHING: Final = frozenset({"none", "null", "nil", "undefined", "nan", "n/a", "unknown"})
"""What programs and people write where they have no id, in small letters."""
_MAY_BE_CODES: Final = frozenset({"NAN", "NIL"})
"""In capitals these may be codes: registers of the NHS and of councils have codes of three letters."""
_REGISTER: Final = re.compile(r"^(?:[A-Z]{2}-[A-Z0-9]{2,8}-|local:|ocds-[a-z0-9]{6}-)")

IN_CAPITALS: Final = frozenset({"GB-GOR", "GB-LAE", "GB-NHS", "GB-PPON", "GB-SC"})
"""Registers whose numbers have capital letters only, so that small ones are a slip. Source: org-id.guide."""

# Made once for the hub. Changing it would change the id of every event that a connector ever made.
NAMESPACE: Final = UUID("6f1d1c1e-3a55-5c8e-9a53-0f0b6d0a7b11")


def uuid_in(given: object) -> UUID | None:
    """The UUID that a text or its bytes are, in any writing; None for anything else."""
    try:
        text = given.decode() if isinstance(given, bytes) else given
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def is_nothing(value: str) -> bool:
    """Whether it stands for "there is no id"; two that both bear it are not one thing."""
    word = value.strip()
    return word.casefold() in NOTHING and word not in _MAY_BE_CODES


def names_nothing(value: str) -> bool:
    """Whether an id has such a word where its register's number, its document or its reference should stand."""
    found = _REGISTER.match(value)
    if found is None:
        return is_nothing(value)
    rest = value[found.end() :]
    return is_nothing(rest) or any(is_nothing(_REGISTER.sub("", each)) for each in rest.split("/", 1))


def told_by(failure: object) -> tuple[str, str]:
    """The problem and the cure that a failed check of this module tells, without the value in front."""
    problem, _, fix = str(failure).rpartition(" is not ")[2].partition("; ")
    return f"is not {problem}", fix


def check_reference(value: str) -> str:
    """The reference itself, unless it names nothing; else ValueError."""
    if names_nothing(value):
        raise ValueError(f"{value[:80]!r} is not {_NOTHING_NAMED}")
    return value


_NOTHING_NAMED: Final = (
    "an id of anything: where its reference should stand is a word for nothing, such as None or N/A; give the id, or "
    "leave the field out if there is none"
)


MOST_IN_PARTS: Final = (("local:", 126, 120), ("ocds-", 133, 255), ("", 76, 128))
"""By how an id begins: how many characters may stand in front of its first /, and how many behind."""


def _check_length(value: str) -> None:
    """Of an id that has no form: whether it is only too long for one. Raises ValueError, which says where."""
    front, _, behind = value.partition("/")
    most_in_front, most_behind = next(most for begins, *most in MOST_IN_PARTS if value.startswith(begins))
    for part, most, where in ((front, most_in_front, "in front of"), (behind, most_behind, "behind")):
        if len(part) > most:
            told = count_words(len(part), "character")
            raise ValueError(
                f"{value[:80]!r} is not an id: {told} stand {where} a first /, and at most {most} may; write the "
                "reference as its register does"
            )


def check_organisation_id(value: str) -> str:
    """The id itself, if it is an org-id.guide id (GB-LAE-WND) or local to one document; else ValueError."""
    if _ORGANISATION.match(value) or _LOCAL.match(value):
        return check_reference(value)
    _check_length(value)
    raise ValueError(f"{value[:80]!r} is not an organisation id; {organisation_cure(value)}")


def check_contract_id(value: str) -> str:
    """The id itself, if it is `<organisation id>/<its reference>`, `<ocid>/<its id>`, or an ocid; else ValueError."""
    if _CONTRACT.match(value) or _OCID.match(value) or _OF_PROCESS.match(value):
        return check_reference(value)
    _check_length(value)
    raise ValueError(
        f"{value[:80]!r} is not a contract id; write <organisation id>/<reference>, as GB-LAE-WND/14-565, an ocid, or "
        "<ocid>/<the contract's id>"
    )


def check_procurement_id(value: str) -> str:
    """The id itself, if it is an ocid or `<organisation id>/<its reference>`; else ValueError."""
    if _OCID.match(value) or _CONTRACT.match(value):
        return check_reference(value)
    _check_length(value)
    raise ValueError(
        f"{value[:80]!r} is not a procurement id; write its ocid, or <organisation id>/<reference>, as GB-LAE-WND/P-12"
    )


CHECKS_OF_SUBJECTS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {"contract": check_contract_id, "procurement": check_procurement_id}
)
"""By what an event is about, the check of its subject; a programme's is any reference."""


def check_partnership_id(value: str) -> str:
    """The id itself, if it is a configured partnership's name (wandsworth) or an organisation id; else ValueError."""
    if _SLUG.match(value) or _ORGANISATION.match(value) or _LOCAL.match(value):
        return check_reference(value)
    _check_length(value)
    raise ValueError(f"{value[:80]!r} is not a partnership; write its configured name, such as wandsworth")


def name_slug(name: str) -> str:
    """A name as ids hold it: letters and digits of ASCII, all else as -; alike for names that differ in case, accents
    or punctuation only. Empty where no such letter is left."""
    folded = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:120]


def body_by_name(publisher: str, name: str) -> str:
    """The id of a public body that a publisher knows by no register, only by its name. publisher: an ocid's prefix."""
    return local_id(publisher, name_slug(name))


def holds_in_one_notice(organisation: str) -> bool:
    """Whether it is a number that Contracts Finder or Find a Tender gives, anew in each notice, to whoever has no id in
    a register."""
    return _OF_ONE_NOTICE.match(organisation) is not None


def hidden_name(name: str) -> str:
    """What stands in an id for a name that could be a person's: alike for one name_slug, and nobody reads it."""
    meant = name_slug(name) or name.casefold()
    return f"n-{hashlib.sha256(meant.encode('utf-8', 'replace')).hexdigest()[:16]}"


def name_in(organisation: str) -> str | None:
    """The name_slug or hidden_name by which an id knows a body, among the processes of a publisher or in one of them;
    None for any other id."""
    found = _BY_NAME.match(organisation)
    return found.group(1) if found else None


def letting_organisation(value: str) -> str | None:
    """The organisation in front of a contract's or procurement's reference; None for one that begins with an ocid."""
    return value.partition("/")[0] if _CONTRACT.match(value) else None


def is_of_process(contract: str, procurement: str) -> bool:
    """Whether a contract's id begins with that of the procurement: who tells of the process tells of the contract."""
    return contract.startswith(f"{procurement}/")


def is_ocid(value: str) -> bool:
    return _OCID.match(value) is not None


def local_id(ocid: str, id_in_document: str) -> str:
    """An id that means something in one document only, scoped so that it never matches across documents."""
    return f"local:{ocid}/{id_in_document}"


def event_id(source_system: str, natural_id: str, part: str) -> UUID:
    """The id of the event that a connector makes of one part of one item of a source system."""
    # the separator cannot occur in a source system's name, so no two triples share a text
    return uuid5(NAMESPACE, "\x1f".join((source_system, natural_id, part)))
