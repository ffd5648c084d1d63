"""Concluding does what the fiche asks for: équipements, rights signed, acts, e-mails; once."""

from datetime import date

import pytest

from habilitations.adhesions.presentation.dossiers import dire_a_faire
from habilitations.adhesions.regles.fiche import APPROBATEUR, TOUS, Section
from habilitations.adhesions.services import cloture
from habilitations.adhesions.services.inscription import Inscription, a_faire
from habilitations.models import (
    ActeHabilitation,
    Adhesion,
    Delegation,
    DossierAdhesion,
    Equipement,
    Habilitation,
    Utilisateur,
)
from habilitations.permissions import Acteur
from habilitations.services.suites import suspendre_personne
from portal.socle.models import Courriel
from portal.socle.refus import DemandeInvalide
from tests.habilitations.adhesions.dossiers import acceptee, ouvert
from tests.habilitations.adhesions.fiches import ALINE, EQUIPEMENT, PAULE, remplie, typer
from tests.habilitations.adhesions.liens import suivi_par
from tests.monde import JOUR, MAINTENANT, SIRETS, Monde, acteur
from tests.refus import acte_impossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def pret(monde: Monde) -> DossierAdhesion:
    """A new partner, its fiche typed, its papers accepted."""
    dossier = ouvert(monde, "a")
    remplie(monde, dossier)
    for genre in dossier.attendues:
        acceptee(monde, dossier, genre)
    return dossier


def conclu(monde: Monde, dossier: DossierAdhesion, **cof: object) -> None:
    inscription = Inscription(monde.portefeuille.pk, **cof)
    cloture.conclure(dossier.pk, acteur=acteur(monde.responsable), inscriptions={"e2": inscription})


def test_equipement_droits_actes_et_courriels(monde: Monde, pret: DossierAdhesion) -> None:
    suivi_par(monde, pret)
    prevu = a_faire(pret, JOUR)
    assert [e["nom"] for e in prevu.equipements] == [EQUIPEMENT["nom"]]
    assert [len(roles) for _, roles in prevu.droits] == [2, 2]
    conclu(monde, pret, cof_reference="COF-26", cof_du=date(2026, 1, 1), cof_au=date(2029, 12, 31))
    conclu(monde, pret)  # a second click

    equipement = Equipement.objects.get(nom=EQUIPEMENT["nom"])
    assert equipement.organisation == "mono_lieu"
    assert [lieu.nom for lieu in equipement.lieux.all()] == ["Chambéry"]
    assert equipement.conventions.get().reference == "COF-26"
    aline = Utilisateur.objects.get(email=ALINE["courriel"])
    assert Acteur(aline, MAINTENANT).roles_sur(equipement) == {
        "fournisseur_activite",
        "fournisseur_finances",
    }
    assert Habilitation.objects.filter(gestionnaire=pret.gestionnaire).count() == 4
    assert ActeHabilitation.objects.filter(gestionnaire=pret.gestionnaire).count() == 2
    assert Delegation.objects.get(gestionnaire=pret.gestionnaire).tous_equipements
    ecrits = Courriel.objects.filter(destinataire=ALINE["courriel"])
    assert [c.objet for c in ecrits] == [
        "Caf de la Savoie : des droits vous sont accordés sur le portail partenaires"
    ]
    conclue = Courriel.objects.get(objet__contains="est conclue")
    assert conclue.destinataire == "presidente@exemple.test"
    assert "Aline Saisie : Fournisseur de données d’activité" in conclue.texte


@pytest.mark.parametrize(
    ("inscription", "champ"),
    [
        (Inscription(0), "portefeuille_e2"),
        (Inscription(-1, cof_reference="COF"), "portefeuille_e2"),
    ],
)
def test_un_equipement_sans_portefeuille(
    monde: Monde, pret: DossierAdhesion, inscription: Inscription, champ: str
) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        cloture.conclure(
            pret.pk, acteur=acteur(monde.responsable), inscriptions={"e2": inscription}
        )
    assert refus.value.champ == champ
    assert not Habilitation.objects.filter(gestionnaire=pret.gestionnaire).exists()
    assert Adhesion.objects.get(gestionnaire=pret.gestionnaire).complete_le is None


