"""The report as HTML and on one page: valid, closed to everything outside, and printed as it should be."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from calling import PLAN, ROOT, call
from small_plan import ledger_of
from test_views_report import DEMO, MONTHS, SMALL, ledger_from, same_as

from baicheng_cli.errors import UserError
from baicheng_cli.plan.office_month import OfficeMonth, load_office_month
from baicheng_cli.status.ledger import Ledger
from baicheng_cli.views.report import monthly_report
from baicheng_cli.views.report_brief import Brief, brief
from baicheng_cli.views.report_unit import unit_paper
from baicheng_cli.views.templates import render_html, render_markdown

VOID = {"meta", "br", "link", "img", "hr", "input"}
CLOSED_BY_THEMSELVES = {"p", "li", "td", "tr"}


class Balance(HTMLParser):
    """Whether every element that is opened is closed, in order; and what the page contains."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        self.wrong += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if len(dict(attrs)) != len(attrs):
            self.wrong.append(f"{tag}: an attribute twice")
        if self.open[-1:] == ["p"] and tag in ("p", "div", "table", "ul", "ol", "section", "h2", "h3"):
            self.wrong.append(f"{tag} in p")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")


def written(month: str) -> OfficeMonth:
    return load_office_month(DEMO, month)


def pages_of(ledger: Ledger, unit: str, words: OfficeMonth | None = None) -> dict[str, str]:
    """Every kind of page of one month."""
    return {
        "report": render_html("report.html.j2", monthly_report(ledger, "0a1b2c3d", words)),
        "brief": render_html("report_brief.html.j2", brief(ledger, "0a1b2c3d", words)),
        "unit": render_html("report_unit.html.j2", unit_paper(ledger, unit, "0a1b2c3d")),
    }


@pytest.mark.parametrize("month", ["2019-03", "2019-05", "2019-09", "2020-01"])
def test_every_page_is_closed_element_by_element(month: str) -> None:
    for name, html in pages_of(ledger_from(PLAN, month, DEMO), "区城管局", written(month)).items():
        assert html.startswith('<!DOCTYPE html>\n<html lang="zh-CN">'), name
        assert Balance(html).wrong == [], name


def test_a_page_stands_alone_and_lets_nothing_in() -> None:
    """One file: no script, no address, and only the style that is its own."""
    for html in pages_of(ledger_from(PLAN, "2019-09", DEMO), "区城管局").values():
        tags = Balance(html).tags
        assert {tag for tag, _ in tags}.isdisjoint({"script", "link", "img", "iframe", "object", "form"})
        assert not [name for _, attributes in tags for name in attributes if name in ("src", "href", "style", "onload")]
        assert "://" not in html
        [policy] = [found["content"] for tag, found in tags if found.get("http-equiv") == "Content-Security-Policy"]
        [style] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
        source = b64encode(sha256(style.encode()).digest()).decode()
        assert policy == f"default-src 'none'; style-src 'sha256-{source}'; base-uri 'none'; form-action 'none'"


def test_data_is_text_in_html_and_never_markup() -> None:
    items = '[{id: "3.1", title: "R&D <b>3</b>", lead: [甲局]}]'
    entries = '[{date: 2019-09-25, self: 滞后, progress: "<script>x</script>\\n& \\"甲\\"", problems: "{{ 1 }}"}]'
    html = render_html("report.html.j2", monthly_report(ledger_of(items, entries=entries, month="2019-09"), "x"))
    assert "R&amp;D &lt;b&gt;3&lt;/b&gt;" in html
    assert "&lt;script&gt;x&lt;/script&gt;；&amp; &#34;甲&#34;" in html
    assert "{{ 1 }}" in html
    assert Balance(html).wrong == []


def test_html_says_what_markdown_says() -> None:
    """The same sentences and cells, in the same order; only the strip of counts comes on top."""
    report = monthly_report(ledger_from(PLAN, "2019-09", DEMO), "0a1b2c3d", written("2019-09"))
    html = re.sub(r"<style>.*?</style>|<[^>]+>", "", render_html("report.html.j2", report), flags=re.DOTALL)
    for text in (
        report.overview.text,
        report.remark,
        *report.problems,
        *report.requests,
        *report.plans,
        *(text for one in report.clauses for text in (one.title, one.figures, *one.texts)),
        *(cell for annex in report.annexes for row in annex.table.rows for cell in row),
    ):
        assert text in html
    said = [one.light.word + f" {one.tasks}项" for one in report.overview.shares]
    assert all(words in html for words in said)


