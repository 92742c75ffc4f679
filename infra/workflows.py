"""The state machines: their files in statemachines/, with the names of what they call filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from infra.findings import accept
from infra.functions import ShippedFunction
from infra.logs import log_group

DEFINITIONS = Path(__file__).parent.parent / "statemachines"


class Workflow(Construct):
    """A Standard state machine from `statemachines/{definition}.asl.json`.

    Each function fills the token `${<its construct id>Arn}`, each queue `${<its construct id>QueueUrl}`.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        definition: str,
        functions: list[ShippedFunction],
        queues: Mapping[str, sqs.Queue] | None = None,
        stage: str,
    ) -> None:
        super().__init__(scope, construct_id)
        queues = queues or {}
        self._role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("states.amazonaws.com"))
        self._may("lambda:InvokeFunction", [function.arn for function in functions])
        self._may("sqs:SendMessage", [queue.queue_arn for queue in queues.values()])
        substitutions = {f"{function.node.id}Arn": function.arn for function in functions}
        substitutions |= {f"{name}QueueUrl": queue.queue_url for name, queue in queues.items()}
        self.machine = stepfunctions.StateMachine(
            self,
            "Machine",
            state_machine_type=stepfunctions.StateMachineType.STANDARD,
            definition_body=stepfunctions.DefinitionBody.from_string(_definition(definition)),
            definition_substitutions=substitutions,
            role=self._role,
            tracing_enabled=True,
            logs=stepfunctions.LogOptions(
                destination=log_group(self, "Logs", stage=stage),
                level=stepfunctions.LogLevel.ERROR,
                include_execution_data=False,
            ),
        )
        self._acknowledge()

    @property
    def arn(self) -> str:
        return self.machine.state_machine_arn

    def let_answer(self, function: ShippedFunction) -> None:
        """Lets a function that this workflow calls answer the runs that wait.

        In a policy of its own: one of the function's role would have to be there before the function, and it needs
        the workflow, which needs the function.
        """
        statement = iam.PolicyStatement(actions=["states:SendTaskSuccess"], resources=[self.arn])
        iam.Policy(self, f"{function.node.id}Answers", statements=[statement], roles=[function.role])

    @property
    def any_run(self) -> str:
        """The ARN of every execution of this machine."""
        return Stack.of(self).format_arn(
            service="states",
            resource="execution",
            resource_name=f"{self.machine.state_machine_name}:*",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )

    @property
    def any_run_in_findings(self) -> str:
        """The same ARN as cdk-nag writes it."""
        stack, machine = Stack.of(self), self.machine.node.default_child
        assert isinstance(machine, stepfunctions.CfnStateMachine)  # noqa: S101 - tells the type
        name = f"<{stack.resolve(machine.logical_id)}.Name>"
        return f"arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:{name}:*"

    def _may(self, action: str, resources: list[str]) -> None:
        if resources:
            self._role.add_to_policy(iam.PolicyStatement(actions=[action], resources=resources))

    def _acknowledge(self) -> None:
        accept(
            self._role,
            "AwsSolutions-IAM5[Resource::*]",
            "The actions that deliver logs and traces take no resource but the star.",
        )
        accept(
            self.machine,
            "AwsSolutions-SF1",
            "Every event of a run is in its history for 90 days; the log is for what went wrong, without data.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflows:
    """All that a stage has."""

    registration: Workflow
    cancellation: Workflow
    erasure: Workflow
    event: Workflow
    outreach: Workflow
    closeout: Workflow
    reconciliation: Workflow

    def by_name(self) -> dict[str, Workflow]:
        """Such as `Registration`."""
        return {field.name.capitalize(): getattr(self, field.name) for field in fields(self)}


def _definition(name: str) -> str:
    return (DEFINITIONS / f"{name}.asl.json").read_text(encoding="utf-8")
