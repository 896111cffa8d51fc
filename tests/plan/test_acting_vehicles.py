"""Vehicles that act outside are somebody; the car they sit in is not."""

from __future__ import annotations

import pytest
from sample_plan import plan_of, shot_of


@pytest.mark.parametrize(
    ("heading", "action", "kind", "pose"),
    [
        ("EXT. ROAD - DAY", "A TRUCK pulls up.", "truck", "walk"),
        ("EXT. HARBOUR - DAY", "The boat drifts.", "rowing_boat", "walk"),
        ("EXT. CITY - DAY", "A helicopter circles above.", "helicopter", "fly"),
        ("EXT. STREET - DAY", "A police car speeds past.", "police_car", "run"),
        ("EXT. 거리 - 낮", "택시가 멈춘다.", "taxi", "stand"),
        ("EXT. STATION - DAY", "The train pulls in.", "train", "walk"),
    ],
)
def test_a_vehicle_that_acts_is_the_subject_of_its_shot(heading: str, action: str, kind: str, pose: str) -> None:
    shots = plan_of(f"{heading}\n\nMINA (30) waits.\n\n{action}\n")
    shot = shot_of(shots, action)
    looks = {member.name: member.look.kind for member in shots.cast}
    assert [looks[name] for name in shot.subject] == [kind]
    assert {actor.name: actor.pose for actor in shot.actors}[shot.subject[0]] == pose


def test_the_car_that_people_sit_in_is_nobody() -> None:
    shots = plan_of("EXT. ROAD - DAY\n\nA car speeds past.\n\nINT. CAR - DAY\n\nTOM (40) drives. The car stops.\n")
    assert all(actor.name == "TOM" for shot in shots.scenes[1].shots for actor in shot.actors)


def test_beside_a_person_a_vehicle_is_only_there() -> None:
    shots = plan_of("EXT. ROAD - DAY\n\nA TRUCK pulls up.\n\nTOM (40) gets out of the truck.\n")
    shot = shot_of(shots, "gets out")
    assert shot.subject == ("TOM",)
    assert {actor.name for actor in shot.actors} == {"TOM", "TRUCK"}


@pytest.mark.parametrize("action", ["The truck driver waves.", "A car door slams.", "He gets into the car."])
def test_a_vehicle_that_is_only_named_is_a_thing(action: str) -> None:
    assert {m.look.kind for m in plan_of(f"EXT. ROAD - DAY\n\nTOM (40) waits.\n\n{action}\n").cast} == {"person"}


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("EXT. OPEN SEA - DAY", "sea"), ("EXT. SKY - DAY", "sky"), ("EXT. AIRFIELD - DAY", "runway"),
        ("INT. COCKPIT - NIGHT", "cockpit"), ("INT. TRUCK - NIGHT", "truck_cab"), ("EXT. 활주로 - 낮", "runway"),
    ],
)  # fmt: skip
def test_places_of_vehicles_are_known(heading: str, place: str) -> None:
    assert plan_of(f"{heading}\n\nTOM (40) waits.\n").scenes[0].set == place
