"""Every column of an adhesion changed by SQL: what rests on it gives nothing at the next request,
its Caf is told, and its responsable alone makes it hold again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from habilitations.models import Adhesion, AlerteDroit, CleCaf, Habilitation
from habilitations.regles.verdicts import ALERTES, Motif
from habilitations.services.accord import accorder, refus_d_accorder
from habilitations.services.adhesions import (
    reprendre_adhesion,
    signer_adhesion,
    suspendre_adhesion,
)
from habilitations.services.fins import mettre_fin, rouvrir
from habilitations.services.suites import retirer_droit, suspendre_droit
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import MOTIF, chez, demande, motif_de
from tests.monde import DEBUT, JOUR, MAINTENANT, Monde, acteur, personne
from tests.relances.views.pages import connecte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
HIER = JOUR - timedelta(days=1)

COLONNES: dict[str, Any] = {
    "caf_id": lambda m: m.autre_caf.pk,
    "gestionnaire_id": lambda m: _autre(m),
    "mode": lambda m: "delegue",
    "complete_le": lambda m: DEBUT - timedelta(days=1),
    "suspendue_le": lambda m: JOUR,
    "fin_le": lambda m: JOUR + timedelta(days=900),
    "signee_par_id": lambda m: m.conseiller.pk,
    "signee_le": lambda m: MAINTENANT + timedelta(seconds=1),
    "cle_id": lambda m: (
        CleCaf.objects.create(
            caf=m.autre_caf, identifiant="f" * 16, publique="A" * 43, du=MAINTENANT
        ).pk
    ),
    "forme": lambda m: 2,
    "signature": lambda m: "ab" * 64,
}
# Tied to another column by a constraint, which moves with it above.
AVEC_UNE_AUTRE = {"id", "suspendue_motif"}


def _autre(monde: Monde) -> int:
    """A partner that has no adhesion there."""
    la = monde.passerelles.gestionnaire
    la.pk, la.siret = None, "98123600300019"
    la.save()
    return la.pk


def sql(monde: Monde, **colonnes: Any) -> None:
    """Write columns of the first partner's adhesion, as somebody with the database would."""
    pk = monde.passerelles.activite.habilitations.get().base_id
    poses = ", ".join(f"{nom} = %s" for nom in colonnes)
    with connection.cursor() as curseur:
        curseur.execute(
            f"UPDATE habilitations_adhesion SET {poses} WHERE id = %s", [*colonnes.values(), pk]
        )


def test_chaque_colonne_est_essayee() -> None:
    colonnes = {c.column for c in Adhesion._meta.concrete_fields}
    assert colonnes == set(COLONNES) | AVEC_UNE_AUTRE


@pytest.mark.parametrize("colonne", COLONNES)
def test_une_colonne_changee_fait_tomber_tous_ses_droits(monde: Monde, colonne: str) -> None:
    alice = monde.passerelles.activite
    assert acteur(alice).roles_sur(monde.er)
    champs = {colonne: COLONNES[colonne](monde)}
    if colonne == "suspendue_le":
        champs["suspendue_motif"] = "à la main"
    sql(monde, **champs)
    assert acteur(alice).roles_sur(monde.er) == frozenset()
    connecte(alice).get(reverse("accueil:a_faire"))
    [alerte] = AlerteDroit.objects.all()
    assert alerte.droit == alice.habilitations.get()
    assert alerte.motif in ALERTES
    [lettre] = Courriel.objects.filter(destinataire=monde.responsable.email)
    assert "l’adhésion" in lettre.texte.lower()
    # What rests on another adhesion of that Caf is as it was.
    assert acteur(monde.voisins.approbateur).roles_sur(monde.er_voisin)


@pytest.mark.parametrize("geste", ["suspension", "fin", "fin_repoussee"])
def test_ce_que_la_caf_avait_pris_ne_se_rend_pas_a_la_main(monde: Monde, geste: str) -> None:
    """At the very next request, and not the night after."""
    qui, droit = acteur(monde.responsable), monde.passerelles.activite.habilitations.get()
    if geste == "suspension":
        suspendre_adhesion(**chez(monde), motif=MOTIF, acteur=qui)
        rendu: dict[str, Any] = {"suspendue_le": None, "suspendue_motif": ""}
    else:
        mettre_fin(**chez(monde), le=HIER, motif=MOTIF, acteur=qui)
        rendu = {"fin_le": None if geste == "fin" else JOUR}
    sql(monde, **rendu)
    assert motif_de(droit) == Motif.BASE_NON_VERIFIEE
    connecte(monde.passerelles.activite).get(reverse("accueil:a_faire"))
    assert AlerteDroit.objects.get().motif == Motif.BASE_NON_VERIFIEE
    # The acts that give back refuse; they would make genuine what somebody else wrote.
    for acte in (
        lambda: accorder(demande(personne("c")), **chez(monde), acteur=qui),
        lambda: signer_puis(monde, geste),
    ):
        with pytest.raises(ActionRefusee, match="n’est plus celle que la Caf a signée"):
            acte()
    assert refus_d_accorder(Adhesion.objects.get(**chez(monde)), qui)
    # What takes away does not wait, and a right keeps its own signature.
    droit.refresh_from_db()
    suspendre_droit(droit.pk, motif=MOTIF, acteur=qui)
    assert motif_de(droit) == Motif.BASE_NON_VERIFIEE
    signer_adhesion(**chez(monde), motif="Relue sur ses papiers", acteur=qui)
    # As it stands: what the Caf had taken meanwhile is taken, and the right is its own.
    assert motif_de(droit) == Motif.SUSPENDU


