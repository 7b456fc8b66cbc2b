"""What a procedure asks for beyond the base installation. Pure."""

from importlib.util import find_spec

from winnow.procedure.parse import parse
from winnow.procedure.places import Path, line_at, lines_of
from winnow.procedure.problems import Problem, ProcedureErrors, dotted
from winnow.procedure.schema import Procedure

METHOD: Path = ("routing", "method")


def usable_here(text: str) -> Procedure:
    """The procedure that a text says, if this installation can follow it. Raises `ProcedureErrors` if not.

    For what is to be put in force; what is in force already is read by `parse` alone, wherever it runs.
    """
    procedure = parse(text)
    if procedure.routing.method == "most_profit" and not find_spec("scipy"):
        line = line_at(lines_of(text.removeprefix("\ufeff")), METHOD)
        said = (
            '"most_profit" needs numpy and scipy, which are not installed; install Winnow with the extra "ml"'
        )
        raise ProcedureErrors([Problem(line, dotted(METHOD), said, "most_room")])
    return procedure
