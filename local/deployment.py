"""The real `cdk bootstrap` and `cdk deploy`, against MiniStack instead of AWS."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local.child import ROOT, Child
from local.env import ACCOUNT, REGION

STACK = "Rollcall-local"
_CDK = str(ROOT / "node_modules" / ".bin" / "cdk")
_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Deployment:
    """Its commands log into `folder`; `environment` leads them to MiniStack."""

    folder: Path
    environment: Mapping[str, str]
    _children: list[Child] = field(default_factory=list)

    def deploy(self, **context: str) -> dict[str, str]:
        """Deploys the stage `local` with this context; returns the stack's outputs. Raises `ChildFailedError`."""
        template, outputs = self.folder / "cdk.out", self.folder / "outputs.json"
        # Synthesis asks nothing of the account, so the account is made ready meanwhile.
        synth = self._cdk(
            "synth", "--quiet", "--output", str(template),
            *(part for name, value in {"stage": "local", **context}.items() for part in ("-c", f"{name}={value}")),
        )  # fmt: skip
        bootstrap = self._cdk("bootstrap", f"aws://{ACCOUNT}/{REGION}", "--app", "")
        synth.await_end(_SECONDS)
        bootstrap.await_end(_SECONDS)
        self._cdk(
            "deploy", STACK, "--app", str(template), "--outputs-file", str(outputs),
            "--require-approval", "never", "--progress", "events",
        ).await_end(_SECONDS)  # fmt: skip
        written: dict[str, str] = json.loads(outputs.read_text("utf-8"))[STACK]
        return written

    def stop(self) -> None:
        for child in self._children:
            child.stop()

    def _cdk(self, command: str, *arguments: str) -> Child:
        child = Child(
            f"cdk {command}",
            [_CDK, command, *arguments, "--no-notices", "--ci", "--no-color"],
            # Its log is read as plain text.
            {**self.environment, "NO_COLOR": "1", "PYTHON_COLORS": "0"},
            self.folder / f"cdk-{command}.log",
        )
        self._children.append(child)
        return child
