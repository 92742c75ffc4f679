"""The queues that pace Zoom and the mails, and where what cannot be done waits for a person."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.findings import accept

#: Seconds that a consumer has for one batch.
PROVISIONING_SECONDS = 60
MAILING_SECONDS = 60
CHANGING_SECONDS = 60
#: A message that is to be tried again counts as received, every 5 or 30 seconds while Zoom is unwell: these are hours.
_PROVISIONING_TRIES = 200
_MAIL_TRIES = 5
_CHANGE_TRIES = 10


class Queues(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, local: bool) -> None:
        super().__init__(scope, construct_id)
        self._local = local
        self.provisioning_dead = self._queue("ProvisioningDead")
        self.provisioning = self._queue(
            "Provisioning", seconds=PROVISIONING_SECONDS, dead=self.provisioning_dead, tries=_PROVISIONING_TRIES
        )
        self.mail_dead = self._queue("MailDead")
        self.mail = self._queue("Mail", seconds=MAILING_SECONDS, dead=self.mail_dead, tries=_MAIL_TRIES)
        self.change_dead = self._queue("ChangeDead")
        self.change = self._queue("Change", seconds=CHANGING_SECONDS, dead=self.change_dead, tries=_CHANGE_TRIES)
        self.stream_failures = self._queue("StreamFailures")
        self.schedule_dead = self._queue("ScheduleDead")
        for last_stop in (self.stream_failures, self.schedule_dead):
            accept(
                last_stop,
                "AwsSolutions-SQS3",
                "This is a dead-letter queue already, of a source that is not a queue; an alarm watches it.",
            )

    @property
    def dead_letters(self) -> dict[str, sqs.Queue]:
        """Every queue that a person must look at when something is in it, by construct id."""
        queues = (
            self.provisioning_dead,
            self.mail_dead,
            self.change_dead,
            self.stream_failures,
            self.schedule_dead,
        )
        return {queue.node.id: queue for queue in queues}

    def _queue(
        self,
        construct_id: str,
        *,
        seconds: int | None = None,
        dead: sqs.Queue | None = None,
        tries: int = 1,
    ) -> sqs.Queue:
        """`seconds` is what the consumer's function has for a batch; a queue without consumer keeps for 14 days."""
        return sqs.Queue(
            self,
            construct_id,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            visibility_timeout=self._hidden(seconds) if seconds else None,
            retention_period=Duration.days(4 if dead else 14),
            dead_letter_queue=sqs.DeadLetterQueue(queue=dead, max_receive_count=tries) if dead else None,
        )

    def _hidden(self, seconds: int) -> Duration:
        # Six times is AWS's advice. On a laptop, what a killed worker had in hand comes back while one watches.
        return Duration.seconds(seconds if self._local else 6 * seconds)
