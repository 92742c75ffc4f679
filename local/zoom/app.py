"""The sandbox as a WSGI application: served by `python -m local.zoom`, or run in process by httpx.WSGITransport."""

from flask import Flask, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from local.zoom.api import api
from local.zoom.controls import controls
from local.zoom.pages import pages
from local.zoom.refusals import Refusal
from local.zoom.sandbox import Sandbox
from local.zoom.tokens import oauth


def create_app(sandbox: Sandbox) -> Flask:
    """The application of one sandbox; errors that are no answers, a lost reply among them, leave it as exceptions."""
    app = Flask(__name__)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.extensions["sandbox"] = sandbox
    for blueprint in (oauth, api, controls, pages):
        app.register_blueprint(blueprint)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _not_understood)
    return app


def _refused(refusal: Refusal) -> ResponseReturnValue:
    return refusal.body, refusal.status, refusal.headers


def _not_understood(error: HTTPException) -> ResponseReturnValue:
    """Zoom answers JSON to a path that it does not have."""
    if request.path.startswith("/v2/"):
        return {"code": 2300, "message": "This API endpoint is not recognized."}, error.code or 500
    return error.get_response()
