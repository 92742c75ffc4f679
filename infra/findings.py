"""What cdk-nag finds and we accept, each time with its reason."""

from aws_cdk import Acknowledgment, Validations
from constructs import Construct


def accept(construct: Construct, rule: str, reason: str) -> None:
    """Accepts the finding `rule` of cdk-nag's AwsSolutions pack on `construct` and what is below it.

    `rule` is for example `AwsSolutions-SMG4`; a rule with several findings names one: `AwsSolutions-IAM5[Resource::*]`.
    """
    Validations.of(construct).acknowledge(Acknowledgment(id=rule, reason=reason))
