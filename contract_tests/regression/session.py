"""Two documents to a verdict: compared, proved, judged."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from contract_tests.regression import overrides, policy, semver
from contract_tests.regression.exchange import Exchanges
from contract_tests.regression.merging import merge
from contract_tests.regression.outcome import Runner
from contract_tests.regression.readable import readable
from contract_tests.regression.records import Proof, Verdict
from contract_tests.regression.settings import Settings
from spec.diff.compare import compare
from spec.diff.records import Comparison
from spec.document import Document
from spec.schemas import Schemas

Listener = Callable[[int, int], None]  # how many of how many questions are answered


def judge(
    base: Document,
    head: Document,
    settings: Settings | None = None,
    listen: Listener | None = None,
    notes: Sequence[str] = (),
    run: Runner | None = None,
) -> Verdict:
    """The verdict on `head` against what `base` promised. `notes` are what was found wrong while the two were loaded; `run`
    sends a request to both sides and says what they answered.

    Raises Invalid or RuleError for a document that cannot be compiled.
    """
    start = time.monotonic()
    settings = settings or Settings(datetime.now(UTC).date())
    base, base_notes = readable(base, "base")
    head, head_notes = readable(head, "head")
    comparison = merge(compare(base, head))
    schemas = Schemas(base), Schemas(head)
    proofs, equal = _proved(comparison, schemas, settings.seed, listen)
    exchanges = Exchanges(comparison, run, schemas)
    findings = policy.judge(comparison, proofs, settings, equal, exchanges)
    findings, lapsed = overrides.excuse(findings, settings.accepted, settings.today)
    version = _version(base)
    suggested = semver.next_version(version, findings)
    return Verdict(
        base=base.name,
        head=head.name,
        findings=findings,
        notes=(*notes, *base_notes, *head_notes, *lapsed),
        version=version,
        next_version=suggested.version,
        version_note=suggested.note,
        seconds=time.monotonic() - start,
        comparison=comparison,
    )


def _proved(
    comparison: Comparison,
    schemas: tuple[Schemas, Schemas],
    seed: int,
    listen: Listener | None,
) -> tuple[tuple[Proof, ...], frozenset[int]]:
    """What is proved of the changes, and which of them say the same in other words."""
    if not any(change.area == "schema" for change in comparison.changes):
        return (), frozenset()
    # 0.1 s of imports, automata among them, which documents with the same schemas need not wait for.
    from contract_tests.regression.proofs import prove
    from contract_tests.regression.rewrites import rewrites

    proofs = prove(comparison, schemas, listen=listen, seed=seed)
    return proofs, rewrites(proofs)


def _version(document: Document) -> str:
    return str(document.content.get("info", {}).get("version", ""))
