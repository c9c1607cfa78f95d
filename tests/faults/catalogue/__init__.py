"""What goes wrong, and what goes right."""

from dataclasses import dataclass
from typing import Callable

FAULTS = []
RIGHT = []


@dataclass
class Case:
    """One conversation of the bench."""

    id: str
    what: str
    run: Callable
    needs: set
    # The rules that name the cause, by form; None where the form cannot record it. Empty for what is right.
    cause: dict
    # What shows the cause, by form: "request" (with the flow it stands in), "words" of the answer, or "nothing".
    shown: dict
    only: set


def fault(id, what, cause, needs="", shown="request", har="", har_shown="", only=""):
    """A mistake. `har` is its cause where the recording cannot show what was pasted, None where there is nothing to record;
    `only` names the servers on which it is one."""

    def add(run):
        causes = {"transcript": cause, "har": cause if har == "" else har}
        shows = {"transcript": shown, "har": har_shown or shown}
        FAULTS.append(Case(id, what, run, set(needs.split()), causes, shows, set(only.split())))
        return run

    return add


def right(id, what, needs="", only=""):
    """A conversation in which nothing is wrong."""

    def add(run):
        RIGHT.append(Case(f"right-{id}", what, run, set(needs.split()), {}, {}, set(only.split())))
        return run

    return add
