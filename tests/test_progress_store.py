"""The progress folder: appending keeps every byte, reading keeps every word."""

from __future__ import annotations

import multiprocessing
import os
import re
import tempfile
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from baicheng_cli.errors import BrokenFile, UserError
from baicheng_cli.plan.model import Plan
from baicheng_cli.plan.units import Register
from baicheng_cli.progress import store
from baicheng_cli.progress.append import item_text
from baicheng_cli.progress.model import Entry, Sidecar

MONTH, CHENGGUAN = "2019-09", "区城管局"
CHINA = timezone(timedelta(hours=8))


def register() -> Register:
    units = {"chengguan": CHENGGUAN, "chengjian": "区城建局", "tizhiban": "区百城提质办"}
    plan = Plan.model_validate(
        {
            "schema": "1",
            "document": {"title": "示例方案", "number": "示例〔2019〕1号", "issuer": "某区", "issued": "2019-04-14"},
            "period": {"start": "2019-01-01", "end": "2019-12-31"},
            "units": [{"id": id, "names": [{"name": name}]} for id, name in units.items()],
            "collectives": [{"id": "jiedao", "name": "各街道办事处"}],
            "chapters": [{"id": "3", "title": "重点工作"}],
        }
    )
    return Register(plan)


def new(id: str = "k3x7q2ab", **more: Any) -> dict[str, Any]:
    return {"id": id, "task": "3.3", "date": date(2019, 9, 25), **more}


def append(data: Path, entry: dict[str, Any]) -> Path:
    return store.append(data, MONTH, "chengguan", CHENGGUAN, entry)


def put(data: Path, text: str, month: str = MONTH, unit: str = "chengguan") -> Path:
    """A sidecar typed by hand, bytes as they are."""
    file = store.sidecar_file(data, month, unit)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def read(data: Path) -> list[Entry]:
    return [one.entry for one in store.read_all(data, register())]


# Writing


def test_the_first_entry_makes_the_file(tmp_path: Path) -> None:
    entry = new(
        received=date(2019, 9, 24),
        values={"a": Decimal("72.5"), "b": Decimal(3)},
        milestones={"m1": date(2019, 8, 20)},
        self="正常推进",
        progress="绿化三条铁路",
        evidence=[{"file": "evidence/2019-09/chengguan/照片.jpg", "sha256": "0" * 64}],
        by_office=True,
        recorded=datetime(2019, 9, 24, 9, 30, tzinfo=CHINA),
    )
    file = append(tmp_path, entry)
    assert file == tmp_path / "progress" / "2019-09" / "chengguan.yaml"
    assert file.read_text("utf-8") == (
        """\
schema: 1
unit: 区城管局
month: 2019-09
entries:
  - id: k3x7q2ab
    task: "3.3"
    date: 2019-09-25
    received: 2019-09-24
    values:
      a: 72.5
      b: 3
    milestones:
      m1: 2019-08-20
    self: 正常推进
    progress: 绿化三条铁路
    evidence:
      - file: evidence/2019-09/chengguan/照片.jpg
        sha256: '"""
        + "0" * 64
        + """'
    by_office: true
    recorded: 2019-09-24T09:30:00+08:00
"""
    )


def test_demonstration_data_says_so_in_its_first_line_and_in_a_key(tmp_path: Path) -> None:
    file = store.append(tmp_path, MONTH, "chengguan", CHENGGUAN, new(progress="甲"), demo=True)
    store.append(tmp_path, MONTH, "chengguan", CHENGGUAN, new("aaaaaaaa", progress="乙"), demo=True)
    assert file.read_text("utf-8").splitlines()[:5] == [
        "# 演示数据，非真实填报",
        "schema: 1",
        "unit: 区城管局",
        "month: 2019-09",
        "demo: true",
    ]
    assert [entry.progress for entry in read(tmp_path)] == ["甲", "乙"]


