"""The workflows whose runs the secretariat is shown."""

from dataclasses import dataclass

from functions.domain.wording import N_


@dataclass(frozen=True, slots=True)
class Workflow:
    """One workflow as the pages list it; all texts are message ids."""

    folder: str
    """Its runs are at /secretariat/{folder}/{run}, and its list turns its pages by a query of this name."""
    machine: str
    """The setting that holds the machine's ARN."""
    heading: str
    nothing: str
    older: str


WORKFLOWS = (
    Workflow(
        "runs",
        "REGISTRATION_MACHINE_ARN",
        N_("Registrations"),
        N_("No registration has been made yet."),
        N_("Older registrations"),
    ),
    Workflow(
        "cancellations",
        "CANCELLATION_MACHINE_ARN",
        N_("Cancellations"),
        N_("No registration has been cancelled yet."),
        N_("Older cancellations"),
    ),
    Workflow(
        "erasures",
        "ERASURE_MACHINE_ARN",
        N_("Erasures"),
        N_("Nobody has been erased yet."),
        N_("Older erasures"),
    ),
    Workflow(
        "event-runs",
        "EVENT_MACHINE_ARN",
        N_("Events: published, changed, resumed"),
        N_("No event has been published yet."),
        N_("Older changes of events"),
    ),
    Workflow(
        "outreach",
        "OUTREACH_MACHINE_ARN",
        N_("Moments of an event: reminders, deadline, feedback"),
        N_("No moment of an event has come yet."),
        N_("Older moments"),
    ),
    Workflow(
        "closeouts",
        "CLOSEOUT_MACHINE_ARN",
        N_("After an event: who was there"),
        N_("No event is over yet."),
        N_("Older events that are over"),
    ),
    Workflow(
        "reconciliations",
        "RECONCILIATION_MACHINE_ARN",
        N_("Comparisons with Zoom"),
        N_("Zoom’s list has not been compared with ours yet. It is compared once a day."),
        N_("Older comparisons"),
    ),
)
