"""The codes that records hold, in the words that readers see."""

from __future__ import annotations

LEVELS = {
    "province": "省级",
    "prefecture": "市级",
    "county": "县级",
    "township": "乡级",
    "department": "部门",
}
DOC_TYPES = {
    "annual_report": "年度报告",
    "work_summary": "工作总结",
    "department_report": "部门报告",
    "npc_inspection_report": "人大视察报告",
    "other": "其他文种",
}
METHODS = {"reported": "报告所称", "computed": "由计数算出", "implied": "由所称比率反推"}
STATUSES = {
    "present": "有",
    "partial": "部分",
    "absent": "无",
    "unverifiable": "无法核实",
    "not_applicable": "不适用",
}
# Members that the catalogue numbers or names in English because reports do not name them.
MEMBERS = {
    **{"measure=accidents": "事故起数", "measure=deaths": "死亡人数", "measure=injuries": "受伤人数"},
    **{"form=1": "第一种形态", "form=2": "第二种形态", "form=3": "第三种形态", "form=4": "第四种形态"},
}


def members(dimension: str) -> str:
    """The members of a dimension (`channel=大厅;flow=新增`) in words; empty for the total."""
    parts = filter(None, dimension.split(";"))
    return " · ".join(MEMBERS.get(part, part.partition("=")[2]) for part in parts)