def test_a_light_is_a_word_with_a_colour() -> None:
    html = render_html("report.html.j2", monthly_report(ledger_from(PLAN, "2019-09", DEMO), "0a1b2c3d"))
    lights = re.findall(r'<b class="light" data-light="(.*?)">(.*?)</b>', html)
    assert lights
    assert all(code == word for code, word in lights)
    assert {"正常", "滞后", "严重滞后", "未报送", "待核定", "暂不评", "已达目标"} == {word for _, word in lights}


def test_demonstration_data_is_marked_on_every_printed_page_and_real_data_is_not() -> None:
    demo = pages_of(ledger_from(PLAN, "2019-09", DEMO), "区城管局").values()
    real = pages_of(ledger_from(SMALL, "2019-09"), "建设局").values()
    for html in demo:
        assert html.count('<p class="demo">演示数据，非真实填报</p>') == 2
        assert '@top-center { content: "演示数据，非真实填报"' in html
    for html in real:
        assert "演示" not in html
        assert "top-center" not in html


@pytest.mark.golden
def test_the_page_in_html_is_the_golden_one() -> None:
    report = monthly_report(ledger_from(SMALL, "2019-09"), "0a1b2c3d")
    assert same_as("report-2019-09.html", render_html("report.html.j2", report))


# One page --------------------------------------------------------------------------------------------------------


@pytest.mark.golden
def test_the_one_page_version_is_the_golden_one() -> None:
    page = brief(ledger_from(SMALL, "2019-09"), "0a1b2c3d")
    assert same_as("report-2019-09-brief.md", render_markdown("report_brief.md.j2", page))


def numbers(page: Brief) -> dict[str, dict[str, int]]:
    titles = [column.title for column in page.counts.columns[1:]]
    return {row[0]: dict(zip(titles, map(int, row[1:]), strict=True)) for row in page.counts.rows}


@pytest.mark.parametrize("month", [*MONTHS, "2019-03", "2020-01"])
def test_the_numbers_of_the_page_are_all_tasks(month: str) -> None:
    ledger = ledger_from(PLAN, month, DEMO)
    page = brief(ledger, "0a1b2c3d")
    for row in numbers(page).values():
        assert row.pop("合计") == sum(row.values()) == 29
    now = next(iter(numbers(page).values()))
    said = {one.light.word: one.tasks for one in monthly_report(ledger, "0a1b2c3d").overview.shares}
    assert now["滞后"] == said.get("滞后", 0) + said.get("严重滞后", 0)
    assert (now["正常"], now["逾期"], now["未报"]) == (said.get("正常", 0), said.get("逾期", 0), said.get("未报送", 0))
    assert now["达标"] == said.get("已达目标", 0)
    assert now["待核定"] + now["暂不评"] == said.get("待核定", 0) + said.get("暂不评", 0)
    bad = now["滞后"] + now["逾期"] + now["未报"]
    assert len(page.worst.rows) == min(bad, 5)


def test_the_page_of_september() -> None:
    page = brief(ledger_from(PLAN, "2019-09", DEMO), "0a1b2c3d", written("2019-09"))
    assert page.conclusion == (
        "截至9月25日，1—9月序时进度为75.0%，29项重点任务中，滞后4项（其中严重滞后1项），未报送1项，无逾期任务。"
    )
    assert page.note == "（达标含待核定1项；滞后含严重滞后1项；未报指从未报送过的任务。）"
    assert [(row[0][:8], *row[1:4]) for row in page.worst.rows] == [
        ("三（九）2（1）", "严重滞后", "区城区道路交通秩序综合治理办公室", "6月"),
        ("三（三）做好以绿", "滞后", "区城管局", "6月"),
        ("三（四）做好以水", "滞后", "区农委", "9月"),
        ("三（七）4完善宽", "滞后", "区工信局", "9月"),
        ("三（六）2提升改", "未报送", "中原市场管理处", "6月"),
    ]
    assert [row[-1] for row in page.worst.rows[1:]] == [
        "10月底前小游园累计不少于30座，每周报一次地块移交情况。",
        "10月10日前补报9月进展，说明滞后原因。",
        "单位计划：10月底前会同街道逐小区协商进场时间。",
        "【待补：要求】",
    ]
    assert "新达目标1项：三（九）2（3）。" in page.changes
    assert "由正常转为滞后2项：三（四）、三（七）4。" in page.changes


