"""The first page after login, for each kind of person."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from declarations.models import Campagne
from habilitations.models import Portefeuille, Role, Utilisateur
from portal.socle.formats import date_fr
from tests.declarations.listes import campagne, declarer, page, requetes
from tests.declarations.remplir import jusqu_a
from tests.monde import (
    SIRETS,
    Monde,
    campagne_er,
    espace_rencontre,
    habiliter,
    partenaire,
    personne,
)

A_FAIRE = reverse("accueil:a_faire")
FILE = reverse("declarations:file")
pytestmark = pytest.mark.usefixtures("fige")


def test_le_partenaire_voit_ce_qu_on_attend_de_lui(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    contenu = page(client, monde.passerelles.activite, A_FAIRE)
    assert "Saisir les données d’activité" in contenu
    assert reverse("declarations:volet", args=[declaration.pk, "activite"]) in contenu
    assert contenu.split("<main")[1].split("</main>")[0].count("btn-primary") == 1


def test_cinq_lignes_puis_le_reste_ailleurs(monde: Monde, client: Client) -> None:
    c = monde.declaration().campagne
    declarer(c, monde, [f"Antenne {i}" for i in range(6)])
    contenu = page(client, monde.passerelles.activite, A_FAIRE)
    assert contenu.count('class="action ') == 5
    assert "Voir les 7 actions attendues" in contenu


def test_les_prochaines_dates_et_l_interlocuteur(monde: Monde, client: Client) -> None:
    monde.declaration()
    dates = date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 30)
    campagne(monde, "reelle", 2025, *dates)
    Campagne.objects.create(
        caf=monde.autre_caf,
        dispositif="er",
        nature="reelle",
        annee=2026,
        ouvre_le=dates[0],
        echeance_le=dates[1],
        ferme_le=dates[2],
    )
    contenu = page(client, monde.passerelles.approbateur, A_FAIRE)
    assert "Rien n’est attendu de vous aujourd’hui" in contenu
    assert "échéance le 13 février 2026" in contenu
    assert "ouverture le 2 mars 2026" in contenu
    assert "Réelle 2026" not in contenu
    assert "Colette Conseil" in contenu
    assert "01 02 03 04 05" in contenu
    assert "conseiller@exemple.test" in contenu


def test_passee_l_echeance_la_prochaine_date_est_la_fin_de_saisie(
    monde: Monde, client: Client, fige
) -> None:
    fin = monde.declaration().campagne.ferme_le
    qui = monde.passerelles.approbateur
    fige.move_to("2026-02-14T09:00:00+01:00")
    assert f"fin de saisie le {date_fr(fin)}" in dates_lues(client, qui)
    fige.move_to(f"{fin.isoformat()}T09:00:00+02:00")
    assert f"fin de saisie le {date_fr(fin)}" in dates_lues(client, qui)
    fige.move_to(f"{(fin + timedelta(days=1)).isoformat()}T09:00:00+02:00")
    assert "Prochaines dates" not in page(client, qui, A_FAIRE)


def test_de_deux_caf_chaque_date_dit_la_sienne(monde: Monde, client: Client) -> None:
    monde.declaration()
    qui = monde.passerelles.approbateur
    assert monde.caf.nom not in dates_lues(client, qui)
    nord = partenaire(monde.autre_caf, "Association du Nord", SIRETS[2], "n")
    secteur = Portefeuille.objects.create(
        caf=monde.autre_caf, nom="Nord", titulaire=monde.conseiller_nord
    )
    espace_rencontre(monde.autre_caf, nord.gestionnaire, secteur, nom="Espace du Nord")
    la_bas = campagne_er(monde.autre_caf)
    Campagne.objects.filter(pk=la_bas.pk).update(echeance_le=date(2026, 2, 20))
    habiliter(qui, nord.gestionnaire, monde.autre_caf, Role.APPROBATEUR)
    lues = dates_lues(client, qui)
    assert "– Caf de la Savoie échéance le 13 février 2026" in lues
    assert "– Caf du Nord échéance le 20 février 2026" in lues


def dates_lues(client: Client, qui: Utilisateur) -> str:
    """« Prochaines dates », as text."""
    bloc = page(client, qui, A_FAIRE).partition("Prochaines dates")[2].partition("</section>")[0]
    return " ".join(strip_tags(bloc).split())


def test_le_remplacant_est_nomme(monde: Monde, client: Client) -> None:
    monde.portefeuille.remplacement_du = date(2026, 2, 1)
    monde.portefeuille.save()
    contenu = page(client, monde.passerelles.activite, A_FAIRE)
    assert "Rémi Remplaçant" in contenu
    assert "En remplacement de Colette Conseil" in contenu


def test_plusieurs_interlocuteurs(monde: Monde, client: Client) -> None:
    autre = Portefeuille.objects.create(
        caf=monde.caf, nom="Secteur 2", titulaire=monde.hors_portefeuille
    )
    monde.er_voisin.portefeuille = autre
    monde.er_voisin.save()
    qui = monde.passerelles.activite
    habiliter(qui, monde.voisins.gestionnaire, monde.caf, Role.APPROBATEUR)
    contenu = page(client, qui, A_FAIRE)
    assert "Vos interlocuteurs" in contenu
    assert contenu.index("Colette Conseil") < contenu.index("Hugo Collègue")


def test_le_conseiller_compte_et_ouvre_la_liste_filtree(monde: Monde, client: Client, fige) -> None:
    c = jusqu_a(monde.declaration(), monde, "transmise").campagne
    corriger, _ = declarer(c, monde, ["À corriger", "Non transmise"])
    jusqu_a(corriger, monde, "a_corriger")
    fige.move_to("2026-02-20T09:00:00+01:00")
    contenu = page(client, monde.conseiller, A_FAIRE)
    for filtre, libelle in (
        ("etat=transmise", "À instruire"),
        ("retard=corrections", "Corrections en retard"),
        ("retard=non_transmises", "Non transmises après l’échéance"),
    ):
        lien = f'<p class="montant-total">1</p> <p> <a href="{FILE}?{filtre}">{libelle}</a>'
        assert lien in contenu, libelle
        lignes = page(client, monde.conseiller, f"{FILE}?{filtre}").split("<tbody>")[1]
        assert lignes.split("</tbody>")[0].count("<tr") == 1
    assert "À vous : prendre en charge" in contenu
    assert "depuis 17 jours" in contenu


def test_les_cinq_plus_anciennes_a_traiter(monde: Monde, client: Client, fige) -> None:
    c = monde.declaration().campagne
    for i, declaration in enumerate(declarer(c, monde, [f"Antenne {i}" for i in range(6)])):
        jusqu_a(declaration, monde, "transmise")
        declaration.etat_depuis = declaration.etat_depuis.replace(day=3, hour=9 - i)
        declaration.save()
    contenu = page(client, monde.conseiller, A_FAIRE)
    assert contenu.index("Antenne 5<") < contenu.index("Antenne 1<")
    assert "Antenne 0<" not in contenu


def test_hors_portefeuille_et_ccd_comptent_toute_la_caf(monde: Monde, client: Client) -> None:
    jusqu_a(monde.declaration(), monde, "transmise")
    for qui in (monde.ccd, monde.hors_portefeuille):
        assert ">À instruire</a>" in page(client, qui, A_FAIRE)
    assert "Rien à instruire" in page(client, monde.conseiller_nord, A_FAIRE)


@pytest.mark.parametrize("qui", ["responsable", "national"])
def test_les_autres_fonctions_ont_une_page_honnete(monde: Monde, client: Client, qui: str) -> None:
    monde.declaration()
    contenu = page(client, getattr(monde, qui), A_FAIRE)
    assert "Votre fonction ne donne pas accès aux déclarations des partenaires." in contenu
    assert reverse("subventions:baremes") in contenu
    assert "Les Passerelles" not in contenu
    assert FILE not in contenu


def test_sans_role_on_sait_a_qui_s_adresser(monde: Monde, client: Client) -> None:
    qui = personne("nouveau")
    assert "aucun rôle ne vous donne accès" in page(client, qui, A_FAIRE)
    monde.caf.telephone = "0479000000"
    monde.caf.save()
    droit = habiliter(qui, monde.voisins.gestionnaire, monde.caf, Role.APPROBATEUR)
    droit.au = date(2025, 12, 31)
    droit.save()
    contenu = page(client, qui, A_FAIRE)
    assert "aucun rôle ne vous donne accès" in contenu
    assert "Caf de la Savoie" in contenu
    assert "04 79 00 00 00" in contenu


def test_le_nombre_de_requetes_ne_depend_pas_des_lignes(monde: Monde, client: Client) -> None:
    c = jusqu_a(monde.declaration(), monde, "transmise").campagne
    declarer(c, monde, ["Deux"])
    gens = (monde.passerelles.activite, monde.conseiller)
    peu = [requetes(client, qui, A_FAIRE) for qui in gens]
    jusqu_a(declarer(c, monde, [f"Antenne {i}" for i in range(28)])[0], monde, "en_instruction")
    assert [requetes(client, qui, A_FAIRE) for qui in gens] == peu
