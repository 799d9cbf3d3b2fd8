"""Putting the simulator together."""

from flask import Flask, Response, render_template

from simulator.context import EXTENSION, Simulator
from simulator.control import artist_routes, gallery_routes
from simulator.control import routes as control_routes
from simulator.control.call_log import CallLog
from simulator.control.faults import Fault, Faults
from simulator.directory import Directory
from simulator.drawing.renderer import Renderer, keep_memory
from simulator.gallery import Gallery
from simulator.gallery.growth import GalleryGrowth
from simulator.growth import Growth
from simulator.hosts import routes as host_routes
from simulator.hosts.desk import Desk
from simulator.hosts.table import every_host, limits
from simulator.journal import Journal
from simulator.oauth import routes as oauth_routes
from simulator.oauth.signature import SignatureChecker
from simulator.oauth.tokens import Tokens
from simulator.pages import artworks, pictures
from simulator.pages import routes as page_routes
from simulator.rest import routes as rest_routes
from simulator.rest.calls import Flickr
from simulator.rest.photo_rows import PhotoRows
from simulator.settings import SimulatorSettings
from simulator.state import State
from simulator.world import load_or_generate, world_name

# Styles are written into some elements (a photo's proportion); nothing else may come from anywhere else.
_CONTENT_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def _initial_faults(settings: SimulatorSettings) -> tuple[Fault, ...]:
    rules = []
    if settings.latency_milliseconds or settings.latency_jitter_milliseconds:
        rules.append(
            Fault(
                latency_milliseconds=settings.latency_milliseconds,
                jitter_milliseconds=settings.latency_jitter_milliseconds,
            )
        )
    if settings.rate_limit_per_hour:
        rules.append(Fault(rate_limit_per_hour=settings.rate_limit_per_hour))
    return tuple(rules)


def _assemble(settings: SimulatorSettings) -> Simulator:
    world = load_or_generate(seed=settings.seed, users=settings.users, folder=settings.data_folder)
    name = world_name(seed=settings.seed, users=settings.users)
    journal = Journal(settings.data_folder / f"{name}.sqlite3" if settings.data_folder else None)
    directory, state = Directory(world), State(world, journal)
    if settings.growth_favorites_per_minute:
        Growth(state, favorites_per_minute=settings.growth_favorites_per_minute, seed=settings.seed).start()
    gallery = Gallery(
        seed=settings.seed,
        works=settings.gallery_works,
        folder=settings.data_folder,
        ends_at=settings.gallery_ends_at,
        digests_told=settings.gallery_digests,
        small=settings.gallery_small,
    )
    if settings.gallery_posts_per_minute:
        GalleryGrowth(gallery, posts_per_minute=settings.gallery_posts_per_minute, seed=settings.seed).start()
    faults, calls = Faults(_initial_faults(settings)), CallLog()
    return Simulator(
        settings=settings,
        directory=directory,
        state=state,
        tokens=Tokens(journal),
        signatures=SignatureChecker(settings.secrets()),
        flickr=Flickr(directory, state, PhotoRows(directory, settings.address), settings.address),
        renderer=Renderer(),
        faults=faults,
        calls=calls,
        gallery=gallery,
        hosts=Desk(
            every_host(gallery, settings),
            limits=limits() if settings.source_limits else {},
            faults=faults,
            calls=calls,
            address=settings.address,
        ),
    )


def create_application(settings: SimulatorSettings) -> Flask:
    """The WSGI application with its world loaded (or generated)."""
    keep_memory()
    application = Flask("simulator", template_folder="pages/templates", static_folder="pages/static")
    application.extensions[EXTENSION] = _assemble(settings)
    application.jinja_env.globals["settings"] = settings
    for blueprint in (
        page_routes.blueprint,
        artworks.blueprint,
        rest_routes.blueprint,
        oauth_routes.blueprint,
        control_routes.blueprint,
        gallery_routes.blueprint,
        artist_routes.blueprint,
        host_routes.blueprint,
        pictures.blueprint,
    ):
        application.register_blueprint(blueprint)

    @application.after_request
    def add_headers(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Security-Policy", _CONTENT_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response

    @application.errorhandler(403)
    @application.errorhandler(404)
    def not_found(error: Exception) -> tuple[str, int]:
        return render_template("not_found.html"), getattr(error, "code", 404)

    return application