def signer_puis(monde: Monde, geste: str) -> None:
    """Suspend or end it otherwise, which is kept; then give it back, which is not."""
    qui, autre = acteur(monde.responsable), "Une autre raison, écrite depuis"
    if geste == "suspension":
        suspendre_adhesion(**chez(monde), motif=autre, acteur=qui)
        assert Adhesion.objects.get(**chez(monde)).suspendue_motif == autre
        reprendre_adhesion(**chez(monde), acteur=qui)
    avant_hier = HIER - timedelta(days=1)
    mettre_fin(**chez(monde), le=avant_hier, motif=autre, acteur=qui)
    assert Adhesion.objects.get(**chez(monde)).fin_le == avant_hier
    rouvrir(**chez(monde), motif=MOTIF, acteur=qui)


def test_signee_de_nouveau_elle_tient_et_l_alerte_est_reglee(monde: Monde) -> None:
    qui, alice = acteur(monde.responsable), monde.passerelles.activite
    with pytest.raises(ActionRefusee, match="rien à signer de nouveau"):
        signer_adhesion(**chez(monde), motif="Rien à signer encore", acteur=qui)
    assert not LigneJournal.objects.filter(action="adhesion.signee").exists()
    sql(monde, fin_le=JOUR)
    connecte(alice).get(reverse("accueil:a_faire"))
    page = connecte(monde.responsable).get(reverse("accueil:a_faire")).content.decode()
    assert "n’est plus celle que la Caf a signée" in page
    for _ in range(2):
        signer_adhesion(**chez(monde), motif="Relue sur ses papiers", acteur=qui)
    assert acteur(alice).roles_sur(monde.er)
    assert AlerteDroit.objects.get().reglee_le == MAINTENANT
    [ligne] = LigneJournal.objects.filter(action="adhesion.signee")
    assert ligne.motif == "Relue sur ses papiers"
    # Altered again, it is told again.
    sql(monde, fin_le=JOUR + timedelta(days=1))
    connecte(alice).get(reverse("accueil:a_faire"))
    assert AlerteDroit.objects.filter(reglee_le=None).count() == 1


def test_par_le_responsable_de_sa_caf_et_pour_une_raison(monde: Monde) -> None:
    sql(monde, fin_le=JOUR)
    for qui in (monde.conseiller, monde.conseiller_nord, monde.passerelles.approbateur):
        with pytest.raises(ActionRefusee) as refus:
            signer_adhesion(**chez(monde), motif=MOTIF, acteur=acteur(qui))
        assert refus.value.interdite
    with pytest.raises(DemandeInvalide):
        signer_adhesion(**chez(monde), motif="ok", acteur=acteur(monde.responsable))
    sql(monde, complete_le=None)
    with pytest.raises(ActionRefusee, match="n’est pas complète"):
        signer_adhesion(**chez(monde), motif=MOTIF, acteur=acteur(monde.responsable))


def test_un_droit_retire_sous_une_adhesion_alteree_le_reste(monde: Monde) -> None:
    droit = monde.passerelles.activite.habilitations.get()
    sql(monde, mode="delegue")
    retirer_droit(droit.pk, motif=MOTIF, acteur=acteur(monde.responsable))
    signer_adhesion(**chez(monde), motif="Relue sur ses papiers", acteur=acteur(monde.responsable))
    assert motif_de(droit) == Motif.RETIRE
    assert {motif_de(d) for d in Habilitation.objects.exclude(pk=droit.pk)} == {None}


def test_la_page_du_partenaire_le_dit_et_la_fait_signer(monde: Monde) -> None:
    base = Adhesion.objects.get(**chez(monde))
    rose = connecte(monde.responsable)
    ici = reverse("habilitations:partenaire", args=[base.pk])
    signe = reverse("habilitations:signer_adhesion", args=[base.pk])
    assert signe not in rose.get(ici).content.decode()
    assert "est bien celle que la Caf a signée" in rose.get(signe).content.decode()
    sql(monde, suspendue_le=JOUR, suspendue_motif="à la main")
    assert signe in rose.get(ici).content.decode()
    lue = rose.get(signe).content.decode()
    assert "suspendue depuis le 3 février 2026" in lue.replace("\u00a0", " ")
    assert rose.post(signe, {"motif": "ok"}).status_code == 422
    rendu = rose.post(signe, {"motif": MOTIF}, follow=True).content.decode()
    assert "L’adhésion est signée." in rendu
    assert signe not in rendu
    assert connecte(monde.passerelles.approbateur).get(signe).status_code == 404
