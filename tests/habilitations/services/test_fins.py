"""The end of an adhesion: rights end with it, its people are told, a mistake is taken back."""

from datetime import timedelta

import pytest

from habilitations.models import Adhesion
from habilitations.regles.verdicts import Motif
from habilitations.services.equipements import equipements_conventionnes
from habilitations.services.fins import mettre_fin, rouvrir
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import MOTIF, chez, motif_de
from tests.monde import JOUR, Monde, acteur, amender

pytestmark = pytest.mark.django_db
HIER, DEMAIN = JOUR - timedelta(days=1), JOUR + timedelta(days=1)


def test_le_dernier_jour_compte_encore_puis_plus_rien(monde: Monde) -> None:
    qui, droit = acteur(monde.responsable), monde.passerelles.activite.habilitations.get()
    for _ in range(2):
        mettre_fin(**chez(monde), le=JOUR, motif=MOTIF, acteur=qui)
    assert motif_de(droit) is None
    mettre_fin(**chez(monde), le=HIER, motif=MOTIF, acteur=qui)
    assert motif_de(droit) == Motif.BASE_FINIE
    assert motif_de(monde.voisins.activite.habilitations.get()) is None
    dits = LigneJournal.objects.filter(action="adhesion.fin").order_by("pk")
    assert [(li.motif, li.details["avant"], li.details["apres"]) for li in dits] == [
        (MOTIF, None, JOUR.isoformat()),
        (MOTIF, JOUR.isoformat(), HIER.isoformat()),
    ]


def test_plus_rien_n_est_appele_apres_la_fin(monde: Monde) -> None:
    def appeles() -> set[int]:
        jour = DEMAIN
        trouves = equipements_conventionnes(monde.caf, monde.er.dispositif, jour.year, jour)
        return set(trouves.values_list("pk", flat=True))

    assert monde.er.pk in appeles()
    mettre_fin(**chez(monde), le=JOUR, motif=MOTIF, acteur=acteur(monde.responsable))
    assert monde.er.pk not in appeles()


def test_les_personnes_lisent_le_jour_et_non_le_motif(monde: Monde) -> None:
    mettre_fin(**chez(monde), le=DEMAIN, motif=MOTIF, acteur=acteur(monde.responsable))
    ecrits = Courriel.objects.filter(objet__icontains="prend fin")
    gens = monde.passerelles
    assert {c.destinataire for c in ecrits} == {
        gens.activite.email,
        gens.finances.email,
        gens.approbateur.email,
    }
    assert "mercredi 4 février 2026 au soir" in ecrits[0].texte
    assert MOTIF not in ecrits[0].texte + ecrits[0].html


def test_une_fin_annulee_rend_ce_qui_reposait_sur_elle(monde: Monde) -> None:
    qui, droit = acteur(monde.responsable), monde.passerelles.activite.habilitations.get()
    mettre_fin(**chez(monde), le=HIER, motif=MOTIF, acteur=qui)
    for _ in range(2):
        rouvrir(**chez(monde), motif=MOTIF, acteur=qui)
    assert motif_de(droit) is None
    assert LigneJournal.objects.get(action="adhesion.rouverte").details == {
        "avant": HIER.isoformat()
    }


def test_refus(monde: Monde) -> None:
    for agent in (monde.conseiller, monde.conseiller_nord, monde.passerelles.approbateur):
        for acte in (
            lambda qui: mettre_fin(**chez(monde), le=JOUR, motif=MOTIF, acteur=qui),
            lambda qui: rouvrir(**chez(monde), motif=MOTIF, acteur=qui),
        ):
            with pytest.raises(ActionRefusee) as refus:
                acte(acteur(agent))
            assert refus.value.interdite
    qui, base = (
        acteur(monde.responsable),
        Adhesion.objects.filter(gestionnaire=monde.er.gestionnaire),
    )
    avant = base.get().complete_le
    assert avant is not None
    with pytest.raises(DemandeInvalide, match="a commencé le"):
        mettre_fin(**chez(monde), le=avant - timedelta(days=1), motif=MOTIF, acteur=qui)
    amender(base, complete_le=None)
    with pytest.raises(ActionRefusee, match="jamais été complète"):
        mettre_fin(**chez(monde), le=JOUR, motif=MOTIF, acteur=qui)
    assert base.get().fin_le is None
