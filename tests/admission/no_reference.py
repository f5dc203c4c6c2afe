"""Fields that could hold a name and refer to nothing, and why: by their paths in what an event says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

NO_REFERENCE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "suppliers": "providers are not configured: whoever is named is one",
        "clears": "names of fields, which a rule of their own checks",
        "lots.clears": "as clears",
        "items.clears": "as clears",
        "awards.clears": "as clears",
        "notices.clears": "as clears",
        "event": "an event may be taken back before it comes; what is taken back in vain is told by a rule of its own",
        "category": "a code of the Common Procurement Vocabulary, or of whoever buys",
        "categories": "as category",
        "lots.categories": "as category",
        "awards.categories": "as category",
        "items.category": "as category",
        "notice": "a publisher's number; the hub keeps notices as they are told",
        "notices.id": "as notice",
        "notices.type": "a notice's kind",
        "batch": "made by the variation that first names it",
        "decision": "made by whichever body first records it, in any order, under any programme or none",
        "events": "the statements that are answered, which may have been replaced meanwhile",
        "review": "made by whoever first records it",
        "breach": "made by whoever first records it",
        "risk": "made by whoever first records it",
        "option": "made by whoever first appraises it",
        "consultation": "made by whoever first tells of it",
        "acting": "whoever is to act may be anybody, mostly the provider",
        "contract": "an assessment may be made before the contract is declared, and of a contract of another body",
        "member": "made by whoever first names it",
        "need": "made by whoever first tells of it",
        "intention": "made by whoever first records it",
        "phase": "made by whoever first plans it",
        "assessment": "made by whoever first tells of it",
        "recommendation": "made by whoever first tells of it",
        "remedy": "made by whoever first records it",
        "feedback": "made by whoever first states it",
        "rater": "whoever rates may be anybody, such as a regulator",
        "improvement": "made by the placing; a lifting takes it out of the picture, which could not tell it from "
        "one that was never placed",
        "paper": "a document outside of the hub",
        "unit": "a word, such as percent",
        "areas": "codes of wards, which change; nobody declares them here",
        "needs": "references of a needs assessment, which stands outside of the hub",
        "duration": "a length of time",
        "lots.duration": "as duration",
        "awards.duration": "as duration",
        "lots.id": "the name of the part that it stands in",
        "items.id": "as lots.id",
        "awards.lots": "lots of the same procurement; registers publish awards without them",
        "items.lot": "as awards.lots",
    }
)