HEAD = "schema: 1\nunit: 区城管局\nmonth: 2019-09\nentries:\n"
TYPED = '  - {id: aaaaaaaa, task: "3.3", date: 2019-09-20, progress: 手写}\n'


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(HEAD + TYPED, id="as we write"),
        pytest.param("# 办公室注：\n" + HEAD + TYPED + "  # 待核\n\n\n", id="comments and blank lines"),
        pytest.param(HEAD + TYPED + "# 待核", id="a comment without a line end"),
        pytest.param(HEAD + TYPED.rstrip("\n"), id="no final line end"),
        pytest.param((HEAD + TYPED).replace("\n", "\r\n"), id="CRLF"),
        pytest.param((HEAD + TYPED).replace("\n", "\r\n").rstrip(), id="CRLF without a final one"),
        pytest.param("\ufeff" + HEAD + TYPED, id="byte-order mark"),
        pytest.param("---\n" + HEAD + TYPED, id="document start"),
        pytest.param(HEAD + TYPED[2:], id="entries not indented"),
        pytest.param(HEAD + "      " + TYPED, id="entries indented by eight"),
        pytest.param(HEAD + "  -    id: aaaaaaaa\n       task: '3.3'\n       date: 2019-09-20\n", id="wide dashes"),
        pytest.param(HEAD + "  -\n    id: aaaaaaaa\n    task: '3.3'\n    date: 2019-09-20\n", id="a dash of its own"),
        pytest.param(
            HEAD + "- id: aaaaaaaa\n  task: '3.3'\n  date: 2019-09-20\n  progress: |\n    第一段\n\n    第二段",
            id="block text",
        ),
        pytest.param(
            f'month:   {MONTH}\nunit: "区城管局"\nschema: 1 # 版本\nentries: # 按时间\n\n{TYPED}',
            id="another order of keys",
        ),
        pytest.param(HEAD + TYPED.replace("手写", '"一\u3000二"'), id="a full-width space"),
    ],
)
def test_every_byte_that_was_there_stays(tmp_path: Path, before: str) -> None:
    file = put(tmp_path, before)
    append(tmp_path, new("bbbbbbbb", progress="新的", values={"a": Decimal(1)}))
    append(tmp_path, new("cccccccc", date=date(2019, 9, 26), problems="没有"))
    after = file.read_bytes()
    assert after.startswith(before.encode())
    assert [entry.id for entry in read(tmp_path)] == ["aaaaaaaa", "bbbbbbbb", "cccccccc"]


def test_new_lines_end_as_the_files_own(tmp_path: Path) -> None:
    file = put(tmp_path, (HEAD + TYPED).replace("\n", "\r\n"))
    append(tmp_path, new("bbbbbbbb", progress="甲"))
    assert file.read_bytes().count(b"\n") == file.read_bytes().count(b"\r\n") == 9


REFUSED = [
    pytest.param(HEAD + TYPED + "month2: x\n", "chengguan.yaml:6:1: BC101", id="an unknown key"),
    pytest.param(HEAD + "  - {id: aaaaaaaa\n", "chengguan.yaml:5:5: BC001", id="bad syntax"),
    pytest.param(HEAD, "chengguan.yaml:4:9: BC010", id="no entries"),
    pytest.param(
        "schema: 1\nunit: 区城管局\nentries:\n" + TYPED + "month: 2019-09\n", "chengguan.yaml:3:1: BC501", id="not last"
    ),
    pytest.param(HEAD.rstrip() + " []\n", "chengguan.yaml:4:10: BC501", id="empty in one line"),
    pytest.param(
        HEAD.rstrip() + ' [{id: aaaaaaaa, task: "3.3", date: 2019-09-20}]\n',
        "chengguan.yaml:4:10: BC501",
        id="in one line",
    ),
    pytest.param(HEAD + TYPED + "...\n", "chengguan.yaml:6:1: BC501", id="document end"),
    pytest.param(HEAD + TYPED.replace("aaaaaaaa", "A1"), "chengguan.yaml:5:10: BC104", id="a wrong id"),
    pytest.param("# 只有注释\n", "chengguan.yaml:1:1: BC107", id="only a comment"),
]


@pytest.mark.parametrize(("before", "said"), REFUSED)
def test_nothing_is_added_to_a_file_that_is_broken_or_would_be(tmp_path: Path, before: str, said: str) -> None:
    file = put(tmp_path, before)
    with pytest.raises(BrokenFile, match=re.escape(said)):
        append(tmp_path, new("bbbbbbbb", progress="甲"))
    assert file.read_bytes() == before.encode()
    assert [one.name for one in file.parent.iterdir()] == ["chengguan.yaml"]


