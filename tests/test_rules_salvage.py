"""Making the most of a broken file: what is kept, what stands in, and which findings are held back."""

from __future__ import annotations

import pytest
from conftest import plan_source, unmarked

from baicheng_cli.plan.model import Plan
from baicheng_cli.progress.model import Sidecar
from baicheng_cli.rules import deadlines
from baicheng_cli.rules.engine import KeyOf, Need, beside, everywhere, named, near
from baicheng_cli.rules.salvage import Held, for_plan, for_sidecar, hold
from baicheng_cli.yaml_source import Source

NO_LEAD = [near("lead", "responsible")]


def held(text: str) -> Held[Plan]:
    return hold(Plan, plan_source(text), for_plan)


def kept(text: str) -> Plan:
    plan = held(text).model
    assert plan is not None
    return plan


def test_a_file_in_order_is_kept_as_it_is() -> None:
    source = plan_source("")
    whole = hold(Plan, source, for_plan)
    assert whole.source is source
    assert (whole.losses, whole.stand_ins, whole.findings) == ([], set(), [])


def test_what_is_not_required_is_left_out_and_the_rest_stays_in_its_place() -> None:
    text = """
    chapters:
      - id: "3"
        title: 任务
        items:
          - {id: "3.1", title: 公园, content: [[a]], milestones: [{id: m1, title: 公园, due: 2019-02-30}]}
          - 水系
          - {id: "3.2", title: 道路, lead: ‸[区农委]}
    """
    text, [place] = unmarked(plan_source(text).text)
    broken = hold(Plan, Source("plan.yaml", text), for_plan)
    assert broken.model is not None
    first, second = broken.model.chapters[0].items
    assert (first.content, first.milestones[0].due, second.title) == ((), None, "道路")
    assert broken.source.place(("chapters", 0, "items", 1, "lead"))[1:] == place


@pytest.mark.parametrize(
    "text",
    [
        "document: {}",
        "document: 方案",
        "period: {start: 2019, end: x}",
        "schema: 9",
        "units: [{names: []}, {id: 1, names: [{}]}]",
        "collectives: [{members: leads}]",
        "chapters: []",
        "chapters: 任务",
        "chapters: [{items: [{items: [{indicators: [{exactly: 3x}], milestones: [{}]}]}]}]",
        'chapters: [{id: "3", title: 任务, items: [{id: "3.1", title: 公园, indicators: [{stages: [{}, {due: x}]}]}]}]',
    ],
)
def test_something_stands_in_for_what_a_plan_cannot_do_without(text: str) -> None:
    assert isinstance(kept(text), Plan)


def test_nothing_is_made_of_a_file_that_is_no_mapping() -> None:
    assert hold(Plan, Source("a.yaml", "- a\n"), for_plan).model is None


def test_a_list_that_was_written_as_one_value_is_read_as_a_list() -> None:
    text = 'chapters: {id: "3", title: 任务, items: [{id: "3.1", title: 公园, lead: 区城管局}]}'
    assert kept(text).tasks[0].lead == ("区城管局",)


def test_a_misspelt_key_is_read_under_its_right_name() -> None:
    text = 'schema: 1\nchpters: [{id: "3", titel: 任务, itmes: [{id：3.7, title: 公园, laed: [‸区城管局]}]}]'
    text, [place] = unmarked(text)
    broken = hold(Plan, Source("plan.yaml", text), for_plan)
    assert broken.model is not None
    assert [(task.id, task.lead) for task in broken.model.tasks] == [("3.7", ("区城管局",))]
    assert broken.source.place(("chapters", 0, "items", 0, "lead", 0))[1:] == place


def test_what_is_wrong_below_a_misspelt_key_is_found_too() -> None:
    text = (
        'chapters: [{id: "3", title: 任务, itmes: [{id: "3.1", milestones: [{id: m1, title: 园, due: 2019-02-30}]}]}]'
    )
    assert sorted(one.code for one in held(text).findings) == ["BC101", "BC102", "BC106"]


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("title: 治污, items: [{id: '3.7.1', title: 大气}]", "3.7"),
        ("id: 三, title: 治污", "3.2"),
    ],
)
def test_the_likely_number_stands_in_for_one_that_cannot_be_read(written: str, id: str) -> None:
    text = f'chapters: [{{id: "3", title: 任务, items: [{{id: "3.1", title: 公园}}, {{{written}}}]}}]'
    assert kept(text).chapters[0].items[1].id == id


def test_the_day_of_the_stage_before_stands_in_for_that_of_a_stage() -> None:
    stages = "{exactly: 5, due: 2019-06-30}, {exactly: 6, due: x}, {exactly: 7, due: 2019-03-31}"
    item = f'{{id: "3.1", title: 公园, indicators: [{{id: a, name: 绿地, unit: 座, stages: [{stages}]}}]}}'
    plan = kept(f'chapters: [{{id: "3", title: 任务, items: [{item}]}}]')
    indicator = ("chapters", 0, "items", 0, "indicators", 0)
    found = [said[0] for said in deadlines.stages_backwards.check(plan)]
    assert found == [(*indicator, "stages", 1, "due"), (*indicator, "stages", 2, "due")], "the first is hidden"


