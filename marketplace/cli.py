"""The `marketplace` command."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

import click
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, OperationalError

from marketplace.domain.errors import MarketplaceError
from marketplace.kit.process.frontend import ROOT
from marketplace.settings import settings


class Refusal(click.ClickException):
    """One sentence, and exit code 1."""

    def show(self, file: object = None) -> None:
        click.echo(f"error: {self.message}", err=True)


def say(text: str) -> None:
    """A line of progress; where nobody listens any more, as after a closed terminal, nothing fails for it."""
    with suppress(OSError):
        click.echo(f"  {text}")


@click.group(help="Concourse, a marketplace of many stores. `make run` is `marketplace up`.")
def cli() -> None:
    """All commands work on the same folder and database as the running product."""


@cli.command()
def up() -> None:
    """Set up whatever is missing, start web and worker, and stop them on Ctrl-C."""
    from marketplace.launch import launch

    launch(say)


@cli.command()
def dev() -> None:
    """Like `up`, for whoever changes the program: what is saved is running a moment later."""
    from marketplace.launch import launch

    launch(say, reloads=True)


@cli.command()
def web() -> None:
    """Run only the web server (the database and the front end must be there)."""
    from marketplace.launch import serve

    serve()


@cli.command()
def worker() -> None:
    """Run only a worker."""
    os.execv(sys.executable, [sys.executable, "-m", "tasks.worker"])


@cli.command()
def build() -> None:
    """Build the front end if it is stale."""
    from marketplace.kit.process import frontend

    try:
        frontend.build(say)
    except frontend.FrontendBuildFailed as error:
        raise Refusal(str(error)) from error


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from marketplace.kit.process.migrations import upgrade

    upgrade()
    say("The schema is up to date.")


@cli.command()
def seed() -> None:
    """Load the demo stores into an empty database."""
    from marketplace.demo.load import is_empty, lacks_trade, load

    if not (is_empty() or lacks_trade()):
        raise Refusal("there are stores in this database already; the demo is loaded only into an empty one")
    load(say)


@cli.command("demo-info")
@click.option("--json", "as_json", is_flag=True, help="for programs")
def demo_info(as_json: bool) -> None:
    """Show the stores with their keys, and the demo accounts."""
    from marketplace.queries.shared.demo import demo_facts

    facts = demo_facts()
    if as_json:
        click.echo(json.dumps(facts, indent=2))
        return
    for store in facts["stores"]:
        click.echo(f"{store['name']:<14}{store['url']:<44}{store['publishable_key']}")
    click.echo()
    for account in facts["accounts"]:
        place = account["company"] or account["store"] or ""
        click.echo(f"{account['role']:<24}{account['email']:<34}{account['password']:<20}{place}")
    if room := facts["live_quote"]:
        click.echo(f"\nA live quote, {room['number']}: open the second side in a private window")
        for side in ("buyer", "vendor"):
            click.echo(f"{side:<24}{room[side]['email']:<34}{room[side]['url']}")


@cli.command()
def doctor() -> None:
    """Say in words what is right and what is wrong here."""
    from marketplace.services.operations.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(f"{'ok ' if finding.ok else 'BAD'}  {finding.what}: {finding.says}")
    if not all(finding.ok for finding in findings):
        sys.exit(1)


@cli.command()
def verify() -> None:
    """Recompute every invariant of books, stock, tenancy and audit trail; exit code 1 if one is broken."""
    from marketplace.kit.db import gather_statistics
    from marketplace.services.operations.verification import verify_everything

    gather_statistics()
    results = verify_everything()
    for result in results:
        click.echo(f"{'ok    ' if not result.broken else 'BROKEN'}  {result.name} ({result.checked:,} checked)")
        for line in result.broken[:20]:
            click.echo(f"          {line}")
    if any(result.broken for result in results):
        sys.exit(1)


@cli.command("begin-anchors-anew")
@click.option("--reason", prompt=True, help="kept in the trail")
def begin_anchors_anew(reason: str) -> None:
    """Put the audit trail's anchors aside, after a change of SECRET_KEY; the next ones are of the trail as it is."""
    import marketplace.models  # noqa: F401  a line of the trail points at its store
    from marketplace.kit.db import unit_of_work
    from marketplace.kit.tenancy import Scope
    from marketplace.services.operations.audit_anchors import begin_anew

    with unit_of_work(Scope.system()) as db:
        begin_anew(db, reason=reason)
    say("The anchors begin anew within a minute; the old file stays beside the new one.")


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the database, the media and the key into one file."""
    from marketplace.kit.process.backup import write_backup

    held = write_backup(file)
    say(f"Written to {file} ({file.stat().st_size / 1_000_000:.1f} MB, readable by you alone). It holds:")
    for line in held:
        say(f"- {line}")


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="overwrite what is in the database now")
def restore(file: Path, replace: bool) -> None:
    """Read a backup into this database."""
    from marketplace.kit.process.backup import read_backup

    held = read_backup(file, replace=replace)
    say("Restored:")
    for line in held:
        say(f"- {line}")


@cli.command("retire-demo-accounts")
def retire_demo() -> None:
    """Shut the demo's accounts, whose password everybody knows: production does not start with them."""
    from marketplace.kit.db import unit_of_work
    from marketplace.kit.tenancy import Scope
    from marketplace.services.operations.production_checks import retire_demo_accounts

    with unit_of_work(Scope.system()) as db:
        retired = retire_demo_accounts(db)
    say(f"Suspended, and signed out everywhere: {', '.join(retired)}." if retired else "There is none that is open.")


@cli.command("create-operator")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.password_option()
def create_operator(email: str, name: str, password: str) -> None:
    """Make an account that runs the platform."""
    from marketplace.kit.db import unit_of_work
    from marketplace.kit.tenancy import Scope
    from marketplace.services.identity.operators import create

    with unit_of_work(Scope.system()) as db:
        create(db, email=email, name=name, password=password)
    say(f"{email} can sign in at {settings().base_url}/sign-in")


def main() -> None:
    """Entry point: a refusal is one sentence on stderr and exit code 1, never a traceback."""
    try:
        data_dir = settings().data_dir.resolve()
    except ValidationError as error:
        sentences = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in error.errors())
        sys.exit(f"error: {sentences}")
    os.environ["MARKETPLACE_DATA_DIR"] = str(data_dir)
    settings.cache_clear()
    os.chdir(ROOT)
    try:
        cli()
    except MarketplaceError as refusal:
        sys.exit(f"error: {refusal.sentence}")
    except ArgumentError:
        sys.exit("error: DATABASE_URL is not an address such as postgresql://user:password@host:5432/name")
    except OperationalError as error:
        sys.exit(f"error: the database cannot be reached: {str(error.orig).strip().splitlines()[0]}")


if __name__ == "__main__":
    main()
