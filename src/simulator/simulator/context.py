"""The parts of a running simulator, and how request handlers get at them."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from simulator.control.call_log import CallLog
from simulator.control.faults import Faults
from simulator.directory import Directory
from simulator.drawing.renderer import Renderer
from simulator.gallery import Gallery
from simulator.hosts.desk import Desk
from simulator.oauth.signature import SignatureChecker
from simulator.oauth.tokens import Tokens
from simulator.rest.calls import Flickr
from simulator.settings import SimulatorSettings
from simulator.state import State

EXTENSION = "simulator"


@dataclass(frozen=True)
class Simulator:
    """Everything that handlers use."""

    settings: SimulatorSettings
    directory: Directory
    state: State
    tokens: Tokens
    signatures: SignatureChecker
    flickr: Flickr
    renderer: Renderer
    faults: Faults
    calls: CallLog
    gallery: Gallery
    hosts: Desk


def simulator() -> Simulator:
    """The simulator that the present request came to."""
    return cast(Simulator, current_app.extensions[EXTENSION])
