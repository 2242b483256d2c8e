"""Charts show what the ledger says, are legible without colour, and carry everything that a picture needs."""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from calling import PLAN
from docx import Document
from openxml_audit import OpenXmlValidator
from small_plan import ledger_of
from test_views_report import DEMO, ledger_from

from baicheng_cli.status.lights import Light
from baicheng_cli.views import word
from baicheng_cli.views.charts import LOOKS, WIDTH, Chart, Charts, charts, targets_chart, units_chart
from baicheng_cli.views.letterhead import Letterhead
from baicheng_cli.views.report import monthly_report
from baicheng_cli.views.svg import HATCHES, Drawing
from baicheng_cli.views.templates import md_text, render_html
from baicheng_cli.views.word import pictures
from baicheng_cli.views.word.papers import report_paper

SVG = "{http://www.w3.org/2000/svg}"
THREE = """
- {id: "3.1", title: 公园, lead: [甲局], indicators: [{id: a, name: "R&D <3%", exactly: 4, unit: 亩, due: 2019-12-31}]}
- {id: "3.2", title: 道路, lead: [丙局, 甲局], milestones: [{id: m1, title: 某路, due: 2019-09-20}]}
- {id: "3.3", title: 河道, lead: [乙委]}
"""
ENTRIES = '[{date: 2019-09-20, values: {a: 2}}, {unit: 丙局, task: "3.2", date: 2019-09-20}]'


def both(entries: str = ENTRIES, month: str = "2019-09") -> tuple[Chart, Chart]:
    units, targets = charts(ledger_of(THREE, entries=entries, month=month))
    assert units is not None
    assert targets is not None
    return units, targets


def texts(chart: Chart) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(chart.file).iter(f"{SVG}text")]


def boxes(chart: Chart, fill: str) -> list[tuple[float, float]]:
    """Left edge and width of every rectangle of that fill."""
    found = ElementTree.fromstring(chart.file).iter(f"{SVG}rect")
    return [(float(one.get("x", 0)), float(one.get("width", 0))) for one in found if one.get("fill") == fill]


# What is shown ---------------------------------------------------------------------------------------------------


def test_every_lead_has_its_bar_in_the_official_order_and_a_joint_task_stands_with_both() -> None:
    units, _ = both()
    assert units.words == (
        "图：各牵头单位任务进展状态（截至2019年9月25日）。甲局牵头2项：滞后1项、逾期1项；乙委牵头1项：未报送1项；"
        "丙局牵头1项：逾期1项。"
    )
    said = texts(units)
    assert [one for one in said if one in ("甲局", "乙委", "丙局")] == ["甲局", "乙委", "丙局"]
    assert [one for one in said if re.fullmatch(r"\d项", one)] == ["2项", "1项", "1项"]
    assert {"逾期1", "未报送1", "滞后1"} <= set(said)


def test_the_segments_of_a_bar_are_as_long_as_their_counts() -> None:
    """城管局 leads six in September: five 正常 and one 滞后."""
    chart = units_chart(ledger_from(PLAN, "2019-09", DEMO))
    assert chart is not None
    normal = max(wide for _, wide in boxes(chart, LOOKS[Light.ON_TRACK][0]))
    late = boxes(chart, LOOKS[Light.BEHIND][0])[-1][1]
    assert normal == pytest.approx(5 * late, rel=0.01)


def test_the_counts_of_the_chart_are_those_of_the_ledger() -> None:
    ledger = ledger_from(PLAN, "2019-09", DEMO)
    chart = units_chart(ledger)
    assert chart is not None
    for light in Light:
        said = sum(int(count) for count in re.findall(rf"(?<=[：、]){light.word}(\d+)项", chart.words))
        assert said == sum(len(one.task.lead) for one in ledger.tasks if one.judgement.light is light)


def test_a_target_has_its_bar_the_mark_of_time_and_the_figures_in_words() -> None:
    _, targets = both()
    said = texts(targets)
    assert {"R&D <3%", "50.0%", "2/4亩，序时75.0%", "滞后", "三（一） 甲局"} <= set(said)
    [(left, whole)] = [one for one in boxes(targets, "#f4f4f4") if one[1] > 100]
    [(begin, done)] = [one for one in boxes(targets, "#595959") if one[1] > 50]
    assert begin == left
    assert done == pytest.approx(whole * 0.5, abs=0.1)
    marks = re.findall(r'd="M([\d.]+) [\d.]+L\1 [\d.]+" fill="none" stroke="#1a1a1a" stroke-width="1.4"', targets.body)
    assert float(marks[-1]) == pytest.approx(left + whole * 0.75, abs=0.1)


