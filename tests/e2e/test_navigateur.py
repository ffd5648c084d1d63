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
    for options in navigateurs:
        de_playwright, la_notre = [
            set(option.removeprefix(OPTION).split(","))
            for option in options
            if option.startswith(OPTION)
        ]
        assert de_playwright < la_notre
