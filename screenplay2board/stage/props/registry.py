"""All kinds of pieces, gathered from the thematic modules."""

from __future__ import annotations

from screenplay2board.stage.props.animals import ANIMALS
from screenplay2board.stage.props.architecture import ARCHITECTURE
from screenplay2board.stage.props.bystanders import BYSTANDERS
from screenplay2board.stage.props.car_cabin import CAR_CABINS
from screenplay2board.stage.props.country import COUNTRY
from screenplay2board.stage.props.fittings import FITTINGS
from screenplay2board.stage.props.foregrounds import FOREGROUNDS
from screenplay2board.stage.props.frontier import FRONTIER
from screenplay2board.stage.props.furniture import FURNITURE
from screenplay2board.stage.props.gear import GEAR
from screenplay2board.stage.props.handheld import item_kind
from screenplay2board.stage.props.handheld_more import ITEMS
from screenplay2board.stage.props.institutions import INSTITUTIONS
from screenplay2board.stage.props.interiors import INTERIORS
from screenplay2board.stage.props.medical import MEDICAL
from screenplay2board.stage.props.named import NAMED
from screenplay2board.stage.props.nature import NATURE
from screenplay2board.stage.props.openings import OPENINGS
from screenplay2board.stage.props.practicals import PRACTICALS
from screenplay2board.stage.props.railways import RAILWAYS
from screenplay2board.stage.props.rooftops import ROOFTOPS
from screenplay2board.stage.props.site import Kind
from screenplay2board.stage.props.sports import SPORTS
from screenplay2board.stage.props.standing import STANDING
from screenplay2board.stage.props.street import STREET
from screenplay2board.stage.props.vehicle_models import VEHICLE_MODELS
from screenplay2board.stage.props.vehicles import VEHICLES
from screenplay2board.stage.props.venues import VENUES
from screenplay2board.stage.props.wilds import WILDS
from screenplay2board.stage.props.workplace import WORKPLACE

KINDS: dict[str, Kind] = {
    **{name: item_kind(item) for name, item in ITEMS.items()},
    **ANIMALS,
    **ARCHITECTURE,
    **OPENINGS,
    **FOREGROUNDS,
    **FRONTIER,
    **FURNITURE,
    **GEAR,
    **FITTINGS,
    **WORKPLACE,
    **PRACTICALS,
    **STREET,
    **ROOFTOPS,
    **SPORTS,
    **STANDING,
    **VEHICLES,
    **CAR_CABINS,
    **VEHICLE_MODELS,
    **NATURE,
    **NAMED,
    **BYSTANDERS,
    **COUNTRY,
    **INSTITUTIONS,
    **MEDICAL,
    **INTERIORS,
    **RAILWAYS,
    **VENUES,
    **WILDS,
}
