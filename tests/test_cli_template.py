"""`baicheng template`: what there is, taking one out, and what is said of one that was changed the wrong way."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from calling import PLAN, ROOT, Office, Said, call
from docx import Document
from openxml_audit import OpenXmlValidator
from test_views_report import DEMO, ledger_from

from baicheng_cli.views import word
from baicheng_cli.views.letterhead import Letterhead
from baicheng_cli.views.registry import TEMPLATES, Kind
from baicheng_cli.views.report import monthly_report
from baicheng_cli.views.sample import sample
from baicheng_cli.views.word.papers import report_paper


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "data")


def ask(office: Office, *words: str | Path) -> Said:
    return call("template", *words, "--data", office.data)


def folder(office: Office) -> Path:
    return office.data / "office" / "templates"


def found(office: Office, *names: str | Path) -> list[tuple[str, int, str, str]]:
    """Code, line, message and file's name of everything that `check` says, in its order."""
    said = ask(office, "check", *names, "--format", "json")
    items: list[dict[str, Any]] = json.loads(said.out)["items"]
    assert said.code == (1 if any(one["severity"] == "error" for one in items) else 0)
    return [(one["code"], one["line"], one["message"], Path(one["file"]).name) for one in items]


# list ------------------------------------------------------------------------------------------------------------


def test_every_shipped_file_is_a_template_that_is_listed(office: Office) -> None:
    """The files of `init` are laid out, not taken out."""
    files = {one.relative_to(ROOT / "templates").as_posix() for one in (ROOT / "templates").rglob("*") if one.is_file()}
    listed = [one.file for one in TEMPLATES]
    assert sorted(listed) == sorted(file for file in files if not file.startswith("init/"))
    assert len({one.name for one in TEMPLATES}) == len(TEMPLATES)
    said = ask(office, "list")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()[1:-1]] == [one.name for one in TEMPLATES]


def test_the_list_says_whose_file_is_in_force(office: Office) -> None:
    ask(office, "eject", "report")
    items = {one["name"]: one for one in json.loads(ask(office, "list", "--format", "json").out)["items"]}
    own, shipped = items["report"], items["ledger.yaml"]
    assert (own["own"], Path(own["file"]).name, own["kind"]) == (True, "report.docx", "word")
    assert (shipped["own"], shipped["file"]) == (False, "templates/ledger.yaml")
    assert "| report | Word、PDF | 月报 | 本办的 |" in ask(office, "list", "--format", "md").out


@pytest.mark.slow
def test_without_a_plan_the_shipped_ones_are_listed_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BAICHENG_PLAN", raising=False)
    monkeypatch.delenv("BAICHENG_DATA", raising=False)
    assert call("template", "list").code == 0
    assert call("template", "check").code == 0
    said = call("template", "eject", "report")
    assert said.code == 2
    assert "用 --data 指定，或用 -o 写到别处" in said.err
    assert call("template", "eject", "report", "-o", tmp_path / "月报.docx").code == 0
    assert call("template", "list", "--plan", tmp_path / "no.yaml").code == 2


# eject -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in TEMPLATES])
def test_what_is_taken_out_is_in_force_and_gives_the_same_paper(office: Office, name: str, tmp_path: Path) -> None:
    said = ask(office, "eject", name)
    assert said.code == 0, said.err
    [file] = [one for one in folder(office).rglob("*") if one.is_file()]
    assert str(file) in said.err
    [template] = [one for one in TEMPLATES if one.name == name]
    assert template.own(folder(office)) == file
    if template.kind is Kind.WORD:
        assert file.suffix == ".docx"
        assert OpenXmlValidator().validate(str(file)).error_count == 0
    if template.pages is not None:
        assert found(office, name) == []
    if file.parent.name == "word":
        page = report_paper(monthly_report(ledger_from(PLAN, "2019-09", DEMO), "0a1b2c3d"), Letterhead())
        assert word.render("report", page, folder(office)) == word.render("report", page)


def report() -> Any:
    return monthly_report(ledger_from(PLAN, "2019-09", DEMO), "0a1b2c3d")


