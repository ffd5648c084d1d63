"""OpenDocument received: what would act when somebody opens it is refused, the rest is accepted."""

from io import BytesIO

import pytest

from portal.lecteur.genres import reconnaitre
from portal.lecteur.refus import DDE, MACROS, OBJET, PROTEGE
from tests.lecteur.refuses import EMPAQUETE, refus
from tests.socle.fichiers import odf


@pytest.mark.parametrize(
    ("parties", "dit"),
    [
        ({"Basic/Standard/m.xml": b"x"}, MACROS),
        ({"Object 1/Basic/Standard/m.xml": b"x"}, MACROS),
        ({"Object 1/Scripts/python/m.py": b"x"}, MACROS),
        ({"content.xml": b"<o:a xmlns:o='o'><o:library-embedded/></o:a>"}, MACROS),
        (
            {
                "content.xml": b"<a xmlns:x='x'><event-listener "
                b"x:href='vnd.sun.star.script:a?language=Basic'/></a>"
            },
            MACROS,
        ),
        ({"content.xml": b"<a xmlns:t='t'><t:dde-link/></a>"}, DDE),
        ({"Object 1/content.xml": b"<a xmlns:o='o'><o:dde-source/></a>"}, DDE),
        ({"content.xml": b"<a xmlns:x='x'><object x:href='http://mal.example/'/></a>"}, "ailleurs"),
        ({"meta.xml": b"<a xmlns:x='x'><template x:href='http://mal.example/'/></a>"}, "ailleurs"),
        ({"Object 1": EMPAQUETE}, OBJET),
        (
            {"META-INF/manifest.xml": b"<m:a xmlns:m='m'><m:encryption-data/></m:a>"},
            PROTEGE,
        ),
    ],
)
def test_ce_qui_agit_dans_un_opendocument_est_refuse(parties: dict[str, bytes], dit: str) -> None:
    assert dit in refus(odf("text", parties), "a.odt")


def test_un_opendocument_courant_est_accepte() -> None:
    parties = {
        "content.xml": b"<a xmlns:x='x'><!-- encryption-data --><x:a x:href='https://www.caf.fr'/>"
        b"<object x:href='./Object 1'/></a>",
        "META-INF/manifest.xml": b"<!DOCTYPE manifest PUBLIC 'a' 'Manifest.dtd'><manifest/>",
    }
    assert reconnaitre(BytesIO(odf("text", parties)), "a.odt").code == "odt"


@pytest.mark.parametrize(
    ("adresse", "refusee"),
    [
        ("//serveur/logo.png", True),
        ("https://ville.example/l.png", False),
        ("Pictures/1.png", False),
    ],
)
def test_une_image_d_opendocument_sur_une_autre_machine(adresse: str, refusee: bool) -> None:
    contenu = odf("text", {"content.xml": f'<d><image href="{adresse}"/></d>'.encode()})
    if refusee:
        assert "insérez-la" in refus(contenu, "a.odt")
    else:
        assert reconnaitre(BytesIO(contenu), "a.odt").code == "odt"
