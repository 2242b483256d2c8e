"""Words of targets: what asks for more or less, what begins an obligation, what a name is without them."""

from __future__ import annotations

import re

AT_LEAST = (
    "不(?:得)?(?:低|少|小|弱)于|不下于|至少|超过|突破|大于|高于|多于|优于|达到|达|(?:增加|增长|提高|提升|扩大|上升|拓展|扩展|增|升|扩)(?:到|至)"
    "|(?:保持|稳定|维持|巩固)(?:在)?|≥|>=|>"
)
AT_MOST = (
    "不(?:得)?(?:超过?|高于|大于|多于)|低于|小于|少于|控制(?:在|到|为|至)|最多|至多|≤|<=|<"
    "|(?:下降|降低|减少|压缩|压减|缩短|缩减|精简|降|减|压降|回落)(?:到|至)"
)
EXACTLY = (
    "(?:推广|覆盖|延伸)(?:到|至)|(?:压减|压缩|精简|缩短|缩减|减少|降低|减|降|调整|提高|提升|增加)?为"
    "|共计?|总计|累计|合计|=|总数"
)
ABOUT = "大?约|将近|接近|近"
_OPS = (("at_least", AT_LEAST), ("at_most", AT_MOST), ("about", ABOUT), ("exactly", EXACTLY))
BEFORE = re.compile("|".join(rf"(?P<{name}>(?:{words})(?:至|到|了)?)$" for name, words in _OPS))
AFTER = re.compile(
    r"(?:(?P<at_least>及?以上|以上)|(?P<at_most>及?以[内下]|之?内(?!容|部|外|涝|河|设))|(?P<about>左右|上下))"
)
RELATIVE = re.compile(
    r"(?:增长|增加|提高|(?<!整治)(?<!改造)(?<!品质)提升|上升|递增|增幅|下降|降低|减少|压减|压缩|缩短|缩减|下浮|降幅|压降|节约|新增|净增)(?:了|幅度)?(?:达到|达|不低于|不少于|超过|约|在)?$"
)
COMPARED = re.compile(r"(?:较|比|与|同比|环比|相比)")

STRIVE = re.compile(r"力争|争取|力求")

RATE = re.compile(
    r"(?:率|比例|比重|占比|比|浓度|指数|满意度|水平|系数|密度|得分|评分|强度|能耗|时间|时限|环节|天数比例|参保率|人均[^，]*|每[^，]*|百辆[^，]*)$"
)
PERCENT_RATE = re.compile(r"(?:率|比例|比重|占比|满意度|比)$")
DIMENSIONS = re.compile(
    r"[万亿千百]*(?:平方公里|平方千米|平方米|平方|立方米|立方|公里|千米|米|厘米|毫米|公顷|亩|吨标准煤|吨标煤|吨|公斤|元|千瓦时|千瓦|兆瓦|蒸吨|小时|分钟|天|日|人|名|户|层|张|床|%)$"
)
"""Units that often say which things are meant (5000平方米以上综合性公园), where 座 and 条 count them."""

_MAKING = (
    "新增|新建|新改建|新改扩建|改扩建|改建|扩建|续建|改造|建设|建成开放|建成投用|建成|打造|创建|培育|引进|完成|整治提升|整治|提升改造|提升|治理|新开工|开工建设|开工|竣工|投用|发展"
    "|认定|评选|评定|命名|组建|设立|设置|建立|举办|举行|开展|组织|培训|推广|实施|谋划|储备|招引|签约|落地|修建|新修|整修|维修|大修|中修|拆除|取缔|关停|淘汰|清理|整改|消除|销号"
    "|组建|落实|配备|配建|配套|安装|加装|布设|增设|增加|推出|选树|扶持|孵化|盘活|收储|供应|提供|开发|安置|帮扶|救助|资助|压减|办结|启动|栽植|种植|植树|造林|铺设|敷设|更新|更换|建档|入库|办好|抓好|争取|争创|招聘|招录|选派|选聘|争取|通车|布局|划定|完善|疏浚|清淤|筹集|筹建|发放|募集|销售|生产|制定|修订|编制|出台"
)
MAKING = re.compile(rf"(?:(?:{_MAKING})[、和及并]?)+")
CONCRETE = re.compile(
    "(?:新增|新建|新改建|改扩建|改建|扩建|续建|改造|建设|建成开放|建成投用|建成|创建|培育|引进|完成|整治|开工建设|开工|竣工|认定|设立|设置|举办|组织|开展|修建|拆除|配备|配建|增设|安装|加装|打造|谋划|储备|启动)$"
)
PLAIN_MAKING = re.compile(r"^(?:完成|创建|打造|建成开放|建成投用|建成|建设|培育|实施|实现|争创)+")
"""Verbs that a name does without."""

