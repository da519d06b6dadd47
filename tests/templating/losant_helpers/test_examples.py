"""Every helper's example renders to what its documentation says."""

import pytest

from tests.templating.losant_helpers.rendering import ENVIRONMENT
from webhooks.templating.helper import Helper
from webhooks.templating.losant_helpers import HELPERS


@pytest.mark.parametrize("helper", HELPERS, ids=lambda helper: helper.name)
def test_the_example_renders_to_its_result(helper: Helper) -> None:
    template = ENVIRONMENT.template(helper.example)
    assert template.render(helper.example_payload) == helper.example_result


@pytest.mark.parametrize("helper", HELPERS, ids=lambda helper: helper.name)
def test_each_helper_says_what_it_does(helper: Helper) -> None:
    assert helper.summary.endswith(".")
    assert f"{helper.name}" in helper.example


def test_no_name_is_used_twice() -> None:
    names = [helper.name for helper in HELPERS]
    assert len(names) == len(set(names))


def test_every_documented_helper_is_there() -> None:
    documented = (
        "eq ne gt gte lt lte match includes add subtract multiply divide ceil floor "
        "max min scaleLinear upper lower titleCase trim substring length join "
        "defaultTo typeof encodeURIComponent decodeURIComponent encodeURI decodeURI "
        "encodeBase64 decodeBase64 queryStringEncode format formatDate "
        "formatDateRelative currentDateTime jsonEncode jsonDecode obj array merge "
        "last indexByKey valueByKey formatGps gpsDistance gpsIsPointInside template "
        "evalExpression toHtml colorMarker dashboardUrl"
    )
    assert {helper.name for helper in HELPERS} == set(documented.split())
