"""HTTP: the request that is sent, and what is written about its answer."""

from typing import Any

import pytest

from tests.nodes.kit import FakeHttp, FakePorts, Ran, run_node
from webhooks.nodes.data.http import NODE
from webhooks.workflows.errors import FieldProblem, NodeError
from webhooks.workflows.ports import HttpRequest, HttpResponse

URL = "https://api.example.com/x"


def ask(
    config: dict[str, Any],
    payload: dict[str, Any] | None = None,
    response: HttpResponse | NodeError | None = None,
) -> tuple[HttpRequest, Ran]:
    http = FakeHttp(response)
    ports = FakePorts()
    ports.http = http
    config = {"uriTemplate": URL, "responsePath": "out"} | config
    ran = run_node(NODE, config, payload or {}, ports=ports)
    return http.requests[-1], ran


def answer(body: bytes, status: int = 200, **headers: str) -> HttpResponse:
    return HttpResponse(status, headers, body, URL, 0.25)


def test_an_export_with_little_in_it_makes_a_plain_get() -> None:
    request, _ = ask({})
    assert request == HttpRequest("GET", URL)
    assert request.timeout_seconds == 30
    assert request.follow_redirects
    assert request.verify_certificate


def test_the_result_holds_answer_and_request() -> None:
    response = answer(b'{"a": [1]}', 404, server="x")
    _, ran = ask({"headerInfo": [{"key": "X-A", "valueTemplate": "1"}]}, {}, response)
    assert ran.payload["out"] == {
        "statusCode": 404,
        "headers": {"server": "x"},
        "body": {"a": [1]},
        "requestDuration": 250,
        "request": {"method": "GET", "uri": URL, "headers": {"x-a": "1"}},
    }


@pytest.mark.parametrize(
    ("encoding", "body", "expected"),
    [
        ("utf8", b"5", 5),
        ("", b'"x"', "x"),
        ("utf8", b"not json \xc3\xbc", "not json ü"),
        ("utf8", b"", ""),
        ("base64", b"[1]", "WzFd"),
        ("hex", b"\x00\xff", "00ff"),
        ("latin1", b"\xe9", "é"),
        ("binary", b"[1]", "[1]"),
        ("ascii", b"\xe9", "i"),
    ],
)
def test_the_body_is_decoded_as_asked(
    encoding: str, body: bytes, expected: object
) -> None:
    _, ran = ask({"encodingTemplate": encoding}, {}, answer(body))
    assert ran.payload["out"]["body"] == expected


@pytest.mark.parametrize(
    ("config", "body", "content_type"),
    [
        ({"bodyTemplate": "a={{n}}"}, b"a=5", None),
        ({"bodyType": "string", "bodyTemplate": ""}, b"", None),
        (
            {"bodyTemplate": "AP8=", "requestEncodingTemplate": "base64"},
            b"\x00\xff",
            None,
        ),
        (
            {"bodyType": "jsonTemplate", "bodyTemplate": '{"n": {{n}} }'},
            b'{"n":5}',
            "application/json",
        ),
        (
            {
                "bodyType": "urlencoded",
                "bodyFields": [
                    {"keyTemplate": "a b", "valueTemplate": "ü&{{n}}"},
                    {"keyTemplate": "a b", "valueTemplate": "{{list}}"},
                ],
            },
            b"a+b=%C3%BC%265&a+b=%5B1%2C2%5D",
            "application/x-www-form-urlencoded;charset=utf-8",
        ),
        ({"bodyType": "none", "bodyTemplate": "x"}, None, None),
        ({"bodyType": "diskPath", "bodyTemplate": "x"}, b"", None),
    ],
)
def test_the_body_is_built_by_its_type(
    config: dict[str, Any], body: bytes | None, content_type: str | None
) -> None:
    request, _ = ask({"method": "POST", **config}, {"n": 5, "list": [1, 2]})
    assert request.body == body
    assert dict(request.headers).get("Content-Type") == content_type