@pytest.mark.parametrize(
    ("dates", "champ"),
    [
        ({"cof_du": JOUR}, "cof_du_e2"),
        ({"cof_du": JOUR, "cof_au": date(2020, 1, 1)}, "cof_au_e2"),
    ],
)
def test_une_convention_mal_datee(
    monde: Monde, pret: DossierAdhesion, dates: dict[str, date], champ: str
) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        conclu(monde, pret, cof_reference="COF", **dates)
    assert refus.value.champ == champ


def test_un_role_que_personne_ne_tient(monde: Monde) -> None:
    dossier = ouvert(monde, "c")
    typer(monde, dossier, Section.EQUIPEMENTS, EQUIPEMENT)
    typer(monde, dossier, Section.PERSONNES, ALINE)
    acceptee(monde, dossier)
    with acte_impossible("quelqu’un pour un rôle"):
        conclu(monde, dossier)


def test_cas_c_ne_redonne_pas_ce_qui_est_tenu(monde: Monde) -> None:
    """Les Passerelles add an approbateur: nothing else is granted, their rights stay."""
    dossier = ouvert(monde, siret=SIRETS[0])
    typer(monde, dossier, Section.PERSONNES, {**PAULE, "roles": {APPROBATEUR: ["e1"]}})
    acceptee(monde, dossier)
    avant = set(Habilitation.objects.values_list("pk", flat=True))
    cloture.conclure(dossier.pk, acteur=acteur(monde.responsable))
    (nouveau,) = Habilitation.objects.exclude(pk__in=avant)
    assert nouveau.utilisateur.email == PAULE["courriel"]
    assert [e.pk for e in nouveau.equipements.all()] == [monde.er.pk]


def test_des_papiers_seuls_ne_donnent_aucun_droit(monde: Monde) -> None:
    dossier = ouvert(monde, "c")
    acceptee(monde, dossier)
    assert not a_faire(dossier, JOUR).droits
    cloture.conclure(dossier.pk, acteur=acteur(monde.responsable))
    assert not Habilitation.objects.filter(gestionnaire=dossier.gestionnaire).exists()


def test_tous_les_equipements_en_un_droit(monde: Monde) -> None:
    dossier = ouvert(monde, siret=SIRETS[0])
    typer(monde, dossier, Section.PERSONNES, {**PAULE, "roles": {APPROBATEUR: [TOUS]}})
    acceptee(monde, dossier)
    cloture.conclure(dossier.pk, acteur=acteur(monde.responsable))
    assert Habilitation.objects.get(utilisateur__email=PAULE["courriel"]).tous_equipements


def test_une_fiche_ne_rend_pas_ce_qui_est_suspendu(monde: Monde) -> None:
    """Suspended between the fiche and its conclusion: said to who concludes, and left so."""
    dossier = ouvert(monde, siret=SIRETS[0])
    approbateur = monde.passerelles.approbateur
    typer(monde, dossier, Section.PERSONNES, {**PAULE, "roles": {APPROBATEUR: ["e1"]}})
    acceptee(monde, dossier)
    (droit,) = suspendre_personne(
        monde.caf.pk,
        monde.passerelles.gestionnaire.pk,
        approbateur.pk,
        motif="Un signalement est en cours d’examen.",
        acteur=acteur(monde.responsable),
    )

    prevu = a_faire(dossier, JOUR)
    assert [p["courriel"] for p, _ in prevu.droits] == [PAULE["courriel"]]
    assert [p["courriel"] for p in prevu.suspendues] == [approbateur.email]
    assert "les siens sont suspendus" in " ".join(dire_a_faire(dossier, prevu))
    cloture.conclure(dossier.pk, acteur=acteur(monde.responsable))

    assert list(approbateur.habilitations.all()) == [droit]
