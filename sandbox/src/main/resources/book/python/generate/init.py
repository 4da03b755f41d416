"""@@Title@@: @@summary@@."""

from .columns import Refused, Table, convert

__all__ = ["Refused", "Table", "convert"]
