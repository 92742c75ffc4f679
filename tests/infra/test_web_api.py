"""Addresses, pace and logs of the HTTP API."""

import json
from pathlib import Path

from functions.web import access
from functions.web.workflows import WORKFLOWS
from local.front import PRODUCT
from tests.infra.synthesis import Synthesised, synthesise

ROUTES = {
    "GET /e/{event}",
    "POST /e/{event}",
    "GET /r/{token}",
    "GET /r/{token}/edit",
    "POST /r/{token}/edit",
    "GET /r/{token}/cancel",
    "POST /r/{token}/cancel",
    "GET /r/{token}/certificate",
    "GET /verify/{code}",
    "POST /r/{token}/data",
    "GET /d/{token}",
    "POST /d/{token}/file",
    "GET /d/{token}/erase",
    "POST /d/{token}/erase",
    "POST /n/{token}",
    "GET /v/{token}",
    "POST /v/{token}",
    "GET /f/{token}",
    "POST /f/{token}",
    "GET /f/{token}/stop",
    "POST /f/{token}/stop",
    "GET /static/{file}",
    "POST /api/events/{event}/registrations",
    "GET /api/events/{event}/registrations/{reference}",
    "GET /api/openapi.json",
    "ANY /api/{proxy+}",
    "$default",
    "POST /zoom/webhooks",
}


def test_every_stage_has_the_delegates_pages_the_api_and_the_secretariats_pages(stage: Synthesised) -> None:
    assert routes(stage) == ROUTES | set(access.OPEN) | set(access.PAGES) | set(access.RUNS)


def test_every_page_of_the_secretariat_leads_to_a_function_that_asks_who_is_signed_in(stage: Synthesised) -> None:
    served = {route: module for route, module in functions_of(stage).items() if " /secretariat" in route}
    assert served == {
        **dict.fromkeys([*access.OPEN, *access.PAGES], "functions.web.secretariat"),
        **dict.fromkeys(access.RUNS, "functions.web.runs"),
    }


def test_the_runs_page_is_told_every_workflow_that_it_lists(laptop: Synthesised) -> None:
    told = laptop.functions()["functions.web.runs"]["Environment"]["Variables"]
    machines = [told[workflow.machine]["Ref"] for workflow in WORKFLOWS]
    assert set(machines) == set(laptop.resources("AWS::StepFunctions::StateMachine"))
    assert len(machines) == len(set(machines))


def test_every_stage_is_throttled(stage: Synthesised) -> None:
    (deployment,) = stage.resources("AWS::ApiGatewayV2::Stage").values()
    limits = deployment["DefaultRouteSettings"]
    assert 0 < limits["ThrottlingRateLimit"] <= limits["ThrottlingBurstLimit"]


def test_the_access_log_knows_nothing_about_anybody(stage: Synthesised) -> None:
    (deployment,) = stage.resources("AWS::ApiGatewayV2::Stage").values()
    logged = set(json.loads(deployment["AccessLogSettings"]["Format"]).values())
    assert logged == {"$context.requestId", "$context.routeKey", "$context.status", "$context.responseLatency"}


def test_without_an_address_of_their_own_the_pages_are_at_the_apis(deployed: Synthesised) -> None:
    (api,) = deployed.resources("AWS::ApiGatewayV2::Api")
    for module in ("functions.web.pages", "functions.queues.send_mails"):
        told = deployed.functions()[module]["Environment"]["Variables"]
        assert told["BASE_URL"] == {"Fn::GetAtt": [api, "ApiEndpoint"]}


def test_links_lead_to_the_custom_domain_when_there_is_one(tmp_path: Path) -> None:
    certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/0f1e2d3c-0000-4000-8000-000000000000"
    prod = synthesise("prod", tmp_path, domain="events.rollcall.example", certificate_arn=certificate)
    (domain,) = prod.resources("AWS::ApiGatewayV2::DomainName").values()
    assert domain["DomainNameConfigurations"][0]["CertificateArn"] == certificate
    assert prod.resources("AWS::ApiGatewayV2::ApiMapping")
    told = prod.functions()["functions.web.pages"]["Environment"]["Variables"]
    assert told["BASE_URL"] == "https://events.rollcall.example"
    assert "DomainTarget" in prod.template["Outputs"]


def test_every_address_of_the_product_can_be_opened_on_a_laptop(laptop: Synthesised) -> None:
    assert {route.split("/")[1] for route in routes(laptop) - {"$default"}} == set(PRODUCT)


def test_what_has_no_route_is_answered_in_our_own_words(stage: Synthesised) -> None:
    served = functions_of(stage)
    assert served["$default"] == "functions.web.pages"
    assert served["ANY /api/{proxy+}"] == "functions.web.api"


def functions_of(stage: Synthesised) -> dict[str, str]:
    """The module behind each route."""
    integrations = stage.resources("AWS::ApiGatewayV2::Integration")
    handlers = {name: each["Handler"] for name, each in stage.resources("AWS::Lambda::Function").items()}
    found = {}
    for route in stage.resources("AWS::ApiGatewayV2::Route").values():
        integration = integrations[route["Target"]["Fn::Join"][1][1]["Ref"]]
        function = integration["IntegrationUri"]["Fn::GetAtt"][0]
        found[route["RouteKey"]] = handlers[function].removesuffix(".handler")
    return found


def routes(stage: Synthesised) -> set[str]:
    return {properties["RouteKey"] for properties in stage.resources("AWS::ApiGatewayV2::Route").values()}
