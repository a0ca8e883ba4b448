"""Look-alike names: two names with one skeleton look the same to a person and are different to a machine."""

from __future__ import annotations

import unicodedata

_PAIRS = (
    # Cyrillic
    "аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS вb кk мm нh тt "
    # Greek
    "αa βb γy εe ιi κk νv οo ρp τt υu χx ωw ηn ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX "
    # Armenian, Latin look-alikes and digits
    "օo սu ոn հh ıi ɑa ɡg ſs ƅb ḷl ꞌl ӏl Ӏl 0o 1l "
    # common look-alikes among Chinese characters and kana
    "ー一 ㇐一 ニ二 ハ八 カ力 エ工 ロ口 ト卜 夕タ 囗口 〇o"
)
_FOLD = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_PLAIN = frozenset("abcdefghijklmnpqrstuvwxyz_23456789")
"""Characters that only look like themselves: names of these alone are their own skeleton."""


def skeleton(name: str) -> str:
    """What `name` looks like: equal for names a person could take for one another, capitals or not."""
    if _PLAIN.issuperset(name):
        return name
    folded = unicodedata.normalize("NFKC", name).translate(_FOLD)
    return unicodedata.normalize("NFKC", folded.lower()).translate(_FOLD)