def test_a_file_that_is_no_text_is_left_alone(tmp_path: Path) -> None:
    file = put(tmp_path, "")
    file.write_bytes("schema: 1\nunit: 区城管局\n".encode("gbk"))
    with pytest.raises(BrokenFile, match="BC004"):
        append(tmp_path, new(progress="甲"))
    assert file.read_bytes() == "schema: 1\nunit: 区城管局\n".encode("gbk")


def test_an_empty_file_becomes_a_sidecar(tmp_path: Path) -> None:
    put(tmp_path, "")
    append(tmp_path, new(progress="甲"))
    assert [entry.progress for entry in read(tmp_path)] == ["甲"]


def _append_ten(data: str, writer: int) -> None:
    for number in range(10):
        append(Path(data), new(store.new_id(), progress=f"{writer}-{number}"))


@pytest.mark.skipif(os.name != "posix", reason="forks, to be quick")
def test_eight_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    append(tmp_path, new(progress="起"))  # all that is imported at first use is imported before the fork
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_append_ten, args=(str(tmp_path), writer)) for writer in range(8)]
    for process in writers:
        process.start()
    for process in writers:
        process.join(30)
    assert [process.exitcode for process in writers] == [0] * 8
    said = [entry.progress for entry in read(tmp_path)]
    assert sorted(filter(None, said[1:])) == sorted(f"{writer}-{number}" for writer in range(8) for number in range(10))
    for writer in range(8):  # and each writer's own stay in order
        assert [one for one in said if one and one.startswith(f"{writer}-")] == [f"{writer}-{n}" for n in range(10)]


def test_ids_are_eight_characters_of_base32_and_never_the_same() -> None:
    ids = [store.new_id() for _ in range(2000)]
    assert all(re.fullmatch(r"[a-z2-7]{8}", id) for id in ids)
    assert len(set(ids)) == 2000


# What is written is what is read


def survivor(**said: Any) -> Entry:
    """An entry after it was written and read again."""
    with tempfile.TemporaryDirectory() as folder:
        append(Path(folder), new(**said))
        [entry] = read(Path(folder))
    return entry


@pytest.mark.parametrize(
    "text",
    [
        "是",
        "否",
        "yes",
        "No",
        "on",
        "~",
        "null",
        "true",
        "12:30",
        "010",
        "0x1F",
        "1_000",
        "1e3",
        ".inf",
        "2019-09-25",
        "3.10",
        "- x",
        "? x",
        "#a",
        "进展 #3",
        ": ",
        "说明: 已完成",
        "说明：已完成",
        "PPP：已签约",
        "“四个中心”",
        "'单' \"双\" “全”",
        "\\n 不是换行",
        "{a: b}",
        "[甲, 乙]",
        "&a *b !c |d >e %f @g `h",
        "--- ",
        "...",
        "  前后有空格  ",
        "第一段\n第二段",
        "第一段\n\n  缩进的第二段\n",
        "\n前面换行",
        "制\t表",
        "一\u3000二\u00a0三\u200b四\ufeff五",
        "a\r\nb\rc",
        "a\x85b\u2028c\u2029d",
        "响\x07铃\x00",
        "😀 👨\u200d👩\u200d👧 𠮷",
        "镕昇喆堃珺",
        "R&D <3%",
        "长 " * 3000,
    ],
)
def test_words_that_yaml_would_misread_survive(text: str) -> None:
    entry = survivor(progress=text, evidence=[{"file": text, "sha256": "0"}])
    assert (entry.progress, entry.evidence[0].file) == (text, text)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(text=st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip))
def test_any_text_survives(text: str) -> None:
    entry = survivor(
        progress=text, problems=f"一是{text}；二是：{text}\n{text}", evidence=[{"file": text, "sha256": "0"}]
    )
    assert (entry.progress, entry.evidence[0].file) == (text, text)
    assert entry.problems == f"一是{text}；二是：{text}\n{text}"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("0.1", "0.1"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0.0000001", "0.0000001"),
        ("1E-7", "0.0000001"),
        ("0", "0"),
        ("-3.50", "-3.5"),
        ("999999999999999.9999999999", "999999999999999.9999999999"),
    ],
)
def test_numbers_are_written_plainly_and_survive_exactly(number: str, written: str) -> None:
    assert f"\n      a: {written}\n" in item_text(new(values={"a": Decimal(number)}))
    assert survivor(values={"a": Decimal(number)}).values == {"a": Decimal(number)}


