"""The pages in a real browser: no error, no network, everything there, and usable by keyboard and on a phone."""

import pytest
from chromium import PROGRAM, Browser
from support import REPOSITORY, mlp

PAGES = ("capacity", "placement", "connections", "check")
DARKEST_LIGHT = 128  # of 255: the ground of a dark page is below it
ARROW_DOWN, ARROW_RIGHT = 40, 39
READABLE = 4.5  # the contrast that WCAG 2.2 asks of text (1.4.3)
# For each element with text of its own the contrast with what is behind it, the lowest first.
CONTRASTS = """
(() => {
  const parse = (text) => { const found = text.match(/[\\d.]+/g).map(Number); return found.length > 3 ? found : [...found, 1]; };
  const light = (colour) => colour.slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const contrast = (element) => {
    const style = getComputedStyle(element), box = element.closest(".node")?.querySelector("rect");
    const colours = [element.ownerSVGElement ? style.fill : style.color, null].map((text) => text && light(parse(text)));
    colours[1] = light(box ? parse(getComputedStyle(box).fill) : behind(element));
    const [low, high] = colours.sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.localName !== "title" && element.checkVisibility())
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((element) => [contrast(element), element.className.baseVal ?? element.className, element.textContent.trim()])
    .sort((one, other) => one[0] - other[0]).slice(0, 3);
})()
"""
HOSTILE = """
apiVersion: v1
kind: Pod
metadata: {name: '<img src=x onerror=alert(1)>', namespace: '"><script>alert(2)</script>'}
spec:
  hostNetwork: true
  containers: [{name: '</style><script>alert(3)</script>', image: "{{ 7 * 7 }}", resources: {requests: {cpu: "1"}}}]
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: '<b>', namespace: '"><script>alert(2)</script>'}
spec: {hard: {requests.cpu: 500m}}
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if PROGRAM is None:
        pytest.skip("no Chromium on PATH (Debian: apt-get install chromium): pages were not looked at")
    running = Browser(tmp_path_factory.mktemp("profile"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name in PAGES:
        done = mlp(REPOSITORY, name, "--format", "html", "--output", str(folder / f"{name}.html"))
        assert not done.stderr, done.stderr
    return folder


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_alone_and_fits_the_screen(browser, pages, name, width, dark):
    page = pages / f"{name}.html"
    browser.open(page, width=width, dark=dark)
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith("data:")] == [page.as_uri()]
    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    assert browser.evaluate("document.title").casefold() == name
    ground = browser.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (int(ground.removeprefix("rgb(").partition(",")[0]) < DARKEST_LIGHT) == dark
    assert len(browser.screenshot()) > 5_000


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", [*PAGES, "over"])
def test_every_word_can_be_read(browser, pages, tmp_path, name, dark):
    page = pages / f"{name}.html"
    if name == "over":
        page = tmp_path / "over.html"
        mlp(tmp_path, "capacity", "-", "--format", "html", "--output", str(page), given=HOSTILE)
    browser.open(page, dark=dark)
    lowest = browser.evaluate(CONTRASTS)
    assert lowest
    assert lowest[0][0] >= READABLE, lowest


def test_capacity_shows_every_quota_with_bars_that_say_what_they_show(browser, pages):
    browser.open(pages / "capacity.html")
    named = browser.evaluate("[...document.querySelectorAll('article h3')].map(title => title.innerText)")
    assert {"app-core-team prod on eks-prod", "app-ml-team-dev dev on eks-nonprod"} <= set(named)
    assert browser.evaluate("[...document.querySelectorAll('.bar')].every(bar => bar.ariaLabel.includes('worst'))")
    widths = browser.evaluate(
        "[...document.querySelectorAll('.bar')].map(bar => ['steady', 'rollout', 'worst', 'track']"
        ".map(part => bar.querySelector('.' + part).getBBox().width))"
    )
    assert all(steady <= rollout <= worst <= track for steady, rollout, worst, track in widths)


def test_the_filter_hides_what_does_not_match(browser, pages):
    browser.open(pages / "capacity.html")
    browser.evaluate("document.getElementById('filter').focus()")
    browser.send("Input.insertText", text="app-core-team eks-prod")
    shown = browser.evaluate("[...document.querySelectorAll('article')].filter(a => !a.hidden).map(a => a.innerText)")
    assert len(shown) == 1
    assert "app-core-team prod on eks-prod" in shown[0]
    assert browser.evaluate("document.querySelector('.filter output').value").startswith("2 of ")


def test_the_matrix_is_walked_with_arrow_keys(browser, pages):
    browser.open(pages / "connections.html")
    browser.evaluate("document.querySelector('.cells td').focus()")
    browser.press("ArrowRight", ARROW_RIGHT)
    browser.press("ArrowDown", ARROW_DOWN)
    assert browser.evaluate(
        "[document.activeElement.cellIndex, document.activeElement.parentNode.sectionRowIndex]"
    ) == [2, 1]
    assert browser.evaluate("document.querySelectorAll('.cells')[0].querySelectorAll('td[tabindex=\"0\"]').length") == 1


def test_a_focused_node_shows_its_own_flows(browser, pages):
    browser.open(pages / "connections.html")
    browser.evaluate("document.querySelector('.node[aria-label*=\"frontend\"]').focus()")
    assert browser.evaluate("document.querySelector('.graph').classList.contains('traced')")
    traced = browser.evaluate("document.querySelectorAll('.edge.on').length")
    assert 0 < traced < browser.evaluate("document.querySelector('.graph').querySelectorAll('.edge').length")


def test_boxes_of_a_graph_do_not_overlap_and_hold_their_words(browser, pages):
    browser.open(pages / "connections.html")
    boxes = browser.evaluate(
        "[...document.querySelectorAll('.graph')].map(g => [...g.querySelectorAll('.node')].map(n => {"
        "const b = n.querySelector('rect').getBBox();"
        "const words = Math.max(...[...n.querySelectorAll('text')].map(t => t.getBBox().x + t.getBBox().width));"
        "return [b.x, b.y, b.width, b.height, words]}))"
    )
    for graph in boxes:
        for index, (x, y, width, height, words) in enumerate(graph):
            assert words <= x + width
            assert all(abs(x - other[0]) >= width or abs(y - other[1]) >= height for other in graph[:index]), (
                "two boxes overlap"
            )


def test_ports_of_a_graph_do_not_overlap_each_other_or_boxes(browser, pages):
    browser.open(pages / "connections.html")
    graphs = browser.evaluate(
        "[...document.querySelectorAll('.graph')].map(g => [...g.querySelectorAll('.ports, .node rect')].map(n => {"
        "const b = n.getBBox(); return [b.x, b.y, b.width, b.height]}))"
    )
    for graph in graphs:
        for index, (x, y, width, height) in enumerate(graph):
            for other_x, other_y, other_width, other_height in graph[:index]:
                apart_x = x >= other_x + other_width or other_x >= x + width
                apart_y = y >= other_y + other_height or other_y >= y + height
                assert apart_x or apart_y, "something is written over something else"


@pytest.mark.parametrize("name", ["capacity", "connections", "check"])
def test_hostile_names_stay_text(browser, tmp_path, name):
    manifest, page = tmp_path / "hostile.yaml", tmp_path / f"{name}.html"
    manifest.write_text(HOSTILE)
    mlp(tmp_path, name, "hostile.yaml", "--format", "html", "--output", str(page))
    browser.open(page)
    assert browser.complaints() == []
    assert browser.evaluate("document.scripts.length") == 1
    assert browser.evaluate("document.images.length") == 0
    assert "alert(2)" in browser.evaluate("document.body.innerText")


def test_the_policy_refuses_a_script_that_got_in(browser, pages, tmp_path):
    page = tmp_path / "injected.html"
    text = (pages / "capacity.html").read_text().replace("</main>", "<script>document.title='taken'</script></main>")
    page.write_text(text)
    browser.open(page)
    assert browser.evaluate("document.title") == "Capacity"
    assert browser.complaints()
