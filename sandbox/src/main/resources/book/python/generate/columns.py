"""Rows to columns, with the rows that do not fit kept apart."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import Callable, Iterable, Mapping


@dataclass(frozen=True)
class Refused:
    """A row that was left out: the line it ends on, and why."""

    line: int
    reason: str


@dataclass
class Table:
    """Columns of equal length, and what was refused."""

    columns: dict[str, list[object]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values()), []))


def convert(source: Iterable[str], types: Mapping[str, Callable[[str], object]] | None = None) -> Table:
    """Converts CSV with a header line.

    Columns without a type are text. Raises ValueError when there is no header, when it names a column twice, or when a
    type is given for a column that it does not have.
    """
    types = types or {}
    reader = csv.reader(source)
    header = next(reader, None)
    if not header:
        raise ValueError("the first line must name the columns")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise ValueError(f"column {twice[0]!r} stands twice in the header")
    unknown = sorted(set(types) - set(header))
    if unknown:
        raise ValueError(f"there is no column {unknown[0]!r}; the header has {', '.join(header)}")

    table = Table(columns={name: [] for name in header})
    for number, row in enumerate(reader, start=2):
        reason = _problem(header, row, types)
        if reason:
            table.refused.append(Refused(number, reason))
            continue
        for name, value in zip(header, row):
            table.columns[name].append(types.get(name, str)(value))
    return table


def _problem(header: list[str], row: list[str], types: Mapping[str, Callable[[str], object]]) -> str | None:
    if len(row) != len(header):
        return f"{len(row)} values, {len(header)} columns"
    for name, value in zip(header, row):
        convert_value = types.get(name, str)
        try:
            convert_value(value)
        except ValueError:
            return f"{name}: {value!r} is no {convert_value.__name__}"
    return None
