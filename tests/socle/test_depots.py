"""Files on their way in: the limit holds, memory does not fill, the rest of the form is read."""

import tracemalloc
from io import BytesIO

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from portal.socle.depots import trop_lourds

FRONTIERE = "limite"
MO = 1024 * 1024


class Flot:
    """A multipart body made as it is read: fields, a file of so many bytes, fields again."""

    def __init__(self, taille: int) -> None:
        debut = (
            f'--{FRONTIERE}\r\nContent-Disposition: form-data; name="avant"\r\n\r\noui\r\n'
            f'--{FRONTIERE}\r\nContent-Disposition: form-data; name="fichier"; '
            'filename="gros.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
        ).encode()
        fin = (
            f'\r\n--{FRONTIERE}\r\nContent-Disposition: form-data; name="apres"\r\n\r\nnon\r\n'
            f"--{FRONTIERE}--\r\n"
        ).encode()
        self.taille = len(debut) + taille + len(fin)
        self._morceaux = self._dire(debut, taille, fin)
        self._reste = b""

    def _dire(self, debut: bytes, taille: int, fin: bytes):
        yield debut
        bloc = b"x" * (64 * 1024)
        for place in range(0, taille, len(bloc)):
            yield bloc[: min(len(bloc), taille - place)]
        yield fin

    def read(self, combien: int = -1) -> bytes:
        while len(self._reste) < combien:
            suite = next(self._morceaux, None)
            if suite is None:
                break
            self._reste += suite
        rendu, self._reste = self._reste[:combien], self._reste[combien:]
        return rendu

    def readline(self, combien: int = -1) -> bytes:
        raise NotImplementedError("Un corps de formulaire se lit par morceaux.")


def requete(taille: int, annoncee: int | None = None) -> WSGIRequest:
    flot = Flot(taille)
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD="POST",
        CONTENT_TYPE=f"multipart/form-data; boundary={FRONTIERE}",
        CONTENT_LENGTH=str(annoncee or flot.taille),
    )
    environ["wsgi.input"] = flot
    return WSGIRequest(environ)


def test_quarante_mega_ne_remplissent_pas_la_memoire() -> None:
    demande = requete(40 * MO)
    tracemalloc.start()
    try:
        champs = demande.POST
        _, pic = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert pic < 6 * MO
    assert trop_lourds(demande) == {"fichier"}
    assert not demande.FILES
    assert champs.dict() == {"avant": "oui", "apres": "non"}


@pytest.mark.parametrize("taille", [1, 3 * MO, 10 * MO])
def test_jusqu_a_la_limite_le_fichier_passe(taille: int) -> None:
    demande = requete(taille)
    assert demande.FILES["fichier"].size == taille
    assert demande.POST["apres"] == "non"
    assert trop_lourds(demande) == set()
    demande.close()


def test_un_octet_de_trop_est_de_trop() -> None:
    demande = requete(10 * MO + 1)
    assert not demande.FILES
    assert trop_lourds(demande) == {"fichier"}


def test_une_requete_demesuree_n_est_pas_lue() -> None:
    demande = requete(1, annoncee=2000 * MO)
    with pytest.raises(RequestDataTooBig):
        _ = demande.POST


def test_un_formulaire_sans_fichier_n_y_perd_rien() -> None:
    demande = WSGIRequest(
        RequestFactory()._base_environ(
            REQUEST_METHOD="POST",
            CONTENT_TYPE="application/x-www-form-urlencoded",
            CONTENT_LENGTH="5",
        )
        | {"wsgi.input": BytesIO(b"a=oui")}
    )
    assert demande.POST["a"] == "oui"
    assert trop_lourds(demande) == set()
