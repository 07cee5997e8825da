"""The command line: ``frontlines COMMAND``.  Contracts are in the README; scripts rely on them.

Heavy rooms are imported inside the commands, so that help comes at once.
"""

import sys

from frontlines.cli.base import new_app
from frontlines.cli.export import register as register_export
from frontlines.cli.imports import register as register_imports
from frontlines.cli.maps import register as register_maps
from frontlines.cli.measure import register as register_measure
from frontlines.cli.pictures import register as register_pictures
from frontlines.cli.reports import register as register_reports
from frontlines.cli.reviews import register as register_reviews
from frontlines.cli.upkeep import register as register_upkeep

app = new_app(
    "Reads reports of the Syria conflict and draws them: who holds what, where the fronts run, what happened."
)
register_reports(app)
register_maps(app)
register_pictures(app)
register_export(app)
register_imports(app)
register_measure(app)
register_upkeep(app)
register_reviews(app)


def main() -> None:
    """Run the command line; the entry point of ``frontlines``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    app()
