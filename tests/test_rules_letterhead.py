"""Heads and feet of papers: each rule with the lines that break it."""

from __future__ import annotations

from inspect import cleandoc

import pytest
from calling import ROOT

from baicheng_cli.plan.load import load_plan, load_settings
from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.settings import Papers, Settings
from baicheng_cli.rules import letterhead as rules
from baicheng_cli.yaml_source import Source


@pytest.fixture
def plan() -> Plan:
    text = """
    schema: 1
    document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
    period: {start: 2019-01-01, end: 2019-12-31}
    units:
      - {id: chengguan, names: [{name: 区城管局, aliases: [城管执法局]}]}
      - {id: jiaojing, names: [{name: 交警二大队}]}
    chapters: [{id: "3", title: 任务}]
    """
    return Plan.model_validate(Source("plan.yaml", cleandoc(text)).data)


def settings(text: str) -> Settings:
    return Settings.model_validate(Source("settings.yaml", cleandoc(text)).data)


def test_who_gets_a_letter_is_a_unit_by_any_of_its_names(plan: Plan) -> None:
    office = settings("papers: {letters: [交警二大队, chengguan, 城管执法局, 交警大队]}")
    [found] = rules.unknown_unit_of_a_letter.check(office, plan)
    assert found == (("papers", "letters", 3), "没有“交警大队”这个单位", "你是不是要找：交警二大队？")


def test_a_member_of_a_roster_may_get_letters_too(plan: Plan) -> None:
    office = settings(
        """
        rosters: {jiedao: [{id: lvdong, name: 绿东村街道}]}
        papers: {letters: [绿东村街道]}
        """
    )
    assert not list(rules.unknown_unit_of_a_letter.check(office, plan))


@pytest.mark.parametrize(
    ("word", "fine"),
    [("中原百城", True), ("中原百城督", True), ("中原百城〔2019〕", False), ("中原百城9号", False), ("号令办", True)],
)
def test_a_number_s_word_is_only_the_word(plan: Plan, word: str, fine: bool) -> None:
    office = settings(f"papers: {{number_word: {word}, letter_word: {word}}}")
    found = [said[0] for said in rules.more_than_a_word.check(office, plan)]
    assert found == ([] if fine else [("papers", "number_word"), ("papers", "letter_word")])


def test_what_a_template_prints_itself_is_not_in_the_settings(plan: Plan) -> None:
    office = settings(
        """
        papers:
          signer: "某区某办\\n某区某局"
          bulletin_addressees: 各街道办事处，各有关单位：
          report_to: [区委, 报：区政府]
          issue_to: [各街道办事处。]
          issued_by: 发改委
        """
    )
    assert list(rules.more_than_a_name.check(office, plan)) == [
        (("papers", "signer"), "写成了两行", "写成一行"),
        (("papers", "bulletin_addressees"), "末尾的“：”由模板印", "删去"),
        (("papers", "report_to", 1), "“报：”由模板印", "删去"),
        (("papers", "issue_to", 0), "末尾的“。”由模板印", "删去"),
    ]


def test_the_demonstration_s_head_passes_every_rule_and_names_no_person() -> None:
    plan, office = load_plan(ROOT / "plan" / "2019.yaml").plan, load_settings(ROOT / "demo" / "2019")
    for rule in (rules.unknown_unit_of_a_letter, rules.more_than_a_word, rules.more_than_a_name):
        assert not list(rule.check(office, plan))
    assert (office.papers.contact, office.papers.phone) == (None, None)


def test_without_settings_a_paper_has_no_head_and_none_is_made_up() -> None:
    assert Settings.model_construct().papers == Papers()
    assert not Papers().model_dump(exclude_defaults=True)
