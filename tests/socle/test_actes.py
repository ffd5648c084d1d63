"""One way to carry an act out: what each refusal of a service becomes for who acted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.test import RequestFactory

from portal.socle import actes
from portal.socle.actes import ECRIT, Annonce, agir, mener
from portal.socle.formulaires import ConfirmationForm, MotifForm
from portal.socle.refus import ActionRefusee, DemandeInvalide, Refus, impossible, interdit

MOTIF = "Le comptable est absent."
ANNONCE = Annonce(
    titre="Fermer", texte="Tout ferme.", libelle="Fermer", succes="C’est fermé.", retour="/retour/"
)


class Acteur:
    """Whoever acts: the runner only hands them over."""


@pytest.fixture
def requete(rf: RequestFactory) -> HttpRequest:
    requete = rf.post("/", {"motif": MOTIF})
    requete.acteur = Acteur()
    requete._messages = CookieStorage(requete)
    return requete


@pytest.fixture
def montree(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the page of the act was given, in place of drawing it."""
    vu: dict[str, Any] = {}

    def render(requete: HttpRequest, gabarit: str, contexte: dict[str, Any], status: int) -> None:
        vu.update(contexte, gabarit=gabarit, statut=status)

    monkeypatch.setattr(actes, "render", render)
    return vu


def qui_leve(erreur: Exception) -> Callable[..., None]:
    def service(**_: Any) -> None:
        raise erreur

    return service


def dits(requete: HttpRequest) -> list[tuple[str, str]]:
    return [(m.level_tag, str(m)) for m in get_messages(requete)]


def test_un_acte_fait_se_dit_et_ramene_au_depart(requete: HttpRequest) -> None:
    recus: list[dict[str, Any]] = []

    reponse = agir(
        requete, lambda **donnees: recus.append(donnees), succes="Fait.", retour="/retour/"
    )

    assert recus == [{"acteur": requete.acteur}]
    assert (reponse.status_code, reponse.url) == (302, "/retour/")
    assert dits(requete) == [("success", "Fait.")]


def test_le_role_refuse_par_un_403(requete: HttpRequest) -> None:
    with pytest.raises(PermissionDenied, match="Ce n’est pas à vous"):
        agir(requete, qui_leve(interdit("Ce n’est pas à vous.")), succes="", retour="/retour/")


def test_ce_qui_n_existe_pas_pour_cette_personne_est_un_404(requete: HttpRequest) -> None:
    with pytest.raises(Http404):
        agir(requete, qui_leve(ObjectDoesNotExist()), succes="", retour="/retour/")


def test_le_moment_refuse_par_un_message(requete: HttpRequest) -> None:
    reponse = agir(requete, qui_leve(impossible("Trop tard.")), succes="Fait.", retour="/retour/")

    assert reponse.url == "/retour/"
    assert dits(requete) == [("warning", "Trop tard.")]


def test_le_moment_refuse_et_rend_ce_qui_etait_ecrit(requete: HttpRequest) -> None:
    """Once the CSRF check has passed, as it has for every view."""
    requete.csrf_processing_done = True

    mener(requete, MotifForm(requete.POST), qui_leve(impossible("Trop tard.")), ANNONCE)

    assert dits(requete) == [("warning", "Trop tard."), ("warning", MOTIF)]
    assert [m.extra_tags for m in get_messages(requete)] == ["", ECRIT]


def test_ce_qui_est_fait_ne_rend_rien(requete: HttpRequest) -> None:
    requete.csrf_processing_done = True

    mener(requete, MotifForm(requete.POST), lambda **_: None, ANNONCE)

    assert dits(requete) == [("success", "C’est fermé.")]


def test_ce_qui_n_est_plus_possible_rend_un_formulaire_mal_rempli(
    requete: HttpRequest, montree: dict[str, Any]
) -> None:
    """The page says why in place of the form, and what was too short goes with it."""
    requete.csrf_processing_done = True
    requete.POST = QueryDict("motif=trop+court")

    mener(requete, MotifForm(requete.POST), print, ANNONCE, refus=Refus("moment", "Trop tard."))

    assert montree["ecrits"] == ["trop court"]


def test_un_second_clic_dit_que_c_est_fait(requete: HttpRequest) -> None:
    refus = impossible("Trop tard.")
    vus: list[tuple[ActionRefusee, str]] = []

    def redite(refus: ActionRefusee, motif: str) -> bool:
        vus.append((refus, motif))
        return True

    mener(requete, MotifForm(requete.POST), qui_leve(refus), ANNONCE, redite=redite)

    assert vus == [(refus, MOTIF)]
    assert dits(requete) == [("success", "C’est déjà fait. C’est fermé.")]


def test_ce_qui_est_a_revoir_se_dit_a_cote_du_champ(
    requete: HttpRequest, montree: dict[str, Any]
) -> None:
    formulaire = MotifForm(requete.POST)

    mener(requete, formulaire, qui_leve(DemandeInvalide("motif", "Dites-en plus.")), ANNONCE)

    assert formulaire.errors == {"motif": ["Dites-en plus."]}
    assert (montree["gabarit"], montree["statut"]) == ("socle/acte.html", 422)
    assert dits(requete) == []


def test_un_formulaire_mal_rempli_n_appelle_pas_le_service(
    requete: HttpRequest, montree: dict[str, Any]
) -> None:
    mener(requete, MotifForm({"motif": ""}), qui_leve(AssertionError()), ANNONCE)

    assert montree["statut"] == 422


def test_la_page_demandee_porte_ce_que_veut_son_cadre(
    requete: HttpRequest, montree: dict[str, Any]
) -> None:
    refus = Refus("moment", "Trop tard.")

    mener(requete, ConfirmationForm(), print, ANNONCE, refus=refus, dossier="un dossier")

    assert montree["statut"] == 200
    assert (montree["refus"], montree["annonce"], montree["dossier"]) == (
        refus,
        ANNONCE,
        "un dossier",
    )
