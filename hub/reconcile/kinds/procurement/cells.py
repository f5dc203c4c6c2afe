"""What stands of a procurement on a day, by what is said of the procurement itself."""

from hub.reconcile.events import Subject
from hub.reconcile.folds import CORE
from hub.reconcile.kinds.procurement.view import ProcurementView, view_procurement
from hub.reconcile.reading import ViewReader


def procurement_view(read: ViewReader, procurement: str) -> ProcurementView:
    """Nothing of a procurement that is not there."""
    history = read.history(Subject("procurement", procurement), CORE)
    return view_procurement(procurement, history, read.day, read.configuration)
