"""What an event's schedules need: a group, and the role by which the Scheduler starts the outreach workflow."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class Schedules(Construct):
    """The schedules themselves are made when an event is published: `outreach` is the ARN of what they start."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        outreach: str,
        dead_letters: sqs.Queue,
    ) -> None:
        super().__init__(scope, construct_id)
        self.group = scheduler.CfnScheduleGroup(self, "Group")
        # Another account's schedule must not borrow the role.
        ours = {"StringEquals": {"aws:SourceAccount": Stack.of(self).account}}
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com", conditions=ours))
        self.role.add_to_policy(iam.PolicyStatement(actions=["states:StartExecution"], resources=[outreach]))
        self.role.add_to_policy(iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[dead_letters.queue_arn]))
