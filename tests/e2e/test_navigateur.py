"""Chromium as the suite starts it: lighter, and without what Playwright puts aside."""

import psutil
from playwright.sync_api import Browser

OPTION = "--disable-features="


def test_ce_que_playwright_ecarte_le_reste(browser: Browser) -> None:
    """Chromium reads the last list alone, and Playwright’s may grow with a version of its own."""
    assert browser.is_connected()
    enfants = psutil.process_iter(["cmdline"])  # those that end meanwhile have no command line
    miens = {enfant.pid for enfant in psutil.Process().children(recursive=True)}
    commandes = [enfant.info["cmdline"] or [] for enfant in enfants if enfant.pid in miens]
    navigateurs = [options for options in commandes if "--remote-debugging-pipe" in options]
    assert navigateurs
    listes = [
        [set(o.removeprefix(OPTION).split(",")) for o in options if o.startswith(OPTION)]
        for options in navigateurs
    ]
    # A journey may start a browser of its own, with the list of Playwright alone.
    nos_navigateurs = [liste for liste in listes if len(liste) > 1]
    assert nos_navigateurs
    for de_playwright, la_notre in nos_navigateurs:
        assert de_playwright < la_notre
