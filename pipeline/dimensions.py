"""The members of dimensions as readers see them."""

from __future__ import annotations

# Members that the catalogue numbers or names in English because reports do not name them.
MEMBERS = {
    **{"measure=accidents": "事故起数", "measure=deaths": "死亡人数", "measure=injuries": "受伤人数"},
    **{"form=1": "第一种形态", "form=2": "第二种形态", "form=3": "第三种形态", "form=4": "第四种形态"},
}


def members(dimension: str) -> str:
    """The members of a dimension (`channel=大厅;flow=新增`) in words; empty for the total."""
    parts = filter(None, dimension.split(";"))
    return " · ".join(MEMBERS.get(part, part.partition("=")[2]) for part in parts)
