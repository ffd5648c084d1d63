"""Readings written once: the rows that Django would read, for each value, and nothing else."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from declarations.models import Declaration
from habilitations.models import AffectationAgent, Caf, Equipement, Habilitation, Utilisateur
from portal.socle.requetes_ecrites import RequeteEcrite, parmi, rattacher
from tests.monde import JOUR, MAINTENANT, Monde


def affectations(personne: int, jour: date) -> QuerySet[AffectationAgent]:
    return AffectationAgent.objects.de(personne, jour).select_related("caf")


def _ordres(lire: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as lus:
        lire()
    return [ordre["sql"] for ordre in lus.captured_queries]


def test_l_ordre_est_celui_de_django(monde: Monde) -> None:
    ecrite = RequeteEcrite(affectations)
    for personne in (monde.conseiller, monde.responsable, monde.national):
        for jour in (JOUR, date(2019, 12, 31)):
            attendus = _ordres(lambda p=personne.pk, j=jour: list(affectations(p, j)))
            assert _ordres(lambda p=personne.pk, j=jour: ecrite.lire(p, j)) == attendus


def test_les_lignes_sont_celles_de_django(monde: Monde) -> None:
    ecrite = RequeteEcrite(affectations)
    for personne in Utilisateur.objects.all():
        lues = ecrite.lire(personne.pk, JOUR)
        assert lues == list(affectations(personne.pk, JOUR))
    (sienne,) = ecrite.lire(monde.conseiller.pk, JOUR)
    assert _ordres(lambda: sienne.caf) == []
    assert sienne.caf == monde.caf


def test_ce_qui_est_lu_apres_l_est_aussi(monde: Monde) -> None:
    """Rows are those of the moment, and belong to who read them."""
    ecrite = RequeteEcrite(lambda code: Caf.objects.filter(code=code))
    (lue,) = ecrite.lire("73")
    lue.nom = "Changée en mémoire"
    Caf.objects.filter(code="73").update(nom="Caf renommée")
    assert [caf.nom for caf in ecrite.lire("73")] == ["Caf renommée"]
    assert ecrite.lire("59")[0].pk == monde.autre_caf.pk
    assert ecrite.lire("99") == []


def test_les_relations_lues_d_avance(monde: Monde) -> None:
    ecrite = RequeteEcrite(
        lambda caf: Equipement.objects.filter(caf=caf).prefetch_related("lieux").order_by("pk")
    )
    for _ in range(2):
        er, voisin = ecrite.lire(monde.caf.pk)
        assert _ordres(lambda e=er: list(e.lieux.all())) == []
        assert [lieu.nom for lieu in er.lieux.all()] == ["Albertville", "Chambéry", "Ugine"]
        assert [lieu.nom for lieu in voisin.lieux.all()] == ["Aix-les-Bains"]


def test_des_valeurs_seules_et_la_premiere(monde: Monde) -> None:
    noms = RequeteEcrite(
        lambda caf: Equipement.objects.filter(caf=caf).order_by("pk").values_list("nom", flat=True)
    )
    assert noms.lire(monde.caf.pk) == [monde.er.nom, monde.er_voisin.nom]
    assert noms.premiere(monde.caf.pk) == monde.er.nom
    assert noms.premiere(monde.autre_caf.pk) is None
    paires = RequeteEcrite(lambda code: Caf.objects.filter(code=code).values_list("pk", "nom"))
    assert paires.lire("73") == [(monde.caf.pk, "Caf de la Savoie")]


def test_une_ligne_verrouillee_l_est(monde: Monde) -> None:
    ecrite = RequeteEcrite(lambda pk: Caf.objects.select_for_update().filter(pk=pk))
    for _ in range(2):
        (ordre,) = _ordres(lambda: ecrite.lire(monde.caf.pk))
        assert ordre.endswith("FOR UPDATE")


def test_une_valeur_a_deux_endroits_et_un_moment(monde: Monde) -> None:
    ecrite = RequeteEcrite(
        lambda moment: Habilitation.objects.filter(signee_le__gte=moment, signee_le__lte=moment)
    )
    avant = MAINTENANT - timedelta(days=1)
    assert len(ecrite.lire(MAINTENANT)) == Habilitation.objects.count() > 0
    assert ecrite.lire(avant) == []


def test_parmi_des_ids_en_un_seul_ordre(monde: Monde) -> None:
    """One text for one id and for forty: it is planned once."""
    ecrite = RequeteEcrite(lambda ids: Caf.objects.filter(parmi("pk", ids)).order_by("code"))
    ids = [monde.caf.pk, monde.autre_caf.pk]
    assert ecrite.lire(ids) == [monde.autre_caf, monde.caf]
    assert ecrite.lire(ids[:1]) == [monde.caf]
    assert ecrite.lire([]) == ecrite.lire([2**40]) == []
    un, deux = (_ordres(lambda i=i: ecrite.lire([i]))[0] for i in ids)
    assert un.split("ANY")[0] == deux.split("ANY")[0]


def test_un_autre_genre_de_valeur_est_une_autre_requete(monde: Monde) -> None:
    """What PostgreSQL is told of a value is its kind: a text is not asked for as a number."""
    ecrite = RequeteEcrite(lambda pk: Caf.objects.filter(pk=pk))
    assert ecrite.lire(monde.caf.pk) == ecrite.lire(monde.caf.pk) == [monde.caf]
    with pytest.raises(ValueError, match="'id' expected a number"):
        ecrite.lire("soixante-treize")


@pytest.mark.parametrize("valeur", [None, True, 1.5, (1, 2), object()])
def test_ce_qui_n_est_pas_une_valeur_simple_est_refuse(valeur: object) -> None:
    """None above all: « is null » is another question than « equals »."""
    ecrite = RequeteEcrite(lambda pk: Caf.objects.filter(pk=pk))
    with pytest.raises(TypeError):
        ecrite.lire(valeur)


def test_une_valeur_qui_ne_sert_pas_est_refusee() -> None:
    """A branch taken on a value, or a value changed on the way, would be kept for all others."""
    for ecrire in (
        lambda pk: Caf.objects.filter(pk=pk + 1),
        lambda pk: Caf.objects.filter(pk=3) if pk > 10 else Caf.objects.filter(pk=pk),
        lambda pk: Caf.objects.filter(pk=pk, code="73" if pk % 2 else "59"),
    ):
        with pytest.raises(ValueError, match="telle quelle"):
            RequeteEcrite(ecrire).lire(1)


def test_ce_qui_ressemble_a_un_remplacant_n_en_est_pas_un() -> None:
    """A constant of the statement that happens to be the stand-in is refused, not replaced."""
    refusee = RequeteEcrite(lambda pk: Caf.objects.filter(pk__in=(pk, 32_001)))
    with pytest.raises(ValueError, match="telle quelle"):
        refusee.lire(1)


@pytest.mark.django_db
def test_une_petite_colonne_recoit_ses_valeurs() -> None:
    """Django leaves out what a column cannot hold: a stand-in must fit in the smallest."""
    ecrite = RequeteEcrite(lambda annee: Declaration.objects.filter(annee__lte=annee))
    ordres = _ordres(lambda: ecrite.lire(2025))
    assert len(ordres) == 1
    assert "2025" in ordres[0]


@pytest.mark.django_db(transaction=True)
def test_chaque_fil_lit_par_sa_connexion() -> None:
    for code in ("73", "59"):
        Caf.objects.create(code=code, nom=f"Caf {code}")
    ecrite = RequeteEcrite(lambda code: Caf.objects.filter(code=code))
    assert [caf.nom for caf in ecrite.lire("73")] == ["Caf 73"]
    lus: list[str] = []

    def lire() -> None:
        try:
            lus.extend(caf.nom for caf in ecrite.lire("59"))
        finally:
            connection.close()

    fils = [Thread(target=lire) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert lus == ["Caf 59"] * 4


def test_des_lignes_rattachees(monde: Monde) -> None:
    """As those of a reverse relation: read no more, narrowed like any, each knowing its object."""
    appelee = monde.declaration()
    declaration = Declaration.objects.get(pk=appelee.pk)
    versions = list(type(appelee.versions.get()).objects.filter(declaration=declaration.pk))
    rattacher(declaration, "versions", versions)

    def lire() -> None:
        assert list(declaration.versions.all()) == versions
        assert declaration.versions.all()[0].declaration is declaration

    assert _ordres(lire) == []
    assert declaration.versions.filter(numero=99).count() == 0
    assert declaration.versions.filter(numero=1).get() == versions[0]
