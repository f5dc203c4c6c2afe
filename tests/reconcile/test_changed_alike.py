"""Changes of many contracts at once, by what they do to one provider."""

from typing import Any

from tests.reconcile.told import CCG, COUNCIL, Said, pictures

PROVIDER = "GB-COH-00000001"


def with_changes(*changes: tuple[str, dict[str, Any]], supplier: str = PROVIDER) -> list[dict[str, Any]]:
    """What of a provider was changed alike. changes: (contract, what is told of its variation)."""
    there = {"stage": "contract", "suppliers": [{"id": supplier}]}
    said: list[Said] = [
        (COUNCIL, "declared", {**there, "subject": each}) for each in dict.fromkeys(c for c, _ in changes)
    ]
    said += [(COUNCIL, "varied", {"subject": contract, **told}) for contract, told in changes]
    found: list[dict[str, Any]] = pictures(*said)["provider", supplier]["changed_alike"]
    return found


A, B, C = (f"{COUNCIL}/{each}" for each in "abc")
CUT = {"percent": "-5", "batch": "cuts-1"}


def test_several_contracts_that_are_changed_by_one_percentage_are_named() -> None:
    (found,) = with_changes((A, CUT), (B, {**CUT, "percent": "-5.0"}), (C, {**CUT, "percent": "-2"}))
    assert found["contracts"] == [A, B]
    assert (found["batch"], found["percent"]) == ("cuts-1", "-5")
    assert found["text"] == f"-5 % for each of 2 contracts (cuts-1): {A}, {B}"
    assert found["source"].endswith("paragraph 37")


def test_one_contract_other_percentages_or_other_changes_are_no_blanket_change() -> None:
    assert with_changes((A, CUT)) == []
    assert with_changes((A, CUT), (B, {**CUT, "percent": "-3"})) == []
    assert with_changes((A, CUT), (B, {**CUT, "batch": "cuts-2"})) == []
    assert with_changes((A, {"percent": "-5"}), (B, {"percent": "-5"})) == []


def test_a_contract_counts_once_whoever_tells_of_its_change() -> None:
    said: list[Said] = [
        (COUNCIL, "declared", {"subject": A, "stage": "contract", "suppliers": [{"id": PROVIDER}]}),
        (COUNCIL, "varied", {"subject": A, **CUT}),
        (CCG, "varied", {"subject": A, **CUT}),
    ]
    assert pictures(*said)["provider", PROVIDER]["changed_alike"] == []


def test_a_raise_is_one_too() -> None:
    (found,) = with_changes((A, {**CUT, "percent": "2.5"}), (B, {**CUT, "percent": "2.50"}))
    assert found["text"].startswith("+2.5 % for each of 2 contracts")