def test_a_form_with_parts_has_a_boundary_of_its_own() -> None:
    fields = [
        {"keyTemplate": 'na"me\r\n', "valueTemplate": "ü"},
        {"keyTemplate": "o", "valueTemplate": "{{o}}"},
    ]
    config = {"method": "POST", "bodyType": "multipart", "bodyFields": fields}
    request, _ = ask(config, {"o": {"a": 1}})
    kind, _, boundary = dict(request.headers)["Content-Type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    assert request.body is not None
    assert request.body.decode() == (
        f"--{boundary}\r\n"
        'Content-Disposition: form-data; name="na%22me%0D%0A"\r\n\r\nü\r\n'
        f"--{boundary}\r\n"
        'Content-Disposition: form-data; name="o"\r\n\r\n{"a":1}\r\n'
        f"--{boundary}--\r\n"
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_get_has_no_body(method: str) -> None:
    request, ran = ask({"method": method, "bodyTemplate": "ignored"})
    assert (request.method, request.body) == (method, None)
    assert "body" not in ran.payload["out"]["request"]


def test_the_body_can_come_from_another_url() -> None:
    http = FakeHttp(answer(b"fetched"))
    ports = FakePorts()
    ports.http = http
    config = {
        "method": "PUT",
        "uriTemplate": URL,
        "bodyType": "url",
        "bodyTemplate": "https://files.example.com/{{id}}",
        "timeoutTemplate": "10",
        "responsePath": "out",
    }
    ran = run_node(NODE, config, {"id": "f 1"}, ports=ports)
    source, target = http.requests
    assert (source.method, source.url) == ("GET", "https://files.example.com/f%201")
    assert (target.method, target.body) == ("PUT", b"fetched")
    # Both share the time.
    assert (source.timeout_seconds, target.timeout_seconds) == (10, 9.75)
    assert ran.payload["out"]["request"]["bodyUrl"] == source.url


def test_headers_of_the_workflow_win_over_ours() -> None:
    config = {
        "method": "POST",
        "bodyType": "jsonTemplate",
        "bodyTemplate": "{}",
        "headerInfo": [
            {"key": "content-type", "valueTemplate": "application/vnd.x+json"},
            {"key": "X-Empty", "valueTemplate": "{{nothing}}"},
            {"key": "", "valueTemplate": "nameless"},
            {"keyTemplate": "X-Old", "valueTemplate": "{{n}}"},
        ],
    }
    request, _ = ask(config, {"n": 1})
    assert list(request.headers) == [
        ("content-type", "application/vnd.x+json"),
        ("X-Old", "1"),
    ]


def test_a_user_name_and_password_become_a_header() -> None:
    config = {
        "authType": "basic",
        "authCredentials": {
            "usernameTemplate": "ann",
            "passwordTemplate": "{{globals.password}}",
        },
    }
    request, ran = ask(config, {"globals": {"password": "s:ü"}})
    assert dict(request.headers)["Authorization"] == "Basic YW5uOnM6w7w="
    # The result is shown in the history of the run.
    echo = ran.payload["out"]["request"]["headers"]["authorization"]
    assert echo == "Basic ***"


def test_certificates_are_handed_on() -> None:
    config = {
        "authType": "clientCert",
        "authCredentials": {"keyTemplate": "K", "certTemplate": "C"},
        "caCertTemplate": "{{globals.ca}}",
        "disableSSLVerification": True,
        "disableRedirects": True,
    }
    request, _ = ask(config, {"globals": {"ca": "A"}})
    assert (request.client_key, request.client_certificate) == ("K", "C")
    assert request.ca_certificate == "A"
    assert not request.verify_certificate
    assert not request.follow_redirects


def test_stored_credentials_do_not_exist_here() -> None:
    with pytest.raises(NodeError, match="do not exist here"):
        ask({"authType": "credential", "credentialNameTemplate": "x"})


@pytest.mark.parametrize(
    ("timeout", "seconds"),
    [("", 30), ("5", 5), ("0.5", 0.5), ("900", 30), ("0", 30), ("-1", 30)],
)
def test_the_time_out_is_thirty_seconds_at_most(timeout: str, seconds: float) -> None:
    assert ask({"timeoutTemplate": timeout})[0].timeout_seconds == seconds


def test_spaces_in_an_address_are_encoded_and_line_breaks_left_to_be_refused() -> None:
    request, _ = ask({"uriTemplate": " https://a.example/?q={{q}} "}, {"q": "a b\nc"})
    assert request.url == "https://a.example/?q=a%20b\nc"


FAILURE = NodeError("The request failed: the host is unknown.", "RequestFailed")


def test_a_failure_stops_the_run() -> None:
    with pytest.raises(NodeError, match="unknown"):
        ask({}, {}, FAILURE)


@pytest.mark.parametrize("body_type", ["string", "url"])
def test_a_failure_can_be_stored_with_its_request(body_type: str) -> None:
    config = {
        "method": "POST",
        "bodyType": body_type,
        "bodyTemplate": "https://b.example/",
        "errorBehavior": "payloadPath",
        "errorPath": "problem",
    }
    _, ran = ask(config, {}, FAILURE)
    assert "out" not in ran.payload
    assert ran.payload["problem"]["name"] == "RequestFailed"
    assert ran.payload["problem"]["message"] == FAILURE.message
    assert ran.payload["problem"]["request"]["uri"] == URL


def test_an_address_that_comes_out_empty_stops_the_run_in_any_case() -> None:
    config = {
        "uriTemplate": "{{nothing}}",
        "errorBehavior": "payloadPath",
        "errorPath": "problem",
    }
    with pytest.raises(NodeError, match="came out empty"):
        ask(config)


def test_an_odd_method_is_refused_when_the_workflow_is_saved() -> None:
    with pytest.raises(FieldProblem) as caught:
        ask({"method": "TRACE"})
    assert caught.value.pointer == "/method"
