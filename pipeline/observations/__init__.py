"""Figures bound to indicators: clause by clause, by the wordings of the catalogue, or left unbound with the reason."""

from __future__ import annotations

from .binding import bind
from .explaining import explain

__all__ = ["bind", "explain"]
