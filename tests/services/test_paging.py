"""Lists: paging, sorting by allow-list, globbing without SQL."""

import pytest

from tests import cast
from webhooks.errors import Invalid
from webhooks.services import webhooks
from webhooks.services.paging import ListQuery, like_pattern
from webhooks.services.site import Site

NAMES = ["alpha", "Beta", "gamma_1", "gammaX1", "100%"]


@pytest.fixture
def application_id(site: Site) -> str:
    application = cast.application(site)
    for name in NAMES:
        cast.webhook(site, application, name=name)
    return application.id


def names(site: Site, application_id: str, **query: object) -> list[str]:
    page = webhooks.list_(site, application_id, ListQuery(**query))  # type: ignore[arg-type]
    return [row.name for row in page.items]


def test_it_sorts_by_name_whatever_the_case(site: Site, application_id: str) -> None:
    assert names(site, application_id) == [
        "100%",
        "alpha",
        "Beta",
        "gamma_1",
        "gammaX1",
    ]


def test_it_sorts_downwards(site: Site, application_id: str) -> None:
    found = names(site, application_id, sort_direction="desc")
    assert found == list(reversed(names(site, application_id)))


def test_equal_values_have_one_order_over_all_pages(
    site: Site, application_id: str
) -> None:
    found = []
    for page in range(3):
        query = {"sort_field": "creationDate", "page": page, "per_page": 2}
        found += names(site, application_id, **query)
    assert sorted(found) == sorted(NAMES)


def test_the_total_counts_what_matches_and_not_what_is_shown(
    site: Site, application_id: str
) -> None:
    query = ListQuery(per_page=1, filter_field="name", filter="gamma*")
    page = webhooks.list_(site, application_id, query)
    assert (len(page.items), page.total_count) == (1, 2)


@pytest.mark.parametrize(
    ("glob", "found"),
    [
        ("gamma*", ["gamma_1", "gammaX1"]),
        ("GAMMA?1", ["gamma_1", "gammaX1"]),
        ("gamma_1", ["gamma_1"]),
        ("*%", ["100%"]),
        ("alph", []),
        ("*", sorted(NAMES, key=str.lower)),
        ("", sorted(NAMES, key=str.lower)),
        ("' OR 1=1 --", []),
    ],
)
def test_it_filters_by_glob(
    site: Site, application_id: str, glob: str, found: list[str]
) -> None:
    assert names(site, application_id, filter_field="name", filter=glob) == found


def test_a_glob_becomes_an_escaped_pattern() -> None:
    assert like_pattern(r"a%b_c\d***?") == r"a\%b\_c\\d%_"


@pytest.mark.parametrize(
    "query",
    [
        {"sort_field": "id; drop table webhook"},
        {"sort_field": "__class__"},
        {"sort_field": "query"},
        {"sort_field": "basicAuthPassword"},
        {"sort_direction": "up"},
        {"filter_field": "token", "filter": "a*"},
        {"filter_field": "name", "filter": "a" * 256},
        {"page": -1},
        {"page": 2**63},
        {"per_page": 0},
        {"per_page": 1001},
    ],
)
def test_it_refuses_what_is_not_on_the_list(
    site: Site, application_id: str, query: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        names(site, application_id, **query)


def test_a_page_beyond_the_end_is_empty(site: Site, application_id: str) -> None:
    assert names(site, application_id, page=999_999, per_page=1000) == []
