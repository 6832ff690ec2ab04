"""Servers that mix up whose things are whose."""

from typing import Any

from contract_tests.tests.defects.server import (
    Body,
    Call,
    Refused,
    Request,
    Response,
    Row,
    Server,
    refuse,
)
from contract_tests.tests.defects.upsert import write_refused
from contract_tests.tests.defects.variant import (
    Variant,
    defect,
    instead,
    on_create,
    on_replace,
    showing,
    showing_replaced,
)
from contract_tests.tests.defects.world import (
    CONVERSATIONS,
    FOREIGN,
    FOREIGN_METRIC,
    HERE,
    METRIC,
    METRICS,
    NOWHERE,
    OTHER_METRIC,
    PRIMARY,
    SILENT,
    SILENT_METRIC,
    STRANGER,
    THERE,
    Conversation,
)


def _any_owner(_self: Server, call: Call) -> None:
    found = CONVERSATIONS.get(call.path_id)
    if found is None:
        refuse(404, "no such conversation")
    call.conversation = found


def _as_owner(self: Server, call: Call) -> None:
    _any_owner(self, call)
    call.caller = call.conversation.owner


def _owned_unless(skip: Any) -> Any:
    def own(self: Server, call: Call) -> None:
        (_any_owner if skip(call) else Server.own)(self, call)

    return own


def _any_id(_self: Server, call: Call) -> None:
    known = CONVERSATIONS.get(call.path_id)
    if known is not None and known.owner is not call.caller:
        refuse(404, "no such conversation")
    call.conversation = known or Conversation(call.path_id, call.caller, HERE.agent)


def _foreign(status: int, text: str = "not yours") -> Any:
    def own(self: Server, call: Call) -> None:
        found = CONVERSATIONS.get(call.path_id)
        if found is not None and found.owner is not call.caller:
            refuse(status, text.format(found.owner.id))
        Server.own(self, call)

    return own


def _unknown(status: int) -> Any:
    def own(self: Server, call: Call) -> None:
        if call.path_id not in CONVERSATIONS:
            refuse(status, "unknown")
        Server.own(self, call)

    return own


def _metric(foreign: int, unknown: int, text: str = "no") -> Any:
    """Statuses for another's metric and for none, 0 to take it."""

    def step(_self: Server, call: Call) -> None:
        if "metricId" not in call.body:
            return
        found = METRICS.get(call.body["metricId"].lower())
        if found is None and unknown:
            refuse(unknown, "unknown metric")
        if found and found.owner is not call.caller and foreign:
            refuse(foreign, text.format(found.owner.id))

    return step


def _metric_unless(skip: Any) -> Any:
    def step(self: Server, call: Call) -> None:
        if not skip(call):
            Server.map(self, call)

    return step


def _metric_forgotten(self: Server, call: Call) -> None:
    try:
        Server.map(self, call)
    except Refused:
        call.body = {name: value for name, value in call.body.items() if name != "metricId"}


def _wrong_organization(self: Server, call: Call) -> Body:
    return {**Server.shown(self, call), "organizationId": PRIMARY.id}


def _random_organization(self: Server, call: Call) -> Body:
    return {**Server.shown(self, call), "organizationId": self.new_id()}


def _random_agent(self: Server, call: Call) -> Body:
    return {**Server.shown(self, call), "agentId": self.new_id()}


def _random_conversation(self: Server, call: Call) -> Body:
    return {**Server.shown(self, call), "conversationId": self.new_id()}


def _from_request(name: str) -> Any:
    def shown(self: Server, call: Call) -> Body:
        return {**Server.shown(self, call), **{k: v for k, v in call.body.items() if k == name}}

    return shown


def _row_from_request(self: Server, call: Call, old: Row | None) -> str:
    given = call.body.get("id")
    return given if self.is_uuid(given) else Server.row_id(self, call, old)


def _new_row_from_request(self: Server, call: Call, old: Row | None) -> str:
    return old.id if old else _row_from_request(self, call, old)


def _conversation_from_request(self: Server, call: Call) -> None:
    given = call.body.get("conversationId")
    if given in CONVERSATIONS and CONVERSATIONS[given].owner is call.caller:
        call.path_id = given
    Server.own(self, call)


