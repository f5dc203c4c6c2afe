"""A CloudEvents attribute that is written in capitals is offered as the standard and its extensions write it."""

import pytest

from hub.admission.admit import Refused, admit
from tests.support.documents import context, declared

# CloudEvents 1.0, and its documented extensions that a sender may use
NAMES = (
    "specversion",
    "id",
    "source",
    "type",
    "data",
    "subject",
    "time",
    "datacontenttype",
    "dataschema",
    "recordedtime",
    "dataclassification",
    "dataregulation",
    "datacategory",
    "partitionkey",
    "sequence",
    "traceparent",
    "tracestate",
    "severitytext",
    "severitynumber",
)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_offered(name: str) -> None:
    answer = admit(declared() | {name.upper(): "x"}, context())
    assert isinstance(answer, Refused)
    (told,) = (each for each in answer.refusals if each.field == name.upper())
    assert f"`{name}`" in told.fix or f" {name}" in told.fix, told
