"""What is deployed at a stage: the outputs of its CloudFormation stack."""

from typing import Any

from botocore.exceptions import ClientError

STAGES = ("local", "staging", "prod")
_WHOLE = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"}


class StageNotDeployedError(Exception):
    """There is no finished stack of that stage in this account and region."""


def outputs(cloudformation: Any, stage: str) -> dict[str, str]:
    """The stack's outputs by key, such as `EventsTable`. Raises `StageNotDeployedError`."""
    name = f"Rollcall-{stage}"
    try:
        [stack] = cloudformation.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":
            raise StageNotDeployedError(_advice(name, stage)) from None
        raise
    if stack["StackStatus"] not in _WHOLE:
        raise StageNotDeployedError(f"{name} is in state {stack['StackStatus']}: wait or deploy it again")
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _advice(name: str, stage: str) -> str:
    command = "make run" if stage == "local" else f"make deploy STAGE={stage}"
    return f"{name} is not deployed in this account and region: run “{command}” first"