def test_what_is_there_is_not_overwritten_without_being_told_to(office: Office) -> None:
    ask(office, "eject", "ledger.yaml")
    file = folder(office) / "ledger.yaml"
    file.write_text("# 改过\n" + file.read_text("utf-8"), "utf-8")
    said = ask(office, "eject", "ledger.yaml")
    assert said.code == 1
    assert "没有改动；要覆盖加 --force" in said.err
    assert file.read_text("utf-8").startswith("# 改过")
    assert ask(office, "eject", "ledger.yaml", "--force").code == 0
    assert file.read_text("utf-8") == (ROOT / "templates" / "ledger.yaml").read_text("utf-8")


def test_a_paper_may_be_taken_out_as_text_but_not_twice(office: Office) -> None:
    assert ask(office, "eject", "report.txt").code == 0
    assert (folder(office) / "word" / "report.txt").is_file()
    said = ask(office, "eject", "report")
    assert said.code == 1
    assert "两份只能留一份" in said.err
    assert ask(office, "eject", "report", "-o", office.data / "另.docx").code == 0


def test_a_paper_that_is_taken_out_has_the_office_s_own_styles_in_it(office: Office) -> None:
    styles = folder(office) / "word" / "styles.yaml"
    styles.parent.mkdir(parents=True)
    styles.write_text("schema: 1\nstyles:\n  一级标题: {base: 公文正文, font: 宋体, outline: 1}\n", "utf-8")
    ask(office, "eject", "report")
    document = Document(str(folder(office) / "word" / "report.docx"))
    assert document.styles["一级标题"].font.name == "宋体"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["eject", "reprot"], 1, "没有“reprot”这个模板；你是不是要找：report"),
        (["eject", "report", "-o", "x.pdf"], 2, "写成 .docx 或 .txt"),
        (["eject", "ledger.yaml", "-o", "."], 2, "是文件夹"),
        (["eject"], 2, "缺少"),
        (["check", "reprot"], 1, "没有“reprot”这个模板"),
        (["check", "--format", "sarif"], 2, "没有“sarif”这种格式"),
        (["check", "--as", "report"], 2, "--as 说的是一个文件"),
        (["check", "没有.docx", "--as", "report"], 2, "找不到文件"),
        (["list", "--format", "xlsx"], 2, "没有“xlsx”这种格式"),
    ],
)
def test_a_wrong_call_is_one_sentence(office: Office, words: list[str], code: int, said: str) -> None:
    answer = ask(office, *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


# check: what is shipped ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_nothing_is_wrong_with_what_is_shipped(office: Office) -> None:
    said = ask(office, "check")
    assert (said.code, said.out) == (0, "")
    assert said.err == f"没有发现问题：{len(TEMPLATES)}个模板\n"


# check: what was broken ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "was", "now", "code", "message"),
    [
        ("report.md", "{% endfor %}", "", "BC801", "{% for %} 没有结束"),
        ("report.md", "{% for one in report.changes %}", "", "BC801", "{% endfor %} 前面没有它的开头"),
        ("report.md", "{{ report.remark }}", "{{ report.remark", "BC801", "“{{”没有配成对"),
        ("report.md", "{{ report.remark }}", "{{ report.remark | uper }}", "BC801", "没有“uper”这个过滤器"),
        ("report.md", "{{ report.remark }}", "{{ report remark }}", "BC801", "读到“remark”读不下去"),
        ("report.md", "{% if report.changes %}", "{% fi report.changes %}", "BC801", "不认识 {% fi %}"),
        ("report.md", "{{ report.remark }}", "{{ report.remrak }}", "BC802", "没有“remrak”这一项"),
        ("report.html", "{{ report.remark }}", "{{ ledger.tasks }}", "BC802", "没有“ledger”这一项"),
        ("report_unit.html", "{{ one.title }}", "{{ one.titel }}", "BC802", "没有“titel”这一项"),
        ("report_macros.md", "{{ about.title }}", "{{ about.titel }}", "BC802", "没有“titel”这一项"),
        ("report.html", "{{ report.remark }}", "{{ report.remark | safe }}", "BC803", "“|safe”不让转义"),
        (
            "report.html",
            "{{ report.remark }}",
            "{% autoescape false %}{{ report.remark }}{% endautoescape %}",
            "BC803",
            "{% autoescape false %} 不让转义",
        ),
        ("report_brief.md", "{{ report.conclusion }}", "｛｛ report.conclusion ｝｝", "BC804", "“｛｛”是全角符号"),
        ("report.md", "{{ report.remark }}", "{{ report.overview.total + '项' }}", "BC806", "模板写法有误"),
        ("report.md", "{{ report.remark }}", "{{ report.remark.__class__ }}", "BC806", "模板里不允许用“__class__”"),
        ("report.txt", "公文正文：{{ report.remark }}", "公文正文：{{ report.remrak }}", "BC802", "没有“remrak”这一项"),
        ("report.txt", "公文正文：{{ report.remark }}", "公文正文：{{ report.remark", "BC801", "没有配成对"),
        ("report.txt", "公文正文：{{ report.remark }}", "正文：{{ report.remark }}", "BC801", "没有“正文”这种样式"),
        ("report.txt", "公文正文：{{ report.remark }}", "公文正文：｛｛ report.remark ｝｝", "BC804", "全角符号"),
        ("report.txt", "公文正文：{{ report.remark }}", "公文正文：{{ report.remark | safe }}", "BC803", "不让转义"),
        ("report.txt", "{{ row.条款 }}", "{{ row.条目 }}", "BC802", "没有“条目”这一项"),
        ("report.txt", "{{ letterhead.number or", "{{ letterhead.nubmer or", "BC802", "没有“nubmer”这一项"),
        ("ledger.yaml", "value: clause,", "value: clauze,", "BC805", "没有“clauze”这一项"),
        ("ledger.yaml", "value: lead,", "value: lead ~,", "BC805", "算式没有写完"),
        ("ledger.yaml", "value: lead,", "value: lead.upper + 1,", "BC805", "不能用 + 计算"),
        ("ledger.yaml", "merge: true", "mrege: true", "BC101", "不认识的键“mrege”"),
        ("styles.yaml", "line: 28.95, head: 20", "line: 28.95磅, head: 20", "BC105", "28.95磅"),
        ("styles.yaml", "base: 公文标题,", "base: 公文题目,", "BC806", "没有“公文题目”这个样式"),
    ],
)
def test_a_broken_template_is_named_with_its_line(
    office: Office, name: str, was: str, now: str, code: str, message: str
) -> None:
    ask(office, "eject", name)
    [file] = [one for one in folder(office).rglob("*") if one.is_file()]
    text = file.read_text("utf-8")
    line = text[: text.index(was)].count("\n") + 1
    file.write_text(text.replace(was, now, 1), "utf-8")
    said = found(office, *([] if "macros" in name else [name]))
    assert said, "nothing was found"
    assert {one[3] for one in said} == {file.name}
    assert any(one[0] == code and message in one[2] for one in said), said
    if "for" not in was:  # where a tag is missing, no line can say
        assert any(one[0] == code and message in one[2] and one[1] == line for one in said), said


