"""What can go wrong, in words that the workflows retry and catch by.

RollcallError
├── RetryableError               the same call may succeed later; nothing was half done
│   ├── ConflictError            somebody else moved the registration first: read again
│   ├── TableThrottledError
│   ├── QueueThrottledError
│   ├── MailThrottledError
│   ├── ZoomRateLimitedError     carries when to come back
│   ├── ZoomOutcomeUnknownError  Zoom may or may not have done it: look before asking again
│   └── SignInUnavailableError   the user pool does not answer
└── PermanentError               the same call fails again until a person changes something
    ├── UnknownEventError
    ├── UnknownRegistrationError
    ├── TransitionError          not in the table of allowed transitions
    ├── RegistrationClosedError  not open yet, closed, or the event was cancelled
    ├── MeetingMisconfiguredError  the meeting, the account or the credentials need a person
    ├── NoSeatError            every seat of the event is taken, or others have waited longer for one
    ├── NoPlaceError           the organisation has as many delegates as it may send
    ├── AlreadyDecidedError    somebody decided this case first
    ├── MeetingFullError
    ├── MeetingOverError
    ├── RegistrantRefusedError   Zoom does not take this person's details
    ├── RegistrantIsHostError    the host joins by the host's own link
    ├── MailOutcomeUnknownError  the mail may or may not have left: a person decides
    ├── MailRefusedError         this address cannot be mailed
    ├── SenderMisconfiguredError our own sending identity is not usable
    ├── SignInRefusedError       the user pool does not know this sign-in, or knows it as another's
    └── NoStaffRoleError         signed in, and in none of the groups that have a role
"""


class RollcallError(Exception):
    """Base of every error that Rollcall raises on purpose. Messages hold ids, never personal data."""


class RetryableError(RollcallError):
    pass


class PermanentError(RollcallError):
    pass


class ConflictError(RetryableError):
    pass


class TableThrottledError(RetryableError):
    pass


class QueueThrottledError(RetryableError):
    pass


class MailThrottledError(RetryableError):
    pass


class ZoomRateLimitedError(RetryableError):
    """Zoom asked us to wait: `retry_after` is in seconds; `daily` says that the day's allowance is used up.

    `one_person` says that only the registrant who was asked for must wait, not everybody.
    """

    def __init__(self, message: str, *, retry_after: float, daily: bool, one_person: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.daily = daily
        self.one_person = one_person


class ZoomOutcomeUnknownError(RetryableError):
    pass


class SignInUnavailableError(RetryableError):
    pass


class UnknownEventError(PermanentError):
    pass


class UnknownRegistrationError(PermanentError):
    pass


class TransitionError(PermanentError):
    pass


class RegistrationClosedError(PermanentError):
    pass


class MeetingMisconfiguredError(PermanentError):
    """`gone` says that Zoom has no such meeting, or none any more."""

    def __init__(self, message: str, *, gone: bool = False) -> None:
        super().__init__(message)
        self.gone = gone


class NoSeatError(PermanentError):
    pass


class NoPlaceError(PermanentError):
    pass


class AlreadyDecidedError(PermanentError):
    pass


class MeetingFullError(PermanentError):
    pass


class MeetingOverError(PermanentError):
    pass


class RegistrantRefusedError(PermanentError):
    """Zoom refused this person's details: `fields` names those that it gave, if any."""

    def __init__(self, message: str, *, fields: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.fields = fields


class UnexpectedZoomReplyError(PermanentError):
    """Zoom answered something that this program does not know, or that only a bug of ours brings about."""

    def __init__(self, subject: str, status: int, code: int | None) -> None:
        super().__init__(f"{subject}: Zoom answered {status} with code {code}")
        self.status = status
        self.code = code


class RegistrantIsHostError(PermanentError):
    pass


class MailOutcomeUnknownError(PermanentError):
    pass


class MailRefusedError(PermanentError):
    pass


class SenderMisconfiguredError(PermanentError):
    pass


class SignInRefusedError(PermanentError):
    pass


class NoStaffRoleError(PermanentError):
    pass
