"""The database refuses reminders that cannot be, each rule by its name."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from declarations.models import Campagne
from portal.relances.models import Envoi, EtapeRelance, Passage, ReglageCampagne, Relance
from portal.relances.services.envoi import relancer
from portal.socle import courriels
from tests.monde import MAINTENANT, Monde
from tests.relances.campagnes import appelee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]

J15 = date(2026, 3, 16)


def cas(monde: Monde) -> dict[str, object]:
    declaration = appelee(monde)
    relancer(J15)
    un, deux = Relance.objects.order_by("pk")
    envoi = Envoi.objects.first()
    return {
        "relance_unique": lambda: Relance.objects.create(
            utilisateur=un.utilisateur,
            dossier=declaration,
            echeance=un.echeance,
            etape=un.etape,
            manque="x",
            envoi=deux.envoi,
        ),
        "relance_envoyee_ou_ecartee": lambda: Relance.objects.update(ecartee_motif="Motif"),
        "relance_retiree_ecrite": lambda: Relance.objects.update(retiree_le=MAINTENANT),
        "passage_un_par_caf_et_jour": lambda: Passage.objects.bulk_create(
            [Passage(caf=monde.caf, jour=J15), Passage(caf=monde.caf, jour=J15)]
        ),
        "passage_commence_avant_de_finir": lambda: Passage.objects.create(
            caf=monde.caf, jour=J15, fini_le=MAINTENANT
        ),
        "envoi_un_par_personne_et_jour": lambda: Envoi.objects.create(
            utilisateur=envoi.utilisateur,
            jour=J15,
            courriel=courriels.deposer("a@exemple.test", "Objet", "Texte"),
        ),
        "etape_relance_unique": lambda: EtapeRelance.objects.create(
            jours=-15, source="Essai", marque="H"
        ),
        "etape_relance_bornee": lambda: EtapeRelance.objects.filter(jours=-15).update(jours=-400),
        "reglage_suspension_complete": lambda: ReglageCampagne.objects.create(
            campagne=Campagne.objects.get(), suspendue_le=MAINTENANT
        ),
    }


def test_la_base_refuse(monde: Monde) -> None:
    refuses = cas(monde)
    modeles = (Relance, Envoi, EtapeRelance, Passage, ReglageCampagne)
    assert {c.name for m in modeles for c in m._meta.constraints} == set(refuses)
    for nom, acte in refuses.items():
        with pytest.raises(IntegrityError, match=nom), transaction.atomic():
            acte()
