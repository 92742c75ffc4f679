"""Log groups: thirty days, whoever writes."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from constructs import Construct


def log_group(scope: Construct, construct_id: str, *, stage: str) -> logs.LogGroup:
    """A group that outlives its stack, except at stage local; what is in it goes after 30 days."""
    kept = RemovalPolicy.DESTROY if stage == "local" else RemovalPolicy.RETAIN
    return logs.LogGroup(scope, construct_id, retention=logs.RetentionDays.ONE_MONTH, removal_policy=kept)
