"""What the app hands to forms from outside: people and teams to pick from, the zone of moments, where files are kept."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO

from dsl.types import FileRef
from forms.messages import Wrong


@dataclass(frozen=True, slots=True)
class World:
    """`people` and `teams` are id -> name; None accepts any id and offers a box to type into. `keep` stores an upload
    (stream, name, media type) and returns its FileRef, or a Wrong that says why not. `owns` tells whether this person may
    attach a file that was posted as a reference; without it references are trusted."""

    people: Mapping[str, str] | None = None
    teams: Mapping[str, str] | None = None
    zone: datetime.tzinfo = datetime.UTC
    keep: Callable[[IO[bytes], str, str], FileRef | Wrong] | None = None
    owns: Callable[[FileRef], bool] | None = None


ALONE = World()