def _cached_by_body(self: Server, request: Request) -> Response | None:
    """Answers are kept by body alone, and given to whoever may submit where the request goes."""
    conversation = (
        CONVERSATIONS.get(request.path.split("/")[3]) if request.path.count("/") > 3 else None
    )
    header = request.headers.get("authorization", "")
    if conversation is None or header != f"Bearer {conversation.owner.key}":
        return None
    known: Response | None = self.memory.get(request.body)
    return known


def _cache(self: Server, call: Call, response: Response) -> Response:
    if response.status == 201:
        self.memory[call.request.body] = response
    return response


def _writes(*statuses: int, forget: bool = False) -> Any:
    def after(self: Server, call: Call, refused: Refused) -> None:
        if refused.status in statuses:
            write_refused(self, call, forget=forget)

    return after


def _two(c: Any, **changes: Any) -> Any:
    return [c.submit(**changes)["id"], c.submit(by=STRANGER, at=FOREIGN)["id"]]


# fmt: off
CONVERSATION = (
    defect("foreign-conversation-201", "another organization's conversation is taken", lambda c: c.status(at=FOREIGN), own=_any_owner),
    defect("foreign-conversation-as-owner", "a submit to another organization's conversation is that organization's",
           lambda c: c.submit(at=FOREIGN)["organizationId"], own=_as_owner),
    defect("foreign-conversation-403", "another organization's conversation is answered 403", lambda c: c.status(at=FOREIGN),
           own=_foreign(403)),
    defect("foreign-conversation-400", "another organization's conversation is answered 400", lambda c: c.status(at=FOREIGN),
           own=_foreign(400)),
    defect("foreign-conversation-401", "another organization's conversation is answered 401", lambda c: c.status(at=FOREIGN),
           own=_foreign(401)),
    defect("foreign-conversation-with-metric", "with a metricId another organization's conversation is taken",
           lambda c: c.status(at=FOREIGN, metricId=METRIC.id), own=_owned_unless(lambda call: "metricId" in call.body)),
    defect("foreign-row-replaced", "a row in another organization's conversation can be replaced, not made",
           lambda c: (c.status(by=STRANGER, at=FOREIGN), c.status(at=FOREIGN)),
           own=lambda s, call: (_any_owner if (call.path_id, call.body["label"]) in s.rows else Server.own)(s, call)),
    defect("unknown-conversation-201", "an unknown conversation is taken", lambda c: c.status(at=NOWHERE), own=_any_id),
    defect("unknown-conversation-403", "an unknown conversation is answered 403", lambda c: c.status(at=NOWHERE), own=_unknown(403)),
    defect("unknown-conversation-400", "an unknown conversation is answered 400", lambda c: c.status(at=NOWHERE), own=_unknown(400)),
    defect("unknown-conversation-410", "an unknown conversation is answered 410", lambda c: c.status(at=NOWHERE), own=_unknown(410)),
    defect("404-names-the-owner", "the 404 for another organization's conversation names that organization",
           lambda c: c.submit(at=FOREIGN)["message"], own=_foreign(404, "belongs to organization {}")),
)

