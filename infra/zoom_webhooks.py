"""What Zoom tells us: the address that it posts to, and the function that acts upon it."""

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.foundation import Foundation
from infra.triggers import follow
from infra.web_api import POST

#: Zoom waits three seconds. What takes longer was stored all the same, and is told again.
_SECONDS = 10
_TOLD = {
    "eventName": lambda_.FilterRule.is_equal("INSERT"),
    "dynamodb": {"Keys": {"sk": {"S": lambda_.FilterRule.is_equal("WEBHOOK")}}},
}


class ZoomWebhooks(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, foundation: Foundation) -> None:
        super().__init__(scope, construct_id)
        self._receive(foundation)
        self._follow(foundation)

    def _receive(self, foundation: Foundation) -> None:
        receive = foundation.function(self, "ReceiveZoom", "webhooks", timeout=_SECONDS)
        foundation.tables.events.let(receive, "GetItem")
        foundation.tables.registrations.let(receive, "GetItem", "PutItem")
        # Its `webhook_secret` is beside the credentials.
        foundation.secrets.zoom.let(receive)
        foundation.web_api.route(receive, ("/zoom/webhooks", [POST]))

    def _follow(self, foundation: Foundation) -> None:
        registrations = foundation.tables.registrations
        function = foundation.function(self, "FollowZoom", "streams")
        registrations.let(function, "GetItem", "PutItem", "ConditionCheckItem")
        foundation.let_alert(function)
        foundation.let_ask_zoom(function)
        foundation.let_queue_checks(function)
        # The second that reads this stream, after FollowRegistration, and the last: AWS advises no more than two, since
        # all of them share what a shard gives out. A third would have to be set off by one of these.
        follow(function, registrations, foundation.queues, _TOLD, retries=5)