@pytest.mark.parametrize(
    ("was", "now", "code", "message"),
    [
        ("{{ report.remark }}", "{{ report.remrak }}", "BC802", "“{{ report.remrak }}”处，没有“remrak”这一项"),
        ("{{ report.remark }}", "总评：{{ remark }}。", "BC802", "“总评：{{ remark }}。”处，没有“remark”这一项"),
        ("{{ report.remark }}", "｛｛ report.remark ｝｝", "BC804", "“｛｛ report.remark ｝｝”处，“｛｛”是全角符号"),
        ("{{ report.remark }}", "{{ report.remark | safe }}", "BC803", "处，“|safe”不让转义"),
        ("{{ report.remark }}", "{{ report.remark", "BC801", "没有配成对"),
        ("{%p if report.charts.units %}", "{%p if report.chart.units %}", "BC802", "没有“chart”这一项"),
        ("{%p if report.charts.units %}", "", "BC801", "{% endif %} 前面没有它的开头"),
        ("{%p endif %}", "", "BC801", "“{% if report.head.stage != '定稿' %}”处，{% if %} 没有结束"),
        ("{{ report.remark }}", "{{r report.remark }}", "BC801", "处，{{r … }} 印不出字"),
        ("{{ report.remark }}", "{{p report.remark }}", "BC801", "处，{{p … }} 印不出字"),
        (
            "{%p if report.charts.units %}",
            "甲{%p if report.charts.units %}",
            "BC801",
            "“甲{%p if report.charts.units %}”处，{%p … %} 要独占一段",
        ),
        (
            "{%p if report.charts.units %}",
            "{% if report.charts.units %}",
            "BC801",
            "“{%p endif %}”处，{% if … %} 和 {%p endif %} 写法不同",
        ),
        ("{%p if report.charts.units %}", "{％p if report.charts.units ％}", "BC804", "“{％”是全角符号"),
        ("{{ report.remark }}", "{{ report.total + 1 }}", "BC802", "没有“total”这一项"),
        ("{{ report.remark }}", "{{ report.overview.total + '项' }}", "BC806", "处，模板写法有误"),
    ],
)
def test_in_an_edited_paper_the_words_around_say_where(
    office: Office, was: str, now: str, code: str, message: str
) -> None:
    ask(office, "eject", "report")
    file = folder(office) / "word" / "report.docx"
    document = Document(str(file))
    paragraph = next(one for one in document.paragraphs if one.text == was)
    paragraph.runs[0].text = now
    document.save(str(file))
    said = found(office, "report")
    assert any(one[0] == code and message in one[2] for one in said), said
    assert {one[3] for one in said} == {"report.docx"}


