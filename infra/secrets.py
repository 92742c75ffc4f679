"""The key that signs links, and the credentials of the Zoom app."""

import json

from aws_cdk import RemovalPolicy, SecretValue
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.encryption import DataKey
from infra.findings import accept
from infra.functions import ShippedFunction

_UNSET = {"account_id": "not-set-yet", "client_id": "not-set-yet"}
_SANDBOX = {
    "account_id": "sandbox-account",
    "client_id": "sandbox-client",
    "client_secret": "sandbox-secret",
    "webhook_secret": "sandbox-webhook-secret",
}


class KeptSecret(Construct):
    """A secret that functions know by the ARN in their environment as `variable`; its value is never there."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        variable: str,
        description: str,
        key: DataKey | None,
        generated: secretsmanager.SecretStringGenerator | None = None,
        values: dict[str, str] | None = None,
        unrotated: str,
    ) -> None:
        """`values` stands in the template: sandbox credentials alone. `unrotated` says why no timer rotates."""
        super().__init__(scope, construct_id)
        self._variable, self._key = variable, key
        plain = {name: SecretValue.unsafe_plain_text(value) for name, value in values.items()} if values else None
        self.secret = secretsmanager.Secret(
            self,
            "Secret",
            description=description,
            encryption_key=key.key if key else None,
            generate_secret_string=generated,
            secret_object_value=plain,
            removal_policy=RemovalPolicy.RETAIN if key else RemovalPolicy.DESTROY,
        )
        accept(self.secret, "AwsSolutions-SMG4", unrotated)

    def let(self, function: ShippedFunction) -> None:
        function.knows(**{self._variable: self.secret.secret_arn})
        function.may("secretsmanager:GetSecretValue", on=[self.secret.secret_arn])
        if self._key:
            self._key.let(function, ("kms:Decrypt",), through="secretsmanager")


class Secrets(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, key: DataKey | None) -> None:
        super().__init__(scope, construct_id)
        self.link = KeptSecret(
            self,
            "Link",
            variable="LINK_SECRET_ARN",
            description="Signs the links in delegates' mails",
            key=key,
            generated=_generated("current", {"retired": []}, length=64),
            unrotated="A key retires by hand: the links in mails that were sent stay good until their event is over.",
        )
        self.zoom = KeptSecret(
            self,
            "Zoom",
            variable="ZOOM_SECRET_ARN",
            description="Credentials of the Zoom server-to-server app",
            key=key,
            # Real ones are put in by a person, once, after the first deployment, with Zoom's `webhook_secret`: until
            # then webhooks are refused, for one that stands here could be known to anybody.
            generated=_generated("client_secret", _UNSET, length=32) if key else None,
            values=None if key else _SANDBOX,
            unrotated="Zoom issues these credentials, and nobody can have it issue others by a call.",
        )


def _generated(key: str, template: object, *, length: int) -> secretsmanager.SecretStringGenerator:
    return secretsmanager.SecretStringGenerator(
        secret_string_template=json.dumps(template),
        generate_string_key=key,
        password_length=length,
        exclude_punctuation=True,
    )