METRIC_OWNER = (
    defect("foreign-metric-201", "another organization's metric is taken", lambda c: c.status(metricId=FOREIGN_METRIC.id),
           map=_metric(0, 403)),
    defect("foreign-metric-404", "another organization's metric is answered 404", lambda c: c.status(metricId=FOREIGN_METRIC.id),
           map=_metric(404, 404)),
    defect("foreign-metric-400", "another organization's metric is answered 400", lambda c: c.status(metricId=FOREIGN_METRIC.id),
           map=_metric(400, 403)),
    defect("foreign-metric-forgotten", "another organization's metric is left out", lambda c: c.status(metricId=FOREIGN_METRIC.id),
           map=_metric_forgotten),
    defect("unknown-metric-201", "an unknown metric is taken", lambda c: c.status(metricId=NOWHERE), map=_metric(403, 0)),
    defect("unknown-metric-400", "an unknown metric is answered 400", lambda c: c.status(metricId=NOWHERE), map=_metric(403, 400)),
    defect("any-metric", "metrics are not looked up", lambda c: c.status(metricId=NOWHERE, label="m"), map=_metric(0, 0)),
    defect("metric-checked-on-create-only", "a submit that replaces a row may name another organization's metric",
           lambda c: (c.status(), c.status(metricId=FOREIGN_METRIC.id)), map=on_create("map")),
    defect("metric-checked-on-replace-only", "a submit that makes a row may name another organization's metric",
           lambda c: c.status(metricId=FOREIGN_METRIC.id), map=on_replace("map")),
    defect("metric-unchecked-with-score", "beside a score the metric is not looked up",
           lambda c: c.status(metricId=FOREIGN_METRIC.id, score=1),
           map=_metric_unless(lambda call: "score" in call.body)),
    defect("metric-checked-with-score-only", "without a score the metric is not looked up", lambda c: c.status(metricId=FOREIGN_METRIC.id),
           map=_metric_unless(lambda call: "score" not in call.body)),
    defect("403-names-the-owner", "the 403 for another organization's metric names that organization",
           lambda c: c.submit(metricId=FOREIGN_METRIC.id)["message"], map=_metric(403, 403, "belongs to organization {}")),
    defect("403-writes", "a submit that is refused for its metric writes its row",
           lambda c: (c.submit(metricId=FOREIGN_METRIC.id), c.submit())[1].is_new, after_refusal=_writes(403)),
    defect("403-deletes", "a submit that is refused for its metric deletes the row",
           lambda c: [c.submit()["id"], c.status(metricId=FOREIGN_METRIC.id), c.submit()["id"]], after_refusal=_writes(403, forget=True)),
    defect("404-deletes", "another organization's submit that is answered 404 deletes the row",
           lambda c: [c.submit()["id"], c.status(by=STRANGER), c.submit()["id"]], after_refusal=_writes(404, forget=True)),
    defect("404-writes", "another organization's submit that is answered 404 writes its row",
           lambda c: (c.status(by=STRANGER), c.submit())[1].is_new, after_refusal=_writes(404)),
)

FLAG = (
    defect("disabled-201", "submits are taken where metrics are disabled",
           lambda c: c.status(by=SILENT.owner, at=SILENT, metricId=SILENT_METRIC), flag=lambda _self, _call: None),
    defect("disabled-404", "a submit where metrics are disabled is answered 404", lambda c: c.status(by=SILENT.owner, at=SILENT),
           flag=instead(403, 404, "flag")),
    defect("disabled-400", "a submit where metrics are disabled is answered 400", lambda c: c.status(by=SILENT.owner, at=SILENT),
           flag=instead(403, 400, "flag")),
    defect("disabled-401", "a submit where metrics are disabled is answered 401", lambda c: c.status(by=SILENT.owner, at=SILENT),
           flag=instead(403, 401, "flag")),
    defect("disabled-402", "a submit where metrics are disabled is answered 402", lambda c: c.status(by=SILENT.owner, at=SILENT),
           flag=instead(403, 402, "flag")),
    defect("flag-on-replace-only", "where metrics are disabled, the first submit of a label is taken",
           lambda c: [c.status(by=SILENT.owner, at=SILENT) for _ in range(2)], flag=on_replace("flag")),
    defect("flag-with-metric-only", "where metrics are disabled, only submits with a metricId are refused",
           lambda c: c.status(by=SILENT.owner, at=SILENT),
           flag=lambda s, call: Server.flag(s, call) if "metricId" in call.body else None),
)

IDENTITY = (
    defect("key-without-conversation", "the conversation is no part of a row's key", lambda c: c.submit()["id"] == c.submit(at=THERE)["id"],
           key=lambda s, call: (call.caller.id, s.fold(call.body["label"]))),
    defect("key-of-label-only", "organizations share rows of the same label", lambda c: len(set(_two(c))),
           key=lambda s, call: s.fold(call.body["label"])),
    defect("answers-cached-by-body", "an answer is given again to whoever sends the same body",
           lambda c: [c.submit()["organizationId"], c.submit(by=STRANGER, at=FOREIGN)["organizationId"]], admit=_cached_by_body, finish=_cache),
)

