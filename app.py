"""Rollcall's CDK app; it asks AWS nothing. `cdk synth -c stage=prod`"""

import aws_cdk as cdk

from infra.stack import add_rollcall

app = cdk.App()
add_rollcall(app)
app.synth()
