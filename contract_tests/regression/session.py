"""Two documents to a verdict: compared, proved, judged."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from contract_tests.regression import overrides, policy, semver
from contract_tests.regression.exchange import Exchanges, Runner
from contract_tests.regression.proofs import prove
from contract_tests.regression.records import Verdict
from contract_tests.regression.rewrites import rewrites
from contract_tests.regression.settings import Settings
from spec.diff.compare import compare
from spec.document import Document

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
    comparison = compare(base, head)
    proofs = prove(comparison, listen=listen, seed=settings.seed)
    equal = rewrites(comparison, proofs)
    findings = policy.judge(comparison, proofs, settings, equal, Exchanges(comparison, run))
    findings, lapsed = overrides.excuse(findings, settings.accepted, settings.today)
    version = _version(base)
    return Verdict(
        base=base.name,
        head=head.name,
        findings=findings,
        notes=(*notes, *lapsed),
        version=version,
        next_version=semver.next_version(version, findings),
        seconds=time.monotonic() - start,
        comparison=comparison,
    )


def _version(document: Document) -> str:
    return str(document.content.get("info", {}).get("version", ""))
