"""Why something is not let in: stable codes, and a refusal that a partner's developer can act on.

Promise: a code is never used twice or given another meaning; docs/errors.md is generated from here. A refusal never
holds payload text that could be a person's; short values of codelists are shown.
"""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Every refusal of the doors. HUB-ADM: one event, at any door. HUB-CON: an item before it became an event."""

    explanation: str

    def __new__(cls, value: str, explanation: str) -> "Code":
        member = str.__new__(cls, value)
        member._value_ = value
        member.explanation = explanation
        return member

    NOT_AN_EVENT = "HUB-ADM-001", "The document is not a JSON object."
    ATTRIBUTE_MISSING = "HUB-ADM-002", "A CloudEvents attribute that every event needs is missing."
    ATTRIBUTE_WRONG = "HUB-ADM-003", "A CloudEvents attribute has a name or value that it may not have."
    TYPE_UNKNOWN = "HUB-ADM-004", "The type of the event is not in the hub's catalogue."
    TOO_LARGE = "HUB-ADM-005", "The event is larger than the hub takes."
    TOO_DEEP = "HUB-ADM-006", "The event's parts are nested deeper than the hub takes."
    DISAGREES = "HUB-ADM-007", "An attribute and the meta field that means the same have different values."

    FIELD_UNKNOWN = "HUB-ADM-010", "The type has no field of this name."
    FIELD_MISSING = "HUB-ADM-011", "A field that the type needs is missing."
    VALUE_WRONG = "HUB-ADM-012", "The value is not of the field's kind, or outside its limits."

    ID_WRONG = "HUB-ADM-020", "The value is not an id of the kind that the field needs."
    REFERS_TO_ITSELF = "HUB-ADM-021", "The event corrects or withdraws itself."

    SPEAKS_FOR_ANOTHER = "HUB-ADM-030", "Whoever publishes may speak for its own organisation only."
    NOT_A_MEMBER = "HUB-ADM-031", "The organisation is not a member of that partnership on the day of occurred_at."
    PARTNERSHIP_AMBIGUOUS = "HUB-ADM-032", "The organisation is in several partnerships and the event names none."

    OCCURRED_TOO_LATE = "HUB-ADM-040", "occurred_at is more than ten years ahead."
    OCCURRED_TOO_EARLY = "HUB-ADM-041", "occurred_at is before 1900."
    RECORDED_AHEAD = "HUB-ADM-042", "recorded_at is more than 24 hours ahead of the hub's clock."
    DATES_REVERSED = "HUB-ADM-043", "An end lies before its beginning."
    DATE_IMPLAUSIBLE = "HUB-ADM-044", "A date lies before 1900 or after 2200."

    CURRENCY_UNKNOWN = "HUB-ADM-050", "The currency is not in the codelist of currencies."
    NEGATIVE = "HUB-ADM-051", "A number is negative where that has no meaning."

    CLASSIFICATION_REFUSED = "HUB-ADM-060", "The hub does not take data of this classification."

    CODE_UNKNOWN = "HUB-ADM-070", "The code is not in the field's codelist."
    CLEARS_WRONG = "HUB-ADM-071", "clears names a field that cannot be taken back."
    CLEARS_AND_STATES = "HUB-ADM-072", "The event takes a field back and states it at once."

    CODELIST_UNREADABLE = "HUB-ADM-073", "The hub could not read its own codelist: a fault of the hub's."

    NHS_NUMBER = "HUB-ADM-080", "A text holds what is very likely an NHS number; the hub takes no patient data."
    EMAIL = "HUB-ADM-081", "A text holds an e-mail address; contacts do not go on topics."
    PHONE = "HUB-ADM-082", "A text holds a telephone number; contacts do not go on topics."
    NATIONAL_INSURANCE = "HUB-ADM-083", "A text holds what looks like a National Insurance number."
    BIRTH_DATE = "HUB-ADM-084", "A text holds a date of birth."

    NOT_JSON = "HUB-CON-001", "The line or file is not JSON."
    NOT_THE_FORMAT = "HUB-CON-002", "The file is JSON but not of the format that was named or guessed."
    EMPTY = "HUB-CON-003", "A package or list is there, and nothing is in it."
    RELEASE_INVALID = "HUB-CON-010", "The release breaks the OCDS 1.1 schema or its extensions."
    RELEASE_ID_MISSING = "HUB-CON-011", "The release has no id, so publishing it again could not be recognised."
    OCID_MISSING = "HUB-CON-012", "The release has no usable ocid, so nobody could tell which process it is about."
    TAG_UNSUPPORTED = "HUB-CON-013", "No tag of the release tells of a stage that the hub keeps."
    DECLARER_UNKNOWN = "HUB-CON-014", "The release names no buyer, so nobody is there to say it."
    CONNECTOR_FAILED = "HUB-CON-020", "The hub could not read the item: a fault of the hub's, and the item is kept."


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason. field: path in the document, such as data.value.amount or meta.organisation; where: file and line."""

    code: Code
    field: str
    problem: str
    fix: str
    where: str = ""

    def at(self, where: str) -> "Refusal":
        """The same refusal with its place in a source, unless it has one."""
        return self if self.where else Refusal(self.code, self.field, self.problem, self.fix, where)

    def to_json(self) -> dict[str, str]:
        return {
            "where": self.where,
            "code": self.code.value,
            "field": self.field,
            "problem": self.problem,
            "fix": self.fix,
        }


def errors_page() -> str:
    """The text of docs/errors.md."""
    rows = [f"| `{code.value}` | {code.name.lower().replace('_', ' ')} | {code.explanation} |" for code in Code]
    return "\n".join(
        [
            "# Refusals",
            "",
            "Generated from `hub/admission/refusal.py`: `errors_page()`. Each refusal also names",
            "the place, the field, what is wrong and how to mend it. A code never changes its meaning.",
            "",
            "| Code | Name | What it means |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )
