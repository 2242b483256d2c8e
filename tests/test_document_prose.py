"""Which deadline governs what in a sentence; milestones; whose work it is."""

from __future__ import annotations

import pytest

from baicheng_cli.document.deadlines import Time
from baicheng_cli.document.places import flat
from baicheng_cli.document.prose import read_prose
from baicheng_cli.document.target import Target


def read(line: str, *, labelled: bool = False) -> list[str]:
    """Each part with its day, and what is not the district's own work."""
    said = []
    for one in read_prose(flat(line), Time.of(2021), labelled=labelled).parts:
        value = one.value
        name = f"{value.name} {value.value}" if isinstance(value, Target) else f"{value.title} {value.reach}"
        due = str(one.due.value.due) if one.due else "无时限"
        said.append(" ".join([name, due, *([one.part] if one.part != "own" else [])]))
    return said


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("6月底前，新建公厕5座；改造泵站3座。", ["新建公厕 5 2021-06-30", "改造泵站 3 2021-06-30"]),
        ("6月底前，新建公厕5座。改造泵站3座。", ["新建公厕 5 2021-06-30", "改造泵站 3 无时限"]),
        ("6月底前新建公厕5座，年底前改造泵站3座。", ["新建公厕 5 2021-06-30", "改造泵站 3 2021-12-31"]),
        ("新建公厕5座，6月底前完成。", ["新建公厕 5 2021-06-30"]),
        (
            "第一批公厕5座6月底前开工，第二批泵站3座9月底前开工。",
            [
                "第一批公厕 5 2021-06-30",
                "第二批泵站 3 2021-09-30",
            ],
        ),
        ("2022年6月底前新建公厕5座，11月底前改造泵站3座。", ["新建公厕 5 2022-06-30", "改造泵站 3 2022-11-30"]),
        ("新建公厕5座（6月底前完成），改造泵站3座。", ["新建公厕 5 2021-06-30", "改造泵站 3 无时限"]),
        ("汛期前（5月31日前），更换水泵9台。", ["更换水泵 9 2021-05-31"]),
        ("普及率2021年、2022年分别达到60%、80%。", ["普及率 60 2021-12-31", "普及率 80 2022-12-31"]),
    ],
)
def test_a_deadline_governs_what_follows_to_the_full_stop(line: str, parts: list[str]) -> None:
    assert read(line) == parts


def test_beside_a_deadline_of_the_clause_one_in_the_text_ends_at_the_semicolon() -> None:
    line = "上半年，清理残垣30处；创建示范村12个。"
    assert read(line) == ["清理残垣 30 2021-06-30", "创建示范村 12 2021-06-30"]
    assert read(line, labelled=True) == ["清理残垣 30 2021-06-30", "创建示范村 12 无时限"]


def test_a_year_inside_a_phrase_ends_at_the_semicolon() -> None:
    line = "配合“两馆”建设，确保其2021年建成投用；加快建设东湖文化馆和西岭科技馆。"
    assert read(line) == [
        "两馆建成投用 finish 2021-12-31 assist",
        "东湖文化馆 ongoing 无时限",
        "西岭科技馆 ongoing 无时限",
    ]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("三季度完成主体工程。", ["主体工程 finish 2021-09-30"]),
        ("2021年上半年建成投用。", ["建成投用 finish 2021-06-30"]),
        ("4月底前，编制完成专项规划，报市政府审定。", ["编制完成专项规划 finish 2021-04-30"]),
        ("5月底前开工建设东湖公园。", ["东湖公园 start 2021-05-31"]),
        ("2021年，督导完成河道整治工作。", ["河道整治 finish 2021-12-31 supervise"]),
        ("年底前完成甲铁路、乙铁路和丙铁路三条铁路沿线绿化工作。", [
            "甲铁路沿线绿化 finish 2021-12-31",
            "乙铁路沿线绿化 finish 2021-12-31",
            "丙铁路沿线绿化 finish 2021-12-31",
        ]),
        ("统筹做好2021年保护项目，持续建设东坡、西岭遗址公园，开工建设南坪、北桥头遗址公园。", [
            "保护项目 ongoing 2021-12-31",
            "东坡遗址公园 ongoing 2021-12-31",
            "西岭遗址公园 ongoing 2021-12-31",
            "南坪遗址公园 start 2021-12-31",
            "北桥头遗址公园 start 2021-12-31",
        ]),
        ("加快停车场建设，完善体系。", []),
        ("建设一批文化公园。", []),
    ],
)  # fmt: skip
def test_a_result_without_a_number_is_a_milestone(line: str, parts: list[str]) -> None:
    assert read(line) == parts


def test_helping_covers_its_own_phrase_and_the_result_named_right_after_it() -> None:
    line = "配合市里改造管网20公里，提高收集率5个百分点，年底前新建泵站3座。"
    assert read(line) == [
        "改造管网 20 无时限 assist",
        "提高收集率 5 无时限 assist",
        "新建泵站 3 2021-12-31",
    ]


def test_a_time_that_no_calendar_gives_is_doubtful() -> None:
    [one] = read_prose("春节前完成清理", Time.of(2021)).doubts
    assert one.value == "“春节前”没有写明日期，没有写时限"


def test_a_sentence_without_end_is_read_piece_by_piece() -> None:
    line = "新建公厕5座，" * 2000
    assert len(read_prose(line, Time.of(2021)).parts) == 2000


def test_a_number_that_is_read_as_nothing_is_doubtful() -> None:
    text = "新建公厕5座，按1比例3配套，5G网络和PM10达标，《措施20条》、市政〔2021〕7号除外。"
    assert [one.value for one in read_prose(text, Time.of(2021)).doubts] == [
        "“1比例”没有读成目标",
        "“3配套”没有读成目标",
    ]
