"""What a PDF does by itself once opened is refused; what waits for a click is not."""

import zlib
from io import BytesIO

import pytest

from portal.lecteur.pdf import LANCEMENT, PROGRAMME, SORTIE, est_pdf
from tests.lecteur.test_pdf import refus
from tests.lecteur.test_pdf_caches import avec, flux

SITE = b"<< /S /URI /URI (https://mal.example/) >>"
ENVOI = b"<< /S /SubmitForm /F (https://mal.example/) >>"
PARTAGE = b"<< /S /GoToR /F (\\\\\\\\serveur\\\\a.pdf) /D [0 /Fit] >>"


def objet(numero: int, corps: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj" % (numero, corps)


def comprimes(*objets: tuple[int, bytes]) -> bytes:
    """Objects packed in a stream, as PDF 1.5 writes them."""
    corps, places = b"", []
    for numero, contenu in objets:
        places.append(b"%d %d" % (numero, len(corps)))
        corps += contenu + b" "
    tete = b" ".join(places) + b" "
    entete = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(objets), len(tete))
    return flux(entete, zlib.compress(tete + corps), 30)


@pytest.mark.parametrize("action", [SITE, ENVOI, PARTAGE])
@pytest.mark.parametrize(
    "objets",
    [
        (b"<< /Type /Catalog /OpenAction %s >>",),
        (b"<< /Type /Catalog /OpenAction 6 0 R >>", b"%s"),
        (b"<< /Type /Page /AA << /O %s >> >>",),
        (b"<< /Type /Page /AA 6 0 R >>", b"<< /O 7 0 R >>", b"%s"),
        (b"<< /Type /Page /AA << /C 6 0 R >> >>", b"%s"),
        (b"<< /Type /Annot /AA << /E 6 0 R >> >>", b"%s"),
        (b"<< /OpenAction << /S /GoTo /D [3 0 R] /Next %s >> >>",),
        (b"<< /OpenAction 6 0 R >>", b"<< /S /GoTo /D [3 0 R] /Next [7 0 R] >>", b"%s"),
        (b"<< /Open#41ction %s >>",),
    ],
)
def test_ce_qui_sort_du_fichier_sans_clic_est_refuse(
    objets: tuple[bytes, ...], action: bytes
) -> None:
    ecrits = [corps.replace(b"%s", action) for corps in objets]
    en_clair = [objet(5 + rang, corps) for rang, corps in enumerate(ecrits)]
    assert refus(avec(*en_clair)) == SORTIE
    # The action may stand before what starts it.
    assert refus(avec(*reversed(en_clair))) == SORTIE
    serres = [(5 + rang, corps) for rang, corps in enumerate(ecrits)]
    assert refus(avec(comprimes(*serres))) == SORTIE
    if len(serres) > 1:
        assert refus(avec(en_clair[0], comprimes(*serres[1:]))) == SORTIE
        assert refus(avec(comprimes(serres[0]), *en_clair[1:])) == SORTIE


@pytest.mark.parametrize(
    "objets",
    [
        (b"<< /Type /Annot /Subtype /Link /A %s >>",),
        (b"<< /Type /Annot /Subtype /Link /A 6 0 R >>", b"%s"),
        (b"<< /Type /Annot /Subtype /Widget /AA << /U %s >> >>",),
        (b"<< /Type /Annot /Subtype /Widget /AA << /D 6 0 R >> >>", b"%s"),
        (b"<< /Type /Catalog /OpenAction [3 0 R /Fit] >>", b"<< /A %s >>"),
        (b"<< /Type /Catalog /OpenAction << /S /GoTo /D [3 0 R] >> >>", b"%s"),
        (b"<< /Type /Catalog /OpenAction << /S /Named /N /FirstPage >> >>", b"%s"),
        (b"<< /Title (/OpenAction) >>", b"%s"),
    ],
)
@pytest.mark.parametrize("action", [SITE, ENVOI, PARTAGE])
def test_ce_qui_attend_un_clic_est_accepte(objets: tuple[bytes, ...], action: bytes) -> None:
    """The links of a report, the button of a form."""
    ecrits = [corps.replace(b"%s", action) for corps in objets]
    assert est_pdf(BytesIO(avec(*(objet(5 + r, corps) for r, corps in enumerate(ecrits)))))
    assert est_pdf(BytesIO(avec(comprimes(*((5 + r, corps) for r, corps in enumerate(ecrits))))))


def test_ce_qui_etait_refuse_l_est_encore() -> None:
    assert refus(avec(objet(5, b"<< /OpenAction << /S /JavaScript /JS (1) >> >>"))) == PROGRAMME
    assert refus(avec(objet(5, b"<< /OpenAction << /S /Launch /F (a) >> >>"))) == LANCEMENT


@pytest.mark.parametrize("premier", [b"0", b"9 0 R", b"99999", b"-1"])
def test_une_liste_de_numeros_qui_n_en_est_pas_une_n_arrete_rien(premier: bytes) -> None:
    entete = b"/Type /ObjStm /N 1 /First " + premier + b" /Filter /FlateDecode"
    contenu = zlib.compress(b"5 0 << /OpenAction << /S /GoTo >> >>")
    assert est_pdf(BytesIO(avec(flux(entete, contenu, 30))))


def test_une_boucle_d_actions_finit() -> None:
    un = objet(5, b"<< /OpenAction 6 0 R >>")
    deux = objet(6, b"<< /S /GoTo /Next 7 0 R >>")
    trois = objet(7, b"<< /S /GoTo /Next [6 0 R 7 0 R] >>")
    assert est_pdf(BytesIO(avec(un, deux, trois)))
