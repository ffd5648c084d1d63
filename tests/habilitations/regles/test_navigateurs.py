"""What a browser says of itself, in words."""

import pytest

from habilitations.regles.navigateurs import INCONNU, nommer

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "attendu"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:140.0) Firefox/140.0", "Firefox, Windows"),
        (f"{MOZILLA} (X11; Linux x86_64) {WEBKIT} Chrome/142.0 Safari/537.36", "Chrome, Linux"),
        (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/142 Safari/537 Edg/142", "Edge, Windows"),
        (f"{MOZILLA} (Linux; Android 16) {WEBKIT} Chrome/142 Mobile Safari/537", "Chrome, Android"),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari, iPhone",
        ),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 15_1) Version/19.0 Safari/605", "Safari, Mac"),
        ("curl/8.5 (Linux)", f"{INCONNU}, Linux"),
        ("", INCONNU),
    ],
)
def test_un_navigateur_se_reconnait(agent: str, attendu: str) -> None:
    assert nommer(agent) == attendu
