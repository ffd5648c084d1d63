"""Anything sent to any address by anybody: never a 500.

Every address of the access table, its forms' own fields and others, values that nobody would
type: control characters, half characters, huge numbers, files where texts are expected.
"""

import re
from collections.abc import Mapping

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.acces import MondeAcces
from tests.monde import MAINTENANT
from tests.tables_acces.codes import PERSONNES
from tests.test_acces import TABLE

ADRESSES = sorted({(nom, arguments) for nom, arguments, _ in TABLE}, key=repr)
# Names that the portal reads, in forms or in addresses, whichever page they belong to.
NOMS = (
    "q", "page", "sort", "etat", "annee", "dispositif", "nature", "retard", "perimetre", "tout",
    "a_faire", "revision", "suite", "confirmer", "cle_ligne", "libelle_ligne", "libelle", "motif",
    "texte", "cle", "pour_le", "expire_le", "volets", "champs", "choix", "action", "toutes",
    "question", "reference", "empreinte", "fichier", "jeton", "jour", "le", "vers", "siret",
    "collectifs", "intitule", "etp", "poste_conventionne", "nombre", "phrase", "personnes",
    "comptes.64", "lieux.l1.heures_rencontres", "choix-comptes.64", "present-x", "login",
)  # fmt: skip
VALEURS = st.one_of(
    st.sampled_from(
        [
            "", " ", "0", "-1", "1e999", "NaN", "9" * 400, "2026-02-30", "31/02/2026", "0000-00-00",
            "99999999999999999999", "\x00", "a\x00b", "\ud83d", "‮", "é" * 5000, "%00", "../../etc",
            "<script>alert(1)</script>", "{{ 7*7 }}", "ajouter", "terminer", "reprendre:precedent",
            "ligne:", "ligne:\x00", "confirmer", "prendre_en_charge", "demander_correction",
            "activite", "finances", "er", "-annee", "--", "٣٤",
        ]
    ),
    st.text(max_size=40),
    st.integers(-(2**70), 2**70).map(str),
)  # fmt: skip
DONNEES = st.dictionaries(
    st.sampled_from(NOMS), st.one_of(VALEURS, st.lists(VALEURS, max_size=3)), max_size=6
)
FICHIERS = st.sampled_from(
    [
        None,
        ("piece.pdf", b"%PDF-1.4 <script>"),
        ("../\x00é.xlsx", b"PK\x03\x04"),
        ("sans-extension", b"x"),
        ("vide.pdf", b""),
    ]
)
# Half a character cannot travel in a form: browsers send a replacement for it.
_DEMIS = re.compile("[\ud800-\udfff]")


def envoyable(donnees: Mapping[str, object]) -> dict[str, object]:
    def nettoyer(valeur: object) -> object:
        if isinstance(valeur, list):
            return [nettoyer(v) for v in valeur]
        return _DEMIS.sub("\ufffd", str(valeur))

    return {nom: nettoyer(valeur) for nom, valeur in donnees.items()}


class Fuzz(MondeAcces, TestCase):
    @settings(
        max_examples=400,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.sampled_from(ADRESSES),
        st.sampled_from(PERSONNES),
        st.sampled_from(["get", "post"]),
        st.booleans(),
        DONNEES,
        FICHIERS,
    )
    def test_jamais_d_erreur_interne(
        self,
        adresse: tuple[str, tuple[object, ...]],
        qui: str,
        methode: str,
        htmx: bool,
        donnees: dict[str, object],
        fichier: tuple[str, bytes] | None,
    ) -> None:
        nom, arguments = adresse
        envoi = envoyable(donnees)
        if fichier and methode == "post":
            envoi["fichier"] = SimpleUploadedFile(*fichier)
        entetes = {"HX-Request": "true"} if htmx else {}
        with time_machine.travel(MAINTENANT, tick=False):
            client = self._client(qui)
            client.raise_request_exception = False
            chemin = reverse(nom, args=[self.declarations.get(a, a) for a in arguments])
            reponse = getattr(client, methode)(chemin, envoi, headers=entetes)
        assert reponse.status_code < 500, (chemin, qui, methode, envoi)
