"""Papers from the command line: as Word and PDF, never over somebody else's work, the same bytes every time."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from calling import PLAN, ROOT, Office, Said, call
from docx import Document
from openxml_audit import OpenXmlValidator
from test_views_report import MONTHS, ledger_from
from test_views_report_pages import crowded

from baicheng_cli.cli import paper_file
from baicheng_cli.plan.office_month import load_office_month
from baicheng_cli.views import word
from baicheng_cli.views.letterhead import Letterhead
from baicheng_cli.views.mark import is_our_pdf, marked_pdf
from baicheng_cli.views.report_brief import brief
from baicheng_cli.views.word import pdf
from baicheng_cli.views.word.papers import brief_paper
from baicheng_cli.views.word.pdf import MISSING, as_pdf

DEMO = ("--plan", PLAN, "--data", ROOT / "demo" / "2019", "--month", "2019-09")


def ask(command: str, *arguments: str | Path) -> Said:
    return call(*command.split(), *DEMO, *arguments)


def texts(file: Path) -> list[str]:
    """Paragraphs of a paper, and the cells of its tables; a title of two lines is one."""
    document = Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [one.replace("\n", "") for one in [*(paragraph.text for paragraph in document.paragraphs), *cells]]


@pytest.fixture
def libreoffice() -> None:
    if shutil.which("soffice") is None:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail("LibreOffice is required here")
        pytest.skip("LibreOffice is not installed")


# Word ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("report", ["送审稿", "百城建设提质工程工作简报", "第　期", "2019年9月份百城建设提质工程工作进展情况"]),
        ("report --style 文件", ["中原区百城建设提质工程工作领导小组办公室文件", "区政府：", "特此报告。"]),
        ("report --unit 区城管局", ["2019年9月份百城建设提质工程工作进展情况（区城管局）", "二、牵头任务进展"]),
        ("report --brief", ["一、请领导协调事项", "三、较上月变化"]),
        ("report --brief --unit 区城管局", ["2019年9月份百城建设提质工程工作进展情况（区城管局）"]),
        (
            "bulletin",
            ["关于2019年9月份百城建设提质工程工作推进情况的通报", "各街道办事处，区政府有关部门，各有关单位："],
        ),
    ],
)
def test_every_paper_is_a_docx_without_errors_that_says_it_is_a_demonstration(
    tmp_path: Path, command: str, said: list[str]
) -> None:
    file = tmp_path / "稿.docx"
    answer = ask(command, "-o", file)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.startswith("已写入 ")
    assert OpenXmlValidator().validate(str(file)).error_count == 0
    found = texts(file)
    assert [one for one in said if one not in found] == []
    for section in Document(str(file)).sections:
        assert section.header.paragraphs[0].text == "演示数据，非真实填报"
    assert not [one for one in found if "{{" in one or "{%" in one]


def test_number_and_day_are_as_typed_else_as_the_month_s_own_file_says(tmp_path: Path) -> None:
    office = Office(tmp_path / "data")
    office.settings("office: tizhiban\npapers: {number_word: 某百城, signer: 某办, report_addressees: 区政府}")
    (tmp_path / "data" / "office" / "2019-09.yaml").write_text(
        "schema: 1\nmonth: 2019-09\nnumber: 7\ndated: 2019-09-28\nbulletin: {number: 8, dated: 2019-09-29}\n", "utf-8"
    )
    file = tmp_path / "稿.docx"
    for arguments, number, day in [
        (("report", "--style", "文件"), "某百城〔2019〕7号", "2019年9月28日"),
        (
            ("report", "--style", "文件", "--number", "12", "--dated", "2019-10-09"),
            "某百城〔2019〕12号",
            "2019年10月9日",
        ),
        (("bulletin",), "某百城〔2019〕8号", "2019年9月29日"),
        (("bulletin", "--number", "13"), "某百城〔2019〕13号", "2019年9月29日"),
    ]:
        answer = office.ask(*arguments, "--month", "2019-09", "-o", file, day=None)
        assert answer.code == 0, answer.err
        found = texts(file)
        assert [one for one in found if one.partition("\t")[0] == number]
        assert day in found


def test_a_closed_month_s_paper_is_final_and_says_which_data_it_is_from(tmp_path: Path) -> None:
    """The month's record says when it was closed; before, the paper is a draft."""
    office = Office(tmp_path / "data")
    entry = '{id: aaaaaaaa, task: "3.3", date: 2019-09-25, received: 2019-09-24, values: {a: 72.5}, self: 正常推进}'
    office.sidecar("2019-09", "chengguan", "区城管局", entry)
    file = tmp_path / "稿.docx"
    for final in (False, True):
        if final:
            head = "schema: 1\nmonth: 2019-09\nopened: 2019-09-02\ndata_until: 2019-09-25\nsubmit_by: 2019-09-25\n"
            record = f"{head}acts: [{{act: close, day: 2019-09-28, recorded: 2019-09-28T17:00:00+08:00}}]\n"
            (tmp_path / "data" / "progress" / "2019-09" / "cycle.yaml").write_text(record, "utf-8")
        for command in ("report", "bulletin"):
            assert office.ask(command, "--month", "2019-09", "-o", file, day=None).code == 0
            found = texts(file)
            assert ("送审稿" in found) is not final
            assert any("2019年9月封账版" in one for one in found) is final