def test_a_sidecar_takes_month_and_unit_from_its_place() -> None:
    text = """
schema: 1
unit: [甲]
entries: [{id: A, task: "3.3", date: 2019-09-31}, {id: B, task: "3.3", date: 2019-09-25}]
"""
    side = hold(Sidecar, Source("a.yaml", text), for_sidecar("chengguan", "2019-09")).model
    assert side is not None
    assert (side.unit, side.month, len({entry.id for entry in side.entries})) == ("chengguan", "2019-09", 2)


def test_nothing_is_said_of_a_value_that_stands_in() -> None:
    broken = held("document: {title: 方案, number: 1号, issuer: 某区, issued: 2019-02-30}")
    assert not broken.trusts(("document", "issued"), (), broken.losses)
    assert broken.trusts(("document", "title"), (), broken.losses)


ITEMS = """
chapters:
  - id: "3"
    title: 任务
    items:
      - {id: "3.1", title: 公园, %s}
      - {id: "3.2", title: 水系}
      - id: "3.3"
        title: 治污
        items: [{id: "3.3.1", title: 大气}]
"""
FIRST, SECOND = ("chapters", 0, "items", 0), ("chapters", 0, "items", 1)


def trusts(written: str, path: tuple[str | int, ...], *needs: Need) -> bool:
    broken = held(ITEMS % written)
    assert broken.losses
    return broken.trusts(path, needs, broken.losses)


def test_what_is_missing_near_a_loss_is_not_called_missing_but_elsewhere_it_is() -> None:
    assert not trusts("lead: [[a]]", FIRST, *NO_LEAD)
    assert not trusts("负责: [a]", FIRST, *NO_LEAD), "an unknown key may be any"
    assert trusts("lead: [[a]]", SECOND, *NO_LEAD)
    assert trusts("content: [[a]]", FIRST, *NO_LEAD)


def test_a_lead_that_was_lost_above_may_have_been_inherited() -> None:
    text = ITEMS.replace("title: 治污", "title: 治污\n        lead: [[a]]") % "lead: [区农委]"
    broken = held(text)
    below = ("chapters", 0, "items", 2, "items", 0)
    assert not broken.trusts(below, NO_LEAD, broken.losses)
    assert broken.trusts(SECOND, NO_LEAD, broken.losses)


def test_the_numbers_beside_one_that_stands_in_are_not_questioned() -> None:
    text = ITEMS.replace('"3.2"', "三二") % "lead: [区农委]"
    broken = held(text)
    assert not broken.trusts((*FIRST, "id"), [beside("id")], broken.losses)
    assert broken.trusts(("chapters", 0, "items", 2, "items", 0, "id"), [beside("id")], broken.losses)


def test_what_was_lost_counts_everywhere_or_where_it_names_the_very_thing() -> None:
    text = "units: [{id: jia, names: [[区财政局]]}]\n" + ITEMS % "lead: [区财政局], support: [区城管局]"
    broken = held(text)
    lead, support = (*FIRST, "lead", 0), (*FIRST, "support", 0)
    assert not broken.trusts(lead, [named("units", "names")], broken.losses)
    assert broken.trusts(support, [named("units", "names")], broken.losses)
    assert not broken.trusts(support, [everywhere("units", "names")], broken.losses)
    assert broken.trusts(lead, [named("units", "id")], broken.losses)
    assert broken.trusts(lead, [named("chapters")], broken.losses)


def test_of_a_key_it_is_the_key_that_may_be_named() -> None:
    broken = held("units: [{id: jia, names: [[lead]]}]\n" + ITEMS % "lead: [区财政局]")
    assert not broken.trusts(KeyOf((*FIRST, "lead")), [named("units", "names")], broken.losses)
    assert broken.trusts((*FIRST, "lead"), [named("units", "names")], broken.losses)


@pytest.mark.parametrize(
    ("line", "top", "key"),
    [
        ("        lead: @甲", "chapters", "lead"),
        ("      - @甲", "chapters", "items"),
        ("    kind: @tasks", "chapters", "kind"),
        ("@units: []", "units", "*"),
    ],
)
def test_a_line_that_could_not_be_read_is_a_loss_of_what_held_it(line: str, top: str, key: str) -> None:
    text = f'chapters:\n  - id: "3"\n    title: 任务\n    items:\n      - id: "3.1"\n        title: 公园\n{line}\n'
    source = Source("plan.yaml", "schema: 1\n" + text)
    assert (top, key) in {(loss.top, loss.key) for loss in hold(Plan, source, for_plan).losses}


def test_the_first_lines_of_a_list_are_a_loss_of_that_list() -> None:
    text = "units:\n  - {id: jia, names: [{name: 甲局}]\n  - {id: yi, names: [{name: 乙局}]}\n"
    [loss] = held(text).losses
    assert (loss.top, loss.key) == ("units", "units")
    assert loss.text is not None and "甲局" in loss.text


def test_the_second_of_two_equal_keys_is_a_loss() -> None:
    [loss] = held(ITEMS % "lead: [区农委], lead: [区城管局]").losses
    assert (loss.top, loss.key) == ("chapters", "lead")
    assert loss.text is not None and "区城管局" in loss.text
