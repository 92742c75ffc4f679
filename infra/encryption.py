"""The key that the tables and the secrets are encrypted with."""

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.functions import ShippedFunction

READING = ("kms:Decrypt", "kms:DescribeKey")
WRITING = (*READING, "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo")


class DataKey(Construct):
    """A customer-managed key with yearly rotation; without it nothing that delegates told us can be read."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.key = kms.Key(
            self,
            "Key",
            description="Rollcall: tables, secrets and alarms",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN,
        )

    def let(self, function: ShippedFunction, actions: tuple[str, ...], *, through: str) -> None:
        """Lets `function` use the key, but only by way of the service `through` (for example `dynamodb`)."""
        service = f"{through}.{Stack.of(self).region}.amazonaws.com"
        function.may(*actions, on=[self.key.key_arn], when={"StringEquals": {"kms:ViaService": service}})