NASTY = "R&D <3% “引号”\"双\"与'单'；{{ 1 }} {% if %} 镕昇喆堃珺"


def test_nothing_that_a_unit_wrote_is_lost_on_its_way(tmp_path: Path) -> None:
    office = Office(tmp_path / "data")
    lines = f"{NASTY}\\n第二行"
    long = "长" * 60
    quoted = lines.replace('"', '\\"')
    entry = (
        '{id: aaaaaaaa, task: "3.3", date: 2019-09-25, received: 2019-09-24, values: {c: 22}, '
        f'progress: "{quoted}", problems: "{quoted}", next: {long}}}'
    )
    office.sidecar("2019-09", "chengguan", "区城管局", entry)
    for arguments in (("report",), ("report", "--unit", "区城管局"), ("bulletin",)):
        file = tmp_path / "稿.docx"
        assert office.ask(*arguments, "--month", "2019-09", "-o", file, "--force", day=None).code == 0
        said = "\n".join(texts(file))
        assert f"{NASTY}；第二行" in said
        assert arguments == ("bulletin",) or long in said


def test_a_unit_is_called_by_its_name_of_the_month(tmp_path: Path) -> None:
    plan = tmp_path / "2019.yaml"
    text = PLAN.read_text("utf-8")
    renamed = "names: [{name: 区农委, until: 2019-08-31}, {name: 区农业农村局, from: 2019-09-01}]"
    plan.write_text(text.replace("names: [{name: 区农委}]", renamed), "utf-8")
    for month, here, not_here in (("2019-08", "区农委", "区农业农村局"), ("2019-09", "区农业农村局", "区农委")):
        for command in ("report", "bulletin"):
            file = tmp_path / f"{command}-{month}.docx"
            answer = call(command, "--plan", plan, "--data", tmp_path, "--month", month, "-o", file)
            assert answer.code == 0, answer.err
            said = "\n".join(texts(file))
            assert here in said
            assert not_here not in said


@pytest.mark.slow
@pytest.mark.parametrize("command", ["report", "report --unit 区农委", "report --brief", "bulletin"])
def test_the_same_call_gives_the_same_bytes_in_another_process(tmp_path: Path, command: str) -> None:
    made = []
    for number in range(2):
        file = tmp_path / f"{number}.docx"
        arguments = [*command.split(), *map(str, DEMO), "-o", str(file)]
        code = f"import sys; from baicheng_cli.cli.app import run; sys.exit(run({arguments!r}))"
        environment = {**os.environ, "PYTHONHASHSEED": str(number + 1), "TZ": "UTC" if number else "Asia/Shanghai"}
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment)
        made.append(file.read_bytes())
    assert made[0] == made[1]


# Templates -------------------------------------------------------------------------------------------------------


