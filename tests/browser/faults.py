"""What is wrong with the page that a browser shows."""

from tests.browser.conftest import AXE, AXE_RULES


def faults_of(page, width):
    page.evaluate(AXE.read_text() + ";0")
    result = page.evaluate(f"axe.run(document, {{runOnly: {AXE_RULES}}})")
    faults = [f"{v['id']}: {v['nodes'][0]['html'][:100]}" for v in result["violations"]]
    over = page.evaluate("document.documentElement.scrollWidth") - width
    return faults + ([f"{over} px wider than the screen"] if over > 0 else [])