def test_a_tag_that_is_split_by_fonts_and_typographic_quotes_are_no_mistakes(office: Office) -> None:
    """Word makes both by itself."""
    ask(office, "eject", "report")
    file = folder(office) / "word" / "report.docx"
    document = Document(str(file))
    paragraph = next(one for one in document.paragraphs if one.text == "{{ report.remark }}")
    paragraph.runs[0].text = "{{ report"
    paragraph.add_run(".rem").bold = True
    paragraph.add_run("ark or ‘无’ }}")
    document.save(str(file))
    assert found(office, "report") == []
    page = report_paper(report(), Letterhead())
    assert page.report.remark in list(said_by(word.render("report", page, folder(office))))


def test_a_row_of_a_table_whose_tag_lost_its_sign_is_named(office: Office) -> None:
    ask(office, "eject", "report")
    file = folder(office) / "word" / "report.docx"
    document = Document(str(file))
    [tag, *_] = [
        paragraph
        for row in document.tables[0].rows
        for paragraph in row.cells[0].paragraphs
        if paragraph.text.startswith("{%tr for")
    ]
    tag.runs[0].text = tag.text.replace("{%tr", "{%")
    document.save(str(file))
    assert any("{% for … %} 和 {%tr endfor %} 写法不同" in one[2] for one in found(office, "report"))


def test_several_mistakes_are_found_in_one_run(office: Office) -> None:
    ask(office, "eject", "report.md")
    file = folder(office) / "report.md.j2"
    text = file.read_text("utf-8").replace("report.overview.text", "report.overview.txt")
    file.write_text(
        text.replace("report.silence", "report.silense").replace("{{ one.what }}", "{{ on.what }}"), "utf-8"
    )
    assert [(one[0], one[2]) for one in found(office)] == [
        ("BC802", "没有“txt”这一项"),
        ("BC802", "没有“on”这一项"),
        ("BC802", "没有“silense”这一项"),
    ]


