"""A right written or changed by SQL gives nothing at the next request, and the Caf is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from habilitations import messages
from habilitations.models import (
    Adhesion,
    AffectationAgent,
    AlerteDroit,
    CleCaf,
    Delegation,
    Equipement,
    Habilitation,
)
from habilitations.regles.verdicts import Motif
from habilitations.services.alertes import ACTION
from portal.socle.models import Courriel, LigneJournal
from tests.habilitations.mal_signes import delegation
from tests.monde import (
    DEBUT,
    JOUR,
    MAINTENANT,
    Monde,
    acteur,
    changer,
    habiliter,
    personne,
)
from tests.relances.views.pages import connecte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
TABLE = "habilitations_habilitation"


def sql(requete: str, *valeurs: Any) -> None:
    with connection.cursor() as curseur:
        curseur.execute(requete, valeurs)


def voit(monde: Monde, utilisateur: Any) -> bool:
    return Equipement.objects.visibles_par(acteur(utilisateur)).exists()


@pytest.fixture
def droit(monde: Monde) -> Habilitation:
    """On one équipement only: each of its columns says something."""
    [droit] = monde.passerelles.activite.habilitations.all()
    changer([droit], equipements=[monde.er], au=JOUR + timedelta(days=30))
    return droit


# Each column of a right, and what somebody with the database would write in its place.
COLONNES: dict[str, Any] = {
    "utilisateur_id": lambda m: personne("intrus").pk,
    "caf_id": lambda m: m.autre_caf.pk,
    "gestionnaire_id": lambda m: m.voisins.gestionnaire.pk,
    "role": lambda m: "approbateur",
    "tous_equipements": lambda m: True,
    "du": lambda m: DEBUT - timedelta(days=1),
    "au": lambda m: None,
    "reference": lambda m: "00000000-0000-4000-8000-000000000000",
    "base_id": lambda m: Adhesion.objects.get(gestionnaire=m.voisins.gestionnaire).pk,
    "delegation_id": lambda m: _delegation(m),
    "accordee_par_id": lambda m: m.conseiller.pk,
    "signee_par_id": lambda m: m.conseiller.pk,
    "signee_le": lambda m: MAINTENANT + timedelta(seconds=1),
    "cle_id": lambda m: _autre_cle(m),
    "forme": lambda m: 2,
    "signature": lambda m: "ab" * 64,
    "suspendue_le": lambda m: (MAINTENANT, "suspendue_motif"),
    "retiree_le": lambda m: (MAINTENANT, "retiree_motif"),
}
# Told by the constraints that tie them to another column, which moves with them above.
AVEC_UNE_AUTRE = {"id", "suspendue_motif", "retiree_motif"}


def _delegation(monde: Monde) -> int:
    sans = delegation(monde)
    sans.save()
    return sans.pk


def _autre_cle(monde: Monde) -> int:
    return CleCaf.objects.create(
        caf=monde.autre_caf, identifiant="f" * 16, publique="A" * 43, du=DEBUT_CLE
    ).pk


DEBUT_CLE = MAINTENANT - timedelta(days=400)


def test_chaque_colonne_est_essayee() -> None:
    colonnes = {c.column for c in Habilitation._meta.concrete_fields}
    assert colonnes == set(COLONNES) | AVEC_UNE_AUTRE


@pytest.mark.parametrize("colonne", COLONNES)
def test_une_colonne_changee_ne_donne_plus_rien(
    monde: Monde, droit: Habilitation, colonne: str
) -> None:
    assert voit(monde, droit.utilisateur)
    valeur = COLONNES[colonne](monde)
    valeur, motif = valeur if isinstance(valeur, tuple) else (valeur, None)
    avec = f", {motif} = 'écrit à la main'" if motif else ""
    sql(f"UPDATE {TABLE} SET {colonne} = %s{avec} WHERE id = %s", valeur, droit.pk)
    droit = Habilitation.objects.get(pk=droit.pk)
    assert not voit(monde, droit.utilisateur)
    client = connecte(droit.utilisateur)
    client.get(reverse("accueil:a_faire"))
    [alerte] = AlerteDroit.objects.filter(droit=droit)
    assert alerte.motif in messages.PHRASES
    courriels = Courriel.objects.filter(destinataire=monde.responsable.email)
    assert [c.objet_id for c in courriels] == [droit.pk]
    assert messages.phrase(Motif(alerte.motif)) in courriels[0].texte
    assert LigneJournal.objects.filter(action=ACTION, objet_id=droit.pk).count() == 1


@pytest.mark.parametrize("geste", ["ajouter", "deplacer", "retirer"])
def test_un_equipement_de_plus_de_moins_ou_a_la_place(
    monde: Monde, droit: Habilitation, geste: str
) -> None:
    couverts = "habilitations_habilitation_equipements"
    autre = Equipement.objects.get(pk=monde.er.pk)
    autre.pk, autre.nom = None, "Un autre"
    autre.save()
    requetes = {
        "ajouter": f"INSERT INTO {couverts} (equipement_id, habilitation_id) VALUES (%s, %s)",
        "deplacer": f"UPDATE {couverts} SET equipement_id = %s WHERE habilitation_id = %s",
        "retirer": f"DELETE FROM {couverts} WHERE equipement_id <> %s AND habilitation_id = %s",
    }
    sql(requetes[geste], autre.pk, droit.pk)
    assert acteur(droit.utilisateur).equipements_comme(["fournisseur_activite"]) == frozenset()
    [altere] = acteur(droit.utilisateur).examens
    assert altere.motif == Motif.SIGNATURE_FAUSSE


@pytest.mark.parametrize("copie", [False, True])
def test_un_droit_invente(monde: Monde, copie: bool) -> None:
    """From nothing, or with the signature of a true one."""
    intrus = personne("intrus")
    vrai = monde.passerelles.approbateur.habilitations.get()
    signe = {c: getattr(vrai, c) for c in ("signature", "forme", "cle", "signee_le", "signee_par")}
    Habilitation.objects.create(
        utilisateur=intrus,
        caf=vrai.caf,
        gestionnaire=vrai.gestionnaire,
        role=vrai.role,
        tous_equipements=True,
        du=vrai.du,
        base=vrai.base,
        accordee_par=vrai.accordee_par,
        **(signe if copie else {}),
    )
    assert not voit(monde, intrus)
    [examen] = acteur(intrus).examens
    assert examen.motif == (Motif.SIGNATURE_FAUSSE if copie else Motif.NON_SIGNE)
    assert voit(monde, monde.passerelles.approbateur)


def test_une_cle_ecrite_en_base_ne_signe_rien(monde: Monde, droit: Habilitation) -> None:
    """What is known of a Caf's keys comes from outside the database."""
    cle = CleCaf.objects.create(
        caf=monde.autre_caf, identifiant="e" * 16, publique="A" * 43, du=DEBUT_CLE
    )
    sql("SET LOCAL session_replication_role = replica")  # no trigger stands in the way
    CleCaf.objects.filter(caf=monde.caf).update(au=MAINTENANT + timedelta(days=1))
    CleCaf.objects.filter(pk=cle.pk).update(caf=monde.caf)
    Habilitation.objects.filter(pk=droit.pk).update(cle=cle)
    [examen] = acteur(droit.utilisateur).examens
    assert examen.motif == Motif.CLE_INCONNUE


