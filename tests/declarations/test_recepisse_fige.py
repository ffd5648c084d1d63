"""The receipt does not move with what changes later, and says whether one was late."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from declarations.exports.recepisse import recepisse_pdf
from declarations.models import Declaration, SeuilControle
from declarations.regles.etats import Etat
from declarations.services import derogations
from habilitations.models import Lieu
from subventions.models import LigneBareme
from tests.declarations.pdf import compact, texte_de
from tests.declarations.recepisses import APPROBATEUR, lire, transmise, version_de
from tests.declarations.remplir import (
    demander_correction,
    jusqu_a,
    remplir,
    signer,
    transmettre,
)
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.fabriques import sans_garde

pytestmark = pytest.mark.usefixtures("fige")


class TestDelais:
    def test_dans_les_delais(self, monde: Monde) -> None:
        texte = lire(transmise(monde))

        assert compact("Transmise dans les délais (échéance annoncée le 13 février 2026)") in texte

    def test_en_retard_sous_derogation(self, monde: Monde, fige: object) -> None:
        declaration = remplir(monde.declaration(), monde)
        derogations.accorder_derogation(
            declaration.pk,
            acteur=acteur(monde.conseiller),
            motif="Comptable absent.",
            expire_le=date(2026, 4, 15),
        )
        tard = MAINTENANT.replace(month=4, day=10)
        signer(declaration, monde, tard)
        transmettre(declaration, monde, tard)

        texte = lire(declaration)

        assert compact("Transmise avec 56 jours de retard") in texte
        derogation = (
            "Dérogation accordée le 3 février 2026 par Colette Conseil, jusqu’au 15 avril 2026 : "
            "Comptable absent."
        )
        assert compact(derogation) in texte

    def test_une_correction_a_sa_propre_echeance(self, monde: Monde) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.EN_INSTRUCTION)
        demander_correction(declaration, monde)
        tard = MAINTENANT + timedelta(days=16)
        signer(declaration, monde, tard)
        transmettre(declaration, monde, tard)

        texte = lire(declaration, 2)

        assert compact("1 jour de retard (correction demandée pour le 18 février 2026)") in texte
        assert compact("2 – Correction demandée par la Caf") in texte


class TestFige:
    def test_rien_ne_se_recalcule_avec_ce_qui_a_change_depuis(self, monde: Monde) -> None:
        declaration = transmise(monde)
        avant = texte_de(recepisse_pdf(version_de(declaration), APPROBATEUR))

        SeuilControle.objects.update(valeur=Decimal(90))
        with sans_garde():
            LigneBareme.objects.filter(parametre="plafond_horaire").update(valeur=Decimal(12))
        Lieu.objects.filter(nom="Ugine").update(nom="Ugine, nouvelle adresse")
        Lieu.objects.create(equipement=monde.er, nom="Aime", ouvert_le=date(2024, 1, 1))
        precedente = Declaration.objects.get(annee=2024)
        Declaration.objects.filter(pk=precedente.pk).update(nature="previsionnelle")

        assert texte_de(recepisse_pdf(version_de(declaration), APPROBATEUR)) == avant

    def test_la_version_1_reste_ce_qu_elle_etait(self, monde: Monde) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.EN_INSTRUCTION)
        avant = lire(declaration)
        demander_correction(declaration, monde)
        remplir(declaration, monde, {"comptes.64": "93 800", "comptes.741": "21 000"})
        signer(declaration, monde)
        transmettre(declaration, monde)

        assert lire(declaration, 1) == avant
        assert compact("64 Charges de personnel 93 800,00 €") in lire(declaration, 2)
