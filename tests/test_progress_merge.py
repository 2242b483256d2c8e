"""Two people recorded at once: on branches that git joins in any order, and in one folder at the same moment."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
import yaml
from calling import PLAN, ROOT, Said, call
from hypothesis import given, settings
from hypothesis import strategies as st

from baicheng_cli.errors import UserError
from baicheng_cli.progress import cycle, deliveries, issued, store
from baicheng_cli.progress.merge import Merged, merge, told_twice, used_twice

NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
FORKS = pytest.mark.skipif(os.name != "posix", reason="forks, to be quick")

NAME = "progress/2019-09/chengguan.yaml"
HEAD = "schema: 1\nunit: 区城管局\nmonth: 2019-09\nentries:\n"


def entry(id: str, minute: int = 0, task: str = "3.3", progress: str = "") -> str:
    """An entry as `progress add` writes it; two of them on one task have four lines in a row in common."""
    return (
        f"  - id: {id}\n"
        f'    task: "{task}"\n'
        "    date: 2019-09-25\n"
        "    received: 2019-09-24\n"
        "    self: 正常推进\n"
        f"    progress: {progress or f'{id}的进展'}\n"
        f"    recorded: 2019-09-24T10:{minute:02}:00+08:00\n"
    )


P, Q = entry("pppppppp", 1), entry("qqqqqqqq", 2)
A, B, C = entry("aaaaaaaa", 10), entry("bbbbbbbb", 20), entry("cccccccc", 30)


def joined(base: str, ours: str, theirs: str, name: str = NAME) -> str:
    """What becomes of the two, whichever is ours; nothing may be in dispute."""
    merged = merge(base.encode(), ours.encode(), theirs.encode(), name)
    other = merge(base.encode(), theirs.encode(), ours.encode(), name)
    assert merged.disputes == ()
    assert merged.content == other.content
    return merged.content.decode()


def test_one_form_that_was_read_on_both_sides_is_one_entry_by_who_read_it_first() -> None:
    later = A.replace("2019-09-24", "2019-09-25")
    assert joined(HEAD + P, HEAD + P + A, HEAD + P + later) == HEAD + P + A
    assert joined("", HEAD + later, HEAD + A) == HEAD + A


def disputed(base: str, ours: str, theirs: str, name: str = NAME) -> Merged:
    merged = merge(base.encode(), ours.encode(), theirs.encode(), name)
    assert merged.disputes
    return merged


# The texts


def test_what_both_sides_added_stays_in_the_order_in_which_it_was_recorded() -> None:
    assert joined(HEAD + P, HEAD + P + B, HEAD + P + A + C) == HEAD + P + A + B + C


def test_two_files_that_both_began_become_one() -> None:
    assert joined("", HEAD + B, HEAD + A) == HEAD + A + B


def test_what_both_sides_have_is_there_once() -> None:
    assert joined(HEAD + P, HEAD + P + A + B, HEAD + P + A + C) == HEAD + P + A + B + C


def test_what_was_recorded_at_the_same_moment_goes_by_its_id() -> None:
    one, other = entry("zzzzzzzz", 5), entry("yyyyyyyy", 5)
    assert joined(HEAD + P, HEAD + P + one, HEAD + P + other) == HEAD + P + other + one


def test_moments_are_compared_and_not_their_writing() -> None:
    early = B.replace("2019-09-24T10:20:00+08:00", "2019-09-24T02:05:00+00:00")
    assert joined(HEAD + P, HEAD + P + A, HEAD + P + early) == HEAD + P + early + A


def test_each_sides_own_order_is_kept_even_against_the_clock() -> None:
    """Of two values of one day the last one counts, so a clock that was set back must not turn them round."""
    assert joined(HEAD + P, HEAD + P + C + A, HEAD + P + B) == HEAD + P + B + C + A
    assert joined(HEAD + P, HEAD + P + C + A, HEAD + P + A + B) == HEAD + P + C + A + B


def test_entries_typed_by_hand_without_a_moment_go_by_their_day() -> None:
    early, late = (
        f'  - {{id: tttttttt, task: "3.3", date: {day}, self: 正常推进}}\n' for day in ("2019-09-01", "2019-09-30")
    )
    assert joined(HEAD + P, HEAD + P + A, HEAD + P + early) == HEAD + P + early + A
    assert joined(HEAD + P, HEAD + P + A, HEAD + P + late) == HEAD + P + A + late


def test_what_a_rebased_branch_has_above_stays_above() -> None:
    """The second commit of a rebased branch: ours has got the others' entry in between."""
    assert joined(HEAD + P + B, HEAD + P + A + B, HEAD + P + B + C) == HEAD + P + A + B + C


