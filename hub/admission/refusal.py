"""Why something is not let in: stable codes, and a refusal that a partner's developer can act on.

Promise: a code is never used twice or given another meaning; docs/errors.md is made of these. A refusal never
holds payload text that could be a person's; short values of codelists are shown.
"""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Every refusal of the doors. HUB-ADM: one event, at any door. HUB-CON: an item before it became an event.

    cure: what helps as a rule; a refusal's own fix says it of its event.
    """

    explanation: str
    example: str
    cure: str

    def __new__(cls, value: str, explanation: str, example: str, cure: str) -> "Code":
        member = str.__new__(cls, value)
        member._value_ = value
        member.explanation, member.example, member.cure = explanation, example, cure
        return member

    NOT_AN_EVENT = (
        "HUB-ADM-001",
        "The document is not a JSON object.",
        "`[1, 2]` where an event should stand",
        "Write one JSON object for each event.",
    )
    ATTRIBUTE_MISSING = (
        "HUB-ADM-002",
        "A CloudEvents attribute that every event needs is missing.",
        "no `specversion`",
        "Give the attribute; [publishing.md](publishing.md) shows an event.",
    )
    ATTRIBUTE_WRONG = (
        "HUB-ADM-003",
        "A CloudEvents attribute has a name or value that it may not have.",
        '`"time": "2015-04-01T00:00:00"`, without an offset',
        "Write the attribute as CloudEvents 1.0 asks for; names are lower case.",
    )
    TYPE_UNKNOWN = (
        "HUB-ADM-004",
        "The type of the event is not in the hub's catalogue.",
        "`uk.jch.contract.signed.v1`",
        "Take a type of [events.md](events.md).",
    )
    TOO_LARGE = (
        "HUB-ADM-005",
        "The event is larger than the hub takes.",
        "a description of a megabyte",
        "Say it in several events, or shorten it.",
    )
    TOO_DEEP = (
        "HUB-ADM-006",
        "The event's parts are nested deeper than the hub takes.",
        "lists in lists in lists",
        "Write the fields as [events.md](events.md) shows them.",
    )
    DISAGREES = (
        "HUB-ADM-007",
        "An attribute and the meta field that means the same have different values; or a withdrawal's `subject` is "
        "another event than the one that it takes back.",
        "`id` and `meta.event_id` with two values",
        "Leave the field of `meta` out: it is taken from the attribute. Leave a withdrawal's `subject` out.",
    )

    FIELD_UNKNOWN = (
        "HUB-ADM-010",
        "The type has no field of this name.",
        "`titel`",
        "Take a field of the type from [events.md](events.md); the answer offers the nearest.",
    )
    FIELD_MISSING = (
        "HUB-ADM-011",
        "A field that the type needs is missing.",
        "a declaration without `stage`",
        "State the field.",
    )
    VALUE_WRONG = (
        "HUB-ADM-012",
        "The value is not of the field's kind, or outside its limits.",
        '`"period_end": "2018"`',
        "Write the value as its kind in [events.md](events.md) says.",
    )

    CONTROL_CHARACTER = (
        "HUB-ADM-013",
        "A text holds a control character, or one that turns the direction of writing.",
        "a title with a NUL in it",
        "Take the character out: text is letters, digits, signs, line breaks and tabs.",
    )

    ID_WRONG = (
        "HUB-ADM-020",
        "The value is not an id of the kind that the field needs.",
        'a supplier\'s `"id": "Acme"`',
        "Write the id with the register that gave it, such as `GB-COH-00000001`.",
    )
    REFERS_TO_ITSELF = (
        "HUB-ADM-021",
        "The event corrects or withdraws itself.",
        "`corrects` with the event's own id",
        "Name the earlier event.",
    )
    ID_WITH_SPACES = (
        "HUB-ADM-022",
        "An id begins or ends with a space or another character that nobody sees, so it would name a second thing.",
        '`"programme": "carers "`',
        "Write the id without it; the answer names the id that is left.",
    )

    SPEAKS_FOR_ANOTHER = (
        "HUB-ADM-030",
        "Whoever publishes may speak for its own organisation only.",
        "`--as GB-NHS-08X`, and `meta.organisation` is `GB-LAE-WND`",
        "Publish as the organisation that says it.",
    )
    NOT_A_MEMBER = (
        "HUB-ADM-031",
        "The organisation is not a member of that partnership on the day of occurred_at.",
        "`meta.partnerships` names a place that the organisation joins next year",
        "Leave it out, or name one that it is in on the day; the answer lists them.",
    )
    PARTNERSHIP_AMBIGUOUS = (
        "HUB-ADM-032",
        "The organisation is in several partnerships and the event names none.",
        "a council of two partnerships, and no `meta.partnerships`",
        "Name in `meta.partnerships` the one or the ones that it is about; of a file that has no word for it, such as "
        "OCDS, with `hub publish --partnership ID`.",
    )

    OCCURRED_TOO_LATE = (
        "HUB-ADM-040",
        "occurred_at is more than ten years ahead.",
        "the year 2105 for 2015",
        "Check the year.",
    )
    OCCURRED_TOO_EARLY = (
        "HUB-ADM-041",
        "occurred_at is before 1900.",
        "the year 1066",
        "Check the year.",
    )
    RECORDED_AHEAD = (
        "HUB-ADM-042",
        "recorded_at is more than 24 hours ahead of the hub's clock.",
        "a clock that is a week ahead",
        "Set the clock of the source right, or its zone.",
    )
    DATES_REVERSED = (
        "HUB-ADM-043",
        "An end lies before its beginning.",
        "`period_end` before `period_start`",
        "Swap or mend the dates.",
    )
    DATE_IMPLAUSIBLE = (
        "HUB-ADM-044",
        "A date lies before 1900 or after 2200.",
        "`0024-01-01`",
        "Check the year.",
    )

    CURRENCY_UNKNOWN = (
        "HUB-ADM-050",
        "The currency is not in the codelist of currencies.",
        "`GBX`",
        "Write a code of ISO 4217, such as `GBP`.",
    )
    NEGATIVE = (
        "HUB-ADM-051",
        "A number is negative where that has no meaning.",
        "a value of `-1.00`",
        "State the new amount; a reduction is no negative value.",
    )

    CLASSIFICATION_REFUSED = (
        "HUB-ADM-060",
        "The hub does not take data of this classification.",
        "`restricted`",
        "Leave out what may not be shared; [events.md](events.md) lists what the hub takes.",
    )

    CODE_UNKNOWN = (
        "HUB-ADM-070",
        "The code is not in the field's codelist.",
        '`"stage": "awarded"`',
        "Take a code of the field's list in [events.md](events.md).",
    )
    CLEARS_WRONG = (
        "HUB-ADM-071",
        "clears names a field that cannot be taken back.",
        '`"clears": ["stage"]`, which must be there',
        "Clear optional fields alone; withdraw the event to take all of it back.",
    )
    CLEARS_AND_STATES = (
        "HUB-ADM-072",
        "The event takes a field back and states it at once.",
        "`title` stated, and in `clears`",
        "Do one of the two.",
    )

    CODELIST_UNREADABLE = (
        "HUB-ADM-073",
        "The hub could not read its own codelist: a fault of the hub's.",
        "an installation with a file missing",
        "Tell the operator, who runs `hub schemas check`; then publish the event again.",
    )

    NHS_NUMBER = (
        "HUB-ADM-080",
        "A text holds what is very likely an NHS number; the hub takes no patient data.",
        "ten digits with the check digit of an NHS number",
        "Take it out; if the digits are something else, join them to what they are with a dash: `TENDER-9434765919`.",
    )
    EMAIL = (
        "HUB-ADM-081",
        "A text holds an e-mail address; contacts do not go on topics.",
        "`jo@example.org`",
        "Take it out.",
    )
    PHONE = (
        "HUB-ADM-082",
        "A text holds a telephone number; contacts do not go on topics.",
        "`ring 020 7946 0018`",
        "Take it out.",
    )
    NATIONAL_INSURANCE = (
        "HUB-ADM-083",
        "A text holds what looks like a National Insurance number.",
        "`AB123456C`",
        "Take it out.",
    )
    BIRTH_DATE = (
        "HUB-ADM-084",
        "A text holds a date of birth.",
        "`DOB 03/04/1951`",
        "Take it out.",
    )

    ADMISSION_FAILED = (
        "HUB-ADM-090",
        "The hub could not judge the item: a fault of the hub's, and the item is kept.",
        "a fault of the hub's",
        "Tell the operator; publish the item again after the repair.",
    )

    NOT_JSON = (
        "HUB-CON-001",
        "The line or file is not JSON.",
        "a file in UTF-16, or cut off",
        "Write JSON in UTF-8, one object a line or an array.",
    )
    NOT_THE_FORMAT = (
        "HUB-CON-002",
        "The file is JSON but not of the format that was named or guessed.",
        "`--format ocds`, and the file holds CloudEvents",
        "Name its format, or leave `--format` out.",
    )
    EMPTY = (
        "HUB-CON-003",
        "A package or list is there, and nothing is in it.",
        '`{"releases": []}`',
        "Send the package with its releases, or nothing.",
    )
    REQUEST_WRONG = (
        "HUB-CON-004",
        "The request as a whole cannot be read: its content type, its encoding, or headers that do not fit its body.",
        "`Content-Type: text/plain`",
        "Send it as [http-api.md](http-api.md) says; the answer names the header.",
    )
    RELEASE_INVALID = (
        "HUB-CON-010",
        "The release breaks the OCDS 1.1 schema or its extensions.",
        "an amount in quotes",
        "Mend what the schema of OCDS 1.1 says of the field that is named.",
    )
    RELEASE_ID_MISSING = (
        "HUB-CON-011",
        "The release has no id, so publishing it again could not be recognised.",
        "a release without `id`",
        "Give each release an id of its own.",
    )
    OCID_MISSING = (
        "HUB-CON-012",
        "The release has no usable ocid, so nobody could tell which process it is about.",
        '`"ocid": ""`',
        "Give the release the ocid of its process.",
    )
    TAG_UNSUPPORTED = (
        "HUB-CON-013",
        "No tag of the release tells of a stage that the hub keeps.",
        '`"tag": ["compiled"]`',
        "Send single releases with the tag of their stage; [ocds.md](ocds.md) lists them.",
    )
    DECLARER_UNKNOWN = (
        "HUB-CON-014",
        "The release names no buyer, so nobody is there to say it.",
        "no `buyer`, and no party with that role",
        "Name the buyer, or publish with `--as`.",
    )
    CONNECTOR_FAILED = (
        "HUB-CON-020",
        "The hub could not read the item: a fault of the hub's, and the item is kept.",
        "a fault of the hub's",
        "Publish the item again after the repair; tell the operator if it stays.",
    )


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
