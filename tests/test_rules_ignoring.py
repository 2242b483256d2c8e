"""What the office has looked at and lets stand: `ignore:` in its settings, by code, place and reason."""

from __future__ import annotations

import json
from inspect import cleandoc
from pathlib import Path

import pytest
from calling import Office, Said, call

from baicheng_cli.rules.check import ask_all, ask_file
from baicheng_cli.rules.ignoring import names_at, path_to
from baicheng_cli.yaml_source import Source

PLAN = """
schema: 1
document: {title: 示例方案, number: 示例〔2019〕1号, issuer: 某区, issued: 2019-04-14}
period: {start: 2019-01-01, end: 2019-12-31}
units:
  - {id: jia, names: [{name: 甲局}]}
  - {id: yi, names: [{name: 乙局}]} # nobody's task: BC207
chapters:
  - id: "3"
    title: 任务
    items:
      - id: "3.1"
        title: 上面
        items:
          - {id: "3.1.1", title: 公园, lead: [甲局], indicators: [{id: a, name: 公园, at_least: 0, unit: 座}]}
          - {id: "3.1.2", title: 会议, lead: [甲局], milestones: [{id: m1, title: 会, due: 2020-05-01}]}
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A plan with three findings: BC207 at 乙局, BC406 at 3.1.1.a, and the error BC304 at 3.1.2.m1."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BAICHENG_DATA", raising=False)
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "2019.yaml").write_text(PLAN.lstrip(), "utf-8")
    return Office(tmp_path / "plan" / "2019", tmp_path / "plan" / "2019.yaml")


def let_stand(office: Office, *entries: str) -> None:
    office.settings("ignore:\n" + "".join(f"  - {{{one}}}\n" for one in entries))


def left(office: Office) -> list[str]:
    return [one.code for one in ask_all(office.plan, office.data).found]


def test_without_settings_everything_is_found(office: Office) -> None:
    assert left(office) == ["BC207", "BC406", "BC304"]


@pytest.mark.parametrize(
    "where",
    ["3.1.1.a", '"3.1.1"', '"3.1"', '"3"', "公园", "plan/2019.yaml", "2019.yaml", "plan\\2019.yaml", "chapters.0"],
)
def test_a_place_is_whatever_the_finding_stands_in(office: Office, where: str) -> None:
    let_stand(office, f"code: BC406, where: {where}, reason: 原文如此")
    assert left(office) == ["BC207", "BC304"]


@pytest.mark.parametrize("where", ["yi", "乙局"])
def test_a_unit_is_named_by_its_id_or_its_name(office: Office, where: str) -> None:
    let_stand(office, f"code: BC207, where: {where}, reason: 附件里才有")
    assert left(office) == ["BC406", "BC304"]


@pytest.mark.parametrize("where", ["jia", "3.1.1.b", "3.1.2", "lan/2019.yaml", "甲局", '"1"'])
def test_an_entry_that_ignores_nothing_is_found_itself(office: Office, where: str) -> None:
    let_stand(office, f"code: BC406, where: {where}, reason: 原文如此")
    found = ask_all(office.plan, office.data).found
    assert [one.code for one in found] == ["BC207", "BC406", "BC304", "BC614"]
    assert str(found[-1]).startswith("plan/2019/office/settings.yaml:3:5: BC614 警告：“")


def test_an_error_that_the_document_itself_may_have_can_stand_too(office: Office) -> None:
    let_stand(office, "code: BC304, where: 3.1.2.m1, reason: 文件附表写的就是次年")
    assert left(office) == ["BC207", "BC406"]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "code: BC111, where: plan, reason: 一",
            "BC111 是错误，不能忽略；改好再删去这一条；能忽略的是警告，以及 BC204、",
        ),
        ("code: BC001, where: plan, reason: 一", "BC001 是错误，不能忽略"),
        ("code: BC2077, where: yi, reason: 一", "没有编号为“BC2077”的规则；你是不是要找：BC207"),
    ],
)
def test_what_has_to_be_mended_is_never_ignored(office: Office, entry: str, message: str) -> None:
    let_stand(office, entry)
    [found] = [one for one in ask_all(office.plan, office.data).found if one.code == "BC613"]
    assert found.sentence.startswith(message)


def test_an_error_that_has_to_be_mended_stays_whatever_the_settings_say(office: Office) -> None:
    let_stand(office, "code: BC202, where: plan/2019.yaml, reason: 原文如此")
    office.plan.write_text(office.plan.read_text("utf-8").replace("会议, lead: [甲局]", "会议, lead: [甲]"), "utf-8")
    assert left(office) == ["BC207", "BC406", "BC202", "BC304", "BC613"]


@pytest.mark.parametrize("missing", ["code", "where", "reason"])
def test_an_entry_says_what_where_and_why(office: Office, missing: str) -> None:
    entry = {"code": "BC207", "where": "yi", "reason": "原文如此"}
    let_stand(office, ", ".join(f"{key}: {value}" for key, value in entry.items() if key != missing))
    [found] = [one for one in ask_all(office.plan, office.data).found if one.code == "BC102"]
    assert found.message == f"缺少“{missing}”"


def test_no_reason_is_no_reason(office: Office) -> None:
    let_stand(office, 'code: BC207, where: yi, reason: " "')
    assert "BC104" in left(office)
    assert "BC207" in left(office)


def test_a_file_that_cannot_be_read_hides_nothing_and_blames_no_entry(office: Office) -> None:
    let_stand(office, "code: BC207, where: yi, reason: 原文如此", "code: BC509, where: jia, reason: 核过")
    office.sidecar("2019-09", "jia", "甲局", "{id: aaaaaaaa, task: '3.1.1', date: 2019-09-31}")
    assert left(office) == ["BC406", "BC304", "BC106"], "the sidecar may hold what BC509 is about"


def test_findings_in_sidecars_and_settings_have_names_too(office: Office) -> None:
    office.sidecar("2019-09", "jia", "甲局", "{id: aaaaaaaa, task: 3.1.1, date: 2019-09-25, values: {a: -1}}")
    for where in ("aaaaaaaa", "3.1.1.a", "3.1", "甲局", "2019-09", "progress/2019-09", "2019-09/jia.yaml"):
        let_stand(office, f"code: BC509, where: {where}, reason: 核过", "code: BC116, where: aaaaaaaa, reason: 一")
        assert "BC509" not in left(office), where
    office.settings("reporting: {submit_by: 20}\nignore: [{code: BC611, where: reporting.submit_by, reason: 一}]")
    assert "BC611" not in left(office)
    assert "BC614" not in left(office)


def test_one_file_asked_for_hears_of_its_own(office: Office) -> None:
    let_stand(office, "code: BC207, where: yi, reason: 原文如此", "code: BC207, where: jia, reason: 写错了")
    settings = office.data / "office" / "settings.yaml"
    assert [one.code for one in ask_file(settings, office.plan, None).found] == ["BC614"]
    assert ask_file(settings, office.plan, None).ignored == []
    assert len(ask_file(office.plan, None, office.data).ignored) == 1


def test_the_summary_counts_what_is_ignored_and_json_lists_it(office: Office) -> None:
    let_stand(office, "code: BC207, where: yi, reason: 附件里才有", "code: BC304, where: '3', reason: 原文如此")
    said = check()
    assert (said.code, said.out.count("\n")) == (0, 1)
    assert said.err == "发现1个警告（另有2个按设置忽略）；baicheng rules 可看每条规则的理由\n"
    answer = check("--format", "json").answer
    assert [one["code"] for one in answer["items"]] == ["BC406"]
    assert [(one["code"], one["line"], one["reason"]) for one in answer["ignored"]] == [
        ("BC207", 6, "附件里才有"),
        ("BC304", 15, "原文如此"),
    ]
    let_stand(office, *(f"code: {code}, where: plan/2019.yaml, reason: 一" for code in ("BC207", "BC304", "BC406")))
    assert check("--fail-on", "warning").err == "没有发现问题（另有3个按设置忽略）：plan/2019.yaml\n"


def test_sarif_has_what_is_ignored_as_suppressed(office: Office) -> None:
    let_stand(office, "code: BC207, where: yi, reason: 附件里才有", "code: BC304, where: '3', reason: 原文如此")
    [run] = json.loads(check("--format", "sarif").out)["runs"]
    assert [(one["ruleId"], one.get("suppressions")) for one in run["results"]] == [
        ("BC406", None),
        ("BC207", [{"kind": "external", "justification": "附件里才有"}]),
        ("BC304", [{"kind": "external", "justification": "原文如此"}]),
    ]


def check(*arguments: str) -> Said:
    return call("check", *arguments)


def test_a_place_leads_to_the_innermost_thing_that_begins_before_it() -> None:
    text = cleandoc("""
        # first
        a: {b: 一}
        c:
          - x
          - {d: 二, e: 三}  # behind
    """)
    source = Source("a.yaml", text)
    places = [source.place(), source.place(("a", "b")), source.place(("c", 1, "e"), key=True)]
    assert [path_to(source.data, place) for place in places] == [("a",), ("a", "b"), ("c", 1, "e")]
    assert path_to(source.data, places[0]._replace(line=1)) == ()
    assert path_to(source.data, places[0]._replace(line=5, column=30)) == ("c", 1, "e")
    assert names_at(places[0]._replace(line=0), source, None) == {"a.yaml"}
