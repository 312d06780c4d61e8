import pytest
@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.unit.ui.gallery_urls")
def test_look(new_page, sign_in):
    p=new_page("desktop"); p.goto("/gallery/?blank=yes&page=3&sort=-patients")
    p.get_by_label("Search use cases").press_sequentially("sep"); p.wait_for_timeout(900); print(p.url)
    p.get_by_label("Search use cases").press_sequentially("sis"); p.wait_for_timeout(900); print(p.url)
    p.get_by_label("Stage", exact=True).select_option(label="Readiness"); p.wait_for_timeout(900); print(p.url)
    p.get_by_role("link", name="Clear filters").click(); p.wait_for_timeout(300); print(p.url, p.get_by_label("Search use cases").input_value())
    p.go_back(); p.wait_for_timeout(500); print(p.url, p.get_by_label("Search use cases").input_value())
