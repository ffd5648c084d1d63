"""Photographs received: whole ones taken, whatever follows; those that fill memory refused."""

from io import BytesIO

import pytest

from portal.lecteur.genres import HEIC, deviner, reconnaitre
from portal.lecteur.images import est_jpeg, est_png
from portal.lecteur.refus import FichierRefuse
from tests.socle.fichiers import JPEG, PNG, jpeg, png

FILM = b"\0\0\0\x18ftypmp42" + bytes(5000)


@pytest.mark.parametrize(
    "contenu",
    [
        jpeg(),
        jpeg().replace(b"\xff\xc0", b"\0\0\xff\xff\xc0"),
        jpeg(suite=FILM),
        jpeg(suite=jpeg()),
        jpeg(suite=bytes(9000)),
        JPEG,
    ],
)
def test_une_photographie_et_ce_qui_la_suit_sont_pris(contenu: bytes) -> None:
    assert est_jpeg(BytesIO(contenu))


@pytest.mark.parametrize("nom", ["a.jpg", "a.jpeg", "A.JFIF", "a.jpe"])
def test_tous_les_noms_d_une_photographie(nom: str) -> None:
    assert reconnaitre(BytesIO(jpeg()), nom).code == "jpg"


@pytest.mark.parametrize("coupe", range(4, len(jpeg()) - 1))
def test_une_photographie_coupee_est_refusee(coupe: int) -> None:
    with pytest.raises(FichierRefuse, match="abîmé"):
        est_jpeg(BytesIO(jpeg()[:coupe]))


@pytest.mark.parametrize("coupe", [10, 20, len(PNG) - 12])
def test_une_image_png_coupee_est_refusee(coupe: int) -> None:
    with pytest.raises(FichierRefuse, match="abîmé"):
        est_png(BytesIO(PNG[:coupe]))


def test_une_image_trop_grande_a_ouvrir_est_refusee_avec_ses_dimensions() -> None:
    with pytest.raises(FichierRefuse, match="60000 × 50000 points"):
        est_png(BytesIO(png(60_000, 50_000)))
    with pytest.raises(FichierRefuse, match="60000 × 50000 points"):
        est_jpeg(BytesIO(jpeg(60_000, 50_000)))
    assert est_png(BytesIO(png(16_320, 12_240)))


@pytest.mark.parametrize("marque", [b"heic", b"mif1", b"heix", b"avif"])
@pytest.mark.parametrize("nom", ["IMG_0001.HEIC", "IMG_0001.jpg", "IMG_0001.heif"])
def test_une_photographie_heic_dit_quoi_faire(marque: bytes, nom: str) -> None:
    contenu = b"\0\0\0\x18ftyp" + marque + bytes(100)
    with pytest.raises(FichierRefuse) as refus:
        reconnaitre(BytesIO(contenu), nom)
    assert str(refus.value) == HEIC
    assert refus.value.genre == "image"


@pytest.mark.parametrize(
    ("nom", "dit"),
    [
        ("a.webp", "enregistrez l’image en JPEG ou en PNG"),
        ("a.tiff", "enregistrez l’image en JPEG ou en PNG"),
        ("a.csv", "enregistrez le classeur en XLSX ou en ODS"),
        ("a.doc", "enregistrez le document en PDF"),
        ("a.xlsm", "sans macro"),
    ],
)
def test_un_format_courant_refuse_dit_quoi_faire(nom: str, dit: str) -> None:
    with pytest.raises(FichierRefuse, match=dit):
        reconnaitre(BytesIO(b"RIFF"), nom)


@pytest.mark.parametrize(
    ("nom", "contenu", "autre"),
    [("a.png", jpeg(), "jpg"), ("a.pdf", PNG, "png"), ("a", PNG, "png")],
)
def test_un_fichier_mal_nomme_dit_son_vrai_nom(nom: str, contenu: bytes, autre: str) -> None:
    with pytest.raises(FichierRefuse, match=rf"« \.{autre} ». Renommez-le"):
        reconnaitre(BytesIO(contenu), nom)
    assert deviner(BytesIO(contenu), nom) == "image"


@pytest.mark.parametrize(("largeur", "hauteur"), [(0, 0), (0, 5), (5, 0)])
def test_une_image_sans_dimension_est_abimee(largeur: int, hauteur: int) -> None:
    with pytest.raises(FichierRefuse, match="abîmé"):
        est_png(BytesIO(png(largeur, hauteur)))
