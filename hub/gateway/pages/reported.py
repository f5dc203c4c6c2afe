"""What a group's report is made of, and its document."""

from dataclasses import dataclass
from typing import Any

from hub.configuration.model import Group
from hub.gateway.api.parts import Parts
from hub.gateway.index.last_made import MadeOf
from hub.reports.joint_programmes import of_shares
from hub.reports.partners import with_partners


@dataclass(frozen=True, slots=True)
class Reported:
    """made_of: all that decides on the document."""

    parts: Parts
    group: Group
    made_of: MadeOf

    @classmethod
    def of(cls, parts: Parts, group: Group) -> "Reported":
        """As all stands now."""
        store = parts.store
        pictures = tuple(store.pictures.of_places(group.partnerships))
        last = store.last_statements(group.partnerships)
        return cls(parts, group, (pictures, store.configuration, parts.today(), last))

    def document(self) -> dict[str, Any]:
        """With its partners."""
        store, group = self.parts.store, self.group
        shares = store.shares(group.partnerships)
        document = of_shares(group, shares, store.configuration, as_of=self.parts.today(), known_at=None)
        return with_partners(document, group, store.configuration, store.last_statements(group.partnerships))
