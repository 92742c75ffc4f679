"""Each function is told, and may do, what its own source asks for, and nothing beyond that.

On a laptop everything may do everything: that a permission is missing would show in production alone.
"""

import json
from collections.abc import Iterator
from typing import Any

from functions.web.workflows import WORKFLOWS
from tests.infra.needs import Needs, OnTable, needs
from tests.infra.synthesis import Synthesised, actions

#: What every function is told; not all of them ask.
EVERYWHERE = {"STAGE", "POWERTOOLS_SERVICE_NAME"}
#: What the source asks for by no name that can be read there.
UNSEEN = {
    # Whether a delegate has answered is asked before a reminder of feedback alone, which this function sends.
    "functions.queues.send_mails": Needs({"FEEDBACK_TABLE"}, {OnTable("FEEDBACK_TABLE", "GetItem", by_index=False)}),
    # The list of workflows says which settings hold their machines.
    "functions.web.runs": Needs({workflow.machine for workflow in WORKFLOWS}),
}
#: What the source seems to need and never does.
SPARED = {
    # Seats and places are counted in an update; whoever registers has none yet, and whoever has ended has none left.
    "functions.web.api": {OnTable("REGISTRATIONS_TABLE", "UpdateItem", by_index=False)},
}
#: What Lambda does in a function's name with the stream or the queue that sets it off.
BY_LAMBDA = {
    "functions.streams": {"sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"},
    "functions.queues": {
        *("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"),
        *("sqs:GetQueueAttributes", "sqs:GetQueueUrl"),
    },
}
STREAM_READS = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}


def test_a_function_is_told_what_its_code_asks_for_and_nothing_else(stage: Synthesised) -> None:
    for module, properties in stage.functions().items():
        told = set(properties["Environment"]["Variables"])
        assert (module, told - EVERYWHERE) == (module, needed(module).settings - EVERYWHERE)


def test_a_function_may_do_to_the_tables_what_its_code_does_and_nothing_else(stage: Synthesised) -> None:
    for module in stage.functions():
        wanted = needed(module).tables - SPARED.get(module, set())
        assert (module, sorted(set(on_tables(stage, module)))) == (module, sorted(wanted))


def test_a_function_may_call_of_aws_what_its_code_calls_and_nothing_else(stage: Synthesised) -> None:
    of_others = ("dynamodb:", "kms:", "logs:", "xray:")
    for module in stage.functions():
        allowed = {action for action in stage.allowed(module) if not action.startswith(of_others)}
        wanted = needed(module).actions
        by_lambda = BY_LAMBDA.get(module.rpartition(".")[0], set())
        assert (module, wanted - allowed, allowed - wanted - by_lambda) == (module, set(), set())


def test_on_aws_whoever_reads_or_writes_what_is_encrypted_may_use_the_key_for_it(deployed: Synthesised) -> None:
    for module in deployed.functions():
        tables = needed(module).tables
        if any(on.action not in ("GetItem", "BatchGetItem", "Query") for on in tables):
            assert {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"} <= through(deployed, module, "dynamodb")
        elif tables:
            assert "kms:Decrypt" in through(deployed, module, "dynamodb")
        if "secretsmanager:GetSecretValue" in needed(module).actions:
            assert through(deployed, module, "secretsmanager") == {"kms:Decrypt"}


def needed(module: str) -> Needs:
    seen, unseen = needs(module), UNSEEN.get(module, Needs())
    return Needs(seen.settings | unseen.settings, seen.tables | unseen.tables, seen.actions | unseen.actions)


def on_tables(stage: Synthesised, module: str) -> Iterator[OnTable]:
    told = stage.functions()[module]["Environment"]["Variables"]
    variables = {told[name]["Ref"]: name for name in told if name.endswith("_TABLE")}
    for statement in stage.statements(module):
        doing = {action.removeprefix("dynamodb:") for action in actions(statement) if action.startswith("dynamodb:")}
        for resource in resources(statement) if doing - STREAM_READS else ():
            by_index = "Fn::Join" in resource
            arn = resource["Fn::Join"][1][0] if by_index else resource
            assert not by_index or resource["Fn::Join"][1][1:] == ["/index/by_event"]
            yield from (OnTable(variables[arn["Fn::GetAtt"][0]], action, by_index) for action in doing)


def resources(statement: dict[str, Any]) -> list[dict[str, Any]]:
    named = statement["Resource"]
    return named if isinstance(named, list) else [named]


def through(stage: Synthesised, module: str, service: str) -> set[str]:
    """What a function may do with the key by way of a service."""
    return {
        action
        for statement in stage.statements(module)
        if f'"{service}.' in json.dumps(statement.get("Condition", {}))
        for action in actions(statement)
    }
