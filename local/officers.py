"""Who works in the laptop's secretariat: an account for each role, and signing in as a person does."""

from typing import Any

import httpx

from functions.domain.staff import StaffRole
from functions.web.access import SIGN_IN
from local.form_filling import Form

ACCOUNTS = {role: f"{role.value}@assembly.example" for role in StaffRole}
PASSWORD = "Rollcall-1-laptop"


def open_accounts(cognito: Any, user_pool: str) -> None:
    """Makes them in the user pool, through a boto3 client of it."""
    for role, address in ACCOUNTS.items():
        account = {"UserPoolId": user_pool, "Username": address}
        verified = [{"Name": "email", "Value": address}, {"Name": "email_verified", "Value": "true"}]
        cognito.admin_create_user(**account, UserAttributes=verified, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(**account, Password=PASSWORD, Permanent=True)
        cognito.admin_add_user_to_group(**account, GroupName=role.value)


def sign_in(browser: httpx.Client, role: StaffRole) -> None:
    """Signs this browser in, on the user pool's own page. Raises `httpx.HTTPStatusError`."""
    page = browser.get(SIGN_IN, follow_redirects=True).raise_for_status()
    form = Form()
    form.feed(page.text)
    typed = {"username": ACCOUNTS[role], "password": PASSWORD}
    there = page.url.copy_with(path="/login", query=None)
    browser.post(there, data={**form.fields, **typed}, follow_redirects=True).raise_for_status()
