"""A mailer that keeps what it is given, unless it has an error to raise."""

from email.message import EmailMessage

from functions.domain.errors import RollcallError


class FakeMailer:
    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.error: RollcallError | None = None

    def send(self, message: EmailMessage) -> str:
        if self.error:
            raise self.error
        self.sent.append(message)
        return "id"
