"""Milestones in a sentence: named projects and results without a number that are begun, finished or gone on with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from baicheng_cli.document.deadlines import FEAST
from baicheng_cli.document.phrases import MAKING, bare_name, listed
from baicheng_cli.document.places import At, pieces


class Step(NamedTuple):
    """A result that is there or not."""

    title: str
    reach: str
    """`start`, `finish` or `ongoing`."""
    strive: bool = False
    doubt: str = ""


_START = r"开工建设|新开工|开工|开建|动工|启动建设|启动|进场施工|进场"
_FINISH = (
    "基本完成|全面完成|全部完成|完成|建成投用|建成投入使用|建成开放|建成通车|建成|竣工验收|竣工投用|竣工|投入使用|投入运行|投入运营|投用|投运|通车|交付使用|交付|通过验收|验收|办结|出台|印发|编制完成|编制|制定"
    "|基本消除|全面消除|消除|启用|上线运行|上线|运行|开园|开馆|开业|开放|建立健全|建立|基本形成|形成|基本建成|达标|淘汰|拆除|关停|退出|销号|基本实现|实现|落地|投产|搬迁|取缔|完工|封顶|挂牌|组建|成立|达到"
)
_ONGOING = r"持续建设|继续建设|持续推进|续建|加快建设|加快推进|推进建设|全力推进|推进|做好|开展"
_VERB = re.compile(rf"(?P<start>{_START})|(?P<ongoing>{_ONGOING})|(?P<finish>{_FINISH})")
_STRIVE = re.compile(r"力争|争取|力求")
_FACILITY = (
    "公园|园区|产业园|创意园|游园|花园|园|博物馆|图书馆|文化馆|体育馆|展览馆|科技馆|馆|中心|大桥|桥|隧道|快速路|大道|路|街|小学|中学|学校|幼儿园|医院|水厂|污水处理厂|电厂|厂|泵站|变电站|中转站|客运站|站|枢纽|水库|广场"
    "|工程|项目|线|基地|市场|剧院|小区|片区|停车场|管廊|河道|湖|渠|大厦|港"
)
_FACILITY_END = re.compile(rf"(?:{_FACILITY})$")
_PROJECTS = re.compile(
    r"(?:(?P<start>开工建设|新开工建设|开工|启动建设)|(?P<finish>建成投用|建成开放|建成|竣工)|(?P<ongoing>(?:加快|持续|继续)(?:推进)?建设|续建|加快推进))(?P<list>[^，；。：（）\t\n]+)"
)
_GENERIC = re.compile(
    r"一批|各类|各级|若干|等|重点|标准化|新型|现代|公共|综合性|农贸|智慧|特色|城市|社区|乡村|农村|公园绿地|基础设施|体系|配套|老旧|地下|区域|所有|全部|以|为|的|全民|高标准|一流|示范"
)
_COUNTED_LIST = re.compile(
    r"完成(?P<list>[^，；。：（）\t\n]+?)(?P<count>[二两三四五六七八九十]|\d+)(?P<unit>[条个座处项所家])(?P<kind>[\u4e00-\u9fff]{1,6}?)(?P<rest>沿线[\u4e00-\u9fff]+|改造[\u4e00-\u9fff]*|建设[\u4e00-\u9fff]*|整治[\u4e00-\u9fff]*|提升[\u4e00-\u9fff]*|绿化[\u4e00-\u9fff]*|治理[\u4e00-\u9fff]*|工作)?(?=[，；。]|$)"
)
_DROP = re.compile(
    r"(?:的?(?:建设工作|建设任务|创建工作|工作任务|目标任务|各项工作|等工作|任务|(?<!相关)(?<!有关)工作|建设))$"
)
_LEFTOVER = re.compile(r"^(?:的|等|，|、|并|要|将|对|把|和|与)+|(?:的|等|，|、|并|要|将|和|与)+$")
_WORK_OF_YEAR = re.compile(r"(?:做好|开展|抓好|组织开展|组织好)$")
_REPORTING = re.compile(r"报送|上报|报告|通报|汇总|报备|备案|总结")
_HOW_FAR = re.compile("基本|全面|全部")
_ONLY_ROLE = re.compile(r"^(?:督导|督促|指导|配合|协助)[^，]{0,8}$")
_SAID_BY_REACH = {
    "完成",
    "全部完成",
    "全面完成",
    "基本完成",
    "开工建设",
    "开工",
    "启动",
    "启动建设",
    "新开工",
    "持续建设",
    "继续建设",
    "续建",
    "加快建设",
    "做好",
    "开展",
    "建成",
}
"""Verbs that a milestone's `reach` says already."""
_SUBJECT = re.compile(r"(?:其|该项目|该工程|上述工程)$|^(?:确保|力争)?(?:其|该项目|该工程)?$")


def named_projects(text: str, start: int, end: int) -> Iterator[At[Step]]:
    """Projects with a name of their own: 持续建设白寨、马庄遗址生态文化公园; each a milestone."""
    lists: list[tuple[re.Match[str], str, list[str]]] = []
    for one in _PROJECTS.finditer(text, start, end):
        reach = next(name for name in ("start", "finish", "ongoing") if one[name])
        parts = listed(_LEFTOVER.sub("", one["list"]))
        if parts:
            lists.append((one, reach, parts))
    ends = _common_ends([parts[-1] for _, _, parts in lists])
    for one, reach, parts in lists:
        names = _complete(parts, ends.get(parts[-1], ""))
        if all(_is_named(name) for name in names):
            for name in names:
                yield At(one.start(), one.end(), Step(name, reach), "milestone.project")


