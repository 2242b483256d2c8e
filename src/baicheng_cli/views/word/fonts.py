"""Which installed fonts stand in for those of the standard when LibreOffice makes a PDF."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape

STAND_INS = {
    "仿宋_GB2312": ("FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "FandolFang", "Noto Serif CJK SC"),
    "楷体_GB2312": ("KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "FandolKai", "AR PL UKai CN", "Noto Serif CJK SC"),
    "方正小标宋简体": (
        "FZXiaoBiaoSong-B05S",
        "方正小标宋_GBK",
        "华文中宋",
        "STZhongsong",
        "FandolSong",
        "Noto Serif CJK SC",
    ),
    "黑体": ("SimHei", "STHeiti", "FandolHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    "宋体": ("SimSun", "STSong", "FandolSong", "Noto Serif CJK SC"),
}
"""The first that is installed is taken; what it has no shape for (镕昇喆堃珺) comes from the ones behind it."""
HEAVY = ("方正小标宋简体",)
"""Thicker than a 宋体 for text: what stands in for it is the bold one, where there is one."""
_SYSTEM = (
    Path("/etc/fonts/fonts.conf"),
    Path("/usr/local/etc/fonts/fonts.conf"),
    Path("/opt/homebrew/etc/fonts/fonts.conf"),
)


def fontconfig_xml() -> str:
    """A fontconfig file: the machine's own, and what stands in for the fonts of the standard."""
    own = os.environ.get("FONTCONFIG_FILE")
    system = [Path(own)] if own else [file for file in _SYSTEM if file.is_file()]
    includes = "".join(f'<include ignore_missing="yes">{escape(str(file))}</include>' for file in system)
    aliases = "".join(
        f'<alias binding="same"><family>{escape(name)}</family><prefer>'
        f"{''.join(f'<family>{escape(one)}</family>' for one in (name, *others))}</prefer></alias>"
        for name, others in STAND_INS.items()
    )
    heavy = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(name)}</string></test>'
        '<edit name="weight" mode="assign"><const>bold</const></edit></match>'
        for name in HEAVY
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig>{includes}{heavy}{aliases}</fontconfig>\n"
    )
