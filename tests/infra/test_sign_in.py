"""Who may sign in, and by what way: the client of the user pool that browsers come with."""

from tests.infra.synthesis import Properties, Synthesised


def client(stage: Synthesised) -> Properties:
    [found] = stage.resources("AWS::Cognito::UserPoolClient").values()
    return found


def test_nobody_gives_themselves_an_address_or_a_group(stage: Synthesised) -> None:
    assert client(stage)["WriteAttributes"] == ["locale"]


def test_one_signs_in_by_the_code_flow_alone_and_without_a_secret(stage: Synthesised) -> None:
    properties = client(stage)
    assert properties["AllowedOAuthFlows"] == ["code"]
    assert sorted(properties["AllowedOAuthScopes"]) == ["email", "openid"]
    assert properties["GenerateSecret"] is False


def test_the_pool_tells_nobody_who_has_an_account(stage: Synthesised) -> None:
    assert client(stage)["PreventUserExistenceErrors"] == "ENABLED"


def test_the_pool_sends_a_browser_to_our_two_addresses_alone(stage: Synthesised) -> None:
    properties = client(stage)
    for name, path in (("CallbackURLs", "/secretariat/signed-in"), ("LogoutURLs", "/secretariat/signed-out")):
        [address] = properties[name]
        assert str(address).count(path) == 1