def test_comments_stay_above_the_entry_that_they_are_about() -> None:
    assert (
        joined(HEAD + P, HEAD + P + "\n  # 电话里说的\n" + B + "    # 待核\n", HEAD + "# 开头\n" + P + A)
        == HEAD + "# 开头\n" + P + A + "\n  # 电话里说的\n" + B + "    # 待核\n"
    )


def test_a_comment_further_in_stays_with_the_entry_above() -> None:
    inside = A + "    # 待核\n"
    assert joined(HEAD + P, HEAD + P + inside + C, HEAD + P + B) == HEAD + P + inside + B + C


def test_a_comment_at_the_end_is_not_doubled_when_both_sides_write_below_it() -> None:
    end = HEAD + P + "  # 以上已核\n\n"
    assert joined(end, end + A, end + B) == end + A + B


@pytest.mark.parametrize(
    "as_typed",
    [
        pytest.param(
            lambda text: text.replace("\n  ", "\n").replace("entries:\n", "entries: # 按时间\n"), id="not indented"
        ),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: "\ufeff" + text, id="byte-order mark"),
        pytest.param(lambda text: "# 办公室注：\n---\n" + text, id="document start"),
        pytest.param(lambda text: text.replace("  - id", "  -\n    id"), id="a dash of its own"),
        pytest.param(
            lambda text: text.replace("progress: ", "progress: |\n      # 不是注释\n\n      - id: "), id="block text"
        ),
        pytest.param(lambda text: text.replace("的进展", "的\n\n      进展"), id="text over several lines"),
        pytest.param(lambda text: text.replace("  - id", "\n  # 电话里说的\n\n  - id"), id="blank lines"),
        pytest.param(
            lambda text: text.replace("    recorded", "    next: |+\n      留空行\n\n\n    recorded"),
            id="kept blank lines",
        ),
    ],
)
def test_every_byte_of_an_entry_stays(as_typed: Callable[[str], str]) -> None:
    assert joined(as_typed(HEAD + P), as_typed(HEAD + P + B), as_typed(HEAD + P + A)) == as_typed(HEAD + P + A + B)


def test_a_last_line_without_an_end_gets_one() -> None:
    assert joined((HEAD + P).rstrip(), HEAD + P + A, HEAD + P + B) == HEAD + P + A + B


CYCLE = """\
schema: 1
month: 2019-09
opened: 2019-09-02
data_until: 2019-09-25
submit_by: 2019-09-25
owed:
  - unit: 区城管局
    tasks: ["3.3"]
"""


def waived(unit: str, minute: int) -> str:
    return (
        f"  - act: waive\n    unit: {unit}\n    day: 2019-09-26\n    reason: 本月无任务\n"
        f"    recorded: 2019-09-26T10:{minute:02}:00+08:00\n"
    )


def test_the_first_acts_of_a_month_are_joined() -> None:
    one, other = waived("区城管局", 1), waived("区城建局", 2)
    acts = CYCLE + "acts:\n"
    name = "progress/2019-09/cycle.yaml"
    assert joined(CYCLE, acts + other, acts + one, name) == acts + one + other
    assert joined(CYCLE, acts + one, acts + one + other, name) == acts + one + other
    assert joined(acts + one + one, acts + one + one + other, acts + one + one, name) == acts + one + one + other


def test_deliveries_are_joined_and_the_same_one_is_there_once() -> None:
    def came(sign: str, minute: int) -> str:
        return (
            f"  - file: forms/2019-09/chengguan-{sign * 8}.xlsx\n    name: 03_区城管局_2019年9月填报表.xlsx\n"
            f"    sha256: {sign * 64}\n    day: 2019-09-24\n    state: applied\n    entries: [k3x7q2ab]\n"
            f"    recorded: 2019-09-24T10:{minute:02}:00+08:00\n"
        )

    head = "schema: 1\nunit: 区城管局\nmonth: 2019-09\nreceived:\n"
    one, both, other = came("a", 1), came("b", 2), came("c", 3)
    assert (
        joined("", head + both + other, head + one + both, "forms/2019-09/chengguan.yaml") == head + one + both + other
    )


def test_two_reports_on_one_task_both_stay_and_are_named() -> None:
    merged = merge(
        (HEAD + P).encode(), (HEAD + P + A).encode(), (HEAD + P + B + entry("dddddddd", 40, "3.4")).encode(), NAME
    )
    assert [(task, ids) for task, ids in told_twice(merged)] == [("3.3", ["aaaaaaaa", "bbbbbbbb"])]


