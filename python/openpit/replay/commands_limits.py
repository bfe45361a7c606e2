# SPDX-License-Identifier: Apache-2.0
"""The commands ``openpit limits check`` and ``openpit limits schema``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .entry import EXIT_BAD_INPUT
from .terminal import complain
from .textfile import text_of

SCHEMA = "limits.schema.json"
# Tables for each account are checked over one name when none is given.
_SOME_ACCOUNT = "ACCOUNT"


@click.group()
def limits() -> None:
    """Work with files of limits."""


@limits.command()
@click.argument("limits_file", metavar="LIMITS.toml", type=click.Path(path_type=Path))
@click.option(
    "--accounts",
    metavar="NAME[,NAME...]",
    multiple=True,
    help="The accounts over which tables for each account expand; one made-up name without it.",
)
def check(limits_file: Path, accounts: tuple[str, ...]) -> None:
    """Check the limits in LIMITS.toml and print every fault with its line and key.

    The exit code is 0 when they can be used, 2 when they have a fault.
    """
    text = text_of(limits_file)
    names = [name for given in accounts for name in given.split(",")] or [_SOME_ACCOUNT]
    from openpit import ConfigError

    from . import runner

    try:
        runner.build_engine(text, names).close()
    except ConfigError as error:
        for fault in error.faults:
            complain(f"`{limits_file}` {fault}")
        raise click.exceptions.Exit(EXIT_BAD_INPUT) from error
    click.echo(f"`{limits_file}` has no fault")


@limits.command()
def schema() -> None:
    """Print the JSON Schema of files of limits, for editors."""
    sys.stdout.write(Path(__file__).with_name(SCHEMA).read_text("utf-8"))
