"""What each function is, is told and may do."""

import ast
import json

import pytest

from tests.infra.synthesis import ROOT, Synthesised, actions

MAILERS = {
    "functions.steps.send_confirmation",
    "functions.steps.send_decline",
    "functions.steps.send_review_notice",
    "functions.steps.send_waitlist_notice",
    "functions.steps.send_expiry",
    "functions.steps.send_cancellation",
    "functions.steps.send_receipt",
    "functions.steps.ask_focal_point",
    "functions.queues.send_mails",
}
WEB = {"functions.web.pages", "functions.web.api"}
#: Who asks Zoom, or proves to Zoom that it knows its secret.
ZOOM = {
    "functions.queues.provision_registrants",
    "functions.steps.check_meeting",
    "functions.steps.gather_attendance",
    "functions.steps.reconcile_event",
    "functions.streams.follow_zoom",
    "functions.webhooks.receive_zoom",
}
#: Who tells the secretariat what only a person can put right.
ALERTING = {
    "functions.steps.raise_alert",
    "functions.steps.reconcile_event",
    "functions.streams.follow_zoom",
}
#: Who makes an event's report, in place of the one before, and tells the secretariat that it is there.
#: What is kept of a report forgets too.
FORGETTING = "functions.steps.forget_registrations"
REPORTING = "functions.steps.build_report"
#: Where a run is put to sleep; one that has nothing to wait for goes on at once.
WAITS = {"functions.steps.await_decision", "functions.steps.await_seat", "functions.steps.await_repair"}
#: Who takes messages about registrations, of which some are of people who are to be forgotten.
QUEUES = {"functions.queues.provision_registrants", "functions.queues.change_registrations"}
#: Who forgets a person at their own request.
ERASING = {"functions.steps.erase_registration"}
#: Who may do what would hurt most in the wrong hands.
TRUSTED = {
    "iam:PassRole": {"functions.steps.publish_event"},
    "scheduler:CreateSchedule": {"functions.steps.publish_event"},
    "ses:SendEmail": MAILERS | ALERTING | {REPORTING},
    "ses:SendRawEmail": MAILERS | ALERTING | {REPORTING},
    "dynamodb:DeleteItem": MAILERS
    | ALERTING
    | {
        *WAITS,
        *ERASING,
        "functions.steps.clear_alerts",
        "functions.steps.gather_attendance",
        REPORTING,
        FORGETTING,
        *QUEUES,
    },
    "ses:DeleteSuppressedDestination": ERASING,
    "states:StartExecution": {"functions.streams.follow_registration"},
    "states:SendTaskSuccess": {
        "functions.streams.follow_registration",
        "functions.queues.provision_registrants",
        *WAITS,
    },
    "states:SendTaskFailure": {"functions.queues.provision_registrants"},
    "sqs:SendMessage": {
        "functions.steps.list_audience",
        "functions.streams.follow_registration",
        "functions.streams.follow_zoom",
        "functions.steps.reconcile_event",
        "functions.steps.forget_registrations",
    },
    "secretsmanager:GetSecretValue": MAILERS | WEB | ZOOM,
}
#: Whoever can be reached from the world touches nothing but tables and secrets.
REACHABLE = WEB | {"functions.webhooks.receive_zoom"}

#: On a laptop, where they exist, the secretariat's pages may do some of it too.
ON_A_LAPTOP = {
    "functions.web.secretariat": {"dynamodb:DeleteItem", "states:StartExecution", "sqs:SendMessage"},
}


def test_every_handler_is_a_function_in_its_module(stage: Synthesised) -> None:
    for module in stage.functions():
        tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text())
        bound = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert "handler" in bound, module


def test_every_function_has_a_role_of_its_own(stage: Synthesised) -> None:
    roles = [properties["Role"]["Fn::GetAtt"][0] for properties in stage.functions().values()]
    assert len(set(roles)) == len(roles)


def test_no_role_may_do_anything_by_a_star(stage: Synthesised) -> None:
    for policy in stage.resources("AWS::IAM::Policy").values():
        for statement in policy["PolicyDocument"]["Statement"]:
            assert not [action for action in actions(statement) if "*" in action]
    assert not [role for role in stage.resources("AWS::IAM::Role").values() if role.get("ManagedPolicyArns")]


