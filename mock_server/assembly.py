"""Putting a mock together: document to endpoints to pipeline to application. Everything is compiled here, once."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from mock_server import fixtures
from mock_server.app import MockApp
from mock_server.authority import Authority
from mock_server.clock import Clock
from mock_server.control import Control
from mock_server.demo import demo_world
from mock_server.endpoint import Endpoint, Slot, compile_endpoint
from mock_server.journal import Journal
from mock_server.lane import Lane
from mock_server.pipeline import Pipeline
from mock_server.problems import Problems
from mock_server.responder import Responder
from mock_server.routing import Routing, base_paths
from mock_server.session import Session
from mock_server.settings import Settings
from mock_server.state import Origin
from mock_server.validation import Validation
from mock_server.world import World
from spec import catalog
from spec.compile import compile_operations
from spec.document import Document
from spec.operations import Operation
from spec.schemas import Schemas

# A document with hundreds of operations would take seconds to start: beyond this many, an operation waits for its first request.
EAGER = 50


@dataclass(frozen=True, slots=True)
class Assembly:
    """A mock that is ready to be served: the application, and the handles of those who run it."""

    app: MockApp
    session: Session
    authority: Authority
    pipeline: Pipeline
    schemas: Schemas
    operations: tuple[Operation, ...]


def create_app(
    document: str | Path | Document | None = None,
    *,
    fixtures: str | Path | World | None = None,
    settings: Settings | None = None,
) -> MockApp:
    """The mock as an ASGI application, for `httpx.ASGITransport` or any server.

    `document` is what the command line takes: a file, a vendored name, or nothing for the default; `fixtures` a file, by
    default the one beside the document. Raises SpecError.
    """
    return open_mock(document, fixtures_file=fixtures, settings=settings or Settings()).app


def open_mock(
    document: str | Path | Document | None,
    *,
    fixtures_file: str | Path | World | None,
    settings: Settings,
    loopback: bool = True,
    log: Callable[[str], None] | None = None,
) -> Assembly:
    """A mock from what a caller names. Raises SpecError."""
    beside: Path | None = None
    if not isinstance(document, Document):
        entry = catalog.find(None if document is None else str(document))
        beside, document = entry.fixtures, catalog.load_entry(entry)
    if not isinstance(fixtures_file, World):
        fixtures_file = read_world(fixtures_file or beside)
    return assemble(document, fixtures_file, settings, loopback=loopback, log=log)


def assemble(
    document: Document,
    world: World | None,
    settings: Settings,
    *,
    loopback: bool = True,
    log: Callable[[str], None] | None = None,
) -> Assembly:
    """Compile a document and a world into a mock; without a world, the one that `demo_world` makes of the rules.

    Raises SpecError when the document cannot be compiled.
    """
    operations = compile_operations(document)
    rules = tuple(item.rules for item in operations if item.rules)
    if world is None:
        world = demo_world(rules)
    schemas = Schemas(document)
    problems = Problems(operations, schemas)
    authority = Authority(document, max_depth=settings.max_depth)
    slots = _slots(operations, schemas, settings)
    origin = Origin(world, settings, Clock())
    pipeline = Pipeline(
        Routing(slots, base_paths(document)),
        Validation(authority),
        Responder(schemas, problems),
        problems,
        origin.fresh(),
    )
    journal = Journal(settings.journal)
    session = Session(document, rules, pipeline, journal, origin)
    control = Control(session, version=version("troth"), loopback=loopback)
    app = MockApp(pipeline, journal, control, settings, version=version("troth"), log=log)
    return Assembly(app, session, authority, pipeline, schemas, operations)


def read_world(path: str | Path | None) -> World | None:
    """The world of a fixtures file; None without one."""
    return None if path is None else fixtures.load(Path(path), name=catalog.shown(Path(path)))


def _slots(
    operations: tuple[Operation, ...], schemas: Schemas, settings: Settings
) -> tuple[Slot, ...]:
    """A slot for each operation. Those of a document of ordinary size are compiled now, and so are all that have rules."""
    slots = tuple(Slot(item, lambda it: _endpoint(it, schemas, settings)) for item in operations)
    for slot in slots:
        if len(slots) <= EAGER or slot.operation.rules:
            slot.compile()
    return slots


def _endpoint(operation: Operation, schemas: Schemas, settings: Settings) -> Endpoint:
    return compile_endpoint(
        operation, schemas, Lane(operation, schemas, max_depth=settings.max_depth), settings
    )
