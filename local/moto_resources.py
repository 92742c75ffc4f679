"""The resources of the stack that the tests' cloud makes in moto, one builder for each type.

A builder answers what `Ref` and `Fn::GetAtt` of its resource stand for.
"""

import json
import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.in_process_lambda import Function
from local.moto_seams import ACCOUNT, client

ROLE = f"arn:aws:iam::{ACCOUNT}:role/rollcall"

# Types that nothing in a test reads. Whoever adds a type to the stack decides here whether the tests' cloud needs it.
IGNORED = frozenset(
    {
        "AWS::ApiGatewayV2::Api",
        "AWS::ApiGatewayV2::Integration",
        "AWS::ApiGatewayV2::Route",
        "AWS::ApiGatewayV2::Stage",
        "AWS::CDK::Metadata",
        "AWS::CloudWatch::Alarm",
        "AWS::CloudWatch::Dashboard",
        "AWS::Cognito::UserPool",
        "AWS::Cognito::UserPoolClient",
        "AWS::Cognito::UserPoolDomain",
        "AWS::Cognito::UserPoolGroup",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::Policy",
        "AWS::IAM::Role",
        "AWS::KMS::Alias",
        "AWS::KMS::Key",
        "AWS::Lambda::EventInvokeConfig",
        "AWS::Lambda::Permission",
        "AWS::Logs::LogGroup",
        "AWS::Logs::MetricFilter",
        "AWS::Logs::ResourcePolicy",
        "AWS::SES::ConfigurationSetEventDestination",
        "AWS::SNS::Subscription",
        "AWS::SNS::Topic",
        "AWS::SNS::TopicPolicy",
        "AWS::SQS::QueuePolicy",
        "AWS::SecretsManager::ResourcePolicy",
    }
)


@dataclass(frozen=True)
class Mapped:
    """An event source mapping: which function gets what."""

    function: str
    """ARN."""
    source: str
    """ARN of a stream or a queue."""
    properties: Mapping[str, Any]

    @property
    def batch_size(self) -> int:
        return int(self.properties.get("BatchSize", 10))

    @property
    def filters(self) -> list[str]:
        return [pattern["Pattern"] for pattern in self.properties.get("FilterCriteria", {}).get("Filters", [])]

    @property
    def partial(self) -> bool:
        return "ReportBatchItemFailures" in self.properties.get("FunctionResponseTypes", [])

    @property
    def on_failure(self) -> str | None:
        """ARN of the queue for stream records that were given up."""
        destination = self.properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        return str(destination) if destination else None


@dataclass
class World:
    """What was built. `functions` is keyed by ARN."""

    region: str
    functions: dict[str, Function] = field(default_factory=dict)
    mappings: list[Mapped] = field(default_factory=list)


def _table(world: World, logical_id: str, properties: dict[str, Any]) -> dict[str, Any]:
    """A table, whether it was written as a table or as a global table."""
    stream = properties.get("StreamSpecification")
    kept = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "LocalSecondaryIndexes")
    made = client("dynamodb", world.region).create_table(
        TableName=properties.get("TableName", logical_id),
        BillingMode="PAY_PER_REQUEST",
        **{name: _without_capacity(properties[name]) for name in kept if name in properties},
        **({"StreamSpecification": {"StreamEnabled": True, **stream}} if stream else {}),
    )["TableDescription"]
    return {"Ref": made["TableName"], "Arn": made["TableArn"], "StreamArn": made.get("LatestStreamArn")}


def _without_capacity(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = ("AttributeName", "AttributeType", "KeyType", "IndexName", "KeySchema", "Projection")
    return [{key: entry[key] for key in known if key in entry} for entry in entries]


def _queue(world: World, logical_id: str, properties: dict[str, Any]) -> dict[str, Any]:
    names = ("VisibilityTimeout", "DelaySeconds", "MessageRetentionPeriod", "RedrivePolicy")
    attributes = {name: properties[name] for name in names if name in properties}
    name = properties.get("QueueName", logical_id)
    texts = {key: json.dumps(value) if isinstance(value, dict) else str(value) for key, value in attributes.items()}
    url = client("sqs", world.region).create_queue(QueueName=name, Attributes=texts)["QueueUrl"]
    return {"Ref": url, "Arn": f"arn:aws:sqs:{world.region}:{ACCOUNT}:{name}", "QueueName": name}


def _function(world: World, logical_id: str, properties: dict[str, Any]) -> dict[str, Any]:
    function = Function(
        name=properties.get("FunctionName", logical_id),
        arn=f"arn:aws:lambda:{world.region}:{ACCOUNT}:function:{properties.get('FunctionName', logical_id)}",
        handler=properties["Handler"],
        region=world.region,
        environment={name: str(value) for name, value in _variables(properties).items()},
        timeout=float(properties.get("Timeout", 3)),
        memory=int(properties.get("MemorySize", 128)),
    )
    world.functions[function.arn] = function
    client("lambda", world.region).create_function(
        FunctionName=function.name,
        Runtime="python3.13",
        Handler=function.handler,
        Role=_role(world.region),
        Code={"ZipFile": b"not a zip: the code is this process's own"},
    )
    return {"Ref": function.name, "Arn": function.arn}


def _variables(properties: dict[str, Any]) -> dict[str, Any]:
    variables: dict[str, Any] = properties.get("Environment", {}).get("Variables", {})
    return variables


def _role(region: str) -> str:
    """One role for all: moto asks that it exists and that Lambda may assume it, and enforces nothing."""
    iam = client("iam", region)
    try:
        iam.get_role(RoleName="rollcall")
    except iam.exceptions.NoSuchEntityException:
        trust = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "*"}, "Action": "sts:AssumeRole"}]}
        iam.create_role(RoleName="rollcall", AssumeRolePolicyDocument=json.dumps(trust))
    return ROLE