@settings(max_examples=40, deadline=None, derandomize=True)
@given(number=st.decimals(-(10**15) + 1, 10**15 - 1, places=10) | st.integers(-(10**14), 10**14).map(Decimal))
def test_any_number_survives_exactly(number: Decimal) -> None:
    assert survivor(values={"a": number}).values == {"a": number}


def test_other_readers_of_yaml_see_the_same_types() -> None:
    values = {"a": Decimal("72.5"), "b": Decimal(3), "c": Decimal("0.0000001")}
    [entry] = yaml.safe_load(item_text(new(values=values, progress="是", needs="2019-09-25", by_office=True)))
    assert entry["values"] == {"a": 72.5, "b": 3, "c": 0.0000001}
    assert (entry["task"], entry["date"], entry["by_office"]) == ("3.3", date(2019, 9, 25), True)
    assert (entry["progress"], entry["needs"]) == ("是", "2019-09-25")


def test_what_we_write_has_nothing_that_check_would_complain_of(tmp_path: Path) -> None:
    for text in ("“四个中心”", "PPP：已签约", "a：b", "‘引’", "＂"):
        append(tmp_path, new(store.new_id(), progress=text, reporter=text))
    _, found = store.open_sidecar(store.sidecar_file(tmp_path, MONTH, "chengguan"), register())
    assert found == []


def test_an_entry_as_json_has_days_as_text_and_numbers_as_numbers() -> None:
    entry = new(
        values={"a": Decimal("72.5")}, evidence=[{"file": "a", "sha256": "0"}], milestones={"m1": date(2019, 8, 20)}
    )
    assert store.as_json(entry) == {
        "id": "k3x7q2ab",
        "task": "3.3",
        "date": "2019-09-25",
        "values": {"a": Decimal("72.5")},
        "evidence": [{"file": "a", "sha256": "0"}],
        "milestones": {"m1": "2019-08-20"},
    }


# Reading


def sidecar(unit: str, month: str, *entries: str) -> str:
    """A sidecar of entries written in one line each."""
    return f"schema: 1\nunit: {unit}\nmonth: {month}\nentries:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


def test_entries_are_read_by_month_day_and_place_in_the_file(tmp_path: Path) -> None:
    put(
        tmp_path,
        sidecar(
            CHENGGUAN,
            "2019-10",
            'id: eeeeeeee, task: "3.3", date: 2019-10-25',
            'id: dddddddd, task: "3.3", date: 2019-10-01',
        ),
        "2019-10",
    )
    put(
        tmp_path,
        sidecar(
            CHENGGUAN,
            "2019-09",
            'id: bbbbbbbb, task: "3.3", date: 2019-09-25',
            'id: cccccccc, task: "3.3", date: 2019-09-25',
        ),
    )
    put(tmp_path, sidecar("区城建局", "2019-09", 'id: aaaaaaaa, task: "3.3", date: 2019-09-01'), unit="chengjian")
    everything = store.read_all(tmp_path, register())
    assert [one.entry.id[0] for one in everything] == ["a", "b", "c", "d", "e"]
    assert [(one.month, one.unit, one.place) for one in everything[:3]] == [
        ("2019-09", "chengjian", 0),
        ("2019-09", "chengguan", 0),
        ("2019-09", "chengguan", 1),
    ]
    assert [one.entry.id[0] for one in store.read_all(tmp_path, register(), until="2019-09")] == ["a", "b", "c"]


def test_an_entry_counts_for_the_unit_it_was_filed_for(tmp_path: Path) -> None:
    typed = 'id: aaaaaaaa, task: "3.3", date: 2019-09-25, for: 区城管局, by_office: true'
    put(tmp_path, sidecar("区百城提质办", MONTH, typed), unit="tizhiban")
    [one] = store.read_all(tmp_path, register())
    assert (one.unit, one.subject) == ("tizhiban", "chengguan")


def test_without_a_progress_folder_there_are_no_entries(tmp_path: Path) -> None:
    assert store.read_all(tmp_path / "none", register()) == []
    assert store.months(tmp_path) == []
    assert list(store.stray_files(tmp_path)) == []


