"""The shape of the code, asserted: who may import whom, what start-up may load, how long a function may be."""

import ast
import graphlib
import itertools
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]

# Package -> which of ours it may import. The judge does not know the judged: contract_tests never sees the mock.
MAY_IMPORT = {
    "spec": frozenset[str](),
    "mock_server": frozenset({"spec"}),
    "contract_tests": frozenset({"spec"}),
}
OURS = frozenset({*MAY_IMPORT, "troth", "conftest"})

WEB = frozenset("starlette uvicorn uvloop httptools h11 httpx requests aiohttp werkzeug".split())
TEST = frozenset("pytest _pytest hypothesis schemathesis".split())
# Half a second of imports each, and none is needed to answer a request that is valid.
SLOW = frozenset({"openapi_core"})

# Module -> what a fresh interpreter must not have loaded after importing it.
MUST_NOT_LOAD = {
    "troth": WEB | TEST | SLOW | OURS - {"troth"} | {"yaml", "jsonschema_rs"},
    "spec": WEB | TEST | SLOW,
    "spec.cli": WEB | TEST | SLOW,
    "mock_server": TEST | SLOW,
    "mock_server.cli": TEST | SLOW,
    "contract_tests": frozenset({"mock_server"}),
    # `troth test --help` is immediate, and says what to install where the extra is missing.
    "contract_tests.cli": TEST | SLOW | {"mock_server", "urllib3"},
    # What a pull request waits for: no web, no tests, and no reader of pages.
    "contract_tests.regression.cli": TEST | SLOW | WEB | {"mock_server", "urllib3", "markdown_it"},
    "contract_tests.regression.vendor_cli": TEST | SLOW | WEB | {"mock_server"},
    "spec.lint_cli": TEST | SLOW | WEB | {"urllib3", "markdown_it"},
}

# Loaded by pytest only, so pytest is there.
NEEDS_NO_DECLARATION = {
    "mock_server/pytest_plugin.py": {"pytest"},
    "contract_tests/pytest_plugin.py": {"pytest"},
    "contract_tests/test_contract.py": {"pytest"},
}

MODULE_LINES = 300
FUNCTION_LINES = 60
# What is longer, with a reason that a reviewer accepted. A file is named by its path, a function as path:name.
LONGER: dict[str, str] = {
    "mock_server/protocol.py": "one connection's state, which only one file may change",
}


def shipped(package: str) -> list[Path]:
    """The modules of a package, without its tests."""
    return [path for path in all_modules(package) if "tests" not in path.relative_to(ROOT).parts]


def all_modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def every_module() -> list[Path]:
    found = [path for package in MAY_IMPORT for path in all_modules(package)]
    return [*found, *ROOT.glob("*.py"), *(ROOT / ".ci").glob("*.py")]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def dotted(path: Path) -> str:
    """The name that a module is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every dotted name that a module imports, at any depth; of `from a import b` both a and a.b."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def top_level(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_it_may(package: str) -> None:
    """The table of the architecture holds for every module of a package, tests included."""
    allowed = MAY_IMPORT[package] | {package}
    forbidden = {short(path): top_level(path) & OURS - allowed for path in all_modules(package)}
    assert {path: names for path, names in forbidden.items() if names} == {}


@pytest.mark.parametrize(("package", "libraries"), [("spec", WEB | TEST), ("mock_server", TEST)])
def test_a_package_stays_within_its_kind(package: str, libraries: frozenset[str]) -> None:
    """Documents know no web and no tests, and the mock knows no tests."""
    used = {
        short(path): top_level(path) & libraries - NEEDS_NO_DECLARATION.get(short(path), set())
        for path in shipped(package)
    }
    assert {path: names for path, names in used.items() if names} == {}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_modules_of_a_package_form_no_cycle(package: str) -> None:
    """Arrows inside a package go one way, imports inside functions and for type checkers included."""
    modules = {dotted(path): path for path in shipped(package)}
    graph = {name: set(_targets(path, modules)) - {name} for name, path in modules.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail(f"a cycle of imports: {' <- '.join(error.args[1])}")


def _targets(path: Path, modules: dict[str, Path]) -> Iterator[str]:
    """The modules that a module imports; `from package import module` means the module, not the package."""
    names = set(imports(path)) & set(modules)
    for name in names:
        if not any(other.startswith(f"{name}.") for other in names):
            yield name


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_third_party_imports_are_declared(package: str) -> None:
    """What shipped code imports is a dependency in pyproject.toml, not one of a dependency's own."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    # The contract tests have an extra: what it brings is not there for whoever runs the mock.
    extra = project["optional-dependencies"]["test"] if package == "contract_tests" else []
    lines = [*project["dependencies"], *extra]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    distributions = packages_distributions()
    for path in shipped(package):
        foreign = top_level(path) - OURS - sys.stdlib_module_names
        for name in foreign - NEEDS_NO_DECLARATION.get(short(path), set()):
            providers = {canonicalize_name(found) for found in distributions.get(name, [name])}
            assert providers & declared, f"{short(path)} imports {name}"


@pytest.mark.parametrize("module", MUST_NOT_LOAD)
def test_a_module_loads_no_more_than_it_needs(module: str) -> None:
    """A fresh interpreter that imports the module has not loaded what costs or what it must not know."""
    code = f"import sys, {module}; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & MUST_NOT_LOAD[module] == set()


def test_an_import_inside_a_function_gives_its_reason() -> None:
    """Imports stand at the top; a lazy one has a comment, on its line or above the run of imports that it is in."""
    silent = {
        f"{short(path)}:{number}"
        for package in MAY_IMPORT
        for path in [*shipped(package), ROOT / "troth.py"]
        for number in _lazy_imports_without_reason(path)
    }
    assert silent == set()


def _lazy_imports_without_reason(path: Path) -> Iterator[int]:
    text = path.read_text(encoding="utf-8").splitlines()
    inner = (node for function in _functions(path) for node in ast.walk(function))
    for node in inner:
        if isinstance(node, ast.Import | ast.ImportFrom):
            above = itertools.takewhile(_is_import_or_comment, reversed(text[: node.lineno - 1]))
            if not any("#" in line for line in [text[node.lineno - 1], *above]):
                yield node.lineno


def _is_import_or_comment(line: str) -> bool:
    return line.strip().startswith(("import ", "from ", "#"))


def test_modules_and_functions_are_short() -> None:
    """No module outgrows a reader's memory and no function a screen; what may be longer has a reason."""
    assert _too_long() == set(LONGER)


def _too_long() -> set[str]:
    modules = {short(path) for package in MAY_IMPORT for path in shipped(package) if _is_long(path)}
    return modules | {name for name, length in _function_lengths() if length > FUNCTION_LINES}


def _is_long(path: Path) -> bool:
    return len(path.read_text(encoding="utf-8").splitlines()) > MODULE_LINES


def _function_lengths() -> Iterator[tuple[str, int]]:
    for path in every_module():
        for node in _functions(path):
            yield f"{short(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_every_test_says_what_it_proves() -> None:
    """A test's docstring is its claim."""
    silent = {
        f"{short(path)}:{node.name}"
        for path in every_module()
        if path.name.startswith("test_")
        for node in _functions(path)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    }
    assert silent == set()
