"""Facts: every input from outside that a decision used, asked for by name, recorded, and enough to decide again.

Questions are strings, answers are JSON values:

* ``today``                       ISO date in the process's zone
* ``person:ana:manager``          person id or None          ``person:ana:department``   team id or None
* ``person:ana:level``            any typed attribute, as JSON
* ``team:staff:head``             person id or None
* ``team:staff``                  list of the active members' ids, sorted
* ``role:finance``                list of the active persons' ids who hold the role, sorted
* ``load:ana``                    number of open tasks, for ``pick least busy``
"""

from __future__ import annotations

import datetime
from collections.abc import Callable


class Unknown(LookupError):
    """A recorded decision is run again and asks something that was not recorded."""


class Facts:
    """Answers to questions: those given, then those a directory gives; `used` holds what was really asked.

    `now` is an aware UTC datetime. `ask` is the directory (question -> JSON answer); without it only `given` answers.
    `requester` is the id of the person who files: what the name `requester` means in the text. The engine sets it from
    the ticket (or from the actor of the first command) before it runs a function of the program.
    """

    __slots__ = ("ask_outside", "given", "now", "requester", "used")

    def __init__(
        self,
        now: datetime.datetime,
        given: dict | None = None,
        ask: Callable[[str], object] | None = None,
        requester: str = "",
    ):
        self.now = now
        self.requester = requester
        self.given = given or {}
        self.ask_outside = ask
        self.used: dict[str, object] = {}

    def ask(self, question: str):
        """The answer to `question`; the same within one decision; Unknown if nobody can tell."""
        if question in self.used:
            return self.used[question]
        if question in self.given:
            answer = self.given[question]
        elif question == "today" and self.ask_outside is None:
            answer = self.now.date().isoformat()
        elif self.ask_outside is not None:
            answer = self.ask_outside(question)
        else:
            raise Unknown(question)
        self.used[question] = answer
        return answer

    def today(self) -> datetime.date:
        """The day of the decision in the process's zone."""
        return datetime.date.fromisoformat(self.ask("today"))