def test_une_alerte_une_seule_fois(monde: Monde, droit: Habilitation) -> None:
    Habilitation.objects.filter(pk=droit.pk).update(role="approbateur")
    client = connecte(droit.utilisateur)
    for _ in range(3):
        client.get(reverse("accueil:a_faire"))
    assert AlerteDroit.objects.count() == 1
    assert Courriel.objects.filter(destinataire=monde.responsable.email).count() == 1
    # Another reason is told too.
    Habilitation.objects.filter(pk=droit.pk).update(
        signature="", forme=0, signee_le=None, signee_par=None, cle=None
    )
    client.get(reverse("accueil:a_faire"))
    motifs = AlerteDroit.objects.values_list("motif", flat=True)
    assert set(motifs) == {Motif.SIGNATURE_FAUSSE, Motif.NON_SIGNE}


def test_les_deux_caf_sont_prevenues_d_un_droit_deplace(monde: Monde, droit: Habilitation) -> None:
    nord = personne("responsable.nord")
    AffectationAgent.objects.create(
        utilisateur=nord, caf=monde.autre_caf, fonction="responsable_habilitations", du=DEBUT
    )
    Habilitation.objects.filter(pk=droit.pk).update(caf=monde.autre_caf)
    connecte(droit.utilisateur).get(reverse("accueil:a_faire"))
    assert set(Courriel.objects.values_list("destinataire", flat=True)) == {
        nord.email,
        monde.responsable.email,
    }


def test_ce_que_le_portail_explique_ne_previent_personne(
    monde: Monde, droit: Habilitation, client: Client
) -> None:
    changer([droit], suspendue_le=MAINTENANT, suspendue_motif="Par précaution")
    client.force_login(droit.utilisateur)
    client.get(reverse("accueil:a_faire"))
    assert not AlerteDroit.objects.exists()


def test_une_suspension_levee_a_la_main_ne_rend_rien(monde: Monde, droit: Habilitation) -> None:
    """The signature covers the suspension: taking it out by SQL is one more alteration."""
    changer([droit], suspendue_le=MAINTENANT, suspendue_motif="Par précaution")
    Habilitation.objects.filter(pk=droit.pk).update(suspendue_le=None, suspendue_motif="")
    assert not voit(monde, droit.utilisateur)
    [examen] = acteur(droit.utilisateur).examens
    assert examen.motif == Motif.SIGNATURE_FAUSSE


def test_les_autres_droits_de_la_personne_restent(monde: Monde, droit: Habilitation) -> None:
    habiliter(droit.utilisateur, monde.voisins.gestionnaire, monde.caf, "approbateur")
    Habilitation.objects.filter(pk=droit.pk).update(role="approbateur")
    assert set(Equipement.objects.visibles_par(acteur(droit.utilisateur))) == {monde.er_voisin}


def test_l_histoire_ne_garde_pas_de_signature(droit: Habilitation) -> None:
    """Put back with its row, a former one would verify."""
    for modele in (Habilitation, Delegation):
        assert "signature" not in {c.name for c in modele.pgh_event_model._meta.fields}