def test_a_template_of_the_office_s_own_is_used(tmp_path: Path) -> None:
    own, file = tmp_path / "本办.txt", tmp_path / "稿.docx"
    own.write_text("页面：公文\n公文标题：{{ report.head.title }}\n公文正文：本办自己的版式\n", "utf-8")
    assert ask("report", "--template", own, "-o", file).code == 0
    assert texts(file) == ["2019年9月份百城建设提质工程工作进展情况", "本办自己的版式"]
    edited = tmp_path / "本办.docx"
    edited.write_bytes(word.build_template("bulletin"))
    assert ask("bulletin", "--template", edited, "-o", file).code == 0
    assert "四、工作要求" in texts(file)


def test_a_template_in_the_office_s_folder_comes_before_the_shipped_one(tmp_path: Path) -> None:
    office = Office(tmp_path / "data")
    own = tmp_path / "data" / "office" / "templates" / "word" / "bulletin.txt"
    own.parent.mkdir(parents=True)
    own.write_text("页面：公文\n公文正文：{{ report.tpyo }}\n", "utf-8")
    answer = office.ask("bulletin", "--month", "2019-09", "-o", tmp_path / "稿.docx", day=None)
    assert answer.code == 1
    assert "bulletin.txt:2: 没有“tpyo”这一项" in answer.err
    assert not (tmp_path / "稿.docx").exists()


