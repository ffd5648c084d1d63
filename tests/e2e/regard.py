"""What axe says of a page in the browser."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page

NORMES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "reporter": "no-passes",  # what is right would be told at length
}
SANS_CONTRASTE = {"rules": {"color-contrast": {"enabled": False}}}
# Every way in which a page draws a text, as far as its contrast goes: its colour, whether it may
# pass for large (18 px or more), and what it stands on – no further than a plain background.
ENCRES = """() => {
  const supports = new Map([[document, ["", ""]]]);
  const support = (e) => {
    if (!supports.has(e)) {
      const [fond, voile] = support(e.parentNode);
      const s = getComputedStyle(e), image = s.backgroundImage, couleur = s.backgroundColor;
      const opaque = image === "none" && couleur.startsWith("rgb(");
      const nu = couleur === "rgba(0, 0, 0, 0)" && image === "none";
      const peint = nu ? "" : `/${couleur} ${image}`;
      supports.set(e, [
        (opaque ? "" : fond) + peint,
        voile + (s.opacity === "1" ? "" : ` ${s.opacity} sur ${fond}`),
      ]);
    }
    return supports.get(e);
  };
  const encre = (e) => {
    const s = getComputedStyle(e), [fond, voile] = support(e);
    const taille = parseFloat(s.fontSize) < 18 ? "petit" : `${s.fontSize} ${s.fontWeight}`;
    return `${s.color} ${taille} ${s.textShadow} ${fond}${voile}`;
  };
  const encres = new Set();
  const textes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (textes.nextNode())
    if (textes.currentNode.data.trim()) encres.add(encre(textes.currentNode.parentElement));
  for (const e of document.querySelectorAll("input, select, textarea")) encres.add(encre(e));
  return [...encres];
}"""
LISIBLES: set[str] = set()
AXE = Axe()
# Where the browser asks for axe, as for any script of the portal: it keeps it, ready to run.
ADRESSE = f"{settings.STATIC_URL}axe.js"
CHARGER = """(adresse) => "axe" in window || new Promise((fini) => {
  const script = document.createElement("script");
  script.onload = script.onerror = () => { script.remove(); fini("axe" in window); };
  script.src = adresse;
  document.head.append(script);
})"""


def regarder(page: Page, partie: str | None = None) -> str:
    """What axe finds wrong in a page, or in a part of it; empty when nothing is.

    Its half a megabyte of script is read once per document, not at each look, by the browser
    itself where the network lets it. Contrasts, three quarters of its time, are computed again only
    where a text is drawn in a way not seen yet.
    """
    if not page.evaluate(CHARGER, ADRESSE):
        page.evaluate(f"{AXE.axe_script}\n;void 0")  # else what it defines would come back too
    encres = set(page.evaluate(ENCRES))
    normes = NORMES if encres - LISIBLES else NORMES | SANS_CONTRASTE
    arguments = AXE._format_script_args(context=partie, options=normes)
    resultat = AxeResults(page.evaluate(f"axe.run({arguments})"))
    if resultat.violations_count:
        return str(resultat.generate_report())
    if partie is None:
        LISIBLES.update(encres)
    return ""
