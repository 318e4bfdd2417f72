import pytest

from assist_api.rules.links import link_key, page_of


@pytest.mark.parametrize(
    "key", ["tmall:651230001", "jd:100230", "pdd:90017", "1688:720011223", "douyin:3600112233445566778"]
)
def test_the_page_of_an_item_is_one_that_means_it(key: str) -> None:
    assert link_key(page_of(key)) == key


def test_an_address_is_its_own_page() -> None:
    assert page_of("shop.example.cn/goods/p1001") == "https://shop.example.cn/goods/p1001"


@pytest.mark.parametrize("key", ["xiaohongshu:5f3c", "p1001", ""])
def test_an_item_of_a_marketplace_we_do_not_know_has_no_page(key: str) -> None:
    assert page_of(key) == ""
