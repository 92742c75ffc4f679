"""The identity that mails are sent from."""

from aws_cdk import Stack
from aws_cdk import aws_ses as ses
from constructs import Construct

from infra.findings import accept
from infra.functions import ShippedFunction


class Mail(Construct):
    """`sender` must be confirmed once, by the link that SES mails to it."""

    def __init__(self, scope: Construct, construct_id: str, *, sender: str) -> None:
        super().__init__(scope, construct_id)
        self._sender = sender
        self._configuration = ses.ConfigurationSet(
            self, "Configuration", reputation_metrics=True, tls_policy=ses.ConfigurationSetTlsPolicy.REQUIRE
        )
        self._identity = ses.EmailIdentity(
            self, "Sender", identity=ses.Identity.email(sender), configuration_set=self._configuration
        )

    def let(self, function: ShippedFunction) -> None:
        self.name(function)
        configuration = Stack.of(self).format_arn(
            service="ses", resource="configuration-set", resource_name=self._configuration.configuration_set_name
        )
        # SendEmail is what is called; for a message that is whole already, SES asks for the right to SendRawEmail.
        function.may("ses:SendEmail", "ses:SendRawEmail", on=[self._identity.email_identity_arn, configuration])

    def let_unlist(self, function: ShippedFunction) -> None:
        """Lets `function` take addresses off the account's suppression list."""
        function.may("ses:DeleteSuppressedDestination", on=["*"])
        accept(
            function.role,
            "AwsSolutions-IAM5[Resource::*]",
            "SES has one suppression list an account, which is no resource that a policy could name.",
        )

    def name(self, function: ShippedFunction) -> None:
        """Tells `function` who sends; it may send nothing by that."""
        function.knows(SENDER=self._sender, CONFIGURATION_SET=self._configuration.configuration_set_name)
