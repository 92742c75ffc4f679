"""The synthesised template, built in moto: only what executions, functions and tests touch.

Moto's own CloudFormation is not used: it would wire streams and queues to functions in moto's own way (one record at a
time, filters ignored, errors swallowed), and it passes over types that it does not know without a word.
"""

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.moto_resources import BUILDERS, IGNORED, World
from local.moto_seams import ACCOUNT


class UnknownResourceError(ValueError):
    """The template holds something that the tests' cloud neither builds nor knowingly ignores; the message names it."""


@dataclass
class Stack:
    """A template, built resource by resource into `world`."""

    template: Mapping[str, Any]
    world: World
    outputs: dict[str, Any] = field(default_factory=dict)
    _built: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What `Ref` ("Ref") and `Fn::GetAtt` (the attribute's name) of each resource answer."""

    def build(self) -> None:
        for logical_id in self.template["Resources"]:
            self.attributes(logical_id)
        for name, output in self.template.get("Outputs", {}).items():
            self.outputs[name] = self.resolve(output["Value"])

    def attributes(self, logical_id: str) -> dict[str, Any]:
        """Builds the resource if it is not there yet, and first whatever it refers to."""
        if logical_id not in self._built:
            resource = self.template["Resources"][logical_id]
            kind = resource["Type"]
            properties = {} if kind in IGNORED else self.resolve(resource.get("Properties", {}))
            self._built[logical_id] = self._build(logical_id, kind, properties)
        return self._built[logical_id]

    def _build(self, logical_id: str, kind: str, properties: dict[str, Any]) -> dict[str, Any]:
        if kind in IGNORED:
            return {"Ref": logical_id, "Arn": f"arn:aws:ignored:{self.world.region}:{ACCOUNT}:{logical_id}"}
        if kind not in BUILDERS:
            raise UnknownResourceError(f"{logical_id}: {kind} is neither built nor ignored by the tests' cloud")
        return BUILDERS[kind](self.world, logical_id, properties)

    def resolve(self, value: Any) -> Any:
        """`value` with every intrinsic function of the template replaced by what it stands for."""
        if isinstance(value, list):
            return [self.resolve(each) for each in value if each != {"Ref": "AWS::NoValue"}]
        if not isinstance(value, dict):
            return value
        if len(value) == 1 and (name := next(iter(value))) in _INTRINSICS:
            return _INTRINSICS[name](self, value[name])
        return {key: self.resolve(each) for key, each in value.items() if each != {"Ref": "AWS::NoValue"}}

    def ref(self, name: str) -> Any:
        pseudo = {"AWS::Region": self.world.region, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws"}
        pseudo |= {"AWS::URLSuffix": "amazonaws.com", "AWS::StackName": "Rollcall", "AWS::StackId": "Rollcall"}
        if name in pseudo:
            return pseudo[name]
        if name in self.template.get("Parameters", {}):
            return self.template["Parameters"][name].get("Default", "")
        return self.attributes(name)["Ref"]

    def get_att(self, path: str | list[str]) -> Any:
        logical_id, attribute = path.split(".", 1) if isinstance(path, str) else path
        return self.attributes(logical_id).get(attribute, f"{logical_id}.{attribute}")

    def sub(self, argument: str | list[Any]) -> str:
        text, names = (argument, {}) if isinstance(argument, str) else argument
        known = {name: str(self.resolve(value)) for name, value in names.items()}
        template = _Substitution(text)
        for name in template.get_identifiers():
            known.setdefault(name, str(self.get_att(name) if "." in name else self.ref(name)))
        return template.substitute(known)


class _Substitution(string.Template):
    """`${Name}`, `${Name.Attribute}` and `${AWS::Region}`; a lone dollar is a dollar."""

    pattern = r"""(?P<escaped>(?!))|(?P<named>(?!))|\$\{(?P<braced>[A-Za-z0-9:.]+)\}|(?P<invalid>(?!))"""  # type: ignore[assignment]


_INTRINSICS: dict[str, Callable[[Stack, Any], Any]] = {
    "Ref": Stack.ref,
    "Fn::GetAtt": Stack.get_att,
    "Fn::Sub": Stack.sub,
    "Fn::Join": lambda stack, join: join[0].join(str(part) for part in stack.resolve(join[1])),
    "Fn::Select": lambda stack, select: stack.resolve(select[1])[int(select[0])],
    "Fn::Split": lambda stack, split: str(stack.resolve(split[1])).split(split[0]),
}