def test_all_broken_files_are_named_in_one_go(tmp_path: Path) -> None:
    put(tmp_path, "schema: 1\n")
    put(tmp_path, "一段文字\n", unit="chengjian")
    put(tmp_path, sidecar("区百城提质办", MONTH, 'id: aaaaaaaa, task: "3.3", date: 2019-09-31'), unit="tizhiban")
    with pytest.raises(BrokenFile) as said:
        store.read_all(tmp_path, register())
    files = {Path(found.place.file).name: found.code for found in said.value.findings}
    assert files == {"chengguan.yaml": "BC102", "chengjian.yaml": "BC107", "tizhiban.yaml": "BC106"}
    assert store.read_all(tmp_path, register(), until="2019-08") == []


def test_a_file_in_the_wrong_month_or_under_the_wrong_name_is_refused(tmp_path: Path) -> None:
    good = 'id: aaaaaaaa, task: "3.3", date: 2019-09-25'
    put(tmp_path, sidecar(CHENGGUAN, "2019-08", good))
    put(tmp_path, sidecar(CHENGGUAN, "2019-09", good), unit="chengjian")
    with pytest.raises(BrokenFile) as said:
        store.read_all(tmp_path, register())
    assert [(found.code, found.place.line, found.message) for found in said.value.findings] == [
        ("BC501", 3, "文件在 2019-09/ 里，内容却是2019-08"),
        ("BC501", 2, "文件名是 chengjian.yaml，内容却是区城管局"),
    ]
    assert said.value.findings[1].remedy == "应为 chengguan.yaml"


def test_files_that_no_view_would_read_are_found(tmp_path: Path) -> None:
    for name in (
        "2019-09/chengguan.yaml",
        "2019-09/cycle.yaml",
        "2019-09/.chengguan.yaml.x.tmp",
        "2019-09/chengjian.yml",
        "2019-9/chengguan.yaml",
        "2019-09/old/chengguan.yaml",
        "notes.txt",
    ):
        file = store.folder(tmp_path) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("", "utf-8")
    stray = [
        Path(found.place.file).relative_to(store.folder(tmp_path).resolve()).as_posix()
        for found in store.stray_files(tmp_path)
    ]
    assert stray == ["2019-09/chengjian.yml", "2019-09/old/chengguan.yaml", "2019-9/chengguan.yaml", "notes.txt"]
    assert store.months(tmp_path) == ["2019-09"]
    assert [file.name for file in store.sidecar_files(tmp_path, MONTH)] == ["chengguan.yaml"]


# The figure in force before an entry


def before(
    data: Path, moment: tuple[str, date] = ("2019-10", date(2019, 10, 25)), unit: str = "chengguan"
) -> str | None:
    found = store.value_before(data, register(), store.Asked("3.3", unit, "a", "tizhiban"), moment)
    return None if found is None else f"{found.month} {found.number}"


SEPTEMBER = 'id: aaaaaaaa, task: "3.3", date: 2019-09-25, values: {a: 70}'


def test_the_last_figure_is_found_in_an_earlier_month(tmp_path: Path) -> None:
    assert before(tmp_path) is None
    put(
        tmp_path,
        sidecar(CHENGGUAN, "2019-08", 'id: bbbbbbbb, task: "3.3", date: 2019-08-25, values: {a: 60}'),
        "2019-08",
    )
    put(tmp_path, sidecar(CHENGGUAN, MONTH, SEPTEMBER, 'id: cccccccc, task: "3.3", date: 2019-09-25, values: {b: 3}'))
    assert before(tmp_path) == "2019-09 70"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ('id: bbbbbbbb, task: "3.3", date: 2019-09-26, values: {a: 65}', "2019-09 65"),
        ('id: bbbbbbbb, task: "3.3", date: 2019-09-20, values: {a: 65}', "2019-09 70"),
        ('id: bbbbbbbb, task: "3.3", date: 2019-09-25, values: {a: 65}', "2019-09 65"),
        ('id: bbbbbbbb, task: "3.4", date: 2019-09-26, values: {a: 65}', "2019-09 70"),
        ('id: bbbbbbbb, task: "3.3", date: 2019-09-26, values: {b: 65}', "2019-09 70"),
        ('id: bbbbbbbb, task: "3.3", date: 2019-09-26, progress: 没有数', "2019-09 70"),
        ('id: bbbbbbbb, task: "3.3", date: 2019-09-26, supersedes: aaaaaaaa, progress: 撤回', None),
        ('id: bbbbbbbb, task: "3.3", date: 2019-09-26, supersedes: aaaaaaaa, values: {a: 0}', "2019-09 0"),
    ],
)
def test_the_last_entry_with_a_figure_counts_and_superseded_ones_are_out(
    tmp_path: Path, more: str, found: str | None
) -> None:
    put(tmp_path, sidecar(CHENGGUAN, MONTH, SEPTEMBER, more))
    assert before(tmp_path) == found


