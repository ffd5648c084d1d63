"""What comes after a journey, in the same process, may run a loop of its own."""

import asyncio

from playwright.sync_api import Page


async def rien() -> str:
    return "fait"


def test_sous_la_boucle_du_navigateur_une_autre_se_mene_a_bien(page: Page) -> None:
    boucle = asyncio.get_running_loop()  # that of Playwright, and nothing waits for it
    assert asyncio.run(rien()) == "fait"
    assert asyncio.get_running_loop() is boucle
    page.goto("about:blank")
    assert page.evaluate("1 + 1") == 2
