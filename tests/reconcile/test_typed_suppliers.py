"""What programs are told of a total's suppliers: each of them has an id, by which pages lead to it."""

from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from hub.reconcile.kinds.procurement.typed import ProcurementPicture
from tests.reconcile.told import COUNCIL, pictures

OCID = "ocds-h6vhtk-0c0099"
SUPPLIER = {"id": "GB-COH-08229264", "name": "Ricardo-AEA Limited"}


def picture() -> dict[str, Any]:
    fields = {"subject": f"{OCID}/1", "stage": "contract", "procurement": OCID, "suppliers": [SUPPLIER]}
    return pictures((COUNCIL, "declared", fields))["procurement", OCID]


def test_suppliers_are_told_as_the_picture_has_them() -> None:
    (total,) = ProcurementPicture.model_validate_json(orjson.dumps(picture())).totals
    assert total.suppliers == [SUPPLIER]


def test_one_without_an_id_makes_it_no_picture() -> None:
    body = picture()
    body["totals"][0]["suppliers"] = [{"name": "Ricardo-AEA Limited"}]
    with pytest.raises(ValidationError, match=r"totals\.0\.suppliers\.0\n.*a supplier has an id"):
        ProcurementPicture.model_validate_json(orjson.dumps(body))
