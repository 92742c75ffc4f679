"""The four tables: roll, events, registrations, feedback."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from infra.encryption import READING, WRITING, DataKey
from infra.functions import ShippedFunction

_READS = {"GetItem", "BatchGetItem", "Query"}


class StoredTable(Construct):
    """A table with pk and sk, recoverable to any second of 35 days; functions know it as environment `variable`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        variable: str,
        key: DataKey | None,
        stream: bool = False,
        by_event: str | None = None,
    ) -> None:
        """`by_event` names the sort attribute of an index of that name over `event_shard`."""
        super().__init__(scope, construct_id)
        self._variable, self._key = variable, key
        self.table = dynamodb.Table(
            self,
            "Table",
            partition_key=_text("pk"),
            sort_key=_text("sk"),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED if key else None,
            encryption_key=key.key if key else None,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            time_to_live_attribute="expires_at",
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES if stream else None,
            deletion_protection=key is not None,
            removal_policy=RemovalPolicy.RETAIN if key else RemovalPolicy.DESTROY,
        )
        if by_event:
            self.table.add_global_secondary_index(
                index_name="by_event",
                partition_key=_text("event_shard"),
                sort_key=_text(by_event),
                projection_type=dynamodb.ProjectionType.KEYS_ONLY,
            )

    def let(self, function: ShippedFunction, *operations: str, index: str | None = None) -> None:
        """Lets `function` do the named operations (`GetItem`) on the table, or on one index of it."""
        arn = f"{self.table.table_arn}/index/{index}" if index else self.table.table_arn
        function.knows(**{self._variable: self.table.table_name})
        function.may(*(f"dynamodb:{operation}" for operation in operations), on=[arn])
        if self._key:
            self._key.let(function, READING if _READS.issuperset(operations) else WRITING, through="dynamodb")


class Tables(Construct):
    """`key` is the customer-managed key; None at stage local, where the tables also go when the stack goes."""

    def __init__(self, scope: Construct, construct_id: str, *, key: DataKey | None) -> None:
        super().__init__(scope, construct_id)
        self.roll = StoredTable(self, "Roll", variable="ROLL_TABLE", key=key)
        self.events = StoredTable(self, "Events", variable="EVENTS_TABLE", key=key)
        self.registrations = StoredTable(
            self, "Registrations", variable="REGISTRATIONS_TABLE", key=key, stream=True, by_event="stands"
        )
        self.feedback = StoredTable(self, "Feedback", variable="FEEDBACK_TABLE", key=key, by_event="pk")


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
