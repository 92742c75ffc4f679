"""AWS in process, and a DynamoDB with a table of the shape that the adapters know."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

if TYPE_CHECKING:
    from moto.core.models import MockAWS
    from types_boto3_dynamodb import DynamoDBClient

TABLE = "table"


@pytest.fixture(scope="module")
def mocked() -> Iterator["MockAWS"]:
    """Switched on once for each module of tests: that takes longer than most of them."""
    with mock_aws() as mocked:
        yield mocked


@pytest.fixture
def aws(mocked: "MockAWS") -> None:
    """An account with nothing in it."""
    mocked.reset()


@pytest.fixture
def dynamodb(aws: None) -> "DynamoDBClient":
    client = boto3.client("dynamodb", region_name="eu-central-1")
    create_table(client, TABLE)
    return client


def create_table(client: "DynamoDBClient", name: str, *, by_event: str = "stands") -> None:
    """`by_event` is the attribute by which the index of an event's items is sorted."""
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": attribute, "AttributeType": "S"}
            for attribute in sorted({"pk", "sk", "event_shard", by_event})
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_event",
                "KeySchema": [
                    {"AttributeName": "event_shard", "KeyType": "HASH"},
                    {"AttributeName": by_event, "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
    )