CONSTANTS = (
    defect("organization-always-first", "organizationId is always the first organization",
           lambda c: c.submit(by=STRANGER, at=FOREIGN)["organizationId"],
           shown=_wrong_organization),
    defect("organization-random", "organizationId is another in each answer", lambda c: c.submit()["organizationId"],
           shown=_random_organization),
    defect("organization-is-conversation", "organizationId is the conversation's id", lambda c: c.submit()["organizationId"],
           shown=showing(lambda a: {**a, "organizationId": a["conversationId"]})),
    defect("organization-from-request", "organizationId is taken from the request",
           lambda c: c.submit(organizationId=NOWHERE)["organizationId"],
           shown=_from_request("organizationId")),
    defect("conversation-always-first", "conversationId is always that of the first conversation",
           lambda c: c.submit(at=THERE)["conversationId"],
           shown=showing(lambda a: {**a, "conversationId": HERE.id})),
    defect("conversation-random", "conversationId is another in each answer", lambda c: c.submit()["conversationId"],
           shown=_random_conversation),
    defect("conversation-shown-from-request", "conversationId in the answer is taken from the request",
           lambda c: c.submit(conversationId=THERE.id)["conversationId"], shown=_from_request("conversationId")),
    defect("conversation-from-request", "a conversationId in the request is taken for the one in the path",
           lambda c: (c.submit(conversationId=THERE.id)["id"] == c.submit()["id"]),
           own=_conversation_from_request),
    defect("agent-random", "agentId is another in each answer", lambda c: c.submit()["agentId"], shown=_random_agent),
    defect("agent-always-first", "agentId is always that of the first agent", lambda c: c.submit(by=STRANGER, at=FOREIGN)["agentId"],
           shown=showing(lambda a: {**a, "agentId": HERE.agent})),
    defect("agent-is-organization", "agentId is the organization's id", lambda c: c.submit()["agentId"],
           shown=showing(lambda a: {**a, "agentId": a["organizationId"]})),
    defect("agent-from-request", "agentId is taken from the request", lambda c: c.submit(agentId=NOWHERE)["agentId"],
           shown=_from_request("agentId")),
    defect("agent-changes-on-replace", "agentId is another after a replacement", lambda c: (c.submit(), c.submit())[1]["agentId"],
           shown=showing_replaced(lambda a: {**a, "agentId": a["id"]})),
    defect("metric-always-first", "metricId in the answer is always the organization's first metric",
           lambda c: c.submit(metricId=OTHER_METRIC.id)["metricId"], shown=showing(lambda a: {**a, "metricId": a["metricId"] and METRIC.id})),
    defect("source-other", "source is not api", lambda c: c.submit()["source"], shown=showing(lambda a: {**a, "source": "manual"})),
    defect("source-empty", "source is empty", lambda c: c.submit()["source"], shown=showing(lambda a: {**a, "source": ""})),
    defect("source-upper-case", "source is API", lambda c: c.submit()["source"], shown=showing(lambda a: {**a, "source": "API"})),
    defect("source-on-replace", "source is another after a replacement", lambda c: (c.submit(), c.submit())[1]["source"],
           shown=showing_replaced(lambda a: {**a, "source": "api-update"})),
    defect("source-by-external-id", "source is import when there is an externalId", lambda c: c.submit(externalId="7")["source"],
           shown=showing(lambda a: {**a, "source": "import" if a["externalId"] else "api"})),
    defect("source-from-request", "source is taken from the request", lambda c: c.submit(source="mine")["source"],
           shown=_from_request("source")),
    defect("id-from-request", "the id of a row is taken from the request", lambda c: c.submit(id=NOWHERE)["id"], row_id=_row_from_request),
    defect("id-from-first-request", "the id of a new row is taken from the request",
           lambda c: (c.submit(id=NOWHERE)["id"], c.submit(id=THERE.id)["id"]),
           row_id=_new_row_from_request),
    defect("id-shown-from-request", "the id in the answer is taken from the request",
           lambda c: (c.submit(id="x")["id"], c.submit(id=NOWHERE)["id"]),
           shown=_from_request("id")),
    defect("created-from-request", "createdAt is taken from the request", lambda c: c.submit(createdAt="2020-01-01T00:00:00Z")["createdAt"],
           shown=_from_request("createdAt")),
    defect("updated-from-request", "updatedAt is taken from the request", lambda c: c.submit(updatedAt="2020-01-01T00:00:00Z")["updatedAt"],
           shown=_from_request("updatedAt")),
)
# fmt: on

TENANCY: tuple[Variant, ...] = (*CONVERSATION, *METRIC_OWNER, *FLAG, *IDENTITY, *CONSTANTS)