# What cannot be ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        ("report --format docx", 2, "docx 不能显示在屏幕上，请用 -o 写到文件，如 -o 月报.docx"),
        ("bulletin --format pdf", 2, "pdf 不能显示在屏幕上，请用 -o 写到文件，如 -o 通报.pdf"),
        ("bulletin --format doc", 2, "通报没有“doc”这种格式；可用：md、html、docx、pdf"),
        ("bulletin -o 通报.wps", 2, "通报写不成 .wps；文件名以 .md、.html、.docx、.pdf 结尾"),
        ("report --style 红头 -o x.docx", 2, "没有“红头”这种版式；可用：简报、文件"),
        ("report --style 文件", 2, "md 没有版头"),
        ("report --style 文件 --unit 区农委 -o x.docx", 2, "单位月报和一页版没有版头"),
        ("report --style 文件 --brief -o x.docx", 2, "单位月报和一页版没有版头"),
        ("report --number 9 -o x.docx", 2, "和 --style 文件 一起用"),
        ("report --style 文件 --number 0 -o x.docx", 2, "--number"),
        ("bulletin --dated 2019-9-30 -o x.docx", 2, "--dated"),
        ("bulletin --template 没有.docx -o x.docx", 2, "找不到模板 没有.docx"),
        ("report --template pyproject.toml -o x.docx", 1, "不能作 Word 模板"),
        ("report --template pyproject.toml", 2, "--template 是 Word 模板"),
        ("bulletin -o 没有这个文件夹/x.docx", 2, "没有文件夹"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, code: int, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    answer = ask(command)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.err
    assert answer.err.count("\n") <= 2
    assert [one.name for one in tmp_path.iterdir()] == ["pyproject.toml"]


def saved_by_another(content: bytes) -> bytes:
    """The same paper, corrected and saved in an office suite."""
    document: Any = Document(io.BytesIO(content))
    document.paragraphs[0].text = "改过"
    document.core_properties.last_modified_by = "某人"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.slow
def test_a_paper_that_somebody_worked_on_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "月报.docx"
    for _ in range(2):
        assert ask("report", "-o", file).code == 0
    theirs = saved_by_another(file.read_bytes())
    file.write_bytes(theirs)
    answer = ask("report", "-o", file)
    assert (answer.code, file.read_bytes()) == (1, theirs)
    assert "没有覆盖" in answer.err
    assert ask("report", "-o", file, "--force").code == 0
    assert file.read_bytes() != theirs
    for content in (b"", b"PK\x03\x04", b"%PDF-1.6"):
        file.write_bytes(content)
        assert ask("bulletin", "-o", file).code == 1


def test_without_libreoffice_one_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_PLACES", ())
    for command in ("report", "report --brief", "bulletin"):
        answer = ask(command, "-o", tmp_path / "稿.pdf")
        assert (answer.code, answer.out, answer.err) == (1, "", f"错误：{MISSING}\n")
    assert not list(tmp_path.iterdir())


# PDF -------------------------------------------------------------------------------------------------------------

SMALL = b"%PDF-1.4\n1 0 obj<<>>endobj\nxref\n0 2\ntrailer<</Size 2>>\nstartxref\n27\n%%EOF\n"


def test_a_pdf_is_known_by_its_mark_and_any_change_is_seen() -> None:
    """The mark is a comment before `startxref`; what the number there points at has not moved."""
    marked = marked_pdf(SMALL, "report")
    assert is_our_pdf(marked, "report")
    assert marked.index(b"xref") == 27
    assert marked.index(b"% baicheng report") > marked.index(b"trailer")
    assert not is_our_pdf(marked, "notice")
    assert not is_our_pdf(SMALL, "report")
    assert not is_our_pdf(marked.replace(b"Size 2", b"Size 3"), "report")
    assert not is_our_pdf(marked + b"2 0 obj<<>>endobj\nstartxref\n99\n%%EOF\n", "report")
    assert marked_pdf(b"no pdf", "report") == b"no pdf"


@pytest.mark.slow
@pytest.mark.tools
@pytest.mark.usefixtures("libreoffice")
def test_a_pdf_is_written_twice_but_not_over_somebody_else_s(tmp_path: Path) -> None:
    import pdfplumber

    file = tmp_path / "通报.pdf"
    for _ in range(2):
        assert ask("bulletin", "-o", file).code == 0
    with pdfplumber.open(file) as opened:
        first = opened.pages[0].extract_text()
    assert "中原区百城建设提质工程工作领导小组办公室文件" in first
    changed = file.read_bytes().replace(b"%PDF-1.6", b"%PDF-1.7")
    assert changed != file.read_bytes()
    file.write_bytes(changed)
    answer = ask("bulletin", "-o", file)
    assert (answer.code, file.read_bytes()) == (1, changed)
    assert ask("bulletin", "-o", file, "--force").code == 0


def pages(content: bytes) -> int:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as opened:
        return len(opened.pages)


@pytest.mark.slow
@pytest.mark.tools
@pytest.mark.usefixtures("libreoffice")
def test_the_one_page_version_is_one_page_in_every_month_and_of_every_unit() -> None:
    data = ROOT / "demo" / "2019"
    ledgers = {month: ledger_from(PLAN, month, data) for month in MONTHS}
    made = [brief(ledger, "0a1b2c3d", load_office_month(data, month)) for month, ledger in ledgers.items()]
    made += [brief(ledgers["2019-09"], "0a1b2c3d", None, unit) for unit in ("区城管局", "区发改统计局", "区环保局")]
    for content in as_pdf([word.render("report_brief", brief_paper(one, Letterhead())) for one in made]):
        assert pages(content) == 1


@pytest.mark.slow
@pytest.mark.tools
@pytest.mark.usefixtures("libreoffice")
def test_the_one_page_version_is_one_page_whatever_is_said(tmp_path: Path) -> None:
    ledger, words = crowded()
    much = brief_paper(brief(ledger, "0a1b2c3d", words), Letterhead())
    assert much.tight
    file = tmp_path / "一页.docx"
    assert ask("report --brief", "-o", file).code == 0
    for made in as_pdf([word.render("report_brief", much), file.read_bytes()]):
        assert pages(made) == 1


# What it costs -----------------------------------------------------------------------------------------------------


def test_a_report_as_text_reads_no_library_for_word() -> None:
    code = (
        "import sys; from baicheng_cli.cli.app import run; "
        f"run(['report', *{list(map(str, DEMO))!r}]); "
        "sys.stderr.write(repr(sorted({'docx', 'docxtpl', 'openpyxl', 'rich'} & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, encoding="utf-8")
    assert done.stderr == "[]"


def kinds() -> Iterator[str]:
    yield from (paper_file.TEXT | paper_file.WORD).values()


def test_the_help_names_every_format() -> None:
    for command in ("report", "bulletin"):
        said = re.sub(r"\s+", "", call(command, "--help").out)
        for format in set(kinds()):
            assert format in said
