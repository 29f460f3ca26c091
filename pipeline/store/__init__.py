"""The store: one DuckDB file holding all that was read, and the only room that knows SQL."""

from .editions import freeze
from .export import export
from .files import replacing
from .write import write

__all__ = ["export", "freeze", "replacing", "write"]
