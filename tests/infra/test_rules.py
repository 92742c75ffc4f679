"""The templates under other people's rules: cfn-lint's and cdk-nag's."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.infra.synthesis import ROOT, Synthesised

#: The CDK names each role as a dependency of its function a second time.
NOT_OURS = "W3005"


def test_cfn_lint_finds_nothing(stages: Mapping[str, Synthesised]) -> None:
    """All stages in one go: most of the time goes into reading what AWS has."""
    linter = str(Path(sys.executable).parent / "cfn-lint")
    files = [str(stage.template_file) for stage in stages.values()]
    command = [linter, "-i", NOT_OURS, "-r", "eu-central-1", "--", *files]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_cdk_nag_finds_nothing_that_is_not_accepted(stage: Synthesised) -> None:
    assert [(found["ruleName"], found["violatingConstructs"]) for found in stage.violations] == []


def test_what_is_accepted_has_a_reason_that_is_a_sentence(stage: Synthesised) -> None:
    laptops = {"AwsSolutions-COG2"}
    assert {rule.split("[")[0] for rule, _ in stage.accepted} - laptops == {
        "AwsSolutions-APIG4",
        "AwsSolutions-COG8",
        "AwsSolutions-IAM5",
        "AwsSolutions-L1",
        "AwsSolutions-SF1",
        "AwsSolutions-SMG4",
        "AwsSolutions-SQS3",
    }
    for rule, reason in stage.accepted:
        assert re.fullmatch(r"[A-Z].{30,}\.", reason), rule


def test_on_aws_everybody_who_signs_in_has_a_second_factor(deployed: Synthesised) -> None:
    (pool,) = deployed.resources("AWS::Cognito::UserPool").values()
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("ON", ["SOFTWARE_TOKEN_MFA"])
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["DeletionProtection"] == "ACTIVE"


def test_the_pages_to_sign_in_have_the_colours_of_ours(deployed: Synthesised) -> None:
    (looks,) = deployed.resources("AWS::Cognito::UserPoolUICustomizationAttachment").values()
    colours = set(re.findall(r"#[0-9a-f]{3,6}", looks["CSS"]))
    ours = (ROOT / "functions" / "web" / "static" / "site.css").read_text("utf-8")
    assert {"#14213d", "#1d4e89"} <= colours <= set(re.findall(r"#[0-9a-f]{3,6}", ours))
    assert len(looks["CSS"].encode()) < 3000


def test_the_template_is_far_from_cloudformations_limits(stage: Synthesised) -> None:
    """500 resources and a megabyte; a stack that has reached them must be split before anything can be added."""
    assert len(stage.template["Resources"]) < 400
    assert stage.template_file.stat().st_size < 800_000