LATE = "{date: 2019-%s-25, values: {a: %s}}"
ACRES = "{id: a, name: 公园, exactly: 4, unit: 亩, due: 2019-12-31}"


@pytest.mark.parametrize(
    ("values", "since"),
    [
        ({"06": 0, "07": 0, "08": 0, "09": 0}, "6月"),  # behind since judging began
        ({"06": 0, "07": 3, "08": 0, "09": 0}, "8月"),  # a good month begins a new run
        ({"06": 2, "07": 2, "08": 2, "09": 2}, "8月"),  # 50.0% is 8.3 points below pace in July, 16.7 in August
        ({"09": 2}, "9月"),  # never reported before is another light
    ],
)
def test_since_when_is_the_first_month_of_the_unbroken_run(values: dict[str, int], since: str) -> None:
    park = f'[{{id: "3.1", title: 建园, lead: [甲局], indicators: [{ACRES}]}}]'
    entries = ", ".join(LATE % pair for pair in values.items())
    page = brief(ledger_of(park, entries=f"[{entries}]", month="2019-09"), "x")
    assert page.worst.rows[0][3] == since


def test_the_page_of_a_unit_is_on_what_it_leads() -> None:
    page = brief(ledger_from(PLAN, "2019-09", DEMO), "0a1b2c3d", written("2019-09"), "区城管局")
    assert page.head.title == "2019年9月份百城建设提质工程工作进展情况（区城管局）"
    assert page.head.scope == "区城管局牵头的6项重点任务"
    assert page.conclusion.endswith("区城管局牵头的6项重点任务中，滞后1项，无逾期任务。")
    assert numbers(page)["9月"]["合计"] == 6
    assert page.requests == ("请协调相关街道于10月15日前移交剩余小游园地块。（区城管局，涉及三（三）任务）",)
    assert page.worst.rows[0][-1].startswith("10月底前小游园累计不少于30座")


