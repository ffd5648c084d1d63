"""The printed report of the answers: headings, comparisons, crossings, wide tables."""

import pytest
from django.http import QueryDict

from bilans.exports.analyse import fabrique_de
from bilans.forms.analyse import comptage_de
from bilans.models import ColonneAnalyse, VersionQuestionnaire
from bilans.presentation.etudes import croiser_deux
from bilans.presentation.rapport import COLONNES_MAX, Croise, croisement_de
from habilitations.models import Utilisateur
from tests.bilans.etudes import envoyer
from tests.bilans.exports.donnees import exporter
from tests.declarations.pdf import texte_de
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def rapport(qui: Utilisateur, publiee: VersionQuestionnaire, demande: QueryDict) -> bytes:
    demande["questionnaire"], demande["genre"] = str(publiee.questionnaire_id), "pdf"
    return fabrique_de(comptage_de(demande, acteur(qui)), demande)(lambda faites: None)


def test_le_rapport_imprime_les_rubriques(monde: Monde, essai: VersionQuestionnaire) -> None:
    choix = {"annee": "2024", "portefeuille": str(monde.portefeuille.pk)}
    texte = texte_de(exporter(monde.conseiller, essai, "pdf", **choix))
    assert "Bilan d’essai" in texte
    assert "2024-2025" in texte
    assert "Secteur 1" in texte
    assert "Un bonus ?" in texte
    assert "Non 1 100 %" in texte


def test_le_rapport_compare_les_exercices_et_les_territoires_et_croise(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    oui = {"bonus": "oui", "combien": "12", "structure": "rouge"}
    envoyer(monde, essai, oui, {"bonus": "non", "structure": "vert"})
    envoyer(monde, essai, oui, annee=2025)
    bonus, structure = (ColonneAnalyse.objects.get(chemin=c).pk for c in ("bonus", "structure"))
    demande = QueryDict(mutable=True)
    demande.setlist("contenu", ["exercices", "territoires", "inconnu"])
    demande.setlist(
        "croise", [f"{bonus}~{structure}~colonne~~", f"{bonus}~{structure}~~~vides", "1~2"]
    )

    texte = texte_de(rapport(monde.conseiller, essai, demande)).replace("\u00a0", " ")

    assert "Comparaison entre exercices" in texte
    assert "Réponse 2024-2025 2025-2026" in texte
    assert "Oui 33,3 % 100 % +66,7 points" in texte
    # One portfolio alone: there is nothing beside it.
    assert "Comparaison entre territoires Rien à comparer" in texte
    assert "Un bonus ? × Type de structure" in texte
    assert "pourcentages de chaque colonne" in texte
    assert "pourcentages de chaque ligne" in texte
    # The results of each heading were not asked for.
    assert "compté par bilan" not in texte


def test_le_rapport_de_la_nation_masque_aussi_ses_croisements(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    envoyer(monde, essai, *[{"bonus": "oui", "structure": "rouge"}] * 6)
    envoyer(monde, essai, {"bonus": "oui", "structure": "vert"}, caf=monde.autre_caf)
    bonus, structure = (ColonneAnalyse.objects.get(chemin=c).pk for c in ("bonus", "structure"))
    demande = QueryDict(mutable=True)
    demande.setlist("contenu", ["territoires"])
    demande["croise"] = f"{bonus}~{structure}~~~"
    texte = texte_de(rapport(monde.national, essai, demande))
    assert "Réponse Caf de la Savoie Caf du Nord" in texte
    assert "masqué" in texte.partition("Croisements")[0]
    assert "masqué" in texte.partition("Croisements")[2]


def test_un_tableau_trop_large_se_poursuit_sous_le_premier(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    envoyer(monde, essai, *[{"bonus": "oui", "combien": str(n)} for n in range(1, 10)])
    comptage = comptage_de(
        QueryDict(f"questionnaire={essai.questionnaire_id}"), acteur(monde.conseiller)
    )
    bonus, combien = (ColonneAnalyse.objects.get(chemin=c).pk for c in ("bonus", "combien"))
    entier = croiser_deux(comptage, bonus, combien)
    decoupe = croisement_de(comptage, Croise(bonus, combien)).tables
    assert len(entier.entetes) > COLONNES_MAX
    assert [len(t.entetes) for t in decoupe[:-1]] == [COLONNES_MAX] * (len(decoupe) - 1)
    assert sum((t.entetes for t in decoupe), ()) == entier.entetes
    for rang, ligne in enumerate(entier.rangs):
        assert sum((t.rangs[rang].cases for t in decoupe), ()) == ligne.cases