@pytest.mark.parametrize(
    ("reviews", "found"),
    [
        (["verdict: 采信"], "2019-09 70"),
        (["verdict: 退回补正, reason: 缺附件"], "2019-08 60"),
        (["verdict: 核实, verified: {a: 68}"], "2019-09 68"),
        (["verdict: 核实, verified: {b: 2}"], "2019-09 70"),
        (["verdict: 退回补正", "verdict: 采信"], "2019-09 70"),
        (["verdict: 采信", "verdict: 退回补正"], "2019-08 60"),
    ],
)
def test_what_the_office_returned_is_out_and_what_it_verified_stands(
    tmp_path: Path, reviews: list[str], found: str
) -> None:
    put(
        tmp_path,
        sidecar(CHENGGUAN, "2019-08", 'id: bbbbbbbb, task: "3.3", date: 2019-08-25, values: {a: 60}'),
        "2019-08",
    )
    put(tmp_path, sidecar(CHENGGUAN, MONTH, SEPTEMBER))
    written = [
        f'id: ooooooo{"abc"[number]}, task: "3.3", date: 2019-09-25, review: {{entry: aaaaaaaa, {review}}}'
        for number, review in enumerate(reviews)
    ]
    put(tmp_path, sidecar("区百城提质办", MONTH, *written), unit="tizhiban")
    assert before(tmp_path) == found


def test_of_two_reviews_in_two_months_the_later_counts(tmp_path: Path) -> None:
    put(tmp_path, sidecar(CHENGGUAN, MONTH, SEPTEMBER))
    for month, id, verdict in (("2019-09", "ooooooaa", "退回补正"), ("2019-10", "oooooobb", "采信")):
        review = f'id: {id}, task: "3.3", date: {month}-25, review: {{entry: aaaaaaaa, verdict: {verdict}}}'
        put(tmp_path, sidecar("区百城提质办", month, review), month, "tizhiban")
    assert before(tmp_path) == "2019-09 70"


def test_another_units_figure_does_not_count_but_one_filed_for_it_does(tmp_path: Path) -> None:
    put(tmp_path, sidecar("区城建局", MONTH, SEPTEMBER), unit="chengjian")
    assert before(tmp_path) is None
    filed = 'id: bbbbbbbb, task: "3.3", date: 2019-09-25, values: {a: 55}, for: 区城管局'
    put(tmp_path, sidecar("区百城提质办", MONTH, filed), unit="tizhiban")
    assert before(tmp_path) == "2019-09 55"
    assert before(tmp_path, unit="tizhiban") is None


def test_later_months_and_days_do_not_count(tmp_path: Path) -> None:
    put(tmp_path, sidecar(CHENGGUAN, MONTH, SEPTEMBER))
    put(tmp_path, sidecar(CHENGGUAN, "2019-11", "这里是坏的"), "2019-11")
    assert before(tmp_path, ("2019-09", date(2019, 9, 25))) == "2019-09 70"
    assert before(tmp_path, ("2019-09", date(2019, 9, 24))) is None
    assert before(tmp_path, ("2019-08", date(2019, 8, 31))) is None


def test_a_broken_file_on_the_way_is_not_passed_over(tmp_path: Path) -> None:
    put(
        tmp_path,
        sidecar(CHENGGUAN, "2019-08", 'id: bbbbbbbb, task: "3.3", date: 2019-08-25, values: {a: 60}'),
        "2019-08",
    )
    put(tmp_path, sidecar(CHENGGUAN, MONTH, 'id: aaaaaaaa, task: "3.3", date: 2019-09-25, values: {a: 70个}'))
    with pytest.raises(BrokenFile, match="BC105"):
        before(tmp_path)


