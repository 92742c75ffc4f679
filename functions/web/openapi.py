"""The API's description, OpenAPI 3.1, built from the models that the API checks with."""

from typing import Any

from functions.domain.registration import REFERENCE, Status
from functions.domain.submission import Submission
from functions.web.api_registrations import RECEIVED

_REF = "#/components/schemas/{model}"


def description(base_url: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Rollcall",
            "version": "1.0.0",
            "summary": "Registrations for members-only online events",
            "description": "Answers never tell whether a person is known. Join links are sent by mail only.",
        },
        "servers": [{"url": base_url.rstrip("/")}],
        "paths": {
            "/api/events/{event}/registrations": {"parameters": [_EVENT], "post": _register()},
            "/api/events/{event}/registrations/{reference}": {"parameters": [_EVENT, _REFERENCE], "get": _ask()},
            "/api/openapi.json": {"get": _describe()},
        },
        "components": {"schemas": _schemas(), "securitySchemes": {"statusLink": _BEARER}},
    }


_EVENT = {"name": "event", "in": "path", "required": True, "schema": {"type": "string"}}
_REFERENCE = {
    "name": "reference",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": f"^{REFERENCE}$"},
}
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "The last part of the status link's address, as it stands in the delegate's mails.",
}


def _register() -> dict[str, Any]:
    return {
        "operationId": "register",
        "summary": "Registers a delegate. The same address again is the same registration.",
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "Stands for one body for a day.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 255},
            }
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _reference_to("Submission")}}},
        "responses": {
            "202": _answer("Received", "Received"),
            **_refusals(
                {
                    "400": "Not strict JSON, or a bad Idempotency-Key",
                    "403": "Sent by another site's page",
                    "404": "No such event",
                    "409": "Registration is not open, or the Idempotency-Key stands for another body",
                    "413": "Larger than 64 KiB",
                    "415": "Not application/json",
                    "422": "Fields were refused; `errors` names them",
                    "503": "Try again",
                }
            ),
        },
    }


def _ask() -> dict[str, Any]:
    return {
        "operationId": "status",
        "summary": f"{RECEIVED} for any reference; the status for whoever holds the token of its status link.",
        "security": [{}, {"statusLink": []}],
        "responses": {
            "200": _answer("Where it stands", "RegistrationStatus"),
            **_refusals({"404": "No such event, not a reference, or not its token", "410": "The token has expired"}),
        },
    }


def _describe() -> dict[str, Any]:
    return {
        "operationId": "describe",
        "summary": "This description",
        "responses": {
            "200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}}
        },
    }


def _schemas() -> dict[str, Any]:
    submission = Submission.model_json_schema(ref_template=_REF)
    return {
        **submission.pop("$defs"),
        "Submission": submission,
        "Received": _object(reference={"type": "string"}, status_url={"type": "string", "format": "uri"}),
        "RegistrationStatus": _object(
            reference={"type": "string"}, status={"type": "string", "enum": [RECEIVED, *Status]}
        ),
        "FieldProblem": _object(field={"type": "string"}, message={"type": "string"}),
        "Problem": {
            **_object(
                type={"type": "string"},
                title={"type": "string"},
                status={"type": "integer"},
                detail={"type": "string"},
                opens={"type": "string", "format": "date-time"},
                closes={"type": "string", "format": "date-time"},
                errors={"type": "array", "items": _reference_to("FieldProblem")},
            ),
            "required": ["type", "title", "status", "detail"],
        },
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _reference_to(model: str) -> dict[str, str]:
    return {"$ref": _REF.format(model=model)}


def _answer(words: str, model: str, media_type: str = "application/json") -> dict[str, Any]:
    return {"description": words, "content": {media_type: {"schema": _reference_to(model)}}}


def _refusals(words: dict[str, str]) -> dict[str, Any]:
    return {status: _answer(text, "Problem", "application/problem+json") for status, text in words.items()}