_FRONT = re.compile(
    r"^(?:[，、：和与及或]|(?:\d|[一二两三四五])年(?:内|(?=累计|共|合计|总计|$))|以及|并且|并|且|还?要|需要?|须|将|应当?|必须|确保|力争|争取|计划|预计|拟|实现|完成|达到|其中|同时|再(?=新|完|建|改)|力求|督导|督促|指导|协助|配合|(?:市直|省直|有关|相关|上级)部门|市里|省里|（其中|总体上?|整体|总计|合计|至少|累计|共计?|分别|基本|全面|全部"
    r"|(?:在)?(?:全|我|本)(?:市|区|县|镇|乡|省|街道|域|年)(?:要|将|共|内|范围内)?|各(?:地|县区|乡镇)|年度(?!考)|加快|推进|推动|继续|大力|积极|努力|不断|进一步|持续|切实|有序|稳步|深入|重点(?=推进|建设|抓|实施|做|开展|打造)|剩余的?|其余的?|余下的?|对(?=$|全)|将(?=$)|逐步|统筹|着力|使|让|到|内|前|底|末|力争|年(?=[^度均]))"
)
_DONE = re.compile(r"^(?:建成开放|建成投用|建成)(?!区|投用|投入|通车)(?=.{2,})")
_TAIL = re.compile(
    r"(?:的?(?:工作任务|目标任务|年度任务|任务|创建工作|建设工作|(?<!相关)(?<!有关)工作|目标|要求|以上|的|要|将|均|都|分别|总数|总量|力争|(?<=[率度比])(?:争取|力求)|确保|和|与|(?<![普涉])及|以及|、|：|为|在|按|按照|应|须|需|控制))$"
)
_OWN_TAILS = re.compile(r"(?:总量|目标要求|指标要求|标准要求|达到[^，]*目标|达到[^，]*要求)$")


def bare_name(text: str) -> str:
    """A name without the words that only begin or end the obligation; empty where there is nothing else."""
    name = text.strip(" ，、；：。　")
    while one := _FRONT.match(name):
        name = name[one.end() :]
    if one := _DONE.match(name):
        name = name[one.end() :]
    while (one := _TAIL.search(name)) and one.start() > 0 and not _OWN_TAILS.search(name):
        name = name[: one.start()]
    return name.strip(" ，、；：　")


LISTED = re.compile(r"、|以及|(?<![共饱缓温总协])和(?![谐平解气睦])|(?<!参)与(?!会)|(?<![普涉触遍波])及(?![率其格时])")
"""What stands between the names of a list; 普及率 and 和谐 are words of their own."""


def listed(text: str) -> list[str]:
    """The names of a list: 甲公园、乙公园和丙公园."""
    return [one.strip() for one in LISTED.split(text) if one.strip()]


def shared_end(parts: list[str]) -> list[str]:
    """Parts of a list with the words that only the last one carries: 一般登记、抵押登记办理时间.

    The others end alike, and the last one goes on after that ending.
    """
    *others, last = parts
    if not others:
        return parts
    for length in range(min(map(len, others)), 0, -1):
        ending = others[0][-length:]
        if all(one.endswith(ending) for one in others) and 0 < (at := last.find(ending)) < len(last) - length:
            rest = last[at + length :]
            return [*(one + rest for one in others), last]
    return parts
