"""The migrations of this program, and those of before whose place they took."""

from django.db.migrations.loader import MigrationLoader


def replaced() -> dict[str, str]:
    """Which migration of today holds what one of before did; both as app.name."""
    disk = MigrationLoader(None).disk_migrations
    return {f"{app}.{name}": f"{key[0]}.{key[1]}" for key, one in disk.items() for app, name in one.replaces}


def known() -> set[str]:
    """Every migration that this program has, or that one of its own took the place of."""
    disk = MigrationLoader(None).disk_migrations
    return {f"{app}.{name}" for app, name in disk} | set(replaced())


def of_today(names: list[str]) -> list[str]:
    """The migrations of this program that make the tables those of `names` had made, in their order."""
    today = replaced()
    return list(dict.fromkeys(today.get(name, name) for name in names))
