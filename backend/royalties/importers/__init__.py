"""Statement files of distributors and accountants, read into lines: exact, taken whole or refused whole."""

from backend.royalties.importers.formats import FORMATS, Importer, detect
from backend.royalties.importers.lines import UNKNOWN_COUNTRY, Line, Origin, Period
from backend.royalties.importers.mapping import Mapping, MappingUnusable, parse_mapping
from backend.royalties.importers.problems import Problem, StatementRefused
from backend.royalties.importers.reading import Reading, open_statement

__all__ = [
    "FORMATS",
    "UNKNOWN_COUNTRY",
    "Importer",
    "Line",
    "Mapping",
    "MappingUnusable",
    "Origin",
    "Period",
    "Problem",
    "Reading",
    "StatementRefused",
    "detect",
    "open_statement",
    "parse_mapping",
]