@pytest.mark.parametrize(("value", "share", "said"), [("9", 1.0, "225.0%"), ("0", 0.0, "0.0%"), ("4", 1.0, "100.0%")])
def test_what_is_beyond_the_target_ends_at_its_edge_and_the_figure_says_how_much(
    value: str, share: float, said: str
) -> None:
    _, targets = both(f"[{{date: 2019-09-20, values: {{a: {value}}}}}]")
    [(_, whole)] = [one for one in boxes(targets, "#f4f4f4") if one[1] > 100]
    assert boxes(targets, "#595959")[-1][1] == pytest.approx(whole * share, abs=0.1)
    assert said in texts(targets)


def test_a_target_nobody_has_reported_on_has_an_empty_bar() -> None:
    _, targets = both("[]", "2019-06")
    assert "从未报送" in texts(targets)
    assert len(boxes(targets, "#595959")) == 1  # the one of the legend


def test_targets_that_are_not_paced_are_counted_and_not_drawn() -> None:
    rate = "{id: b, name: 处理率, at_least: 95, unit: '%', measure: level, due: 2019-12-31}"
    park = "{id: a, name: 公园, exactly: 4, unit: 亩, due: 2019-12-31}"
    chart = targets_chart(
        ledger_of(f'[{{id: "3.1", title: 公园, lead: [甲局], indicators: [{park}, {rate}]}}]', month="2019-09")
    )
    assert chart is not None
    assert "注：另有1项指标不按序时折算，不在图中。" in texts(chart)
    assert "处理率" not in chart.words
    only = targets_chart(ledger_of(f'[{{id: "3.1", title: 甲, lead: [甲局], indicators: [{rate}]}}]', month="2019-09"))
    assert only is None


def test_where_nobody_has_reported_there_is_no_chart(tmp_path: Path) -> None:
    assert monthly_report(ledger_from(PLAN, "2019-09", tmp_path), "x").charts == Charts()


# How it looks ----------------------------------------------------------------------------------------------------


