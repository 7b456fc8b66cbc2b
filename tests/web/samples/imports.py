"""Imports: one that is done, one draft."""

from io import BytesIO

from tests.web.samples import Sample
from tests.web.samples.world import NOW, World
from winnow.flow import imports
from winnow.intake.models import Import


def draft(world: World) -> dict[str, int]:
    row = Import.objects.filter(status="draft").first()
    if row is None:
        file = BytesIO(b"Email,Name\npat@firm.example.com,Pat\n")
        row = imports.upload(file, "list.csv", world.seller.pk, NOW)
        imports.set_options(row, imports.Options(mapping={"email": "Email", "name": "Name"}))
    return {"pk": row.pk}


def done(world: World) -> dict[str, int]:
    row, _ = Import.objects.get_or_create(
        file_name="old.csv", sha256="0" * 64, path="imports/none", status="done", created_at=NOW
    )
    return {"pk": row.pk}


SAMPLES = {
    "import": Sample(done),
    "import_progress": Sample(done),
    "import_columns": Sample(draft),
    "import_reading": Sample(draft, get=405, post={"encoding": "utf-8", "delimiter": ","}),
    "import_rules": Sample(draft),
    "import_run": Sample(done, get=405),
    "import_undo": Sample(done, get=405),
    "import_discard": Sample(draft, get=405),
    "import_errors": Sample(done, get=404),
}
