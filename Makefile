# Rollcall's commands. Each is one line to a real tool; below them is how the tools get here.
#
#   make run [PORT=8000]                 everything on this machine, until Ctrl-C
#   make demo                            the whole road without a person, on a stack of its own
#   make test                            checks and tests; those in a browser, or of minutes, are left to .ci/run
#   make check                           ruff and mypy
#   make synth STAGE=prod                the CloudFormation template, into cdk.out
#   make deploy STAGE=staging            the same, to the AWS account that the shell is signed in to
#   make event FILE=events/solidarity.yaml [STAGE=local]
#   make roll FILE=rolls/sample.csv [STAGE=local] [YES=1]
#   make bench                           the figures
#   make lock                            all locks again, after a change to what is needed

STAGE ?= local
PORT ?= 8000
FILE ?=

export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.tools/bin:$(CURDIR)/node_modules/.bin:$(PATH)

TOOLS := .venv/.synced .local/ministack/.synced node_modules/.package-lock.json
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard functions/locales/*/LC_MESSAGES/rollcall.po))
READY := $(TOOLS) $(CATALOGUES)

.PHONY: run demo test check synth deploy event roll bench lock ready picture
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:

run: $(READY)
	@python -m local.run --port $(PORT)

demo: $(READY)
	@python -m local.demo

test: $(READY) check
	pytest -m "not browser and not ci" --numprocesses 2 --dist worksteal

check: $(READY)
	ruff check .
	ruff format --check .
	mypy

synth: $(READY)
	cdk synth --quiet --no-notices -c stage=$(STAGE)

deploy: $(READY)
	@test "$(STAGE)" != local || { echo "Which stage? For AWS: make deploy STAGE=staging. This machine: make run"; exit 2; }
	cdk deploy -c stage=$(STAGE)

event: $(READY)
	@test -n "$(FILE)" || { echo "Which event? For example: make event FILE=events/solidarity.yaml"; exit 2; }
	@python -m local.env $(STAGE) python -m operations.publish_event --stage $(STAGE) "$(FILE)"

roll: $(READY)
	@test -n "$(FILE)" || { echo "Which roll? For example: make roll FILE=rolls/sample.csv"; exit 2; }
	@python -m local.env $(STAGE) python -m operations.import_roll --stage $(STAGE) $(if $(YES),--yes) "$(FILE)"

bench: $(READY)
	@python -m tests.bench

picture: $(READY)
	@python -m local.picture

ready: $(READY)

# --- How the tools get here: with only Python and make to begin with ---

UV_VERSION := 0.13.9
UV := .tools/.uv-$(UV_VERSION)

$(UV):
	@echo "Fetching uv ..."
	@python3 -m venv --clear .tools || { echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/pyvenv.cfg: .python-version | $(UV)
	@uv venv --quiet --clear .venv || { echo "Python 3.13 is not here and could not be fetched. Install it, then run make again."; exit 1; }
	@touch $@

.venv/.synced: requirements.lock .venv/pyvenv.cfg | $(UV)
	@echo "Installing the Python packages ..."
	@uv pip sync --quiet --python .venv/bin/python requirements.lock
	@touch $@

.local/ministack/pyvenv.cfg: .python-version | $(UV)
	@uv venv --quiet --clear .local/ministack
	@touch $@

.local/ministack/.synced: local/ministack/requirements.lock .local/ministack/pyvenv.cfg | $(UV)
	@echo "Installing MiniStack, the laptop's cloud ..."
	@uv pip sync --quiet --python .local/ministack/bin/python local/ministack/requirements.lock
	@touch $@

node_modules/.package-lock.json: package-lock.json package.json | .venv/.synced
	@echo "Installing the CDK's command line ..."
	@npm ci --silent --no-audit --no-fund
	@touch $@

%.mo: %.po | .venv/.synced
	@pybabel --quiet compile -i $< -o $@

# What is needed stands in pyproject.toml; functions/requirements.lock is the part that ships.
COMPILE := uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.13
lock: $(UV)
	$(COMPILE) pyproject.toml --group deploy --group local --group test -o requirements.lock
	$(COMPILE) pyproject.toml -c requirements.lock -o functions/requirements.lock
	$(COMPILE) local/ministack/requirements.in -o local/ministack/requirements.lock
