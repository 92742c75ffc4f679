"""A Lambda function of the one asset: its own role, its own log group, and only what it is told and may do."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.asset import build_asset
from infra.findings import accept
from infra.logs import log_group
from infra.settings import Settings

#: Memory, in MB, with which Lambda gives one whole processor: for those who read thousands of items.
WHOLE_PROCESSOR = 1769


@dataclass(frozen=True, slots=True)
class Shipping:
    """What all functions have in common."""

    code: lambda_.Code
    architecture: lambda_.Architecture
    stage: str


def shipping(settings: Settings) -> Shipping:
    """The functions' code: for this machine at stage local, where no Lambda runs it, and for arm64 elsewhere."""
    if settings.asset:
        code = lambda_.Code.from_asset(str(settings.asset))
    else:
        asset = build_asset(host=settings.local)
        code = lambda_.Code.from_asset(str(asset.path), asset_hash=asset.fingerprint)
    arm = not settings.local or platform.machine() in {"arm64", "aarch64"}
    return Shipping(code, lambda_.Architecture.ARM_64 if arm else lambda_.Architecture.X86_64, settings.stage)


class ShippedFunction(Construct):
    """`module` names a module under functions/ with a `handler`; `memory` is in MB, `timeout` in seconds."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        shipping: Shipping,
        module: str,
        memory: int = 512,
        timeout: int = 30,
    ) -> None:
        super().__init__(scope, construct_id)
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        logs = log_group(self, "Logs", stage=shipping.stage)
        self.function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=shipping.architecture,
            code=shipping.code,
            handler=f"{module}.handler",
            role=self.role,
            memory_size=memory,
            timeout=Duration.seconds(timeout),
            tracing=lambda_.Tracing.ACTIVE,
            log_group=logs,
            logging_format=lambda_.LoggingFormat.JSON,
            environment={"POWERTOOLS_SERVICE_NAME": "rollcall", "STAGE": shipping.stage},
        )
        self.may("logs:CreateLogStream", "logs:PutLogEvents", on=[logs.log_group_arn])
        self._acknowledge()

    @property
    def arn(self) -> str:
        return self.function.function_arn

    def knows(self, **environment: str) -> None:
        for name, value in environment.items():
            self.function.add_environment(name, value)

    def may(self, *actions: str, on: list[str], when: Mapping[str, Any] | None = None) -> None:
        """Allows the named actions on the named resources, under the policy condition `when`."""
        self.role.add_to_policy(iam.PolicyStatement(actions=list(actions), resources=on, conditions=when))

    def _acknowledge(self) -> None:
        accept(
            self.role,
            "AwsSolutions-IAM5[Resource::*]",
            "X-Ray's actions, and the listing of a table's streams, take no resource but the star.",
        )
        accept(
            self.function,
            "AwsSolutions-L1",
            "Python 3.13 is what the asset is compiled for and the tests run on; it is supported until 2029.",
        )