def _mapping(world: World, logical_id: str, properties: dict[str, Any]) -> dict[str, Any]:
    name = str(properties["FunctionName"])
    arn = name if name.startswith("arn:") else f"arn:aws:lambda:{world.region}:{ACCOUNT}:function:{name}"
    world.mappings.append(Mapped(arn, str(properties["EventSourceArn"]), properties))
    return {"Ref": logical_id, "Id": logical_id}


def _machine(world: World, logical_id: str, properties: dict[str, Any]) -> dict[str, Any]:
    definition = str(properties["DefinitionString"])
    for name, value in properties.get("DefinitionSubstitutions", {}).items():
        definition = definition.replace("${" + name + "}", str(value))
    name = properties.get("StateMachineName", logical_id)
    states = client("stepfunctions", world.region)
    arn = states.create_state_machine(name=name, definition=definition, roleArn=ROLE)["stateMachineArn"]
    return {"Ref": arn, "Arn": arn, "Name": name}


def _schedule_group(world: World, logical_id: str, properties: dict[str, Any]) -> dict[str, Any]:
    name = properties.get("Name", logical_id)
    arn = client("scheduler", world.region).create_schedule_group(Name=name)["ScheduleGroupArn"]
    return {"Ref": name, "Arn": arn}


def _schedule(world: World, logical_id: str, properties: dict[str, Any]) -> dict[str, Any]:
    """A schedule of the stack itself. Tests start what recurs by hand: see `Schedules.start`."""
    name = properties.get("Name", logical_id)
    target = properties["Target"]
    arn = client("scheduler", world.region).create_schedule(
        Name=name,
        GroupName=properties.get("GroupName", "default"),
        ScheduleExpression=properties["ScheduleExpression"],
        FlexibleTimeWindow=properties["FlexibleTimeWindow"],
        Target={key: target[key] for key in ("Arn", "RoleArn", "Input") if key in target},
    )["ScheduleArn"]
    return {"Ref": name, "Arn": arn}


def _secret(world: World, logical_id: str, properties: dict[str, Any]) -> dict[str, Any]:
    text = properties.get("SecretString") or _generated(properties["GenerateSecretString"])
    name = properties.get("Name", logical_id)
    arn = client("secretsmanager", world.region).create_secret(Name=name, SecretString=text)["ARN"]
    return {"Ref": arn, "Arn": arn, "Id": arn}


def _generated(properties: dict[str, Any]) -> str:
    value = "".join(
        secrets.choice(string.ascii_letters + string.digits) for _ in range(int(properties.get("PasswordLength", 32)))
    )
    if "SecretStringTemplate" not in properties:
        return value
    return json.dumps({**json.loads(properties["SecretStringTemplate"]), properties["GenerateStringKey"]: value})


def _identity(world: World, _logical_id: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Moto takes every identity for verified."""
    client("sesv2", world.region).create_email_identity(EmailIdentity=properties["EmailIdentity"])
    return {"Ref": properties["EmailIdentity"]}


def _configuration_set(world: World, logical_id: str, properties: dict[str, Any]) -> dict[str, Any]:
    name = properties.get("Name", logical_id)
    client("sesv2", world.region).create_configuration_set(ConfigurationSetName=name)
    return {"Ref": name}


BUILDERS: dict[str, Callable[[World, str, dict[str, Any]], dict[str, Any]]] = {
    "AWS::DynamoDB::Table": _table,
    "AWS::DynamoDB::GlobalTable": _table,
    "AWS::SQS::Queue": _queue,
    "AWS::Lambda::Function": _function,
    "AWS::Lambda::EventSourceMapping": _mapping,
    "AWS::StepFunctions::StateMachine": _machine,
    "AWS::Scheduler::Schedule": _schedule,
    "AWS::Scheduler::ScheduleGroup": _schedule_group,
    "AWS::SecretsManager::Secret": _secret,
    "AWS::SES::EmailIdentity": _identity,
    "AWS::SES::ConfigurationSet": _configuration_set,
}
