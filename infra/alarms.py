"""What somebody must be told: a message that nobody could process, a run that failed."""

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.workflows import Workflow


class Alarms(Construct):
    """`email` is told of every alarm, when there is a key to encrypt the topic with; at stage local nobody is."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        queues: Mapping[str, sqs.Queue],
        workflows: Mapping[str, Workflow],
        key: kms.Key | None,
        email: str | None,
    ) -> None:
        super().__init__(scope, construct_id)
        self._topic = self._told(key, email) if key else None
        for name, queue in queues.items():
            metric = queue.metric_approximate_number_of_messages_visible
            self._alarm(name, metric(period=Duration.minutes(1), statistic="Maximum"), "Messages wait for a person.")
        for name, workflow in workflows.items():
            machine, minutes = workflow.machine, Duration.minutes(5)
            self._alarm(f"{name}Failed", machine.metric_failed(period=minutes), "A run ended in a failure.")
            self._alarm(f"{name}TimedOut", machine.metric_timed_out(period=minutes), "A run did not end in time.")

    def _alarm(self, name: str, metric: cloudwatch.Metric, what: str) -> None:
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            alarm_description=f"Rollcall, {name}: {what}",
            threshold=0,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        if self._topic:
            alarm.add_alarm_action(actions.SnsAction(self._topic))

    def _told(self, key: kms.Key, email: str | None) -> sns.Topic:
        alarms = iam.ServicePrincipal("cloudwatch.amazonaws.com")
        key.grant(alarms, "kms:Decrypt", "kms:GenerateDataKey")
        topic = sns.Topic(self, "Topic", master_key=key, enforce_ssl=True)
        topic.grant_publish(alarms)
        if email:
            topic.add_subscription(subscriptions.EmailSubscription(email))
        return topic
