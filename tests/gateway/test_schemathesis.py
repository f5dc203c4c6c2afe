"""Requests that a machine makes up from the OpenAPI document, right ones and wrong ones.

None is answered otherwise than the document says, and none ends in an error of ours.
"""

from random import Random
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from hub.gateway.index.store import Store
from hub.log.topics import TopicNames
from tests.gateway.live import Listening
from tests.gateway.made import app_over

pytestmark = pytest.mark.kafka

EXAMPLES: Final = 8
CHECKS: Final = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
)

document = schemathesis.openapi.from_dict(app_over(Store("127.0.0.1:9", TopicNames(), Random(0))).openapi())
document.config.generation.update(max_examples=EXAMPLES, deterministic=True)
# also too large, too slow, 415 for a content type
document.config.checks.negative_data_rejection.expected_statuses = ["400", "404", "405", "408", "413", "415", "422"]


@document.exclude(path_regex="^/v1/feeds").parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_document_names(case: schemathesis.Case[Any], live: Listening) -> None:
    answer = case.call(base_url=live.address, timeout=20)
    case.validate_response(answer, checks=[*CHECKS])