def test_a_mistake_in_a_header_of_an_edited_paper_is_found(office: Office) -> None:
    ask(office, "eject", "report")
    file = folder(office) / "word" / "report.docx"
    document = Document(str(file))
    document.sections[0].header.paragraphs[0].runs[0].text = "{{ report.head.dmeo }}"
    document.save(str(file))
    assert ("BC802", 1, "“{{ report.head.dmeo }}”处，没有“dmeo”这一项", "report.docx") in found(office, "report")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("word/report.docx", b"D0CF11E0", "打不开，不是 .docx 文件"),
        ("word/report.txt", "页面：公文".encode("gb18030"), "不是 UTF-8 编码"),
        ("report.md.j2", "月报".encode("gb18030"), "不是 UTF-8 编码"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(office: Office, name: str, content: bytes, message: str) -> None:
    file = folder(office) / name
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    [(code, _, said, named)] = found(office)
    assert (code, named) == ("BC807", file.name)
    assert message in said


def test_two_files_for_one_paper_and_a_name_that_no_paper_has_are_said(office: Office) -> None:
    ask(office, "eject", "report")
    (folder(office) / "word" / "report.txt").write_text("页面：公文\n公文正文：甲\n", "utf-8")
    (folder(office) / "reprot.md.j2").write_text("甲\n", "utf-8")
    said = found(office)
    assert [(one[0], one[3]) for one in said if one[0] == "BC808"] == [("BC808", "reprot.md.j2")]
    assert any("只留要用的一个" in one[2] for one in said)
    assert "本办的，有两份" in ask(office, "list").out


def test_a_file_anywhere_can_be_tried(office: Office, tmp_path: Path) -> None:
    ask(office, "eject", "report", "-o", tmp_path / "九月.docx")
    assert "看不出 九月.docx 当哪个模板用" in ask(office, "check", tmp_path / "九月.docx").err
    assert ask(office, "check", tmp_path / "九月.docx", "--as", "report").code == 0
    (tmp_path / "report.md.j2").write_text("{{ report.nothing }}", "utf-8")
    assert found(office, tmp_path / "report.md.j2") == [("BC802", 1, "没有“nothing”这一项", "report.md.j2")]
    assert ask(office, "check", tmp_path / "report.md.j2", "--as", "report").code == 2


def test_github_shows_findings_at_their_lines(office: Office) -> None:
    ask(office, "eject", "report.md")
    file = folder(office) / "report.md.j2"
    file.write_text("甲\n{{ report.nothing }}\n", "utf-8")
    said = ask(office, "check", "report.md", "--format", "github")
    assert said.code == 1
    assert said.out.startswith(f"::error file={file},line=2,col=1,title=BC802 模板里要的内容没有::没有“nothing”这一项")


@pytest.mark.slow
def test_a_mistake_where_the_sample_does_not_come_by_is_found_too(office: Office) -> None:
    """An unknown name in a branch that no page takes."""
    ask(office, "eject", "report.md")
    file = folder(office) / "report.md.j2"
    file.write_text("{% if report.head.title == '别的' %}\n{{ nothing }}\n{% endif %}\n", "utf-8")
    assert found(office) == [("BC802", 2, "没有“nothing”这一项", "report.md.j2")]


# A template that went through an office suite ---------------------------------------------------------------------


def resaved(files: Sequence[Path], folder: Path) -> Path:
    """The folder with the files as LibreOffice saves them."""
    if shutil.which("soffice") is None:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail("LibreOffice is required here")
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "saved")]
    subprocess.run(["soffice", profile, *convert, *map(str, files)], check=True, capture_output=True, timeout=180)
    return folder / "saved"


def said_by(content: bytes) -> Iterator[str]:
    document = Document(io.BytesIO(content))
    yield from (one.text for one in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            yield from (cell.text for cell in row.cells)


@pytest.mark.slow
@pytest.mark.tools
def test_a_report_template_that_was_saved_by_libreoffice_and_changed_gives_the_whole_report(
    office: Office, tmp_path: Path
) -> None:
    """Taken out, saved by another program, the remark moved to the front and a sentence of the office's own added."""
    ask(office, "eject", "report")
    file = folder(office) / "word" / "report.docx"
    saved = Document(str(resaved([file], tmp_path) / file.name))
    [remark] = [one for one in saved.paragraphs if one.text == "{{ report.remark }}"]
    [overview] = [one for one in saved.paragraphs if one.text == "{{ report.overview.text }}"]
    overview._p.addprevious(remark._p)
    overview.insert_paragraph_before("本办按：以下数据经核对。", remark.style)
    saved.save(str(file))
    assert found(office, "report") == []
    page = report_paper(report(), Letterhead(name="某某工作简报"))
    wanted = [one for one in said_by(word.render("report", page)) if one.strip()]
    content = word.render("report", page, folder(office))
    (tmp_path / "月报.docx").write_bytes(content)
    told = [one for one in said_by(content) if one.strip()]
    assert sorted(told) == sorted([*wanted, "本办按：以下数据经核对。"])
    assert told.index(page.report.remark) < told.index(page.report.overview.text)
    assert len(Document(io.BytesIO(content)).inline_shapes) == 2


@pytest.mark.slow
@pytest.mark.tools
def test_every_paper_s_template_that_was_saved_by_libreoffice_gives_the_same_words(
    office: Office, tmp_path: Path
) -> None:
    papers = [one for one in TEMPLATES if one.kind is Kind.WORD]
    files = [tmp_path / f"{one.name}.docx" for one in papers]
    for one, file in zip(papers, files, strict=True):
        ask(office, "eject", one.name, "-o", file)
    saved = resaved(files, tmp_path)
    for one, file in zip(papers, files, strict=True):
        assert found(office, saved / file.name) == []
        assert one.pages is not None
        pages: list[Any] = list(one.pages(sample()))
        for page in pages[:3]:
            wanted = [text for text in said_by(word.render(one.name, page)) if text.strip()]
            told = [text for text in said_by(word.render(saved / file.name, page)) if text.strip()]
            assert told == wanted, one.name
