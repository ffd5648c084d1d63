"""The figures of the watch: what is counted, and what is never told."""

import re
from typing import Any

import pytest
from celery import signals
from celery.exceptions import TimeLimitExceeded, WorkerLostError
from django.test import Client
from django.urls import get_resolver

from declarations.regles.etats import Etat
from declarations.services.saisie import enregistrer
from habilitations.models import Utilisateur
from portal.celery import app
from portal.socle import courriels, expedition
from portal.socle.mesures import etat, taches
from portal.socle.mesures.compteurs import AUTRE, METHODES, compter_requete
from portal.socle.mesures.service import mesures
from portal.socle.models import Courriel
from tests.courrier import Facteur, port_libre
from tests.declarations.remplir import jusqu_a
from tests.metriques import compte, familles
from tests.monde import Monde, acteur


# --- What is counted -------------------------------------------------------------------
@pytest.mark.django_db
def test_une_page_est_comptee_par_sa_vue(client: Client) -> None:
    vue = {"vue": "accueil:aide", "methode": "GET", "code": "200"}
    inconnue = {"vue": "sans_vue", "methode": "GET", "code": "404"}
    avant = compte("portail_requetes_total", **vue), compte("portail_requetes_total", **inconnue)
    durees = compte("portail_requete_secondes_count", vue="accueil:aide")
    client.get("/aide/")
    client.get("/jeanne-dupont/")
    assert compte("portail_requetes_total", **vue) == avant[0] + 1
    assert compte("portail_requetes_total", **inconnue) == avant[1] + 1
    assert compte("portail_requete_secondes_count", vue="accueil:aide") == durees + 1


def test_une_methode_inventee_n_ouvre_pas_de_serie() -> None:
    compter_requete("accueil:aide", "JEANNE", 405, 0.1)
    assert compte("portail_requetes_total", vue="accueil:aide", methode=AUTRE, code="405") >= 1
    assert b"JEANNE" not in mesures()


@pytest.mark.usefixtures("fige")
def test_les_saisies_et_les_envois_sont_comptes_une_fois_ecrits(
    monde: Monde, django_capture_on_commit_callbacks: Any
) -> None:
    declaration = monde.declaration()
    chemin = f"lieux.l{declaration.equipement.lieux.order_by('nom')[0].pk}.heures_entretiens"
    ecrits = {"objet": "volet", "issue": "ecrit"}
    refuses = {"objet": "volet", "issue": "refuse"}
    nom = "portail_enregistrements_total"
    avant = compte(nom, **ecrits), compte(nom, **refuses)
    with django_capture_on_commit_callbacks() as apres:
        for revision, saisi in ((0, "12,5"), (1, "beaucoup")):
            enregistrer(
                declaration.pk,
                "activite",
                acteur=acteur(monde.passerelles.activite),
                revision=revision,
                brut={chemin: saisi},
            )
    assert (compte(nom, **ecrits), compte(nom, **refuses)) == avant
    for appel in apres:
        appel()
    assert (compte(nom, **ecrits), compte(nom, **refuses)) == (avant[0] + 1, avant[1] + 1)

    envois = compte("portail_transmissions_total", objet="declaration")
    with django_capture_on_commit_callbacks() as apres:
        jusqu_a(declaration, monde, Etat.TRANSMISE)
    assert compte("portail_transmissions_total", objet="declaration") == envois
    for appel in apres:
        if "compter_transmission" in appel.__qualname__:
            appel()
    assert compte("portail_transmissions_total", objet="declaration") == envois + 1


@pytest.mark.django_db
def test_les_courriels_sont_comptes_par_leur_issue(facteur: Facteur, settings: Any) -> None:
    nom = "portail_courriels_total"
    avant = {i: compte(nom, issue=i) for i in ("envoye", "echec", "reporte")}
    ids = [courriels.deposer("a@exemple.test", "À saisir", "Bonjour.").pk for _ in range(3)]
    settings.COURRIELS_PAR_JOUR = 2
    assert expedition.expedier(ids).envoyes == 2
    assert compte(nom, issue="envoye") == avant["envoye"] + 2
    assert compte(nom, issue="reporte") == avant["reporte"] + 1

    [autre] = [courriels.deposer("b@exemple.test", "À saisir", "Bonjour.").pk]
    settings.EMAIL_PORT = port_libre()
    assert expedition.expedier([autre]).echecs == 1
    assert compte(nom, issue="echec") == avant["echec"] + 1
    assert etat.courriels_en_attente() == {"a_envoyer": 0, "echec": 2}
    assert etat.plus_ancien_essai() == min(
        Courriel.objects.exclude(prochain_essai_le=None).values_list("prochain_essai_le", flat=True)
    )


