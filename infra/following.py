"""The function that follows the registrations table: each saved change starts a run, wakes one, or asks for a link."""

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from functions.domain.registration import WAITING
from infra.foundation import Foundation
from infra.triggers import follow
from infra.workflows import Workflow

_THE_ITEM = {"Keys": {"sk": {"S": lambda_.FilterRule.is_equal("REGISTRATION")}}}
_STATUSES = lambda_.FilterRule.or_("SUBMITTED", "CANCELLED", "ERASING")
#: What sets a workflow going.
_BEGINS = {
    "eventName": lambda_.FilterRule.or_("INSERT", "MODIFY"),
    "dynamodb": {**_THE_ITEM, "NewImage": {"status": {"S": _STATUSES}}},
}
#: What may end a wait: whoever is not in such a status any more is woken.
_WAITED = {
    "eventName": lambda_.FilterRule.is_equal("MODIFY"),
    "dynamodb": {**_THE_ITEM, "OldImage": {"status": {"S": lambda_.FilterRule.or_(*sorted(WAITING))}}},
}
#: What may have been given up is a link to join, or another one made in its place.
_RELINKED = {
    "eventName": lambda_.FilterRule.is_equal("MODIFY"),
    "dynamodb": {
        **_THE_ITEM,
        "OldImage": {"status": {"S": lambda_.FilterRule.is_equal("CONFIRMED")}},
        "NewImage": {"status": {"S": lambda_.FilterRule.is_equal("CONFIRMED")}},
    },
}


#: A mail that somebody asked for.
_ASKED = {
    "eventName": lambda_.FilterRule.or_("INSERT", "MODIFY"),
    "dynamodb": {"Keys": {"sk": {"S": lambda_.FilterRule.begins_with("ASKED#")}}},
}


class FollowRegistrations(Construct):
    """What cannot be followed goes to a queue that a person sees."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: Foundation,
        registration: Workflow,
        cancellation: Workflow,
        erasure: Workflow,
    ) -> None:
        super().__init__(scope, construct_id)
        tables = foundation.tables
        function = foundation.function(self, "FollowRegistration", "streams", memory=256)
        function.knows(
            REGISTRATION_MACHINE_ARN=registration.arn,
            CANCELLATION_MACHINE_ARN=cancellation.arn,
            ERASURE_MACHINE_ARN=erasure.arn,
        )
        function.may("states:StartExecution", on=[registration.arn, cancellation.arn, erasure.arn])
        function.may("states:SendTaskSuccess", on=[registration.arn])
        function.knows(MAIL_QUEUE_URL=foundation.queues.mail.queue_url)
        function.may("sqs:SendMessage", on=[foundation.queues.mail.queue_arn])
        tables.registrations.let(function, "GetItem")
        foundation.let_queue_checks(function)
        function.knows(MAIL_QUEUE_URL=foundation.queues.mail.queue_url)
        function.may("sqs:SendMessage", on=[foundation.queues.mail.queue_arn])
        follow(function, tables.registrations, foundation.queues, _BEGINS, _WAITED, _RELINKED, _ASKED, retries=3)