# What people have to decide

CHANGED = P.replace("正常推进", "已完成")


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "words"),
    [
        pytest.param(P, CHANGED + A, P + B, "记录 pppppppp（3.3）在这一边被改过", id="changed here"),
        pytest.param(P, P + A, CHANGED + B, "记录 pppppppp（3.3）在另一边被改过", id="changed there"),
        pytest.param(P, CHANGED, P.replace("正常", "加快"), "记录 pppppppp（3.3）在这一边和另一边被改过", id="both"),
        pytest.param(P + Q, P + A, P + Q + B, "记录 qqqqqqqq（3.3）在这一边被删去", id="removed here"),
        pytest.param(P + Q, P + Q + A, Q + B, "记录 pppppppp（3.3）在另一边被删去", id="removed there"),
        pytest.param(
            P + Q, CHANGED + Q, Q + B, "记录 pppppppp（3.3）在另一边被删去，在另外那边被改过", id="changed and removed"
        ),
        pytest.param(
            P, P + A, P + A.replace("正常", "加快"), "记录 aaaaaaaa（3.3）两边编号相同，内容不一样", id="one id"
        ),
        pytest.param(P, "# 甲\n" + P, "# 乙\n" + P, "记录 pppppppp（3.3）的注释两边不一样", id="comments"),
    ],
)
def test_what_was_changed_or_removed_is_named_and_marked_whole(base: str, ours: str, theirs: str, words: str) -> None:
    merged = disputed(HEAD + base, HEAD + ours, HEAD + theirs)
    assert merged.disputes == (f"{NAME}：{words}",)
    text = merged.content.decode()
    inside = text[text.index("<<<<<<<") : text.index(">>>>>>>")]
    mine, yours = (part.partition("\n")[2] for part in inside.split("=======", 1))
    assert mine == "" or mine in HEAD + ours
    assert yours == "" or yours in HEAD + theirs
    for added in (A, B):
        assert (added in text) == (added in ours + theirs)


def test_what_both_sides_changed_alike_is_settled() -> None:
    assert joined(HEAD + P, HEAD + CHANGED + A, HEAD + CHANGED + B) == HEAD + CHANGED + A + B


