"""Under which law a procurement is run: from its legal basis and special regime.

Source: OCDS for the United Kingdom (tender.legalBasis, tender.specialRegime); PA2023 ss 6 to 9; SI 2023/1348.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from connectors.ocds.part import Part

_BASES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("UKPGA", "2023/54"): "PA2023",
        ("UKSI", "2023/1348"): "PSR2023",
        ("UKSI", "2015/102"): "PCR2015",
        # the directives that the Regulations of 2015 brought into force
        ("CELEX", "32014L0024"): "PCR2015",
        ("CELEX", "32004L0018"): "pre_2015",
    }
)
_SPECIAL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "lightTouch": "PA2023_light_touch",
        "concession": "PA2023_concession",
        "utilities": "PA2023_utilities",
        "defence": "PA2023_defence",
    }
)


def regime(tender: Part) -> str | None:
    """A code of the codelist procurement-regime, or None; what does not lead to one is told."""
    basis = tender.part("legalBasis")
    found = None
    if basis:
        found = _BASES.get((basis.word("scheme") or "", basis.identifier() or ""))
        if found is None:
            basis.tell("id", "is no law that leads to a procurement regime, so it is not used", "see docs/ocds.md")
    for each in tender.words("specialRegime"):
        special = _SPECIAL.get(each)
        if special is None or found not in (None, "PA2023"):
            problem = "is no special regime of the legal basis, so it is not used"
            tender.tell("specialRegime", problem, "see docs/ocds.md")
        else:
            found = special
    return found
