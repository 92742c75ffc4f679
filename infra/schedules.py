"""What an event's schedules need: a group, and the role by which the Scheduler starts the workflows of its moments."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.findings import accept
from infra.functions import ShippedFunction


class Schedules(Construct):
    """The schedules themselves are made when an event is published: `outreach` and `closeout` are the ARNs of what they
    start."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        outreach: str,
        closeout: str,
        dead_letters: sqs.Queue,
    ) -> None:
        super().__init__(scope, construct_id)
        self._outreach, self._closeout, self._dead_letters = outreach, closeout, dead_letters.queue_arn
        self.group = scheduler.CfnScheduleGroup(self, "Group")
        self.role = role_that_starts(self, "Role", [outreach, closeout], dead_letters)

    def let(self, function: ShippedFunction) -> None:
        """Lets `function` make, move and delete this group's schedules, which act by the role and by no other."""
        function.knows(
            SCHEDULE_GROUP=self.group.ref,
            SCHEDULER_ROLE_ARN=self.role.role_arn,
            SCHEDULE_DEAD_LETTER_ARN=self._dead_letters,
            OUTREACH_MACHINE_ARN=self._outreach,
            CLOSEOUT_MACHINE_ARN=self._closeout,
        )
        function.may(
            *(f"scheduler:{action}Schedule" for action in ("Create", "Update", "Delete")),
            on=[
                Stack.of(self).format_arn(service="scheduler", resource="schedule", resource_name=f"{self.group.ref}/*")
            ],
        )
        to_scheduler = {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}
        function.may("iam:PassRole", on=[self.role.role_arn], when=to_scheduler)
        group = f"<{Stack.of(self).resolve(self.group.logical_id)}>"
        accept(
            function.role,
            f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/{group}/*]",
            "An event's schedules have random names, and are all in this group, where there are no others.",
        )


def role_that_starts(scope: Construct, construct_id: str, machines: list[str], dead_letters: sqs.Queue) -> iam.Role:
    """The role by which schedules start the workflows `machines`, ARNs, or leave in `dead_letters` what they cannot."""
    # Another account's schedule must not borrow the role.
    ours = {"StringEquals": {"aws:SourceAccount": Stack.of(scope).account}}
    role = iam.Role(scope, construct_id, assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com", conditions=ours))
    role.add_to_policy(iam.PolicyStatement(actions=["states:StartExecution"], resources=machines))
    role.add_to_policy(iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[dead_letters.queue_arn]))
    return role