def test_no_function_may_scan_a_table(stage: Synthesised) -> None:
    for module in stage.functions():
        assert "dynamodb:Scan" not in stage.allowed(module)


def test_a_star_for_a_resource_is_for_what_is_no_resource_alone(stage: Synthesised) -> None:
    """Traces, streams, and for who erases SES's one suppression list."""
    for module in stage.functions():
        anywhere = [statement for statement in stage.statements(module) if statement["Resource"] == "*"]
        named = {action for statement in anywhere for action in actions(statement)}
        unlisting = {"ses:DeleteSuppressedDestination"} if module in ERASING else set()
        assert named <= {"xray:PutTraceSegments", "xray:PutTelemetryRecords", "dynamodb:ListStreams", *unlisting}


@pytest.mark.parametrize("action", TRUSTED)
def test_what_hurts_most_is_given_to_few(stage: Synthesised, action: str) -> None:
    extra = {module for module, actions in ON_A_LAPTOP.items() if action in actions and module in stage.functions()}
    assert {module for module in stage.functions() if action in stage.allowed(module)} == TRUSTED[action] | extra


def test_what_the_world_can_reach_sends_starts_and_deletes_nothing(deployed: Synthesised) -> None:
    for module in REACHABLE:
        allowed = {action for action in deployed.allowed(module) if not action.startswith(("logs:", "xray:", "kms:"))}
        assert {action.partition(":")[0] for action in allowed} <= {"dynamodb", "secretsmanager"}
        assert "dynamodb:DeleteItem" not in allowed


def test_zooms_credentials_are_read_by_the_functions_that_deal_with_zoom_alone(stage: Synthesised) -> None:
    zoom = next(name for name in stage.resources("AWS::SecretsManager::Secret") if "Zoom" in name)
    readers = {module for module in stage.functions() if zoom in json.dumps(stage.statements(module))}
    assert readers == ZOOM


def test_secrets_are_in_no_environment_only_their_arns(stage: Synthesised) -> None:
    secrets = stage.resources("AWS::SecretsManager::Secret")
    for properties in stage.functions().values():
        told = properties["Environment"]["Variables"]
        assert "resolve:secretsmanager" not in json.dumps(told)
        assert "sandbox-secret" not in json.dumps(told)
        assert all(told[name]["Ref"] in secrets for name in told if "SECRET" in name)


def test_functions_know_their_stage_and_the_service(stage: Synthesised) -> None:
    name = stage.template_file.name.split("-")[1].split(".")[0]
    for properties in stage.functions().values():
        told = properties["Environment"]["Variables"]
        assert (told["STAGE"], told["POWERTOOLS_SERVICE_NAME"]) == (name, "rollcall")


def test_functions_run_on_arm_with_traces_and_json_logs(deployed: Synthesised) -> None:
    for properties in deployed.functions().values():
        assert properties["Runtime"] == "python3.13"
        assert properties["Architectures"] == ["arm64"]
        assert properties["TracingConfig"] == {"Mode": "Active"}
        assert properties["LoggingConfig"]["LogFormat"] == "JSON"
        assert properties["LoggingConfig"]["LogGroup"]["Ref"] in deployed.resources("AWS::Logs::LogGroup")


def test_all_functions_ship_the_same_code(stage: Synthesised) -> None:
    assert len({json.dumps(properties["Code"]) for properties in stage.functions().values()}) == 1


def test_logs_are_kept_for_thirty_days(stage: Synthesised) -> None:
    assert {properties.get("RetentionInDays") for properties in stage.resources("AWS::Logs::LogGroup").values()} == {30}


def test_the_stack_says_what_operations_need_to_know(stage: Synthesised) -> None:
    assert set(stage.template["Outputs"]) == {
        "ApiUrl",
        "BaseUrl",
        "RollTable",
        "EventsTable",
        "RegistrationsTable",
        "FeedbackTable",
        "RegistrationMachineArn",
        "CancellationMachineArn",
        "ErasureMachineArn",
        "OutreachMachineArn",
        "CloseoutMachineArn",
        "EventMachineArn",
        "ReconciliationMachineArn",
        "ScheduleGroup",
        "SchedulerRoleArn",
        "ScheduleDeadLetterArn",
        "MailQueueUrl",
        "ChangeQueueUrl",
        "ProvisioningQueueUrl",
        "UserPoolId",
        "ZoomSecretArn",
    }
