"""The example application: a template as CDK would write it, small enough to read."""

import json
from typing import Any

REGISTRATION = {
    "QueryLanguage": "JSONata",
    "StartAt": "Verify",
    "States": {
        "Verify": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Arguments": {
                "FunctionName": "${Verify}",
                "Payload": {"reference": "{% $states.input.reference %}"},
            },
            "Assign": {"reference": "{% $states.input.reference %}"},
            "Output": {"verdict": "{% $states.result.Payload.verdict %}"},
            "Retry": [{"ErrorEquals": ["BusyError"], "IntervalSeconds": 60, "BackoffRate": 2, "MaxAttempts": 5}],
            "Catch": [{"ErrorEquals": ["RefusedError"], "Next": "Refused"}],
            "Next": "Provide",
        },
        "Provide": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "TimeoutSeconds": 93600,
            "Arguments": {
                "QueueUrl": "${Queue}",
                "MessageBody": {"reference": "{% $reference %}", "token": "{% $states.context.Task.Token %}"},
            },
            "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Unanswered"}],
            "Next": "Confirm",
        },
        "Confirm": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Arguments": {"FunctionName": "${Confirm}", "Payload": {"reference": "{% $reference %}"}},
            "Next": "Week",
        },
        "Week": {"Type": "Wait", "Seconds": 604800, "Next": "Confirmed"},
        "Confirmed": {"Type": "Succeed", "Output": {"reference": "{% $reference %}"}},
        "Refused": {"Type": "Succeed"},
        "Unanswered": {"Type": "Fail", "Error": "Unanswered", "Cause": "nobody answered"},
    },
}

REMARK = {
    "QueryLanguage": "JSONata",
    "StartAt": "Remark",
    "States": {
        "Remark": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Arguments": {"FunctionName": "${Remark}", "Payload": {"said": "{% $states.input.said %}"}},
            "End": True,
        }
    },
}


def attribute(name: str, of: str = "Arn") -> dict[str, Any]:
    return {"Fn::GetAtt": [name, of]}


def function(handler: str, **environment: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Handler": f"tests.integration.example_functions.{handler}",
            "Timeout": 20,
            "Environment": {"Variables": environment},
        },
    }


def machine(definition: dict[str, Any], **substitutions: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {"DefinitionString": json.dumps(definition), "DefinitionSubstitutions": substitutions},
    }


TEMPLATE: dict[str, Any] = {
    "Resources": {
        "Registrations0A1B2C3D": {
            "Type": "AWS::DynamoDB::GlobalTable",
            "Properties": {
                "KeySchema": [
                    {"AttributeName": "pk", "KeyType": "HASH"},
                    {"AttributeName": "sk", "KeyType": "RANGE"},
                ],
                "AttributeDefinitions": [
                    {"AttributeName": "pk", "AttributeType": "S"},
                    {"AttributeName": "sk", "AttributeType": "S"},
                ],
                "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
            },
        },
        "Queue": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "VisibilityTimeout": 120,
                "RedrivePolicy": {"deadLetterTargetArn": attribute("Dead"), "maxReceiveCount": 3},
            },
        },
        "Dead": {"Type": "AWS::SQS::Queue"},
        "Lost": {"Type": "AWS::SQS::Queue"},
        "GivenUp": {"Type": "AWS::SQS::Queue"},
        "Start": function("start", MACHINE={"Ref": "Registration"}),
        "Verify": function("verify"),
        "Provide": function("provide"),
        "Confirm": function("confirm"),
        "StepsRemarkFunction0A1B2C3D": function("remark"),
        "Hang": function("hang"),
        "Submit": function(
            "submit",
            TABLE={"Ref": "Registrations0A1B2C3D"},
            GROUP={"Ref": "Group"},
            REMARK=attribute("Remarks"),
            NOWHERE={"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":states:eu-central-1:1:stateMachine:x"]]},
            LOST=attribute("Lost"),
        ),
        "Registration": machine(
            REGISTRATION, Verify=attribute("Verify"), Confirm=attribute("Confirm"), Queue={"Ref": "Queue"}
        ),
        "Remarks": machine(REMARK, Remark=attribute("StepsRemarkFunction0A1B2C3D")),
        "Group": {"Type": "AWS::Scheduler::ScheduleGroup"},
        "Sender": {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": "events@example.org"}},
        "Secret": {
            "Type": "AWS::SecretsManager::Secret",
            "Properties": {
                "GenerateSecretString": {
                    "SecretStringTemplate": '{"retired": []}',
                    "GenerateStringKey": "current",
                    "PasswordLength": 64,
                }
            },
        },
        "StreamToStart": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {
                "FunctionName": {"Ref": "Start"},
                "EventSourceArn": attribute("Registrations0A1B2C3D", "StreamArn"),
                "BatchSize": 10,
                "BisectBatchOnFunctionError": True,
                "MaximumRetryAttempts": 3,
                "FunctionResponseTypes": ["ReportBatchItemFailures"],
                "DestinationConfig": {"OnFailure": {"Destination": attribute("GivenUp")}},
                "FilterCriteria": {
                    "Filters": [
                        {
                            "Pattern": json.dumps(
                                {
                                    "eventName": ["INSERT", "MODIFY"],
                                    "dynamodb": {
                                        "Keys": {"sk": {"S": ["REGISTRATION"]}},
                                        "NewImage": {"status": {"S": ["SUBMITTED"]}},
                                    },
                                }
                            )
                        }
                    ]
                },
            },
        },
        "QueueToProvide": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {
                "FunctionName": {"Ref": "Provide"},
                "EventSourceArn": attribute("Queue"),
                "BatchSize": 30,
                "FunctionResponseTypes": ["ReportBatchItemFailures"],
            },
        },
        "Key": {"Type": "AWS::KMS::Key"},
    },
    "Outputs": {
        "Table": {"Value": {"Ref": "Registrations0A1B2C3D"}},
        "Secret": {"Value": {"Ref": "Secret"}},
        "Text": {"Value": {"Fn::Sub": "${AWS::Region} ${Queue} ${Remarks.Name} $5"}},
    },
}