def test_a_digest_is_sha256() -> None:
    assert store.digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


# Several at once


def test_several_entries_are_written_in_one_go_or_not_at_all(tmp_path: Path) -> None:
    append(tmp_path, new("aaaaaaaa", progress="甲"))
    both = [new("bbbbbbbb", progress="乙"), new("cccccccc", progress="丙")]
    store.append_all(tmp_path, MONTH, "chengguan", CHENGGUAN, both)
    assert [entry.id for entry in read(tmp_path)] == ["aaaaaaaa", "bbbbbbbb", "cccccccc"]
    store.append_all(tmp_path, MONTH, "tizhiban", "区百城提质办", [new("dddddddd"), new("eeeeeeee")])
    assert len(read(tmp_path)) == 5


def test_who_has_seen_the_file_may_still_refuse(tmp_path: Path) -> None:
    file = append(tmp_path, new("aaaaaaaa", progress="甲"))
    before = file.read_bytes()

    def allow(sidecar: Sidecar) -> None:
        assert [entry.id for entry in sidecar.entries] == ["aaaaaaaa"]
        raise UserError("不行")

    with pytest.raises(UserError, match="不行"):
        store.append_all(tmp_path, MONTH, "chengguan", CHENGGUAN, [new("bbbbbbbb")], allow=allow)
    assert file.read_bytes() == before


# Evidence


def test_who_holds_a_file_is_found_by_its_contents(tmp_path: Path) -> None:
    proof = [{"file": "evidence/一.jpg", "sha256": "1" * 64}]
    append(tmp_path, new("aaaaaaaa", evidence=proof))
    append(tmp_path, new("bbbbbbbb", evidence=proof, supersedes="aaaaaaaa", reason="误"))
    append(tmp_path, new("cccccccc", progress="1" * 64))
    assert [one.entry.id for one in store.holding(tmp_path, register(), "1" * 64)] == ["bbbbbbbb"]
    assert store.holding(tmp_path, register(), "2" * 64) == []


# The first smaller figure after an entry


def after(data: Path, number: int, moment: tuple[str, date] = ("2019-09", date(2019, 9, 25))) -> str | None:
    asked = store.Asked("3.3", "chengguan", "a", "tizhiban")
    found = store.value_below_after(data, register(), asked, moment, Decimal(number))
    return None if found is None else f"{found.month} {found.number}"


def test_the_first_smaller_figure_is_found_in_a_later_month(tmp_path: Path) -> None:
    put(tmp_path, sidecar(CHENGGUAN, MONTH, SEPTEMBER))
    assert after(tmp_path, 80) is None
    for id, month, value in (("bbbbbbbb", "2019-10", 75), ("cccccccc", "2019-11", 78)):
        line = f'id: {id}, task: "3.3", date: {month}-25, values: {{a: {value}}}'
        put(tmp_path, sidecar(CHENGGUAN, month, line), month)
    assert [after(tmp_path, number) for number in (75, 76, 79)] == [None, "2019-10 75", "2019-10 75"]


def test_a_returned_figure_is_below_nothing_and_a_verified_one_is(tmp_path: Path) -> None:
    put(
        tmp_path,
        sidecar(CHENGGUAN, "2019-10", 'id: bbbbbbbb, task: "3.3", date: 2019-10-25, values: {a: 75}'),
        "2019-10",
    )
    for verdict, found in (("退回补正", None), ("核实, verified: {a: 60}", "2019-10 60"), ("采信", "2019-10 75")):
        review = f'id: cccccccc, task: "3.3", date: 2019-10-25, review: {{entry: bbbbbbbb, verdict: {verdict}}}'
        put(tmp_path, sidecar("区百城提质办", "2019-10", review), "2019-10", "tizhiban")
        assert after(tmp_path, 80) == found


def test_an_entry_that_is_being_corrected_is_no_measure(tmp_path: Path) -> None:
    put(tmp_path, sidecar(CHENGGUAN, MONTH, SEPTEMBER))
    asked = store.Asked("3.3", "chengguan", "a", "tizhiban", without="aaaaaaaa")
    assert store.value_before(tmp_path, register(), asked, (MONTH, date(2019, 9, 25))) is None
