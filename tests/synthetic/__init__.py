"""Synthetic reports of the genre with known truth, for tests and benchmarks.

They are composed from data files of places, sentences and page furniture, so that every span is known while the
text is written. Nothing is taken from the rooms that they test.
"""

from .injection import Injected, inject
from .plans import FAULTS, Plan, draw_plan
from .reports import Synthetic, make_report

__all__ = ["FAULTS", "Injected", "Plan", "Synthetic", "draw_plan", "inject", "make_report"]
