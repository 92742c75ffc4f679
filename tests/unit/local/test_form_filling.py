"""A form goes back with what the page put into it, and what was typed over that."""

from urllib.parse import parse_qs

import httpx

from local.form_filling import open_form, send_form

PAGE = """<form method="post">
<input name="website" value=""><input type="hidden" name="started" value="1700000000000">
<select name="organisation"><option value="aruvia">Aruvia</option></select>
<input type="radio" name="role" value="member" checked><input type="radio" name="role" value="staff">
<input type="checkbox" name="consent" value="yes">
<textarea name="sharing">
</textarea><button type="submit">Register</button></form>"""


def site(request: httpx.Request) -> httpx.Response:
    if request.method == "GET":
        return httpx.Response(200, html=PAGE)
    return httpx.Response(202, json={"sent": parse_qs(request.content.decode()), "origin": request.headers["origin"]})


def test_hidden_and_preset_values_go_back_with_what_was_typed() -> None:
    typed = {"organisation": "aruvia"}
    with httpx.Client(base_url="http://127.0.0.1:8000", transport=httpx.MockTransport(site)) as browser:
        answer = send_form(browser, "/e/panel", open_form(browser, "/e/panel"), typed, seconds=0).json()
    assert answer["sent"] == {"started": ["1700000000000"], "organisation": ["aruvia"], "role": ["member"]}
    assert answer["origin"] == "http://127.0.0.1:8000"


def test_a_box_that_nobody_ticked_is_not_sent_and_says_what_it_would_send() -> None:
    with httpx.Client(base_url="http://127.0.0.1:8000", transport=httpx.MockTransport(site)) as browser:
        form = open_form(browser, "/e/panel")
        ticked = send_form(browser, "/e/panel", form, {"consent": form.boxes["consent"]}, seconds=0).json()
    assert "consent" not in form.fields
    assert ticked["sent"]["consent"] == ["yes"]
