"""The HTTP API: its routes, its pace, and a log that knows nothing about anybody."""

import json

from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_certificatemanager as certificatemanager
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from infra.findings import accept
from infra.functions import ShippedFunction
from infra.logs import log_group
from infra.settings import Settings

ANY, GET, POST = apigateway.HttpMethod.ANY, apigateway.HttpMethod.GET, apigateway.HttpMethod.POST
#: Requests a second, and at once: some hundred delegates who register in the same minute do not notice.
_THROTTLE = apigateway.ThrottleSettings(rate_limit=100, burst_limit=200)
#: A path holds a delegate's reference or signed link: only the route is written down. AWS insists on the request's id.
_LOGGED = {
    "request": "$context.requestId",
    "route": "$context.routeKey",
    "status": "$context.status",
    "latency": "$context.responseLatency",
}


class WebApi(Construct):
    """`base_url` is where delegates find the pages: as configured, else the custom domain, else the API's address."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings) -> None:
        super().__init__(scope, construct_id)
        self.api = apigateway.HttpApi(self, "Api", create_default_stage=False)
        self.domain = _domain(self, settings.domain, settings.certificate_arn)
        self._stage(settings.stage)
        domain_url = f"https://{settings.domain}" if settings.domain else None
        self.base_url = settings.base_url or domain_url or self.api.api_endpoint

    def route(
        self, function: ShippedFunction, *routes: tuple[str, list[apigateway.HttpMethod]], others: bool = False
    ) -> None:
        """Sends the routes, each a path with its methods, to `function`; and with `others` what has no route."""
        integration = HttpLambdaIntegration(function.node.id, function.function, scope_permission_to_route=False)
        made = [
            route
            for path, methods in routes
            for route in self.api.add_routes(path=path, methods=methods, integration=integration)
        ]
        if others:
            default = apigateway.HttpRouteKey.DEFAULT
            made.append(
                apigateway.HttpRoute(self, "Others", http_api=self.api, integration=integration, route_key=default)
            )
        for route in made:
            accept(
                route,
                "AwsSolutions-APIG4",
                "The form is for whoever was sent its address; the others need a mail's signed link, or a session.",
            )

    def _stage(self, stage: str) -> None:
        mapping = apigateway.DomainMappingOptions(domain_name=self.domain) if self.domain else None
        deployed = apigateway.HttpStage(
            self, "Stage", http_api=self.api, auto_deploy=True, throttle=_THROTTLE, domain_mapping=mapping
        )
        destination = apigateway.LogGroupLogDestination(log_group(self, "AccessLogs", stage=stage)).bind(deployed)
        resource = deployed.node.default_child
        assert isinstance(resource, apigateway.CfnStage)  # noqa: S101 - tells the type
        resource.access_log_settings = apigateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=destination.destination_arn, format=json.dumps(_LOGGED)
        )


def _domain(scope: Construct, name: str | None, certificate_arn: str | None) -> apigateway.DomainName | None:
    if not name or not certificate_arn:
        return None
    certificate = certificatemanager.Certificate.from_certificate_arn(scope, "Certificate", certificate_arn)
    return apigateway.DomainName(scope, "Domain", domain_name=name, certificate=certificate)
