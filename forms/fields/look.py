"""How values are shown: the language, the options' labels, the names of people."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Look:
    """`options` are the labels of the field's own options, already in `language`."""

    language: str = "en"
    options: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    zone: datetime.tzinfo = datetime.UTC
