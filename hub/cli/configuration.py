"""`hub configuration check|publish|show|withdraw`."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
import orjson

from hub.cli.configuration_withdraw import withdraw
from hub.cli.running import FINDING, as_json, fail, print_json, run
from hub.configuration.configuration_file import ConfigurationFault, FileDocument, numbers_of_notices, read_files
from hub.configuration.model import Configuration, Document
from hub.events.counting import count_words
from hub.instance.connection import Cluster
from hub.settings import Settings
from hub.usecases.configuring import Published, publish_configuration, standing

_files = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def configuration() -> None:
    """Check and publish partnerships, groups, organisations, tolerances and standards of practice.

    A file is YAML: a list of documents, each with `document:` partnership, group, organisation, tolerances,
    practice or views.

    \b
    Examples:
      hub configuration check partners.yaml groups.yaml
      hub configuration publish partners.yaml groups.yaml
      hub configuration show --json
      hub configuration withdraw group/old-board --reason "dissolved in 2016"
    """


configuration.add_command(withdraw)


@configuration.command()
@_files
@as_json
def check(files: Sequence[Path], as_json: bool) -> None:
    """Check files without publishing them: file:line: field: problem: what to do. Exit code 1 for a finding.

    A warning is none: what it names is taken, and joins less than it seems to.

    \b
    Example:
      hub configuration check partners.yaml
    """
    in_files, wrong = _read(files, as_json)
    if as_json:
        print_json(
            {
                "ok": not wrong,
                "documents": len(in_files),
                "findings": _documents(wrong),
                "warnings": _warnings(in_files),
            }
        )
    else:
        _warn(in_files)
        fine = f"{count_words(len(in_files), 'document')}, nothing to mend."
        click.echo("\n".join(each.text for each in wrong) or fine)
    sys.exit(FINDING if wrong else 0)


@configuration.command()
@_files
@as_json
def publish(files: Sequence[Path], as_json: bool) -> None:
    """Publish the documents that changed, after the check; repeating it writes nothing.

    Others that stand and cannot be read do not keep these from being published: they are told. Exit code 1 when the
    check finds something: then nothing is published.

    \b
    Example:
      hub configuration publish partners.yaml groups.yaml
    """
    in_files, wrong = _read(files, as_json)
    if wrong:
        if as_json:
            print_json({"ok": False, "changed": [], "unchanged": [], "findings": _documents(wrong)})
        else:
            click.echo("\n".join(each.text for each in wrong))
            click.echo("Nothing was published.", err=True)
        sys.exit(FINDING)
    documents: list[Document] = [each.document for each in in_files]

    async def work(settings: Settings, cluster: Cluster) -> Published:
        return await publish_configuration(cluster, documents)

    done = run(work, json=as_json)
    if as_json:
        changes = {"changed": done.changed, "unchanged": done.unchanged}
        print_json(
            {
                "ok": True,
                **changes,
                "findings": [],
                "warnings": _warnings(in_files),
                "configuration_problem": done.problem,
            }
        )
    else:
        _warn(in_files)
        for key in done.changed:
            click.echo(f"published: {key}")
        click.echo(f"{len(done.changed)} published, {len(done.unchanged)} stood already.")
        if done.problem is not None:
            click.echo(f"The configuration cannot be used yet: {done.problem}.", err=True)


@configuration.command()
@as_json
def show(as_json: bool) -> None:
    """Show the configuration as it stands, with the hash that pictures carry.

    \b
    Example:
      hub configuration show --json | jq .documents
    """

    async def work(settings: Settings, cluster: Cluster) -> Configuration:
        return await standing(cluster)

    found: Configuration = run(work, json=as_json)
    documents = [found.documents[key].model_dump(mode="json", exclude_none=True) for key in sorted(found.documents)]
    if as_json:
        print_json(
            {"ok": True, "hash": found.hash, "offset": found.offset, "views": found.views, "documents": documents}
        )
        return
    for each in documents:
        click.echo(orjson.dumps(each).decode())
    click.echo(f"{count_words(len(documents), 'document')}, hash {found.hash}, up to offset {found.offset}.")


def _read(files: Sequence[Path], json: bool) -> tuple[list[FileDocument], list[ConfigurationFault]]:
    try:
        texts = [(str(file), file.read_text(encoding="utf-8")) for file in files]
    except (OSError, UnicodeDecodeError) as unreadable:
        fail(f"FILES: {unreadable}. Give readable YAML files in UTF-8", json=json)
    return read_files(texts)


def _warn(in_files: Sequence[FileDocument]) -> None:
    for each in numbers_of_notices(in_files):
        click.echo(f"Warning: {each.text}", err=True)


def _warnings(in_files: Sequence[FileDocument]) -> list[dict[str, object]]:
    return _documents(list(numbers_of_notices(in_files)))


def _documents(wrong: Sequence[ConfigurationFault]) -> list[dict[str, object]]:
    return [{"file": w.file, "line": w.line, "field": w.field, "problem": w.problem, "fix": w.fix} for w in wrong]
