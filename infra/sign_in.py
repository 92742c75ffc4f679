"""Where the secretariat signs in: a Cognito user pool, with a group for each role and the pool's own pages."""

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from functions.adapters.user_pool import CALLBACK, SIGNED_OUT
from functions.domain.staff import StaffRole
from infra.findings import accept
from infra.functions import ShippedFunction
from infra.settings import Settings

#: The colours are those of functions/web/static/site.css, and the classes those that Cognito allows.
LOOKS = """\
.banner-customizable { padding: 25px 0; background-color: #14213d; }
.label-customizable { font-weight: 600; }
.textDescription-customizable { padding: 10px 0; display: block; font-size: 18px; color: #14213d; }
.inputField-customizable { height: 44px; color: #14213d; background-color: #fff; border: 2px solid #14213d; }
.inputField-customizable:focus { border-color: #1d4e89; outline: 3px solid #ffbf47; }
.submitButton-customizable { height: 48px; margin: 20px 0; font-size: 18px; color: #fff; background-color: #1d4e89; }
.submitButton-customizable:hover { color: #fff; background-color: #163b68; }
.errorMessage-customizable { padding: 10px; color: #b3261e; background: #fff; border: 2px solid #b3261e; }
"""
_PASSWORD = cognito.PasswordPolicy(
    min_length=12,
    require_digits=True,
    require_lowercase=True,
    require_symbols=True,
    require_uppercase=True,
    temp_password_validity=Duration.days(7),
)


class SignIn(Construct):
    """`base_url` is where our pages are, `pages_url` where those of the pool are; None: where AWS has them."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings, base_url: str) -> None:
        super().__init__(scope, construct_id)
        self.pool = self._pool(settings)
        for role in StaffRole:
            self.pool.add_group(role.value.capitalize(), group_name=role.value)
        prefix = f"rollcall-{settings.stage}-{Aws.ACCOUNT_ID}"
        domain = self.pool.add_domain(
            "Pages",
            cognito_domain=cognito.CognitoDomainOptions(domain_prefix=prefix),
            managed_login_version=cognito.ManagedLoginVersion.CLASSIC_HOSTED_UI,
        )
        self._client = self._browsers(base_url)
        if not settings.local:  # MiniStack's pages have their own look
            self._dress(domain)
        self.url = settings.user_pool_url or domain.base_url()

    def let(self, function: ShippedFunction) -> None:
        """Lets `function` know where to sign in. It needs no permission: whoever has the code may redeem it."""
        function.knows(
            USER_POOL_URL=self.url,
            USER_POOL_ISSUER=f"https://cognito-idp.{Aws.REGION}.amazonaws.com/{self.pool.user_pool_id}",
            USER_POOL_CLIENT_ID=self._client.user_pool_client_id,
        )

    def _pool(self, settings: Settings) -> cognito.UserPool:
        pool = cognito.UserPool(
            self,
            "Pool",
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(email=True),
            sign_in_case_sensitive=False,
            standard_attributes=cognito.StandardAttributes(
                email=cognito.StandardAttribute(required=True, mutable=True)
            ),
            password_policy=_PASSWORD,
            mfa=cognito.Mfa.OFF if settings.local else cognito.Mfa.REQUIRED,
            mfa_second_factor=None if settings.local else cognito.MfaSecondFactor(otp=True, sms=False),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            feature_plan=cognito.FeaturePlan.ESSENTIALS,
            deletion_protection=not settings.local,
            removal_policy=RemovalPolicy.DESTROY if settings.local else RemovalPolicy.RETAIN,
        )
        accept(pool, "AwsSolutions-COG8", "The Plus plan's threat protection costs more than a few officers are worth.")
        if settings.local:
            accept(pool, "AwsSolutions-COG2", "On a laptop there is nothing to protect.")
        return pool

    def _dress(self, domain: cognito.UserPoolDomain) -> None:
        """Gives the pool's pages the look of ours, as far as they take one."""
        looks = cognito.CfnUserPoolUICustomizationAttachment(
            self, "Looks", user_pool_id=self.pool.user_pool_id, client_id=self._client.user_pool_client_id, css=LOOKS
        )
        looks.node.add_dependency(domain)

    def _browsers(self, base_url: str) -> cognito.UserPoolClient:
        """Without a secret: PKCE proves that whoever redeems a code has asked for it."""
        return self.pool.add_client(
            "Browsers",
            generate_secret=False,
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=[cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL],
                callback_urls=[base_url + CALLBACK],
                logout_urls=[base_url + SIGNED_OUT],
            ),
            supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO],
            prevent_user_existence_errors=True,
            # Nobody gives themselves another officer's address.
            write_attributes=cognito.ClientAttributes().with_standard_attributes(locale=True),
        )
