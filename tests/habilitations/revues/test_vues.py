"""The pages of a review: who reads them, what they ask, what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from habilitations.models import ReglageDroits, Revue, Role, Vague
from habilitations.revues.models import Reponse
from habilitations.services.reglages import regler
from tests.habilitations.revues.revue import (
    campagnes,
    gerante,
    ligne,
    nuit,
    ouverte,
    partenaire,
)
from tests.habilitations.services.actes import motif_de
from tests.monde import Monde, acteur, habiliter, personne
from tests.relances.views.pages import connecte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
SUIVI = reverse("revues:suivi")


def lue(reponse: object, statut: int = 200) -> str:
    assert reponse.status_code == statut
    return " ".join(reponse.content.decode().replace("\u00a0", " ").split())


def test_le_partenaire_repond_et_confirme_ce_qui_laisse_un_role_vide(monde: Monde) -> None:
    g = gerante(monde)
    ouverte(monde)
    client, page = connecte(g), reverse("revues:partenaire", args=[partenaire(monde).pk])
    assert "Alice Activité" in lue(client.get(SUIVI)) or "0 sur 4" in lue(client.get(SUIVI))
    assert "Agathe Approbation – Approbateur" in lue(client.get(page))
    agathe = ligne(monde, monde.passerelles.approbateur)
    alice = ligne(monde, monde.passerelles.activite)
    champs = {
        f"reponse_{agathe.pk}": Reponse.RETIRER,
        f"reponse_{alice.pk}": Reponse.PART,
        f"part_le_{alice.pk}": "",
    }
    refusee = lue(client.post(page, champs), 422)
    assert "plus personne ne tiendra ces rôles" in refusee
    assert "Je confirme, malgré les rôles" in refusee
    champs["confirme"] = "on"
    assert "Indiquez le dernier jour d" in lue(client.post(page, champs), 422)
    champs[f"part_le_{alice.pk}"] = "2026-03-01"
    faite = lue(client.post(page, champs, follow=True))
    assert "Les réponses sont enregistrées." in faite
    assert "Répondu le 3 février 2026 par Gaëlle Gérante." in faite
    agathe.refresh_from_db()
    assert agathe.reponse == Reponse.RETIRER
    assert "2 sur 4" in lue(client.get(SUIVI))
    Revue.objects.update(close_le=agathe.repondue_le)
    assert "Cette revue est close" in lue(client.get(page))


def test_un_jour_sans_depart_et_rien_de_dit_ne_se_disent_pas_enregistres(monde: Monde) -> None:
    g = gerante(monde)
    ouverte(monde)
    client, page = connecte(g), reverse("revues:partenaire", args=[partenaire(monde).pk])
    alice = ligne(monde, monde.passerelles.activite)
    assert "Aucune réponse n’est choisie" in lue(client.post(page, {}), 422)
    for reponse in ("", Reponse.CONTINUE):
        champs = {f"reponse_{alice.pk}": reponse, f"part_le_{alice.pk}": "2026-03-01"}
        refusee = lue(client.post(page, champs), 422)
        assert "choisissez « Part le… », ou effacez ce jour" in refusee
        assert 'value="2026-03-01"' in refusee
    depart = {f"reponse_{alice.pk}": Reponse.PART, f"part_le_{alice.pk}": "2026-03-01"}
    lue(client.post(page, depart, follow=True))
    # The day that the page shows of itself is nobody's mistake.
    reste = depart | {f"reponse_{alice.pk}": Reponse.RETIRER, "confirme": "on"}
    assert "Les réponses sont enregistrées." in lue(client.post(page, reste, follow=True))


def test_la_caf_suit_previent_et_autorise(monde: Monde) -> None:
    rose = connecte(monde.responsable)
    assert "elle s’ouvre d’elle-même le 1er octobre" in lue(rose.get(SUIVI))
    ouvrir = reverse("revues:ouvrir", args=["73"])
    assert "La revue est ouverte" in lue(rose.post(ouvrir, follow=True))
    revue = Revue.objects.get()
    assert "Association Les Voisins" in lue(rose.get(SUIVI))
    filtree = lue(rose.get(SUIVI, {"q": "voisins", "etat": "a_faire"}))
    assert "1 partenaire" in filtree
    assert "Association Les Passerelles" not in filtree
    assert "0 partenaire" in lue(rose.get(SUIVI, {"etat": "terminees"}))
    with campagnes():
        assert nuit(monde, revue.suspension_le)[0][1] == "arretee"
    lu = lue(rose.get(SUIVI))
    assert "6 droits sur 6" in lu
    assert "Arrêtée, attend votre accord" in lu
    autoriser = reverse("revues:autoriser", args=[Vague.objects.get().pk])
    assert rose.post(autoriser, {"motif": "ok"}).status_code == 422
    suite = rose.post(autoriser, {"motif": "Relu ligne à ligne"}, follow=True)
    assert "faite la nuit prochaine" in lue(suite)


def test_un_essai_a_blanc_dit_qui_et_qui_est_epargne(monde: Monde) -> None:
    revue = ouverte(monde)
    rose, page = connecte(monde.responsable), reverse("revues:apercu", args=["73"])
    assert "Aucun droit ne serait suspendu" in lue(rose.get(page))
    Revue.objects.update(
        ouverte_le="2025-12-01", echeance_le="2026-01-01", suspension_le="2026-02-01"
    )
    with campagnes(monde.er.pk):
        lu = lue(rose.get(page))
    assert revue.pk
    assert "5 droits sur 6 en vigueur" in lu
    assert "Épargnés" in lu
    epargnee = "Agathe Approbation – Association Les Passerelles"
    assert lu.index("Alice Activité") < lu.index("Épargnés") < lu.index(epargnee)
    droit = monde.passerelles.activite.habilitations.get()
    assert motif_de(droit) is None


def test_regler(monde: Monde) -> None:
    rose, page = connecte(monde.responsable), reverse("revues:reglages", args=["73"])
    assert "Hypothèse, à confirmer" in lue(rose.get(page))
    valeurs = {
        **{"revue_jour": 15, "revue_mois": 9, "revue_duree": 45, "revue_sursis": 10},
        **{"revue_retrait": 30, "part_max": 5, "sommeil_mois": 6, "sommeil_preavis": 15},
        **{"secours_heures": 48, "approbation_par_un_tiers": "on"},
    }
    assert "Écrivez un nombre de 1 à 100" in lue(rose.post(page, valeurs | {"part_max": 0}), 422)
    assert "Les réglages sont enregistrés." in lue(rose.post(page, valeurs, follow=True))
    assert ReglageDroits.objects.get().valeurs.approbation_par_un_tiers
    assert "15 septembre" in lue(rose.get(SUIVI))


def test_les_pages_coutent_toujours_autant(monde: Monde) -> None:
    gerante(monde)
    regler(monde.caf.pk, acteur=acteur(monde.responsable), part_max=100)
    for rang in range(3):
        qui = personne(f"n{rang}")
        habiliter(qui, monde.voisins.gestionnaire, monde.caf, Role.FOURNISSEUR_ACTIVITE)
    revue = ouverte(monde)
    rose = connecte(monde.responsable)
    chez = revue.partenaires.order_by("pk")

    def requetes(adresse: str) -> int:
        with CaptureQueriesContext(connection) as vues:
            lue(rose.get(adresse))
        return len(vues)

    requetes(SUIVI)  # the first request of a session reads a little more
    pages = [reverse("revues:partenaire", args=[p.pk]) for p in chez]
    assert requetes(pages[0]) == requetes(pages[1])
    avant = requetes(SUIVI)
    chez.exclude(gestionnaire=monde.passerelles.gestionnaire).delete()
    assert requetes(SUIVI) == avant