def counted_lists(text: str, start: int, end: int) -> list[At[Step]]:
    """完成甲铁路、乙线和丙线三条铁路沿线绿化: as many names as the number says, each with what follows it."""
    found: list[At[Step]] = []
    for one in _COUNTED_LIST.finditer(text, start, end):
        parts = listed(one["list"])
        count = _count(one["count"])
        if len(parts) != count or len(parts) < 2:
            continue
        rest = _drop(one["rest"] or "")
        found += [At(one.start(), one.end(), Step(part + rest, "finish"), "milestone.counted-list") for part in parts]
    return found


def _count(words: str) -> int:
    return int(words) if words.isdigit() else "零一二三四五六七八九十".index(words.replace("两", "二"))


def _common_ends(lasts: Sequence[str]) -> dict[str, str]:
    """What the last names of several lists have in common: 庙沟遗址生态文化公园, 三十里铺遗址生态文化公园."""
    ends: dict[str, str] = {}
    for one in lasts:
        for other in lasts:
            if one == other:
                continue
            length = 0
            while length < min(len(one), len(other)) and one[-length - 1] == other[-length - 1]:
                length += 1
            if length >= 2 and length > len(ends.get(one, "")):
                ends[one] = one[-length:]
    return ends


def _complete(parts: list[str], ending: str) -> list[str]:
    """Each name with what only the last one carries."""
    *others, last = parts
    if not others or all(_FACILITY_END.search(one) for one in others):
        return parts
    if not ending:
        usual = Counter(map(len, others)).most_common(1)[0][0]
        ending = last[usual:] if len(last) > usual + 1 else ""
    if not ending or not _FACILITY_END.search(ending):
        return parts
    return [one if _FACILITY_END.search(one) else one + ending for one in parts[:-1]] + [last]


def _is_named(name: str) -> bool:
    return len(name) >= 5 and bool(_FACILITY_END.search(name)) and not _GENERIC.search(name)


def dated_step(words: str, subject: str = "", *, only_sure: bool = False) -> tuple[Step, str] | None:
    """The result that a piece of a sentence names, without its deadline; and the rule.

    `subject`: what 其 stands for. `only_sure`: only verbs that name an end.
    """
    words = FEAST.sub("", re.sub(r"（\s*）", "", words)).strip(" ，、：；")
    if not words or words[0] in "为是" or (_REPORTING.search(words) and only_sure):
        return None
    strive = bool(_STRIVE.search(words))
    verb = _main_verb(words)
    if verb is None:
        title = _title(words)
        return None if only_sure or not title else (Step(title, "finish", strive), "milestone.dated-words")
    reach = next(name for name in ("start", "ongoing", "finish") if verb[name])
    if only_sure and reach == "ongoing":
        return None
    before, after = words[: verb.start()], words[verb.end() :]
    what = _drop(_LEFTOVER.sub("", after))
    front = bare_name(_LEFTOVER.sub("", before)) if before else ""
    if _ONLY_ROLE.match(front) or _SUBJECT.search(before) or front in ("其", "确保其"):
        front = ""
    if verb[0] in _SAID_BY_REACH and what:
        title = what
    elif what:
        title = verb[0] + _LEFTOVER.sub("", after)
    else:
        making = MAKING.match(subject)
        whose = front or (subject[making.end() :] if making and making.end() < len(subject) - 1 else subject)
        title = whose if whose and (verb[0] in _SAID_BY_REACH or reach == "start") else whose + verb[0]
    return Step(_title(title), reach, strive), f"milestone.{reach}"


def _main_verb(words: str) -> re.Match[str] | None:
    """The first verb that says how far; 推进 and the like only where there is no other."""
    verbs = [one for one in _VERB.finditer(words) if not _inside(words, one.start())]
    sure = [one for one in verbs if not one["ongoing"]]
    first = verbs[0] if verbs else None
    if first is not None and first["ongoing"] and first.start() <= 4:
        return first
    return sure[0] if sure else first


def _inside(words: str, place: int) -> bool:
    return any(words.rfind(a, 0, place) > words.rfind(b, 0, place) for a, b in (("“", "”"), ("《", "》"), ("（", "）")))


def _drop(words: str) -> str:
    """What is done, without 建设工作 and the like behind it; never empty."""
    words = words.strip(" ，、；：")
    one = _DROP.search(words)
    return words[: one.start()] if one and one.start() >= 2 else words


def _title(words: str) -> str:
    """At most one phrase, without the words that only begin it."""
    name = bare_name(words) or words
    begun = _HOW_FAR.match(words)
    name = f"{begun[0]}{name}" if begun and not name.startswith(begun[0]) else name
    return name if len(name) <= 40 else name[:40].rpartition("、")[0] or name[:40]


def work_of_year(text: str, start: int, place: int) -> bool:
    """做好2019年…: what is meant is the work of that year."""
    return bool(_WORK_OF_YEAR.search(text[start:place].rstrip()))


def comma_pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return pieces(text, start, end, "，；")
