"""The files that other systems exported, as canonical tables, with what was guessed and what could not be used."""

from winnow.measure.exports.mapping import MappingError, Stated, parse
from winnow.measure.exports.reading import Export, Role, read

__all__ = ["Export", "MappingError", "Role", "Stated", "parse", "read"]
