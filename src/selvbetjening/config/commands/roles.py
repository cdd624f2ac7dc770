"""Make the database, its three roles and their rights on a server of your own."""

import argparse
import os

from psycopg.conninfo import conninfo_to_dict

from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.roles import Roles, ensure_roles

VARIABLES = ("DATABASE_OWNER_URL", "DATABASE_URL", "DATABASE_DOORWAY_URL")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing: names and passwords come from the addresses in the environment."""


def execute(options: argparse.Namespace) -> int:
    """Make or correct the roles that the three addresses name, with their passwords. May be run again."""
    superuser = os.environ.get("DATABASE_SUPERUSER_URL")
    if not superuser:
        raise PlainError("DATABASE_SUPERUSER_URL is not set: only a superuser can make roles. Unset it afterwards.")
    parts = []
    for variable in VARIABLES:
        parts.append(conninfo_to_dict(os.environ.get(variable, "")))
        if not parts[-1].get("user") or not parts[-1].get("dbname"):
            raise PlainError(f"{variable} must name a role and a database: postgresql://role:password@host/database")
    if len({part["dbname"] for part in parts}) > 1 or len({part["user"] for part in parts}) < len(parts):
        raise PlainError(f"{', '.join(VARIABLES)} must name one database and three different roles.")
    owner, runtime, doorway = (str(part["user"]) for part in parts)
    passwords = {str(part["user"]): str(part["password"]) for part in parts if part.get("password")}
    database = str(parts[0]["dbname"])
    ensure_roles(superuser, database=database, roles=Roles(owner, runtime, doorway, passwords))
    print(f"Database {database} and the roles {owner}, {runtime} and {doorway} are ready.")
    return 0
