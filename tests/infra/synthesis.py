"""The app as `cdk synth` runs it, in process, with a code directory put in the place of the real one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aws_cdk as cdk

from infra.stack import add_rollcall

ROOT = Path(__file__).parent.parent.parent
STAGES = ("local", "staging", "prod")
type Properties = dict[str, Any]


@dataclass(frozen=True)
class Synthesised:
    """One stage's template, and what was said about it."""

    template_file: Path
    template: dict[str, Any]
    violations: list[dict[str, Any]]
    accepted: list[tuple[str, str]]
    """Rules of cdk-nag that were accepted, each with its reason."""

    def resources(self, kind: str) -> dict[str, Properties]:
        """Properties of the resources of a type, by logical id."""
        found = self.template["Resources"].items()
        return {name: resource.get("Properties", {}) for name, resource in found if resource["Type"] == kind}

    def functions(self) -> dict[str, Properties]:
        """Properties of the functions by their module."""
        lambdas = self.resources("AWS::Lambda::Function").values()
        return {properties["Handler"].removesuffix(".handler"): properties for properties in lambdas}

    def statements(self, module: str) -> list[dict[str, Any]]:
        """What the role of a function may do."""
        role = self.functions()[module]["Role"]["Fn::GetAtt"][0]
        return [
            statement
            for policy in self.resources("AWS::IAM::Policy").values()
            if {"Ref": role} in policy["Roles"]
            for statement in policy["PolicyDocument"]["Statement"]
        ]

    def allowed(self, module: str) -> set[str]:
        return {action for statement in self.statements(module) for action in actions(statement)}


def actions(statement: dict[str, Any]) -> list[str]:
    named = statement["Action"]
    return [named] if isinstance(named, str) else named


def synthesise(stage: str, folder: Path, **context: str) -> Synthesised:
    """The app at `stage`, with cdk.json's context and `context`, into a folder below `folder`."""
    out, asset = folder / stage, folder / "asset"
    asset.mkdir(exist_ok=True)
    (asset / "nothing.py").touch()
    given = json.loads((ROOT / "cdk.json").read_text())["context"]
    given |= {"stage": stage, "asset": str(asset), **context}
    app = cdk.App(context=given, outdir=str(out))
    add_rollcall(app)
    try:
        app.synth()
    except RuntimeError as error:  # what cdk-nag found is in the report, and has its own test
        if "ValidationFailed" not in str(error):
            raise
    file = out / f"Rollcall-{stage}.template.json"
    return Synthesised(file, json.loads(file.read_text()), list(_violations(out)), list(_accepted(out, stage)))


def _violations(out: Path) -> Iterator[dict[str, Any]]:
    report = out / "validation-report.json"
    for plugin in json.loads(report.read_text())["pluginReports"] if report.exists() else []:
        yield from (found for found in plugin["violations"] if found["severity"] != "warning")


def _accepted(out: Path, stage: str) -> Iterator[tuple[str, str]]:
    metadata = json.loads((out / f"Rollcall-{stage}.metadata.json").read_text())
    for entries in metadata.values():
        for entry in entries:
            if entry["type"] == "aws:cdk:acknowledged-rules":
                yield from ((rule.removeprefix("Annotation::"), reason) for rule, reason in entry["data"].items())
