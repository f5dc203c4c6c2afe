"""`hub schemas check|register|freeze|draft`."""

import json
import sys
from importlib import resources
from pathlib import Path
from random import Random

import click

from hub.cli.running import FINDING, as_json, fail, print_json, run
from hub.events.catalogue import CATALOGUE
from hub.instance.connection import Cluster
from hub.log.publisher import register_schemas
from hub.log.registry import Incompatible, Registry
from hub.log.schema_gate import DIGESTS, SchemaFinding, Shelf, findings, registry_findings
from hub.serialization.draft import draft_schema
from hub.settings import Settings


@click.group()
def schemas() -> None:
    """Check and register the schemas of the events.

    \b
    Examples:
      hub schemas check                    before a merge, and at every start
      hub schemas check --registry         ask the instance's registry as well
      hub schemas register                 register every version, FULL_TRANSITIVE per subject
      hub schemas draft contract/declared  the schema that the model implies
      hub schemas freeze                   write the digests of new schema files
    """


@schemas.command()
@click.option("--registry", "ask", is_flag=True, help="Ask the instance's registry too; it changes nothing there.")
@as_json
def check(ask: bool, as_json: bool) -> None:
    """Refuse what old or new readers could not read, before the registry sees it.

    Finds: a frozen file that changed, an incompatible newer version, a model that differs from its newest schema, a
    missing example. Each finding names file, field and rule. Exit code 1 when there is one.

    \b
    Example:
      hub schemas check --json | jq '.findings[].rule'
    """
    shelf = Shelf.shipped()
    found = findings(shelf)
    if ask:

        async def work(settings: Settings, cluster: Cluster) -> list[SchemaFinding]:
            async with Registry(cluster.registry_url, Random(0), tries=3) as registry:
                return await registry_findings(registry, cluster.names, shelf)

        found += run(work, json=as_json)
    _tell(found, len(shelf.schemas()), as_json)


@schemas.command()
@as_json
def register(as_json: bool) -> None:
    """Register every version of every schema, after the check; repeating it changes nothing.

    Exit code 1 when the check finds something: then nothing is registered.

    \b
    Example:
      hub schemas register --json
    """
    shelf = Shelf.shipped()
    found = findings(shelf)
    if found:
        _tell(found, len(shelf.schemas()), as_json)

    async def work(settings: Settings, cluster: Cluster) -> dict[str, int] | Incompatible:
        async with Registry(cluster.registry_url, Random(0), tries=3) as registry:
            try:
                ids = await register_schemas(registry, cluster.names)
            except Incompatible as refused:
                return refused
        return {cluster.names.prefix + each.registry_subject: schema_id for each, schema_id in ids.items()}

    registered = run(work, json=as_json)
    if isinstance(registered, Incompatible):
        fix = "run `hub schemas check --registry`; another release may have registered a version"
        _tell([SchemaFinding("", "", "registry-refuses", str(registered), fix)], len(shelf.schemas()), as_json)
    if as_json:
        print_json({"ok": True, "subjects": registered})
    else:
        click.echo(f"{len(registered)} subjects are registered, each FULL_TRANSITIVE.")


@schemas.command()
@as_json
def freeze(as_json: bool) -> None:
    """Write the digests of schema files that are new; digests that stand are never changed.

    \b
    Example:
      hub schemas freeze && git add schemas
    """
    shelf, file = Shelf.shipped(), Path(str(resources.files("schemas"))) / DIGESTS
    new = sorted(set(shelf.schemas()) - set(shelf.digests()))
    file.write_text(shelf.frozen_now(), encoding="utf-8")
    if as_json:
        print_json({"ok": True, "frozen": new})
    else:
        click.echo("\n".join(f"frozen: {each}" for each in new) or "Nothing is new.")


@schemas.command()
@click.argument("event", metavar="TYPE")
@as_json
def draft(event: str, as_json: bool) -> None:
    """Print the schema that the model of TYPE implies: the start of its next version.

    TYPE is topic/event, such as contract/declared, or the CloudEvents type.

    \b
    Example:
      hub schemas draft contract/declared > schemas/contract/declared/v1.1.avsc
    """
    found = [each for each in CATALOGUE if event in (f"{each.word}/{each.name}", each.ce_type)]
    if not found:
        known = ", ".join(f"{each.word}/{each.name}" for each in CATALOGUE)
        fail(f"TYPE {event!r} is not in the catalogue; it has {known}", json=as_json)
    # indented as the frozen files are; --json asks for the same document
    click.echo(json.dumps(draft_schema(found[0]), indent=2, ensure_ascii=False))


def _tell(found: list[SchemaFinding], checked: int, json: bool) -> None:
    if json:
        listed = [{"file": f.file, "field": f.field, "rule": f.rule, "problem": f.problem, "fix": f.fix} for f in found]
        print_json({"ok": not found, "checked": checked, "findings": listed})
    else:
        for each in found:
            click.echo(each.line)
        click.echo(f"{checked} schemas checked, {len(found)} findings.", err=bool(found))
    sys.exit(FINDING if found else 0)
