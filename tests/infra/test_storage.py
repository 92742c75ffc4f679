"""Tables, secrets, queues and the alarms that watch them."""

import json

from tests.infra.synthesis import Synthesised


def test_tables_are_recoverable_and_forget_what_has_an_end(stage: Synthesised) -> None:
    tables = stage.resources("AWS::DynamoDB::Table")
    assert len(tables) == 4
    for properties in tables.values():
        assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
        assert properties["BillingMode"] == "PAY_PER_REQUEST"


def test_on_aws_a_key_of_ours_that_rotates_encrypts_tables_secrets_and_alarms(deployed: Synthesised) -> None:
    (key, properties), *others = deployed.resources("AWS::KMS::Key").items()
    assert not others
    assert properties["EnableKeyRotation"] is True
    ours = {"Fn::GetAtt": [key, "Arn"]}
    tables = deployed.resources("AWS::DynamoDB::Table").values()
    assert all(table["SSESpecification"]["KMSMasterKeyId"] == ours for table in tables)
    assert all(secret["KmsKeyId"] == ours for secret in deployed.resources("AWS::SecretsManager::Secret").values())
    assert all(topic["KmsMasterKeyId"] == ours for topic in deployed.resources("AWS::SNS::Topic").values())


def test_on_aws_tables_and_key_outlive_the_stack(deployed: Synthesised) -> None:
    for resource in deployed.template["Resources"].values():
        if resource["Type"] in {"AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::SecretsManager::Secret"}:
            assert resource["DeletionPolicy"] == "Retain"


def test_the_key_is_used_through_a_service_never_directly(deployed: Synthesised) -> None:
    for module in deployed.functions():
        for statement in deployed.statements(module):
            through_stream = "functions.streams." in module  # Lambda reads the stream for it
            if "kms:" in json.dumps(statement["Action"]) and not through_stream:
                assert "kms:ViaService" in json.dumps(statement["Condition"])


def test_an_events_people_are_found_by_shards_and_the_index_holds_keys_only(prod: Synthesised) -> None:
    sorts = {}
    for name, properties in prod.resources("AWS::DynamoDB::Table").items():
        for index in properties.get("GlobalSecondaryIndexes", []):
            keys = {key["KeyType"]: key["AttributeName"] for key in index["KeySchema"]}
            assert (index["IndexName"], keys["HASH"]) == ("by_event", "event_shard")
            assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}
            sorts["Feedback" if "Feedback" in name else "Registrations"] = keys["RANGE"]
    assert sorts == {"Registrations": "stands", "Feedback": "pk"}


def test_the_template_holds_no_credentials_on_aws(deployed: Synthesised) -> None:
    for properties in deployed.resources("AWS::SecretsManager::Secret").values():
        assert "SecretString" not in properties
        assert properties["GenerateSecretString"]


def test_queues_are_encrypted_and_speak_tls_only(stage: Synthesised) -> None:
    queues = stage.resources("AWS::SQS::Queue")
    assert all(properties["SqsManagedSseEnabled"] for properties in queues.values())
    policies = stage.resources("AWS::SQS::QueuePolicy").values()
    tls = [policy["Queues"][0]["Ref"] for policy in policies if "aws:SecureTransport" in json.dumps(policy)]
    assert set(tls) == set(queues)


def test_whatever_consumes_gives_up_into_a_queue(stage: Synthesised) -> None:
    queues = stage.resources("AWS::SQS::Queue")
    for mapping in stage.resources("AWS::Lambda::EventSourceMapping").values():
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        source = mapping["EventSourceArn"]["Fn::GetAtt"][0]
        if source in queues:
            assert queues[source]["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0] in dead_letters(stage)
        else:
            assert mapping["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0] in dead_letters(stage)


def test_every_dead_letter_sets_off_an_alarm(stage: Synthesised) -> None:
    watched = {
        alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0]
        for alarm in stage.resources("AWS::CloudWatch::Alarm").values()
        if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible" and alarm["Threshold"] == 0
    }
    assert len(dead_letters(stage)) == 5
    assert watched == dead_letters(stage)


def test_every_workflow_that_fails_sets_off_an_alarm(stage: Synthesised) -> None:
    watched = {
        (alarm["Dimensions"][0]["Value"]["Ref"], alarm["MetricName"])
        for alarm in stage.resources("AWS::CloudWatch::Alarm").values()
        if alarm["Namespace"] == "AWS/States"
    }
    machines = stage.resources("AWS::StepFunctions::StateMachine")
    assert watched == {(name, metric) for name in machines for metric in ("ExecutionsFailed", "ExecutionsTimedOut")}


def test_on_aws_alarms_reach_the_address_of_the_stage(prod: Synthesised) -> None:
    (topic,) = prod.resources("AWS::SNS::Topic")
    (subscription,) = prod.resources("AWS::SNS::Subscription").values()
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "secretariat@rollcall.example")
    alarms = prod.resources("AWS::CloudWatch::Alarm").values()
    assert all(alarm["AlarmActions"] == [{"Ref": topic}] for alarm in alarms)


def test_a_queue_hides_a_batch_for_as_long_as_its_function_may_take(stage: Synthesised) -> None:
    queues = stage.resources("AWS::SQS::Queue")
    lambdas = stage.resources("AWS::Lambda::Function")
    for mapping in stage.resources("AWS::Lambda::EventSourceMapping").values():
        source = mapping["EventSourceArn"]["Fn::GetAtt"][0]
        if source in queues:
            assert queues[source]["VisibilityTimeout"] >= lambdas[mapping["FunctionName"]["Ref"]]["Timeout"]


def dead_letters(stage: Synthesised) -> set[str]:
    """Logical ids of the queues that nothing consumes."""
    sources = stage.resources("AWS::Lambda::EventSourceMapping").values()
    consumed = {mapping["EventSourceArn"]["Fn::GetAtt"][0] for mapping in sources}
    return set(stage.resources("AWS::SQS::Queue")) - consumed
