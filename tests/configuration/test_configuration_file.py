"""Configuration files: what is wrong is told by line and field."""

from dataclasses import dataclass
from datetime import date

import pytest

from hub.configuration.configuration_file import numbers_of_notices, read_files, unknown_partnerships
from hub.configuration.model import Group, Partnership

GOOD = """\
- document: partnership
  id: wandsworth
  name: Wandsworth
  members:
    - organisation: GB-LAE-WND
      role: council
    - organisation: GB-NHS-08X
      role: nhs_commissioner
      since: 2013-04-01
- document: group
  id: integration-group
  name: Integration group
  partnerships: [wandsworth]
"""


def test_documents_are_read_in_their_order_with_their_places() -> None:
    in_files, wrong = read_files([("a.yaml", GOOD)])
    assert wrong == []
    assert [(each.file, each.line, each.document.id) for each in in_files] == [
        ("a.yaml", 1, "wandsworth"),
        ("a.yaml", 10, "integration-group"),
    ]
    partnership = in_files[0].document
    assert isinstance(partnership, Partnership)
    assert partnership.members[1].since == date(2013, 4, 1)


@dataclass(frozen=True)
class WrongCase:
    name: str
    old: str
    new: str
    line: int
    field: str
    problem: str


CASES = [
    WrongCase("an id of no register", "GB-NHS-08X", "08X", 7, "members[1].organisation", "not an organisation id"),
    WrongCase("an unknown role", "role: council", "role: councillor", 6, "members[0].role", "'council'"),
    WrongCase("a misspelt name", "  name: Wandsworth", "  nmae: Wandsworth", 3, "nmae", "Extra inputs"),
    WrongCase("a field that lacks", "  name: Wandsworth\n", "", 1, "name", "Field required"),
    WrongCase("a member without a role", "      role: council\n", "", 5, "members[0].role", "Field required"),
    WrongCase("no kind", "- document: group\n  id", "- id", 10, "", "discriminator 'document'"),
    WrongCase("an unknown kind", "document: group", "document: club", 10, "", "'club'"),
    WrongCase("a key twice", "  name: Integration group", "  name: A\n  name: B", 13, "name", "written twice"),
    WrongCase("a day that is not", "2013-04-01", "2013-02-30", 1, "", "day is out of range"),
    WrongCase("a date in words", "2013-04-01", "April 2013", 9, "members[1].since", "date"),
    WrongCase("no members", "  members:\n    -", "  members: []\n  x:\n    -", 4, "members", "at least 1"),
    WrongCase("no YAML", "[wandsworth]", "[wandsworth", 14, "", "expected"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_wrong_is_told_by_line_and_field(case: WrongCase) -> None:
    assert case.old in GOOD
    _, wrong = read_files([("a.yaml", GOOD.replace(case.old, case.new, 1))])
    told = next(each for each in wrong if each.field == case.field and case.problem in each.problem)
    assert (told.file, told.line) == ("a.yaml", case.line)
    assert told.fix
    assert told.text.startswith(f"a.yaml:{case.line}: ")


@pytest.mark.parametrize("text", ["", "document: group", "5"], ids=["nothing", "a document", "a number"])
def test_a_file_is_a_list(text: str) -> None:
    in_files, wrong = read_files([("a.yaml", text)])
    assert in_files == []
    assert [(each.line, each.problem) for each in wrong] == [(1, "the file is not a list")]


def test_yaml_makes_no_objects() -> None:
    in_files, wrong = read_files([("a.yaml", "- !!python/object/apply:os.getcwd []\n")])
    assert in_files == []
    assert "could not determine a constructor" in wrong[0].problem


def test_a_group_with_an_unknown_partnership_is_found() -> None:
    in_files, _ = read_files([("a.yaml", GOOD)])
    documents = [each.document for each in in_files]
    assert unknown_partnerships(documents) == []
    assert unknown_partnerships([each for each in documents if isinstance(each, Group)]) == [
        ("group integration-group: partnerships", "wandsworth")
    ]


def test_a_document_that_stands_twice_is_told_with_the_place_of_the_first() -> None:
    _, wrong = read_files([("a.yaml", GOOD), ("b.yaml", GOOD[GOOD.index("- document: group") :])])
    assert [(each.file, each.line, each.field) for each in wrong] == [("b.yaml", 1, "id")]
    assert "a.yaml:10" in wrong[0].problem


BODY = """\
- document: organisation
  id: GB-LAE-LCE
  name: Leicester City Council
  same_as: [GB-PPON-PXXX-0000-XXXX, GB-FTS-12345, GB-CFS-7]
  known_as: [Leicester City]
"""


def test_a_number_of_one_notice_under_same_as_is_taken_and_warned_of() -> None:
    in_files, wrong = read_files([("a.yaml", BODY)])
    assert wrong == []
    assert [(each.line, each.field) for each in numbers_of_notices(in_files)] == [(1, "same_as[1]"), (1, "same_as[2]")]
    (fix,) = {each.fix for each in numbers_of_notices(in_files)}
    assert "known_as" in fix


def test_two_names_that_have_no_letter_of_ascii_are_two() -> None:
    bodies = "".join(
        f"- document: organisation\n  id: GB-COH-0000000{n}\n  name: {name}\n" for n, name in ((1, "介護"), (2, "看護"))
    )
    assert read_files([("a.yaml", bodies)])[1] == []
    assert len(read_files([("a.yaml", bodies.replace("看護", "介護"))])[1]) == 1


def test_a_list_whose_every_entry_is_wrong_is_not_called_empty() -> None:
    text = GOOD.replace("      role: council\n", "").replace("      role: nhs_commissioner\n", "")
    _, wrong = read_files([("a.yaml", text)])
    assert [each.field for each in wrong] == ["members[0].role", "members[1].role"]
    nobody = "- document: partnership\n  id: wandsworth\n  name: Wandsworth\n  members: []\n"
    (empty,) = read_files([("a.yaml", nobody)])[1]
    assert (empty.field, empty.fix) == ("members", "add at least one")