@pytest.mark.parametrize(("unit", "words"), [("区教体局", "没有牵头的重点任务"), ("各街道办事处", "集合单位")])
def test_a_unit_that_leads_nothing_has_no_page(unit: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        brief(ledger_from(PLAN, "2019-09", DEMO), "0a1b2c3d", None, unit)


LONG = "这一段写得很长很长，说明情况、原因和打算，一句接着一句，谁也不知道写到哪里才算完；"


def crowded() -> tuple[Ledger, OfficeMonth]:
    """More than a page can hold: late tasks with long titles, reasons, requests and requirements; all have changed."""
    part = "{id: a, name: 一个名称比较长的指标, exactly: 1000, unit: 万平方米, due: 2019-12-31}"
    other = part.replace("id: a", "id: b").replace("一个", "另一个")
    title = "加快推进一项标题写得特别长的重点任务提升城市承载能力和管理水平"
    items = ", ".join(
        f'{{id: "3.{number}", title: {title}, lead: [甲局, 乙委, 丙局], indicators: [{part}, {other}]}}'
        for number in range(1, 21)
    )
    before = ", ".join(
        f'{{task: "3.{number}", date: 2019-08-25, values: {{a: {number * 31 + 200}, b: {(number * 97) % 600 + 200}}}}}'
        for number in range(7, 21)
    )
    entries = ", ".join(
        f'{{task: "3.{number}", date: 2019-09-25, values: {{a: {number}, b: {number}}}, '
        f"problems: {LONG * 4}{number}, next: {LONG * 4}, needs: {LONG * 3}{number}}}"
        for number in range(1, 13)
    )
    words = OfficeMonth(
        month="2019-09",
        overall=LONG * 6,
        requests=(LONG * 4,) * 5,
        requirements={f"3.{number}": LONG * 3 for number in range(1, 20)},
    )
    return ledger_of(f"[{items}]", entries=f"[{before}, {entries}]", month="2019-09"), words


def printed(tmp_path: Path, html: str) -> tuple[str, str]:
    """What pdfinfo says of the page as Chromium prints it, and the text of the last page."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    tools = [browser, shutil.which("pdfinfo"), shutil.which("pdftotext")]
    if None in tools:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail("Chromium and poppler are required here")
        pytest.skip("Chromium or poppler is not installed")
    file, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    file.write_text(html, "utf-8")
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-pdf-header-footer"]
    subprocess.run(
        [str(tools[0]), *quiet, f"--user-data-dir={tmp_path / 'chromium'}", f"--print-to-pdf={pdf}", file.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    ask = {"check": True, "capture_output": True, "text": True}
    info = subprocess.run([str(tools[1]), str(pdf)], **ask).stdout  # type: ignore[call-overload]  # the same for both
    text = subprocess.run([str(tools[2]), "-layout", str(pdf), "-"], **ask).stdout  # type: ignore[call-overload]
    return str(info), str(text)


@pytest.mark.tools
def test_one_page_is_one_page_on_paper(tmp_path: Path) -> None:
    for name, (ledger, words) in {
        "crowded": crowded(),
        "demo": (ledger_from(PLAN, "2019-09", DEMO), written("2019-09")),
    }.items():
        info, text = printed(tmp_path, render_html("report_brief.html.j2", brief(ledger, "0a1b2c3d", words)))
        assert re.search(r"^Pages: +1$", info, re.MULTILINE), (name, info)
        assert "(A4)" in info
        assert "第 1 页，共 1 页" in text
        assert "三、较上月变化" in text


@pytest.mark.tools
def test_every_printed_page_of_the_demonstration_says_so_and_has_its_number(tmp_path: Path) -> None:
    report = monthly_report(ledger_from(PLAN, "2019-09", DEMO), "0a1b2c3d", written("2019-09"))
    info, text = printed(tmp_path, render_html("report.html.j2", report))
    pages = text.removesuffix("\f").split("\f")
    assert f"Pages:           {len(pages)}\n" in info
    for number, page in enumerate(pages, 1):
        assert page.splitlines()[0].strip() == "演示数据，非真实填报"
        assert f"第 {number} 页，共 {len(pages)} 页" in page
        assert len("".join(page.split())) > 60, "a page with nothing on it but its mark and number"


# The command -----------------------------------------------------------------------------------------------------

HERE = ("--plan", SMALL, "--month", "2019-09")


def test_the_name_of_the_file_says_the_format(tmp_path: Path) -> None:
    for name, start in (("月报.html", "<!DOCTYPE html>"), ("月报.HTM", "<!DOCTYPE html>"), ("月报", "# 2019年9月份")):
        for _ in range(2):
            assert call("report", *HERE, "-o", tmp_path / name).code == 0
        assert (tmp_path / name).read_text("utf-8").startswith(start)
    assert call("report", *HERE, "--format", "html").out == (tmp_path / "月报.html").read_text("utf-8")
    assert call("report", *HERE, "--brief", "-f", "html").out.startswith("<!DOCTYPE html>")
    assert "一、请领导协调事项" in call("report", *HERE, "--brief", "--unit", "建设局").out


def test_a_page_in_html_that_somebody_worked_on_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "月报.html"
    call("report", *HERE, "-o", file)
    file.write_text(file.read_text("utf-8").replace("【待补：总体评价】", "总体平稳。"), "utf-8")
    assert call("report", *HERE, "-o", file).code == 1
    assert "总体平稳。" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--format", "html", "-o", "x.md"], 2, "对不上"),
        (["--format", "md", "-o", "x.html"], 2, "对不上"),
        (["-o", "x.odt"], 2, "以 .md、.html、.docx、.pdf 结尾"),
        (["--brief", "--unit", "各街道办事处"], 1, "集合单位"),
        (["--sentences", "--brief"], 2, "--sentences"),
        (["--sentences", "-o", "x.md"], 2, "--sentences"),
    ],
)
def test_what_does_not_go_together_is_one_sentence(arguments: list[str], code: int, words: str) -> None:
    said = call("report", *HERE, *arguments)
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert said.err.count("\n") <= 2


def test_an_office_may_have_a_style_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "report_style.css.j2").write_text("body { color: #123456; }\n", "utf-8")
    html = render_html("report.html.j2", monthly_report(ledger_from(SMALL, "2019-09"), "x"), tmp_path)
    assert "<style>body { color: #123456; }" in html
    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)[0]
    assert b64encode(sha256(style.encode()).digest()).decode() in html


def test_the_shipped_templates_are_all_named_in_the_wheel() -> None:
    names = {file.name for file in (ROOT / "templates").glob("report*")}
    assert {"report.html.j2", "report_unit.html.j2", "report_brief.html.j2", "report_brief.md.j2"} <= names
