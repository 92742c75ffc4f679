"""Where Zoom's webhooks come in, what follows them, and the daily pass."""

import json

from tests.infra.synthesis import Synthesised


def test_the_function_that_the_world_can_reach_cannot_start_or_send_anything(stage: Synthesised) -> None:
    allowed = stage.allowed("functions.webhooks.receive_zoom")
    assert {action for action in allowed if action.startswith("dynamodb:")} == {"dynamodb:GetItem", "dynamodb:PutItem"}
    assert not [action for action in allowed if action.startswith(("states:", "sqs:", "ses:", "scheduler:"))]


def test_no_secret_of_webhooks_stands_in_a_template_for_aws(deployed: Synthesised) -> None:
    assert "webhook_secret" not in json.dumps(deployed.template)
    assert "webhook-secret" not in json.dumps(deployed.template)


def test_reconciliation_runs_daily(stage: Synthesised) -> None:
    (schedule,) = stage.resources("AWS::Scheduler::Schedule").values()
    assert schedule["ScheduleExpression"] == "rate(1 day)"
    assert schedule["Target"]["Arn"]["Ref"].startswith("Reconciliation")
    assert schedule["Target"]["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0].startswith("QueuesScheduleDead")
