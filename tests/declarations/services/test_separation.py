"""Who typed all the figures alone: warned, or refused where the Caf asks for somebody else."""

import pytest
from django.urls import reverse

from declarations.regles.etats import Etat
from declarations.services.envoi import transmettre
from habilitations.models import ReglageDroits
from habilitations.services.reglages import regler
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde, acteur
from tests.relances.views.pages import connecte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def tout_saisi_par_l_approbateur(monde: Monde) -> int:
    declaration = jusqu_a(monde.declaration(), monde, Etat.A_APPROUVER)
    qui = monde.passerelles.approbateur.pk
    for volet in declaration.version_courante.volets.all():
        volet.auteurs = {chemin: [le, qui, n] for chemin, (le, _, n) in volet.auteurs.items()}
        volet.save(update_fields=["auteurs"])
    return declaration.pk


def test_averti_sans_etre_refuse(monde: Monde) -> None:
    pk = tout_saisi_par_l_approbateur(monde)
    page = connecte(monde.passerelles.approbateur).get(
        reverse("declarations:approbation", args=[pk])
    )
    assert "Vous avez saisi seul toutes les données" in page.content.decode()
    assert transmettre(pk, acteur=acteur(monde.passerelles.approbateur)).envoyee_le


def test_refuse_ou_la_caf_le_demande(monde: Monde) -> None:
    pk = tout_saisi_par_l_approbateur(monde)
    regler(monde.caf.pk, acteur=acteur(monde.responsable), approbation_par_un_tiers=True)
    page = connecte(monde.passerelles.approbateur).get(
        reverse("declarations:approbation", args=[pk])
    )
    lue = page.content.decode()
    assert "demande qu’une autre personne les approuve" in lue
    assert "Approuver et transmettre à la Caf" not in lue
    with pytest.raises(ActionRefusee, match="saisi seul") as refus:
        transmettre(pk, acteur=acteur(monde.passerelles.approbateur))
    assert not refus.value.interdite


def test_deux_personnes_suffisent(monde: Monde) -> None:
    regler(monde.caf.pk, acteur=acteur(monde.responsable), approbation_par_un_tiers=True)
    declaration = jusqu_a(monde.declaration(), monde, Etat.A_APPROUVER)
    assert transmettre(declaration.pk, acteur=acteur(monde.passerelles.approbateur)).envoyee_le


def test_regler(monde: Monde) -> None:
    qui = acteur(monde.responsable)
    for _ in range(2):
        regler(monde.caf.pk, acteur=qui, part_max=10)
    [ligne] = LigneJournal.objects.filter(action="droits.regles")
    assert ligne.details == {"avant_apres": {"part_max": [20, 10]}}
    with pytest.raises(DemandeInvalide) as refus:
        regler(monde.caf.pk, acteur=qui, part_max=0)
    assert refus.value.champ == "part_max"
    with pytest.raises(ActionRefusee) as interdit:
        regler(monde.caf.pk, acteur=acteur(monde.conseiller), part_max=5)
    assert interdit.value.interdite
    assert ReglageDroits.objects.get().part_max == 10
