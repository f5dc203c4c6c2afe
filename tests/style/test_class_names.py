"""A class name stands for one thing, so that whoever searches for it finds that.

Forms that are read outside carry the terms of the field: an award as partners say it is an award, and so is one in a
picture. Of two such forms each may have the term; so may a form and one class behind it.
"""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORMS = {
    "hub/events/procurement.py": "what partners say",
    "hub/gateway/api/models.py": "what the gateway answers",
    "hub/reconcile/kinds/procurement/typed.py": "a picture",
    "hub/reconcile/typed.py": "parts of a picture",
}


def test_a_class_name_stands_once_but_for_the_forms_that_are_read_outside() -> None:
    where: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "hub").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                where[node.name].append(str(path.relative_to(ROOT)))
    twice = {name: files for name, files in where.items() if sum(file not in FORMS for file in files) > 1}
    assert twice == {}
    used = {file for files in where.values() if len(files) > 1 for file in files if file in FORMS}
    assert used == set(FORMS), "a line that excuses nothing is taken out"
