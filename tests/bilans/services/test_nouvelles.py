"""Each act on a bilan tells at once whom it concerns, in words that they may read."""

from datetime import date

import pytest

from bilans.models import Bilan
from bilans.services import validation
from bilans.services.derogations import accorder_derogation
from bilans.services.nouvelles import relire_nouvelle
from habilitations.models import Utilisateur
from portal.dossiers.models import Avis
from portal.dossiers.services.nouvelles import Voix, parler
from portal.socle import fuseaux
from portal.socle.models import Courriel
from portal.socle.relecture import Relu, Retire
from tests.bilans.bilans import bilan_cct, bilan_clas
from tests.bilans.remplir import jusqu_a, transmettre
from tests.monde import MAINTENANT, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le projet n’a finalement pas eu lieu."


def amene(monde: Monde, etat: str) -> Bilan:
    """A bilan led to a state, what was told on the way forgotten."""
    bilan = jusqu_a(bilan_clas(monde), monde, etat)
    Avis.objects.all().delete()
    Courriel.objects.all().delete()
    return bilan


def prevenus(acte: str) -> set[Utilisateur]:
    """Who got a notice of this act; each got one e-mail, which says the same."""
    avis = list(Avis.objects.filter(acte=acte).select_related("personne"))
    lettres = Courriel.objects.filter(relecteur="bilans.acte")
    assert sorted(a.personne_id for a in avis) == sorted(
        lettres.values_list("destinataire_id", flat=True)
    )
    return {a.personne for a in avis}


def test_transmis_le_conseiller_et_qui_l_a_rempli_une_seule_fois(monde: Monde) -> None:
    bilan, gens = bilan_clas(monde), monde.passerelles
    transmettre(bilan, monde)
    assert set(Avis.objects.values_list("personne__email", flat=True)) == {
        gens.activite.email,
        monde.conseiller.email,
    }
    # Who answered and who sent get the e-mail that recalls the answers, and no second one.
    assert sorted(Courriel.objects.values_list("destinataire", flat=True)) == sorted(
        {gens.activite.email, gens.approbateur.email, monde.conseiller.email}
    )
    au_conseiller = Courriel.objects.get(destinataire=monde.conseiller.email)
    assert "il est à valider" in au_conseiller.texte
    assert isinstance(relire_nouvelle(au_conseiller, MAINTENANT), Relu)
    validation.valider(bilan.pk, acteur=acteur(monde.conseiller))
    assert isinstance(relire_nouvelle(au_conseiller, MAINTENANT), Retire)


def test_valide_puis_rouvert(monde: Monde) -> None:
    bilan, gens = amene(monde, "en_validation"), monde.passerelles
    validation.valider(bilan.pk, acteur=acteur(monde.conseiller))
    assert prevenus("valider") == {gens.activite, gens.approbateur}
    courriel = Courriel.objects.first()
    validation.rouvrir(bilan.pk, acteur=acteur(monde.conseiller), motif=MOTIF)
    assert isinstance(relire_nouvelle(courriel, MAINTENANT), Retire)
    assert not Courriel.objects.filter(texte__contains=MOTIF).exists()
    assert Avis.objects.filter(acte="rouvrir").count() == 2


def test_sans_objet_puis_retabli(monde: Monde) -> None:
    bilan = amene(monde, "transmis")
    conseiller = acteur(monde.conseiller)
    validation.declarer_sans_objet(bilan.pk, acteur=conseiller, motif=MOTIF)
    assert len(prevenus("declarer_sans_objet")) == 2
    validation.retablir(bilan.pk, acteur=conseiller, motif=MOTIF)
    assert Avis.objects.filter(acte="retablir").count() == 2


def test_une_derogation_dit_jusqu_a_quand_et_qui_agit_n_est_pas_prevenu(monde: Monde) -> None:
    bilan = bilan_cct(monde)
    for _ in range(2):
        accorder_derogation(
            bilan.pk, acteur=acteur(monde.conseiller), motif=MOTIF, expire_le=date(2026, 5, 4)
        )
    assert prevenus("accorder_derogation") == {
        monde.passerelles.activite,
        monde.passerelles.approbateur,
    }
    assert "jusqu’au lundi 4 mai 2026 inclus" in Courriel.objects.first().texte


def test_outre_mer_le_courriel_dit_l_heure_de_la_caf(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule's end of day is that of Paris: its local time goes with it, each with its place."""
    monkeypatch.setitem(fuseaux._LIEUX, monde.caf.code, fuseaux._LIEUX["974"])
    bilan = bilan_cct(monde)
    accorder_derogation(
        bilan.pk, acteur=acteur(monde.conseiller), motif=MOTIF, expire_le=date(2026, 5, 4)
    )
    ecrit = Courriel.objects.first().texte.replace("\u00a0", " ")
    assert (
        "jusqu’au lundi 4 mai 2026 (à minuit, heure de Paris, soit 2 h 00 le lendemain à "
        "La Réunion) inclus" in ecrit
    )


def test_un_passe_rejoue_n_est_pas_une_nouvelle(monde: Monde) -> None:
    bilan = amene(monde, "en_validation")
    with parler(Voix.RIEN):
        validation.valider(bilan.pk, acteur=acteur(monde.conseiller))
    assert not Avis.objects.exists()
    assert not Courriel.objects.exists()
