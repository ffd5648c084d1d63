"""By when a bilan is due: the same in Python and in SQL, on every case."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilans.echeances import avec_limite, echeance_de, est_en_retard
from bilans.models import Bilan, CampagneBilan, DemandeComplement
from bilans.regles.etats import CHEZ_LA_CAF, CHEZ_LE_PARTENAIRE, Etat
from portal.dossiers.models import Derogation, Dossier
from tests.bilans.bilans import bilan_clas
from tests.bilans.remplir import transmettre
from tests.monde import JOUR, MAINTENANT, Monde

JOURS = st.integers(-60, 90).map(lambda jours: JOUR + timedelta(days=jours))


class Annulee(Exception):
    """The rows of one example are taken back."""


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    etat=st.sampled_from(sorted(set(Etat) - {Etat.SANS_OBJET})),
    fenetre=st.tuples(JOURS, JOURS),
    derogations=st.lists(JOURS, max_size=2),
    complements=st.lists(st.tuples(JOURS, st.booleans()), max_size=2, unique_by=lambda c: c[1]),
    jour=JOURS,
)
def test_une_seule_regle(
    monde: Monde,
    etat: str,
    fenetre: tuple[date, date],
    derogations: list[date],
    complements: list[tuple[date, bool]],
    jour: date,
) -> None:
    try:
        with transaction.atomic():
            _comparer(monde, etat, fenetre, derogations, complements, jour)
            raise Annulee
    except Annulee:
        pass


def _comparer(
    monde: Monde,
    etat: str,
    fenetre: tuple[date, date],
    derogations: list[date],
    complements: list[tuple[date, bool]],
    jour: date,
) -> None:
    bilan = transmettre(bilan_clas(monde), monde)
    echeance_le, ferme_le = sorted(fenetre)
    CampagneBilan.objects.update(ouvre_le=echeance_le, echeance_le=echeance_le, ferme_le=ferme_le)
    for fin in derogations:
        Derogation.objects.create(
            dossier=bilan,
            motif="Comptes arrêtés tard",
            accordee_par=monde.conseiller,
            accordee_le=MAINTENANT,
            expire_le=fin,
        )
    for pour_le, satisfaite in complements:
        DemandeComplement.objects.create(
            bilan=bilan,
            motif="Précisez les effectifs",
            demandee_par=monde.conseiller,
            demandee_le=MAINTENANT,
            pour_le=pour_le,
            satisfaite_le=MAINTENANT if satisfaite else None,
        )
    ouverte = any(not satisfaite for _, satisfaite in complements)
    if etat == Etat.A_COMPLETER and not ouverte:
        return  # A bilan given back has its demand.
    Dossier.objects.filter(pk=bilan.pk).update(etat=etat)

    chargee = avec_limite(Bilan.objects.all()).pour_liste().get(pk=bilan.pk)
    echeance = echeance_de(chargee, jour)

    if etat in CHEZ_LE_PARTENAIRE:
        assert echeance is not None
        assert chargee.limite_le == echeance.le
    else:
        assert echeance is None
        attendu = MAINTENANT.date() if etat in CHEZ_LA_CAF else None
        assert chargee.limite_le == attendu
    en_retard = avec_limite(Bilan.objects.all()).filter(est_en_retard(jour)).exists()
    assert en_retard == (echeance is not None and echeance.en_retard)