def test_heads_that_say_different_things_are_marked() -> None:
    merged = disputed("", CYCLE, CYCLE.replace("09-25", "09-24"), "progress/2019-09/cycle.yaml")
    assert merged.disputes == ("progress/2019-09/cycle.yaml：data_until、submit_by两边不一样",)


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        pytest.param(HEAD + P + A + A, "记录编号 aaaaaaaa 写了两次", id="an id twice"),
        pytest.param(HEAD + P + "  - {id: bbbbbbbb\n", "chengguan.yaml（另一边）:12:5: BC001", id="broken"),
        pytest.param("entries:\n" + P + "unit: 甲\n", "entries 应是文件的最后一个键", id="not last"),
        pytest.param(HEAD.rstrip() + " [{id: aaaaaaaa}]\n", "entries 应写成每条一段（块式）", id="in one line"),
        pytest.param("schema: 1\ndocument: 甲\n", "不是填报记录、月度记录、来件登记或发文登记", id="a plan"),
        pytest.param(HEAD + P + B.replace('"3.3"', "三（三）"), "合并以后读不出", id="what no model takes"),
        pytest.param(HEAD.replace("\n", "\n", 1) + P + B[2:].replace("\n  ", "\n"), "BC001", id="indented otherwise"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(theirs: str, words: str) -> None:
    with pytest.raises(UserError) as refused:
        merge((HEAD + P).encode(), (HEAD + P + C).encode(), theirs.encode(), NAME)
    assert words in str(refused.value)


# The register of papers

REGISTER = "office/issued.yaml"
PAPERS = "schema: 1\nrecords:\n"


def paper(number: int, task: str, minute: int) -> str:
    """A paper as `notice --issue` enters it."""
    return (
        "  - act: issue\n"
        f"    number: 督〔2019〕{number}号\n"
        "    day: 2019-09-30\n"
        "    kind: notice\n"
        "    to:\n"
        "      - 区城管局\n"
        f'    task: "{task}"\n'
        "    limit: 2019-10-31\n"
        f"    recorded: 2019-09-30T10:{minute:02}:00+08:00\n"
    )


def test_papers_issued_on_two_branches_both_stay_and_a_number_used_twice_is_named() -> None:
    one, mine, yours = paper(1, "3.3", 1), paper(2, "3.4", 5), paper(2, "3.9.3", 9)
    assert joined(PAPERS + one, PAPERS + one + yours, PAPERS + one + mine, REGISTER) == PAPERS + one + mine + yours
    merged = merge((PAPERS + one).encode(), (PAPERS + one + mine).encode(), (PAPERS + one + yours).encode(), REGISTER)
    assert used_twice(merged) == ["督〔2019〕2号"]
    signed = "  - act: sign\n    number: 督〔2019〕1号\n    day: 2019-10-08\n    unit: 区城管局\n    by: 王某\n"
    other = merge((PAPERS + one).encode(), (PAPERS + one + mine).encode(), (PAPERS + one + signed).encode(), REGISTER)
    assert used_twice(other) == []
    gone = merge((PAPERS + one).encode(), PAPERS.encode() + mine.encode(), (PAPERS + one).encode(), REGISTER)
    assert gone.disputes == ("office/issued.yaml：督〔2019〕1号的签发（2019-09-30）在这一边被删去",)


# Any additions

IDS = [f"{sign * 8}" for sign in "abcdefghij"]
ADDED = {id: entry(id, number // 2, "3.3" if number % 3 else "3.4") for number, id in enumerate(IDS)}


def file_of(ids: Sequence[str]) -> bytes:
    """A sidecar with these entries below the first one, as they were recorded."""
    return (HEAD + P + "".join(ADDED[id] for id in sorted(ids))).encode()


def ids_in(content: bytes) -> list[str]:
    return [one["id"] for one in yaml.safe_load(content)["entries"]]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(*[st.sets(st.sampled_from(IDS))] * 3)
def test_any_additions_are_joined_the_same_in_any_order(first: set[str], second: set[str], third: set[str]) -> None:
    base, one, two, three = map(file_of, (set(), first, second, third))  # type: ignore[arg-type]

    def join(ours: bytes, theirs: bytes) -> bytes:
        merged = merge(base, ours, theirs, NAME)
        assert not merged.disputes
        return merged.content

    both = join(one, two)
    assert both == join(two, one) == file_of(first | second)  # type: ignore[arg-type]
    assert join(both, three) == join(one, join(two, three)) == join(join(three, one), two)
    assert join(both, both) == both
    assert ids_in(both) == ["pppppppp", *sorted(first | second)]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.permutations(IDS), st.integers(0, 10), st.integers(0, 10))
def test_additions_in_any_order_are_all_kept_each_side_in_its_own(ids: list[str], one: int, other: int) -> None:
    """Three sides that have nothing in common, whatever their clocks said."""
    low, high = sorted((one, other))
    sides = [ids[:low], ids[low:high], ids[high:]]
    base, *files = ((HEAD + P + "".join(ADDED[id] for id in side)).encode() for side in ([], *sides))

    def join(ours: bytes, theirs: bytes) -> bytes:
        return merge(base, ours, theirs, NAME).content

    whole = join(join(files[0], files[1]), files[2])
    assert whole == join(files[0], join(files[2], files[1])) == join(join(files[2], files[0]), files[1])
    assert sorted(ids_in(whole)) == ["aaaaaaaa", *sorted(ids)[1:], "pppppppp"]
    for side in sides:
        assert [id for id in ids_in(whole) if id in side] == side


def test_sides_that_contradict_each_other_still_give_one_order() -> None:
    assert joined(HEAD + P, HEAD + P + A + B, HEAD + P + B + A) == HEAD + P + A + B


# Git

PROGRAM = f"'{Path(sys.executable).as_posix()}' -m baicheng_cli"
DRIVER = f"{PROGRAM} progress merge --driver %O %A %B %P"


class Clone:
    """A repository with one sidecar, in which the driver is set up or is not."""

    def __init__(self, top: Path, driver: str | None) -> None:
        self.top, self.file = top, top / NAME
        self.run("init", "--quiet", "--initial-branch=main")
        for words in (("user.name", "Test"), ("user.email", "test@example.invalid"), ("merge.conflictStyle", "merge")):
            self.run("config", *words)
        if driver is not None:
            self.run("config", "merge.baicheng.driver", driver)
        shutil.copy(ROOT / ".gitattributes", top)
        self.commit(HEAD + P)

    def run(self, *words: str, code: int | None = 0) -> str:
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(["git", *words], cwd=self.top, capture_output=True, encoding="utf-8", env=env)
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def commit(self, text: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_bytes(text.encode())
        self.run("add", "--all")
        self.run("commit", "--quiet", "--message", "填报")

    def branch(self, name: str, *added: str, start: str = "main") -> None:
        """A branch with one commit for each entry."""
        self.run("checkout", "--quiet", "-b", name, start)
        for text in added:
            self.commit(self.text + text)

    @property
    def text(self) -> str:
        return self.file.read_bytes().decode()

    def merged(self, into: str, *names: str) -> str:
        """What the file is when these are merged into a branch, one after the other."""
        self.run("checkout", "--quiet", "--detach", into)
        for name in names:
            self.run("merge", "--quiet", "--no-edit", name)
        return self.text


@pytest.fixture(autouse=True)
def _no_other_repository(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """With the driver."""
    return Clone(tmp_path, DRIVER)


@pytest.fixture
def plain(tmp_path: Path) -> Clone:
    """Without the driver."""
    return Clone(tmp_path, None)


@NEEDS_GIT
def test_union_would_mix_two_entries_and_is_not_used(plain: Clone) -> None:
    """Why there is a driver: both entries have four lines in common, and git takes those once."""
    (plain.top / ".git/info/attributes").write_text("progress/** merge=union\n", "utf-8")
    plain.branch("one", A)
    plain.branch("other", B)
    plain.run("merge", "--quiet", "--no-edit", "one")
    assert plain.text == HEAD + P + (
        "  - id: bbbbbbbb\n"
        "  - id: aaaaaaaa\n"
        '    task: "3.3"\n'
        "    date: 2019-09-25\n"
        "    received: 2019-09-24\n"
        "    self: 正常推进\n"
        "    progress: bbbbbbbb的进展\n"
        "    recorded: 2019-09-24T10:20:00+08:00\n"
        "    progress: aaaaaaaa的进展\n"
        "    recorded: 2019-09-24T10:10:00+08:00\n"
    )
    assert not [line for line in (ROOT / ".gitattributes").read_text("utf-8").splitlines() if "union" in line]


@NEEDS_GIT
def test_branches_merged_in_any_order_give_the_same_bytes(clone: Clone) -> None:
    clone.branch("a", A, entry("dddddddd", 40))
    clone.branch("b", B)
    clone.branch("c", C)
    whole = HEAD + P + A + B + C + entry("dddddddd", 40)
    assert clone.merged("a", "b") == clone.merged("b", "a") == HEAD + P + A + B + entry("dddddddd", 40)
    for first, *others in (("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a")):
        assert clone.merged(first, *others) == whole


@NEEDS_GIT
def test_a_rebased_branch_stands_below_what_was_there(clone: Clone) -> None:
    clone.branch("a", A, C)
    clone.branch("b", B)
    clone.run("rebase", "--quiet", "a", "b")
    assert clone.text == HEAD + P + A + B + C
    clone.run("rebase", "--quiet", "b", "a")
    assert clone.text == HEAD + P + A + B + C


@NEEDS_GIT
def test_a_picked_entry_is_there_once_when_its_branch_is_merged(clone: Clone) -> None:
    clone.branch("a", A, C)
    clone.branch("b", B)
    clone.run("cherry-pick", "a~1")
    assert clone.text == HEAD + P + A + B
    clone.run("merge", "--quiet", "--no-edit", "a")
    assert clone.text == HEAD + P + A + B + C


@NEEDS_GIT
def test_picking_from_the_middle_of_a_branch_is_asked_about(clone: Clone) -> None:
    """Git shows the driver what lay below the picked entry, as if our side had removed it."""
    clone.branch("a", A, C)
    clone.branch("b", B)
    said = clone.run("cherry-pick", "a", code=1)
    assert f"{NAME}：记录 aaaaaaaa（3.3）在这一边被删去" in said
    assert clone.text == HEAD + P + f"<<<<<<< 这一边\n=======\n{A}>>>>>>> 另一边\n" + B + C


@NEEDS_GIT
def test_branches_that_merged_each_other_meet_again(clone: Clone) -> None:
    """Two common ancestors: git joins those first, with the driver, too."""
    clone.branch("a", A)
    clone.branch("b", B)
    for into, other in (("a", "b~0"), ("b", "a~1")):
        clone.run("checkout", "--quiet", into)
        clone.run("merge", "--quiet", "--no-edit", other if into == "a" else "a^1")
    clone.run("checkout", "--quiet", "a")
    clone.commit(clone.text + C)
    clone.run("checkout", "--quiet", "b")
    clone.commit(clone.text + entry("dddddddd", 40))
    assert clone.merged("a", "b") == clone.merged("b", "a") == HEAD + P + A + B + C + entry("dddddddd", 40)


@NEEDS_GIT
def test_an_octopus_is_refused_by_git_and_loses_nothing(clone: Clone) -> None:
    for name, added in (("a", A), ("b", B), ("c", C)):
        clone.branch(name, added)
    clone.run("checkout", "--quiet", "main")
    clone.run("merge", "--quiet", "--no-edit", "a", "b", "c", code=None)
    clone.run("reset", "--hard", "--quiet")
    assert clone.text in (HEAD + P, HEAD + P + A)
    assert clone.merged("main", "a", "b", "c") == HEAD + P + A + B + C


@NEEDS_GIT
def test_a_stash_is_taken_out_again_beside_what_came(clone: Clone) -> None:
    clone.file.write_bytes((HEAD + P + B).encode())
    clone.run("stash", "--quiet")
    clone.commit(HEAD + P + A)
    clone.run("stash", "pop", "--quiet")
    assert clone.text == HEAD + P + A + B


@NEEDS_GIT
def test_the_driver_leaves_what_people_have_to_decide_in_conflict(clone: Clone) -> None:
    clone.branch("one", A)
    clone.run("checkout", "--quiet", "-b", "other", "main")
    clone.commit(HEAD + CHANGED + B)
    said = clone.run("merge", "--quiet", "--no-edit", "one", code=1)
    assert f"错误：{NAME}：记录 pppppppp（3.3）在这一边被改过" in said
    assert clone.text == HEAD + f"<<<<<<< 这一边\n{CHANGED}=======\n{P}>>>>>>> 另一边\n" + A + B
    assert NAME in clone.run("diff", "--name-only", "--diff-filter=U")


@NEEDS_GIT
def test_the_driver_leaves_gits_own_markers_in_what_it_cannot_read(clone: Clone) -> None:
    clone.branch("one", A)
    clone.branch("other", B.replace('task: "3.3"', 'task: "3.3'))
    said = clone.run("merge", "--quiet", "--no-edit", "one", code=1)
    assert f"错误：{NAME}（这一边）:13:11: BC001" in said
    assert "<<<<<<<" in clone.text
    assert "aaaaaaaa" in clone.text
    assert "bbbbbbbb" in clone.text


def driver_of(file: Path) -> str:
    """The line that sets the driver up, as it is printed for people."""
    [line] = [line for line in file.read_text("utf-8").splitlines() if "git config merge.baicheng.driver" in line]
    return line.partition("'")[2].rstrip("'")


@NEEDS_GIT
def test_the_line_that_people_are_told_works_and_without_our_program_falls_back(tmp_path: Path) -> None:
    line = driver_of(ROOT / "CONTRIBUTING.md")
    assert line == driver_of(ROOT / "templates/init/README.md.j2")
    for number, (program, whole) in enumerate(((PROGRAM, True), ("no-such-program", False))):
        (top := tmp_path / str(number)).mkdir()
        clone = Clone(top, line.replace("baicheng progress", f"{program} progress"))
        clone.branch("one", A)
        clone.branch("other", B)
        clone.run("merge", "--quiet", "--no-edit", "one", code=0 if whole else 1)
        assert ("<<<<<<<" in clone.text) is not whole
        assert "aaaaaaaa的进展" in clone.text
        assert "bbbbbbbb的进展" in clone.text
        clone.run("reset", "--hard", "--quiet")
        clone.branch("third", CHANGED, start="main")  # an id twice: cannot be joined
        clone.run("merge", "--quiet", "--no-edit", "one", code=1)


# By hand, where the driver is not set up


def in_conflict(plain: Clone, monkeypatch: pytest.MonkeyPatch, ours: str = HEAD + P + B) -> None:
    plain.branch("one", A)
    plain.run("checkout", "--quiet", "-b", "other", "main")
    plain.commit(ours)
    plain.run("merge", "--quiet", "--no-edit", "one", code=1)
    monkeypatch.chdir(plain.top)


@NEEDS_GIT
def test_a_conflict_is_one_sentence_that_names_the_command(plain: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    in_conflict(plain, monkeypatch)
    at = ("--plan", PLAN, "--data", ".")
    for words in (("check", *at), ("tasks", *at), ("progress", "add", "--task", "3.3", "--unit", "区城管局", *at)):
        said = call(*words, *(["--month", "2019-09", "--text", "甲"] if "add" in words else []))
        assert said.code == 1
        lines = (said.out + said.err).splitlines()
        told = "git 合并有冲突，还没有解决（“<<<<<<< HEAD”，共2处）"
        assert [line for line in lines if "BC" in line] == [
            f"{NAME}:12:1: BC001 {told}；运行 baicheng progress merge {NAME}"
        ]


@NEEDS_GIT
def test_a_plan_in_conflict_is_decided_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "2019.yaml"
    file.write_text("schema: 1\n<<<<<<< HEAD\ntitle: 甲\n=======\ntitle: 乙\n>>>>>>> one\n", "utf-8")
    said = call("check", "--plan", file)
    assert "2019.yaml:2:1: BC001 git 合并有冲突，还没有解决（“<<<<<<< HEAD”）；选定一边，删去" in said.out + said.err


@NEEDS_GIT
@pytest.mark.parametrize("named", [True, False])
def test_the_command_joins_what_git_left(plain: Clone, monkeypatch: pytest.MonkeyPatch, named: bool) -> None:
    in_conflict(plain, monkeypatch)
    again: list[Said] = [call("progress", "merge", *([NAME] if named else [])) for _ in range(2)]
    assert plain.text == HEAD + P + A + B
    for said in again:
        assert said == (
            0,
            f"已合并 {NAME}：这一边加了1条，另一边加了1条\n"
            "  3.3 两边都报了，都保留（aaaaaaaa、bbbbbbbb）；报重了的用 progress amend 更正\n"
            "请用 baicheng check 查一遍，再 git add、提交\n",
            "",
        )
    assert plain.run("status", "--porcelain") == f"UU {NAME}\n"
    assert call("progress", "merge", "--add").code == 0
    assert plain.run("status", "--porcelain") == f"M  {NAME}\n"
    assert call("progress", "merge").out == "没有要合并的：git 没有留下冲突的填报文件\n"


@NEEDS_GIT
def test_a_rebase_is_gone_on_with_after_the_command(plain: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    plain.branch("one", A)
    plain.branch("other", B, C)
    monkeypatch.chdir(plain.top)
    plain.run("rebase", "one", code=1)
    while (plain.top / ".git/rebase-merge").exists():
        assert call("progress", "merge", "--add").code == 0
        plain.run("-c", "core.editor=true", "rebase", "--continue", code=None)
    assert plain.text == HEAD + P + A + B + C


@NEEDS_GIT
def test_what_somebody_has_begun_to_mend_is_left_alone(plain: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    in_conflict(plain, monkeypatch)
    left = plain.text
    for mended in (left.replace("bbbbbbbb的进展", "手写的"), HEAD + P + B + A):
        plain.file.write_bytes(mended.encode())
        again = f"改好了就 git add，要重来先 git checkout -m -- {NAME}"
        assert call("progress", "merge", NAME) == (1, "", f"错误：{NAME} 已经手工改过，不去动它；{again}\n")
        assert plain.text == mended
    plain.run("checkout", "-m", "--", NAME)
    assert call("progress", "merge", NAME).code == 0
    assert plain.text == HEAD + P + A + B


@NEEDS_GIT
def test_the_command_says_what_people_have_to_decide(plain: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    in_conflict(plain, monkeypatch, HEAD + CHANGED + B)
    said = call("progress", "merge")
    assert said.code == 1
    assert said.err == (
        f"错误：{NAME}：记录 pppppppp（3.3）在这一边被改过\n"
        "其余的已接好；上面的在文件里用 <<<<<<< 和 >>>>>>> 标出，选定一种、删去标记再 git add\n"
    )
    assert plain.text == HEAD + f"<<<<<<< 这一边\n{CHANGED}=======\n{P}>>>>>>> 另一边\n" + A + B


@NEEDS_GIT
def test_what_is_not_in_conflict_is_left_alone(plain: Clone, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(plain.top)
    assert call("progress", "merge", NAME).err == f"错误：{NAME} 没有冲突，不用合并\n"
    missing = call("progress", "merge", "progress/none.yaml")
    assert (missing.code, missing.err) == (2, "错误：找不到文件 progress/none.yaml\n")
    assert call("progress", "merge", "--driver", "a").code == 2
    plain.branch("gone")
    plain.run("rm", "--quiet", NAME)
    plain.run("commit", "--quiet", "--message", "删")
    plain.branch("kept", A)
    plain.run("merge", "--quiet", "gone", code=1)
    assert call("progress", "merge", NAME).err == (
        f"错误：{NAME} 一边删去了整个文件；要留下就 git add，要删去就 git rm\n"
    )
    shutil.rmtree(plain.top / ".git")
    assert call("progress", "merge").err == "错误：这里不是 git 仓库，没有可合并的\n"


def test_a_new_folder_names_the_driver() -> None:
    ours, new = (
        (ROOT / file).read_text("utf-8").splitlines() for file in (".gitattributes", "templates/init/gitattributes.j2")
    )
    assert [line for line in ours if "merge=" in line] == [line for line in new if "merge=" in line] != []


# At the same moment, in one folder

OPENED = (datetime(2019, 9, 2).date(), datetime(2019, 9, 25).date(), datetime(2019, 9, 25).date())  # noqa: DTZ001
NOW = datetime.fromisoformat("2019-09-24T10:00:00+08:00")


def _record(data: Path, word: str, number: int) -> None:
    item = {"id": store.new_id(), "task": "3.3", "date": NOW.date(), "progress": word, "recorded": NOW}
    store.append(data, "2019-09", "chengguan", "区城管局", item)


def _waive(data: Path, word: str, number: int) -> None:
    cycle.waive(data, "2019-09", word, "本月无任务", NOW + timedelta(minutes=number))


def _deliver(data: Path, word: str, number: int) -> None:
    content = word.encode()
    came = deliveries.Came(
        "chengguan",
        "区城管局",
        "2019-09",
        f"{word}.xlsx",
        content,
        store.digest(content),
        NOW.date(),
        deliveries.TO_MEND,
    )
    deliveries.add_delivery(data, came, NOW + timedelta(minutes=number))


def _sign(data: Path, word: str, number: int) -> None:
    record = issued.receipt("督〔2019〕1号", "区城管局", word, NOW.date(), NOW + timedelta(minutes=number))
    issued.add_records(data, [record])


KINDS: list[Any] = [
    pytest.param(_record, "progress/2019-09/chengguan.yaml", "progress", id="entries"),
    pytest.param(_waive, "progress/2019-09/cycle.yaml", "unit", id="acts"),
    pytest.param(_deliver, "forms/2019-09/chengguan.yaml", "name", id="deliveries"),
    pytest.param(_sign, "office/issued.yaml", "by", id="register"),
]
Act = Callable[[Path, str, int], None]


def _ten(act: Act, data: Path, writer: int) -> None:
    for number in range(10):
        act(data, f"{writer}-{number}", number)


def words_in(file: Path, key: str) -> list[str]:
    """What the elements of a file's list say under a key, in order."""
    held = list(yaml.safe_load(file.read_bytes()).values())[-1]
    return [str(one[key]).removesuffix(".xlsx") for one in held]


@FORKS
@pytest.mark.parametrize(("act", "name", "key"), KINDS)
def test_writers_at_once_lose_nothing_and_mix_nothing(tmp_path: Path, act: Act, name: str, key: str) -> None:
    cycle.write_cycle(tmp_path, "2019-09", OPENED, [("区城管局", ["3.3"])])
    act(tmp_path, "begun", 0)  # all that is imported at first use is imported before the fork
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_ten, args=(act, tmp_path, writer)) for writer in range(4)]
    for process in writers:
        process.start()
    for process in writers:
        process.join(30)
    assert [process.exitcode for process in writers] == [0] * 4
    said = words_in(tmp_path / name, key)
    for writer in range(4):
        assert [one for one in said if one.startswith(f"{writer}-")] == [f"{writer}-{n}" for n in range(10)]
    assert len(said) == 41


def _until_killed(act: Act, data: Path, done: Connection) -> None:
    for number in range(10_000):
        act(data, f"w-{number}", number % 60)
        done.send(number)


@FORKS
@pytest.mark.parametrize(("act", "name", "key"), KINDS)
def test_a_writer_killed_at_any_moment_leaves_whole_elements(tmp_path: Path, act: Act, name: str, key: str) -> None:
    cycle.write_cycle(tmp_path, "2019-09", OPENED, [("区城管局", ["3.3"])])
    act(tmp_path, "begun", 0)
    fork = multiprocessing.get_context("fork")
    chance = random.Random(name)
    whole = ["begun"]
    for _ in range(3):
        here, there = fork.Pipe(duplex=False)
        writer = fork.Process(target=_until_killed, args=(act, tmp_path, there))
        writer.start()
        last = here.recv()
        writer.join(chance.random() / 20)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        there.close()
        while here.poll():
            try:
                last = here.recv()
            except EOFError:
                break
        said = words_in(tmp_path / name, key)[len(whole) :]
        assert said in ([f"w-{n}" for n in range(last + 1)], [f"w-{n}" for n in range(last + 2)])
        whole += said
    act(tmp_path, "after", 0)
    assert words_in(tmp_path / name, key) == [*whole, "after"]
