"""The places of a screenplay as plans: pieces, marks, bounds, lights and sky, by name and seed.

A set is a function of one of the modules here and a row in its table, or a table of `places.toml`. The same seed
gives the same place in every shot; another seed another kitchen. Marks that all sets have: `left` and `right`, which
face each other for a dialogue as the audience sees them, `stand_1` and further, nearest to the middle first, and
`door` where people come in. Sets with seats add marks of use `sit` or `table` (`table_left` and `table_right` face
each other), beds `lie`, counters and railings `lean`, vehicles `drive` (`driver`) and `sit` (`passenger`).
"""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from screenplay2board.plan.types import TimeOfDay, Weather
from screenplay2board.stage.sets.city import CITY
from screenplay2board.stage.sets.halls import HALLS
from screenplay2board.stage.sets.homes import HOMES
from screenplay2board.stage.sets.institutions import INSTITUTION_SETS
from screenplay2board.stage.sets.kit import SetFunction, SetRequest
from screenplay2board.stage.sets.medical import MEDICAL_SETS
from screenplay2board.stage.sets.nature import NATURE_SETS
from screenplay2board.stage.sets.nooks import NOOKS
from screenplay2board.stage.sets.old_places import OLD_PLACES
from screenplay2board.stage.sets.passages import PASSAGES
from screenplay2board.stage.sets.public import PUBLIC
from screenplay2board.stage.sets.traffic import TRAFFIC
from screenplay2board.stage.sets.transport import TRANSPORT
from screenplay2board.stage.sets.ways import ways_of
from screenplay2board.stage.sets.work import WORK
from screenplay2board.stage.sets.written import written_sets
from screenplay2board.stage.types import SetPlan

SET_FUNCTIONS: dict[str, SetFunction] = {
    **HOMES,
    **PASSAGES,
    **WORK,
    **INSTITUTION_SETS,
    **MEDICAL_SETS,
    **HALLS,
    **NOOKS,
    **PUBLIC,
    **CITY,
    **TRAFFIC,
    **TRANSPORT,
    **NATURE_SETS,
    **OLD_PLACES,
    **written_sets(),
}


def plan_set(name: str, *, seed: int, time_of_day: TimeOfDay, weather: Weather) -> SetPlan:
    """Return the plan of the set `name`.

    Raises: KeyError where there is no such set, with the nearest name.
    """
    if name not in SET_FUNCTIONS:
        near = get_close_matches(name, SET_FUNCTIONS, 1)
        raise KeyError(f"no set `{name}`" + (f", did you mean `{near[0]}`?" if near else ""))
    plan = SET_FUNCTIONS[name](SetRequest(name=name, seed=seed, time_of_day=time_of_day, weather=weather))
    return replace(plan, marks=(*plan.marks, *ways_of(name)))
