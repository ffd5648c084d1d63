"""Programs of a PDF hidden where only readers look: packed objects, rows of differences, XFA."""

import zlib
from io import BytesIO

import pytest

from portal.lecteur.pdf import PROGRAMME, est_pdf
from portal.lecteur.pdf_flux import deplier
from portal.lecteur.pdf_objets import Nom, Renvoi
from portal.lecteur.refus import ABIME, FichierRefuse
from tests.lecteur.test_pdf import refus
from tests.socle.fichiers import PDF

OBJETS = b"5 0 << /S /JavaScript /JS (1) >>"
LARGEUR = 7


def avec(*objets: bytes) -> bytes:
    return PDF.replace(b"trailer", b"\n".join((*objets, b"trailer")))


def flux(entete: bytes, contenu: bytes, numero: int = 8) -> bytes:
    return b"%d 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj" % (numero, entete, contenu)


def en_differences(contenu: bytes, genre: int) -> bytes:
    """The rows of a content, as the predictors of PNG write them."""
    contenu += b" " * (-len(contenu) % LARGEUR)
    sortie, avant = b"", bytes(LARGEUR)
    for place in range(0, len(contenu), LARGEUR):
        ligne = contenu[place : place + LARGEUR]
        gauche, coin = b"\0" + ligne[:-1], b"\0" + avant[:-1]
        attendus = {
            0: bytes(LARGEUR),
            1: gauche,
            2: avant,
            3: bytes((g + h) // 2 for g, h in zip(gauche, avant, strict=True)),
            4: bytes(
                min((g, h, c), key=lambda v, p=g + h - c: abs(p - v))  # type: ignore[misc]
                for g, h, c in zip(gauche, avant, coin, strict=True)
            ),
        }[genre]
        ecarts = (o - a & 0xFF for o, a in zip(ligne, attendus, strict=True))
        sortie += bytes([genre, *ecarts])
        avant = ligne
    return sortie


@pytest.mark.parametrize("genre", range(5))
def test_un_programme_ne_se_cache_pas_dans_des_differences(genre: int) -> None:
    entete = (
        b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /DecodeParms "
        b"<< /Predictor 15 /Columns %d >>" % LARGEUR
    )
    assert refus(avec(flux(entete, zlib.compress(en_differences(OBJETS, genre))))) == PROGRAMME


@pytest.mark.parametrize("genre", range(5))
def test_ce_qui_est_en_differences_se_relit(genre: int) -> None:
    choix = {"Predictor": 10 + genre, "Columns": LARGEUR}
    lu = deplier(
        {"Filter": Nom("FlateDecode"), "DecodeParms": choix},
        zlib.compress(en_differences(OBJETS, genre)),
    )
    assert lu.rstrip() == OBJETS


@pytest.mark.parametrize(
    "choix",
    [Renvoi(9), {"Predictor": 2}, {"Predictor": 12, "Columns": 10**9}, {"Predictor": Renvoi(9)}],
)
def test_ce_qui_ne_se_relit_pas_est_refuse(choix: object) -> None:
    with pytest.raises(FichierRefuse, match="abîmé"):
        deplier({"Filter": Nom("FlateDecode"), "DecodeParms": choix}, zlib.compress(OBJETS))


@pytest.mark.parametrize("genre", [b"", b"/Type 9 0 R", b"/Type /XYZ"])
def test_des_objets_comprimes_le_sont_quel_que_soit_leur_type(genre: bytes) -> None:
    entete = genre + b" /N 1 /First 4 /Filter /FlateDecode"
    assert refus(avec(flux(entete, zlib.compress(OBJETS)))) == PROGRAMME


def test_un_empaquetage_que_rien_ne_dit_est_refuse() -> None:
    entete = b"/Type /ObjStm /N 1 /First 4 /Filter 9 0 R"
    assert refus(avec(flux(entete, zlib.compress(OBJETS)))) == ABIME


def formulaire(langue: bytes, champ: bytes, *morceaux: bytes, filtre: bool = False) -> bytes:
    """A PDF whose form is XML in so many streams, from object 8; named by ``champ``."""
    xml = b'<t:xdp xmlns:t="x"><script contentType="application/%s">1</script></t:xdp>' % langue
    taille = -(-len(xml) // 2)
    objets = [
        flux(
            b"/Filter /FlateDecode" if filtre else b"",
            zlib.compress(xml[i : i + taille]) if filtre else xml[i : i + taille],
            8 + rang,
        )
        for rang, i in enumerate(range(0, len(xml), taille))
    ]
    return avec(b"4 0 obj\n<< /XFA " + champ + b" >>\nendobj", *morceaux, *objets)


@pytest.mark.parametrize("filtre", [False, True])
@pytest.mark.parametrize(
    ("champ", "morceaux"),
    [
        (b"8 0 R", ()),
        (b"[(template) 8 0 R (fin) 9 0 R]", ()),
        (b"7 0 R", (b"7 0 obj\n[(template) 8 0 R (fin) 9 0 R]\nendobj",)),
    ],
)
def test_le_programme_d_un_formulaire_xfa_est_refuse(
    champ: bytes, morceaux: tuple[bytes, ...], filtre: bool
) -> None:
    for langue in (b"x-javascript", b"x-java&#115;cript"):
        assert refus(formulaire(langue, champ, *morceaux, filtre=filtre)) == PROGRAMME
    calcul = formulaire(b"x-formcalc", champ, *morceaux, filtre=filtre)
    assert est_pdf(BytesIO(calcul))


def test_cent_mille_objets_sans_action_sont_vite_lus() -> None:
    """A long report has as many: they are not parsed one by one when no name in them acts."""
    nombreux = b" ".join(b"<< /A %d /B (JavaScript %d) >>" % (i, i) for i in range(120_000))
    entete = b"/Type /ObjStm /N 1 /First 0 /Filter /FlateDecode"
    assert est_pdf(BytesIO(avec(flux(entete, zlib.compress(nombreux)))))
