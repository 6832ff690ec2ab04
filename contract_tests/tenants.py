"""Whose ids are whose: what no answer to another may carry.

Known from the target, and learned from answers: the members that a rule takes from the credential or keeps for a row belong to
whoever got them, when they are UUIDs.
"""

import re
import threading

from contract_tests.exchange import Exchange
from contract_tests.target import Target
from spec.operations import Operation
from spec.rules import FromRecord

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST = 5000  # learned ids: a run meets fewer rows than this


class Tenants:
    """Safe to share between threads."""

    def __init__(self, target: Target) -> None:
        self._owner: dict[str, str] = {}
        self._lock = threading.Lock()
        shared: set[str] = set()
        for principal in target.principals.values():
            for id in (id.lower() for ids in principal.ids.values() for id in ids):
                if (
                    _UUID.fullmatch(id)
                    and self._owner.setdefault(id, principal.name) != principal.name
                ):
                    shared.add(id)
        for id in shared:  # named for two principals: nobody's own
            del self._owner[id]

    def foreign(self, operation: Operation, exchange: Exchange, text: str, sent: str) -> str:
        """What an answer carries of another principal, in words; empty when nothing. What was sent may come back."""
        if exchange.principal is None:
            return ""
        self._learn(operation, exchange)
        sent = sent.lower()
        for id in _UUID.findall(text.lower()):
            owner = self._owner.get(id)
            if owner and owner != exchange.principal and id not in sent:
                return f"an id of {owner}: {id}"
        return ""

    def _learn(self, operation: Operation, exchange: Exchange) -> None:
        upsert = operation.rules.upsert if operation.rules else None
        if upsert is None or exchange.principal is None or not 200 <= exchange.answer.status < 300:
            return
        credential = FromRecord("credential")
        own = [name for name, value in upsert.sets.items() if value == credential]
        with self._lock:
            for name in (*own, *upsert.keeps):
                value = exchange.answer.member(name)
                if (
                    isinstance(value, str)
                    and _UUID.fullmatch(value.lower())
                    and len(self._owner) < _MOST
                ):
                    self._owner.setdefault(value.lower(), exchange.principal)
