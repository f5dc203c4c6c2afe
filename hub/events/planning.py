"""What may be said about how a programme is prepared: its team, its phases, the needs behind it, and what its partners
intend to commission. Topics commissioning.workplan.v1, of needs commissioning.intelligence.v1; subject: the
programme's id.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from hub.events.envelope import Event
from hub.events.fields import (
    ClientGroup,
    Code,
    Codelist,
    Due,
    Happened,
    Headcount,
    Money,
    Organisation,
    Post,
    Reference,
    Text,
    Title,
)


class ProjectTeamAppointed(Event):
    """A post was appointed to the project team; whoever appoints it again says what it does now.

    Source: WAN 16 (project teams of commissioners from both bodies).
    """

    member: Reference
    """The reference of this place in the team."""
    post: Post
    """The post that has it; no person's name."""
    member_of: Organisation
    """The organisation that the post belongs to."""
    team_role: Annotated[Code, Codelist("team-role")]
    """What the post does in the team; `left` where it is in the team no more."""


class IntentionRecorded(Event):
    """What this organisation intends to commission: for whom, when, for how much and by which route. Whoever records it
    again says where it stands. Source: SUT 2.3, 3.1 (high level in June, by service in July); WAN 7.
    """

    intention: Reference
    """The intention's reference within the programme."""
    title: Title
    """What is to be commissioned."""
    client_groups: Annotated[tuple[ClientGroup, ...], Field(max_length=20)] = ()
    """For whom."""
    due: Due | None = None
    """By when it is to be in place, in somebody's words and as days."""
    value: Money | None = None
    """What it is expected to cost."""
    route: Annotated[Code, Codelist("commissioning-route")] | None = None
    """How it is to be commissioned."""
    lead_commissioner: Annotated[Code, Codelist("lead-commissioner")] | None = None
    """Whose portfolio it belongs to."""
    intention_state: Annotated[Code, Codelist("intention-state")] = "proposed"
    """Where it stands."""


class NeedAssessed(Event):
    """A need that was assessed, and what was done about it. Source: WAN 7 (needs and user data in the specification);
    WIL 8; SUT 1.2.
    """

    need: Reference
    """The need's reference within the programme, by which contracts name it."""
    title: Title
    """What is needed."""
    client_groups: Annotated[tuple[ClientGroup, ...], Field(max_length=20)] = ()
    """Whose need it is."""
    people: Headcount | None = None
    """How many people have it."""
    evidence: Text | None = None
    """What it is known from, in words; no personal data."""
    response: Text | None = None
    """What was done about it, in words."""
    assessed_on: Annotated[date | None, Happened("what was assessed has happened")] = None
    """The day of the assessment."""


class PhasePlanned(Event):
    """A phase of the programme, and what has to be there before it begins; whoever plans it again says where it stands.

    Source: WIL 15-16 (phased approach), 18 (assessed and analysed before the decision to commission jointly).
    """

    phase: Reference
    """The phase's reference within the programme."""
    title: Title
    """What is done in it."""
    due: Due | None = None
    """When it is to end, in somebody's words and as days."""
    entry_conditions: Annotated[tuple[Title, ...], Field(max_length=50)] = ()
    """What has to be there before it begins."""
    phase_state: Annotated[Code, Codelist("phase-state")] = "planned"
    """Where it stands."""
