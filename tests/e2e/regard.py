"""What axe says of a page in the browser."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NORMES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
SANS_CONTRASTE = {"rules": {"color-contrast": {"enabled": False}}}
# Every way in which a page draws a text: its colour and size over the backgrounds it stands on.
ENCRES = """() => {
  const fonds = new Map([[document, ""]]);
  const fond = (e) => {
    if (!fonds.has(e)) {
      const s = getComputedStyle(e);
      fonds.set(e, `${fond(e.parentNode)}/${s.backgroundColor} ${s.backgroundImage} ${s.opacity}`);
    }
    return fonds.get(e);
  };
  const encres = new Set();
  const textes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (textes.nextNode()) {
    if (!textes.currentNode.data.trim()) continue;
    const e = textes.currentNode.parentElement, s = getComputedStyle(e);
    encres.add(`${s.color} ${s.fontSize} ${s.fontWeight} ${s.textShadow} ${fond(e)}`);
  }
  for (const e of document.querySelectorAll("input, select, textarea"))
    encres.add(`${getComputedStyle(e).color} ${getComputedStyle(e).fontSize} ${fond(e)}`);
  return [...encres];
}"""
LISIBLES: set[str] = set()
AXE = Axe()
AXE.axe_script += "\n;void 0"  # else what it defines would come back through the browser’s pipe


def regarder(page: Page, partie: str | None = None) -> str:
    """What axe finds wrong in a page, or in a part of it; empty when nothing is.

    Its half a megabyte of script is sent once per document, not at each look. Contrasts, three
    quarters of its time, are computed again only where a text is drawn in a way not seen yet.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    encres = set(page.evaluate(ENCRES))
    normes = NORMES if encres - LISIBLES else NORMES | SANS_CONTRASTE
    arguments = AXE._format_script_args(context=partie, options=normes)
    resultat = AxeResults(page.evaluate(f"axe.run({arguments})"))
    if resultat.violations_count:
        return str(resultat.generate_report())
    if partie is None:
        LISIBLES.update(encres)
    return ""