def test_une_tache_est_comptee_et_son_dernier_passage_retenu() -> None:
    nom = "portal.accueil.tasks.verifier_integrite"
    app.loader.import_default_modules()
    tache = app.tasks[nom]
    avant = compte("portail_taches_total", tache=nom, issue="SUCCESS")
    taches._commencee(task_id="un")
    taches._finie(task_id="un", task=tache, retval=3, state="SUCCESS")
    assert compte("portail_taches_total", tache=nom, issue="SUCCESS") == avant + 1
    passage = taches.dernier_passage(nom)
    assert passage is not None
    assert (passage["issue"], passage["resultat"]) == ("SUCCESS", 3)
    assert 0 <= passage["secondes"] < 5

    # Its process was killed: the main one of the worker says so; an ordinary failure is said above.
    taches._tuee(sender=tache, exception=ValueError())
    assert taches.dernier_passage(nom) == passage
    for mort in (TimeLimitExceeded(3000), WorkerLostError("signal 9")):
        taches._tuee(sender=tache, exception=mort)
        retenu = taches.dernier_passage(nom)
        assert retenu is not None
        assert (retenu["issue"], retenu["secondes"]) == (taches.TUEE, None)
    assert compte("portail_taches_total", tache=nom, issue=taches.TUEE) >= 2


def test_une_tache_demandee_est_comptee_par_qui_la_demande() -> None:
    nom = "portal.socle.tasks.tournee"
    avant = compte("portail_taches_demandees_total", tache=nom)
    signals.before_task_publish.send(sender=nom)  # ``portal.celery`` has us listen
    assert compte("portail_taches_demandees_total", tache=nom) == avant + 1


def test_seul_le_passage_des_taches_planifiees_est_retenu() -> None:
    nom = "portal.socle.tasks.expedier"
    app.loader.import_default_modules()
    taches._finie(task_id="deux", task=app.tasks[nom], retval=1, state="SUCCESS")
    assert taches.dernier_passage(nom) is None


def test_une_file_qui_ne_repond_pas_se_dit(settings: Any, tmp_path: Any) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/absent.sock"
    assert etat.taches_en_file() is None


# --- What is never told ----------------------------------------------------------------
@pytest.mark.usefixtures("fige")
def test_aucun_nom_ni_aucun_chiffre_dans_les_etiquettes(monde: Monde, client: Client) -> None:
    """After pages of a person, a search, a save: only words of the code."""
    personne: Utilisateur = monde.passerelles.approbateur
    declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE) or monde.declaration()
    client.force_login(personne)
    client.get("/recherche/", {"q": personne.nom})
    client.get(f"/declarations/{declaration.pk}/")
    client.post("/compte/connexion/", {"login": personne.email, "password": "inexact"})
    texte = mesures(avec_l_etat=True).decode()
    vues = {
        etiquettes["vue"]
        for famille in familles(texte)
        for _, etiquettes, *_ in famille.samples
        if "vue" in etiquettes
    }
    assert {"accueil:recherche", "account_login"} <= vues
    for famille in familles(texte):
        for _, etiquettes, *_ in famille.samples:
            assert set(etiquettes) <= {*ETIQUETTES, "le"}, famille.name
            for nom, mot in etiquettes.items():
                assert nom == "le" or re.fullmatch(ETIQUETTES[nom], mot), (famille.name, nom, mot)
    qui = f"{personne.prenom} {personne.nom}"
    for secret in (personne.email, qui, declaration.gestionnaire.nom, monde.caf.nom):
        assert secret.lower() not in texte.lower()


ETIQUETTES = {
    "vue": r"[a-z0-9_.-]+(:[a-z0-9_.-]+)*",
    "methode": "|".join((*METHODES, AUTRE)),
    "code": r"[1-5]\d\d",
    "tache": r"[a-z_.]+",
    "issue": r"[A-Za-z_]+",
    "objet": r"[a-z]+",
    "etat": r"[a-z_]+",
}


def test_chaque_vue_a_un_nom_sans_valeur() -> None:
    """A view without a name would be told by the path of its function: it has none of ours."""
    sans_nom = [m for m in get_resolver().url_patterns if hasattr(m, "name") and not m.name]
    assert sans_nom == []