def test_lights_are_told_from_each_other_without_colour() -> None:
    """Those that share a hatch differ in how dark they are by more than a copier loses."""

    def grey(tint: str) -> float:
        red, green, blue = (int(tint[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    assert set(LOOKS) == set(Light)
    assert {hatch for _, hatch in LOOKS.values()} <= set(HATCHES)
    looks = list(LOOKS.values())
    for place, (tint, hatch) in enumerate(looks):
        for other, same in looks[place + 1 :]:
            assert hatch != same or abs(grey(tint) - grey(other)) > 8, (tint, other)


@pytest.mark.parametrize("hatch", ["rising", "falling", "crossed", "level", "upright", "squared"])
def test_a_hatch_stays_inside_its_bar(hatch: str) -> None:
    drawing = Drawing(100)
    drawing.hatched(10, 20, 33, 12, hatch, fill="#ffffff")
    points = re.findall(r"[ML]([\d.]+) ([\d.]+)", drawing.body)
    assert len(points) >= 6
    assert all(10 <= float(x) <= 43 and 20 <= float(y) <= 32 for x, y in points)


@pytest.mark.parametrize("month", ["2019-05", "2019-09", "2019-12"])
def test_a_chart_carries_its_title_its_day_and_the_mark_of_a_demonstration(month: str) -> None:
    for chart in charts(ledger_from(PLAN, month, DEMO)):
        assert chart is not None
        said = texts(chart)
        assert said[0] == chart.title
        assert said[1].startswith("截至2019年")
        assert said[2] == "演示数据，非真实填报"
        assert chart.title in chart.words
        assert chart.words.endswith("（演示数据，非真实填报）")
    assert not any("演示" in one for chart in both() for one in (*texts(chart), chart.words))


def test_everything_stands_inside_the_picture() -> None:
    for chart in charts(ledger_from(PLAN, "2019-09", DEMO)):
        assert chart is not None
        for one in ElementTree.fromstring(chart.file).iter():
            if one.tag in (f"{SVG}rect", f"{SVG}text"):
                x, y, wide = (float(one.get(key, 0)) for key in ("x", "y", "width"))
                assert 0 <= x <= WIDTH
                assert x + wide <= WIDTH + 0.1
                assert 0 <= y <= chart.height


def test_the_same_ledger_is_the_same_bytes() -> None:
    assert both() == both()
    one, other = (pictures.png_of(both()[0]) for _ in range(2))
    assert one == other


# In papers -------------------------------------------------------------------------------------------------------


def test_in_html_a_chart_is_a_drawing_that_says_what_it_shows() -> None:
    html = render_html("report.html.j2", monthly_report(ledger_from(PLAN, "2019-09", DEMO), "x"))
    found = re.findall(r'<svg class="chart" [^>]*role="img" aria-label="([^"]+)"><title>([^<]+)</title>', html)
    assert [title for _, title in found] == ["各牵头单位任务进展状态", "量化指标完成情况"]
    assert all("截至2019年9月25日" in said for said, _ in found)
    assert " style=" not in html
    assert "font-family" not in html.partition("</style>")[2]


def test_in_markdown_a_chart_is_its_words() -> None:
    units, _ = both()
    assert md_text(units) == units.words


class Page(NamedTuple):
    """What the templates of these tests are given."""

    chart: Chart


def paper(folder: Path, text: str = "页面：公文\n公文正文：甲\n图：{{ chart }}\n公文正文：乙") -> bytes:
    file = folder / "稿.txt"
    file.write_text(text, "utf-8")
    return word.render(file, Page(both()[0]))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine with Chinese fonts."""
    monkeypatch.setattr(pictures, "can_write_chinese", lambda: True)


def test_in_word_a_chart_is_a_picture_with_its_drawing_behind(tmp_path: Path, written: None) -> None:
    content = paper(tmp_path)
    (tmp_path / "稿.docx").write_bytes(content)
    assert OpenXmlValidator().validate(str(tmp_path / "稿.docx")).error_count == 0
    document = Document(io.BytesIO(content))
    [picture] = document.inline_shapes
    assert round(picture.width.pt) == 442
    [about] = document.element.body.xpath(".//wp:docPr")
    assert about.get("descr") == both()[0].words
    assert [one.text for one in document.paragraphs if one.text] == ["甲", "乙"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if "/media/" in name]
        assert [name.rpartition(".")[2] for name in names] == ["svg", "png"]
        assert archive.read(names[0]).decode() == both()[0].file
        assert archive.read(names[1]).startswith(b"\x89PNG")
    assert paper(tmp_path) == content


def test_two_charts_of_a_report_are_two_pictures(written: None) -> None:
    report = monthly_report(ledger_from(PLAN, "2019-09", DEMO), "x")
    document = Document(io.BytesIO(word.render("report", report_paper(report, Letterhead()))))
    drawn = document.element.body.xpath(".//*[local-name()='svgBlip']/@r:embed")
    assert len(document.inline_shapes) == len(set(drawn)) == 2
    ids = document.element.body.xpath(".//wp:docPr/@id")
    assert len(set(ids)) == 2


def test_without_chinese_letters_on_the_machine_the_words_stand_in_the_picture_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "can_write_chinese", lambda: False)
    document = Document(io.BytesIO(paper(tmp_path)))
    assert [one.text for one in document.paragraphs if one.text] == ["甲", both()[0].words, "乙"]


def test_an_office_may_drop_the_charts(tmp_path: Path) -> None:
    own = tmp_path / "word" / "report.txt"
    own.parent.mkdir()
    text = word.template_file("report").read_text("utf-8")
    own.write_text("\n".join(line for line in text.splitlines() if not line.startswith("图：")), "utf-8")
    report = monthly_report(ledger_from(PLAN, "2019-09", DEMO), "x")
    content = word.render("report", report_paper(report, Letterhead()), tmp_path)
    assert not Document(io.BytesIO(content)).inline_shapes


@pytest.mark.slow
@pytest.mark.tools
def test_on_paper_a_chart_is_paths_and_letters_and_no_image(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        if os.environ.get("BAICHENG_REQUIRE_TOOLS") == "1":
            pytest.fail("LibreOffice is required here")
        pytest.skip("LibreOffice is not installed")
    import pdfplumber

    from baicheng_cli.views.word.pdf import as_pdf

    report = monthly_report(ledger_from(PLAN, "2019-09", DEMO), "x")
    [content] = as_pdf([word.render("report", report_paper(report, Letterhead()))])
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert not [page for page in pdf.pages if page.images]
        found: dict[str, Any] = {}
        for page in pdf.pages:
            said = (page.extract_text() or "").replace(" ", "")
            found |= {
                title: (page, said) for title in ("各牵头单位任务进展状态", "量化指标完成情况\n") if title in said
            }
        assert len(found) == 2
        for page, _ in found.values():
            assert len(page.curves) + len(page.rects) > 50
        assert "区城区道路交通秩序综合治理办公室" in found["各牵头单位任务进展状态"][1]
        assert "微公园、小游园" in found["量化指标完成情况\n"][1]
