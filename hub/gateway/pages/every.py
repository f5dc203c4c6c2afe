"""Every page of the gateway: app.py takes this list, and the tests walk it."""

from hub.gateway.pages import differences, events, groups, home, lists, report, search, status, subjects

ROUTES = (
    home.routes,
    report.routes,
    groups.routes,
    lists.routes,
    subjects.routes,
    differences.routes,
    events.routes,
    search.routes,
    status.routes,
)
