"""Numbers and containers: each rule with the lines that break it."""

from __future__ import annotations

from baicheng_cli.plan.model import Plan
from baicheng_cli.rules import structure, writing
from baicheng_cli.yaml_source import Source


def test_a_shared_number_is_found_at_the_second_clause(plan: Plan) -> None:
    """
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 公园, lead: [区城管局]}
          - {id: "3.1", title: 水系, lead: [区农委]}
    """
    [(path, message, *_)] = structure.shared_number.check(plan)
    assert path == ("chapters", 0, "items", 1, "id")
    assert message == "编号“3.1”已经用于“公园”"


def test_a_shared_number_of_two_chapters_is_found(plan: Plan) -> None:
    """
    chapters:
      - {id: "3", title: 任务, items: [{id: "3.1", title: 公园, lead: [区城管局]}]}
      - {id: "3", title: 措施, items: [{id: "3.1", title: 资金, lead: [区农委]}]}
    """
    assert [said[0] for said in structure.shared_number.check(plan)] == [
        ("chapters", 1, "id"),
        ("chapters", 1, "items", 0, "id"),
    ]
