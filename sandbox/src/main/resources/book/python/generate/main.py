"""The command: CSV on standard input, a columnar JSON object on standard output."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Callable

from .columns import convert

TYPES: dict[str, Callable[[str], object]] = {"int": int, "float": float, "str": str}


def column_types(text: str) -> dict[str, Callable[[str], object]]:
    """Reads ``id=int,price=float``."""
    types = {}
    for part in filter(None, text.split(",")):
        column, _, name = part.partition("=")
        if name not in TYPES:
            raise argparse.ArgumentTypeError(f"{part!r}: a type is one of {', '.join(TYPES)}")
        types[column] = TYPES[name]
    return types


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="@@kebab@@", description="Turns CSV rows into columns.")
    parser.add_argument("--types", type=column_types, default={}, help="such as id=int,price=float")
    options = parser.parse_args(arguments)
    try:
        table = convert(sys.stdin, options.types)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    json.dump(table.columns, sys.stdout)
    print()
    for refused in table.refused:
        print(f"line {refused.line}: {refused.reason}", file=sys.stderr)
    return 3 if table.refused else 0


if __name__ == "__main__":
    sys.exit(main())
