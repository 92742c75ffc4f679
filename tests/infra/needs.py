"""What each function needs of its template, read from its source: from the handler through `functions.wiring` to the
settings that it asks for and the calls of AWS that it makes."""

from dataclasses import dataclass, field

from tests.infra.source import Facts, Module, facts, module

WIRING = "functions.wiring"
_ON_TABLES = {
    "get_item": "GetItem",
    "batch_get_item": "BatchGetItem",
    "put_item": "PutItem",
    "batch_write_item": "BatchWriteItem",
    "update_item": "UpdateItem",
    "delete_item": "DeleteItem",
    "query": "Query",
}
#: Calls of AWS, and the actions that they need.
_ELSEWHERE = {
    "send_message": {"sqs:SendMessage"},
    "send_message_batch": {"sqs:SendMessage"},
    "change_message_visibility": {"sqs:ChangeMessageVisibility"},
    "start_execution": {"states:StartExecution"},
    "send_task_success": {"states:SendTaskSuccess"},
    "send_task_failure": {"states:SendTaskFailure"},
    "list_executions": {"states:ListExecutions"},
    "describe_execution": {"states:DescribeExecution"},
    "describe_state_machine_for_execution": {"states:DescribeStateMachineForExecution"},
    "get_execution_history": {"states:GetExecutionHistory"},
    # Of a message that is whole already SES says that it is SendRawEmail, whichever call it comes by.
    "send_email": {"ses:SendEmail", "ses:SendRawEmail"},
    "delete_suppressed_destination": {"ses:DeleteSuppressedDestination"},
    "create_schedule": {"scheduler:CreateSchedule", "iam:PassRole"},
    "update_schedule": {"scheduler:UpdateSchedule", "iam:PassRole"},
    "delete_schedule": {"scheduler:DeleteSchedule"},
    "get_secret_value": {"secretsmanager:GetSecretValue"},
}


@dataclass(frozen=True, order=True)
class OnTable:
    variable: str
    """The setting that names the table."""
    action: str
    by_index: bool


@dataclass
class Needs:
    settings: set[str] = field(default_factory=set)
    tables: set[OnTable] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)


def needs(entry: str) -> Needs:
    """Of the function whose module is `entry`."""
    return _Reading(entry).needs


class _Reading:
    """Follows whatever is referred to by name. What is given as a parameter is known by its name: `registrations` is
    what `wiring.registrations()` makes, wherever it is called so or was handed over under another name."""

    def __init__(self, entry: str) -> None:
        wiring = module(WIRING)
        assert wiring
        self._wiring = wiring
        self.needs = Needs()
        self._seen: set[tuple[str, str, str]] = set()
        self._ahead = [(entry, "handler", "")]
        self._made: dict[str, tuple[Module, str]] = {}
        self._names: dict[str, set[str]] = {}
        self._members: set[tuple[str, str]] = set()
        while self._ahead:
            self._follow(*self._ahead.pop())
            if not self._ahead:
                self._call_members()

    def _follow(self, where: str, name: str, made_by: str) -> None:
        """`made_by` is the accessor of whose making this is a part."""
        found = module(where)
        if found is None or name not in found.definitions or (where, name, made_by) in self._seen:
            return
        self._seen.add((where, name, made_by))
        read = facts(found.definitions[name])
        self.needs.settings |= read.settings
        self._note_calls(read, made_by)
        self._members |= read.members
        for given, accessor in read.renamed:
            self._names.setdefault(given, set()).add(accessor)
        self._go_on(found, name, made_by, read)

    def _go_on(self, found: Module, name: str, made_by: str, read: Facts) -> None:
        for accessor in read.asked | {attr for base, attr in read.members if base == "wiring"}:
            if accessor in self._wiring.definitions:
                self._make(accessor)
        for used in read.names:
            if used in found.definitions:
                self._ahead.append((found.name, used, made_by))
            elif used in found.imports:
                self._ahead.append((*found.imports[used], made_by))
        if "." in name:
            of = name.partition(".")[0]
            self._ahead += [(found.name, f"{of}.{attr}", made_by) for base, attr in read.members if base == "self"]

    def _make(self, accessor: str) -> None:
        """What an accessor makes is followed member by member, as they are called."""
        if (WIRING, accessor, accessor) in self._seen:
            return
        self._seen.add((WIRING, accessor, accessor))
        read = facts(self._wiring.definitions[accessor], lambdas=False)
        self.needs.settings |= read.settings
        self._note_calls(read, accessor)
        for name in read.names:
            where, imported = self._wiring.imports.get(name, ("", ""))
            if (made := module(where)) and imported in made.definitions and imported[0].isupper():
                self._made.setdefault(accessor, (made, imported))
            elif name in self._wiring.definitions:
                self._make(name)

    def _call_members(self) -> None:
        for base, attr in self._members:
            for accessor in {base} | self._names.get(base, set()):
                if accessor in self._made:
                    made, of = self._made[accessor]
                    if (made.name, f"{of}.{attr}", accessor) not in self._seen:
                        self._ahead.append((made.name, f"{of}.{attr}", accessor))
        self._ahead = [each for each in self._ahead if each[1] in (module(each[0]) or self._wiring).definitions]

    def _note_calls(self, read: Facts, made_by: str) -> None:
        called = {attr for _, attr in read.members} | read.pages
        on_table = {_ON_TABLES[call] for call in called & _ON_TABLES.keys()} | read.parts
        for action in on_table if made_by else ():
            for variable in facts(self._wiring.definitions[made_by], lambdas=False).settings:
                if variable.endswith("_TABLE"):
                    self.needs.tables.add(OnTable(variable, action, action == "Query" and read.by_index))
        for call in called & _ELSEWHERE.keys():
            self.needs.actions |= _ELSEWHERE[call]
