"""The second wall (docs/decisions/0069): with the filter of a page taken away, what others have
still does not show; nothing said, nothing seen; nothing of others is written either.

Everything is asked with the rights of the role that serves; the owner prepares the world.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from declarations.models import Declaration, Version
from habilitations.models import Equipement, Habilitation
from habilitations.models.equipements import EquipementQuerySet
from habilitations.portee import au_nom_de
from portal.dossiers.models import Dossier
from portal.dossiers.models.dossiers import DossierQuerySet
from portal.socle import mur
from portal.socle.controles import SANS_MUR, mur_dresse
from portal.socle.portee import Portee, au_nom_du_systeme, dans
from tests.acces import MondeAcces
from tests.monde import MAINTENANT, acteur, nouveau_monde
from tests.sous_service import sous_service

FILTRES = {
    DossierQuerySet: (
        *("visibles_par", "visibles_comme_partenaire", "visibles_comme_agent"),
        "du_portefeuille",
    ),
    EquipementQuerySet: (
        *("visibles_par", "ouverts_a", "aux_dossiers_lus_par", "visibles_comme_agent"),
        "instruits_par",
    ),
}
# Papers of nobody in particular; what is read by anybody, and written behind the wall.
OUVERTES = {"socle_document", *mur.lues()}
LAC, PASSERELLES = "Espace de rencontre du Lac", "Espace de rencontre Les Passerelles"


@contextmanager
def sans_filtre() -> Iterator[None]:
    """As if every page had forgotten to narrow what it reads."""
    with ExitStack() as pile:
        for ensemble, noms in FILTRES.items():
            # A kind of file may narrow further, by a method of its own.
            for classe in (ensemble, *ensemble.__subclasses__()):
                for nom in set(noms) & set(vars(classe)):
                    pile.enter_context(
                        mock.patch.object(classe, nom, lambda self, acteur: self.all())
                    )
        yield


def compter(table: str) -> int:
    with connection.cursor() as curseur:
        curseur.execute(f"SELECT count(*) FROM {table}")
        return int(curseur.fetchone()[0])


def touchees(ordre: str) -> int:
    """How many rows an order changes."""
    with connection.cursor() as curseur:
        curseur.execute(ordre)
        return int(curseur.rowcount)


def refus(ordre: str) -> str:
    """What the database answers to an order, in a savepoint; empty when it obeys."""
    try:
        with transaction.atomic(), connection.cursor() as curseur:
            curseur.execute(ordre)
    except DatabaseError as erreur:
        return str(erreur)
    return ""


class TestLesTables:
    def test_chacune_est_derriere_ou_dehors(self) -> None:
        """A new table is put behind the wall, or its reason is written."""
        modeles = apps.get_models(include_auto_created=True)
        toutes = {m._meta.db_table for m in modeles if m._meta.managed and not m._meta.proxy}
        derriere, dehors = mur.derriere(), mur.dehors()
        assert toutes - derriere.keys() - dehors.keys() == {"django_migrations"} & toutes
        assert derriere.keys() & dehors.keys() == set()
        assert derriere.keys() <= toutes
        assert all(dehors.values())


@pytest.mark.usefixtures("mur")
@pytest.mark.django_db(transaction=True)
def test_abattu_tout_revient() -> None:
    """And put up again, it changes nothing more."""
    monde = nouveau_monde()
    with sous_service():
        assert not Equipement.objects.exists()
    assert mur.abattre() == len(mur.derriere())
    assert not mur.est_dresse()
    assert [a.id for a in mur_dresse(databases=["default"])] == [SANS_MUR]
    with sous_service():
        assert Equipement.objects.filter(pk=monde.er.pk).exists()
    assert mur.dresser() == len(mur.derriere())
    assert mur.dresser() == 0
    assert mur_dresse(databases=["default"]) == []


@pytest.mark.usefixtures("mur")
class TestMur(MondeAcces):
    def test_rien_de_dit_rien_de_vu(self) -> None:
        pleines = {table for table in mur.derriere() if compter(table)}
        assert len(pleines) > 60
        with sous_service():
            assert {table for table in pleines if compter(table)} <= OUVERTES
            with au_nom_du_systeme("compter"):
                assert {table for table in pleines if not compter(table)} == set()

    def test_un_partenaire_ne_lit_rien_d_un_autre(self) -> None:
        """By SQL alone, table by table: no row names a partner that is not theirs."""
        autre = self.gens["voisin_activite"]
        (siens,) = {h.gestionnaire_id for h in acteur(autre).habilitations}
        with sous_service(), au_nom_de(acteur(autre)):
            for table in mur.derriere():
                if "gestionnaire_id" in _colonnes(table):
                    etrangers = compter(
                        f"{table} WHERE gestionnaire_id <> {siens} AND gestionnaire_id IS NOT NULL"
                    )
                    assert etrangers == 0, table
            assert compter("habilitations_equipement") == 1
            assert compter("declarations_version") == compter("declarations_volet") // 2

    def test_une_caf_ne_lit_rien_d_une_autre(self) -> None:
        with sous_service(), au_nom_de(acteur(self.gens["conseiller_nord"])):
            vues = {table for table in mur.derriere() if compter(table)}
        assert vues <= OUVERTES

    def test_une_page_qui_ne_filtre_plus(self) -> None:
        """The owner shows it: without the wall, each page would tell what others have."""
        pages = (
            ("voisin_activite", "declarations:suivi", PASSERELLES),
            ("voisin_approbateur", "declarations:suivi", PASSERELLES),
            ("conseiller_nord", "declarations:file", PASSERELLES),
            ("conseiller_nord", "habilitations:equipements", PASSERELLES),
        )
        for qui, nom, etranger in pages:
            with self.subTest(qui=qui, page=nom), sans_filtre():
                assert etranger in self._page(qui, reverse(nom)), "la page ne prouve rien"
                with sous_service():
                    assert etranger not in self._page(qui, reverse(nom))

    def test_un_dossier_qui_ne_filtre_plus_est_introuvable(self) -> None:
        autres = {
            "voisin_activite": self.declarations["d"],
            "conseiller_nord": self.declarations["t"],
            "voisin_approbateur": self.declarations["v"],
        }
        for qui, pk in autres.items():
            adresse = reverse("declarations:dossier", args=[pk])
            with self.subTest(qui=qui), sous_service(), sans_filtre():
                assert self._reponse(qui, adresse).status_code == 404

    def test_un_gestionnaire_des_habilitations_ne_voit_que_les_siennes(self) -> None:
        """Delegated or not, the rights of another partner are not there to be shown."""
        responsable, nord = self.gens["responsable"], self.gens["conseiller_nord"]
        with sous_service():
            with au_nom_de(acteur(responsable)):
                assert Habilitation.objects.count() > 3
            with au_nom_de(acteur(nord)):
                assert not Habilitation.objects.exists()
            with au_nom_de(acteur(self.gens["voisin_activite"])):
                chez = set(Habilitation.objects.values_list("gestionnaire__nom", flat=True))
        assert chez == {"Association Les Voisins"}

    def test_rien_des_autres_ne_s_ecrit(self) -> None:
        envoyee = Declaration.objects.get(pk=self.declarations["d"])
        autre = acteur(self.gens["voisin_activite"])
        with sous_service(), au_nom_de(autre):
            assert Dossier.objects.filter(pk=envoyee.pk).update(annee=2031) == 0
            assert Version.objects.filter(declaration=envoyee.pk).update(numero=9) == 0
            (siens,) = {h.gestionnaire_id for h in autre.habilitations}
            copie = (
                "INSERT INTO habilitations_lieu (equipement_id, nom, adresse, ouvert_le) "
                f"VALUES ({envoyee.equipement_id}, 'Ailleurs', '', '2026-01-01')"
            )
            assert "row-level security" in refus(copie)
            mien = (
                f"UPDATE habilitations_equipement SET gestionnaire_id = {envoyee.gestionnaire_id}"
            )
            assert "row-level security" in refus(mien)
            assert compter(f"habilitations_equipement WHERE gestionnaire_id = {siens}") == 1

    def test_ce_que_tous_lisent_ne_s_ecrit_que_par_les_siens(self) -> None:
        """Its numbers are read by anybody; a row changes where its file is seen, nowhere else."""
        for table in mur.lues():
            toucher = f"UPDATE {table} SET dossier_id = dossier_id"
            siennes = compter(
                f"{table} t JOIN dossiers_dossier d ON d.id = t.dossier_id "
                f"WHERE d.gestionnaire_id = {self.chez('activite')}"
            )
            with sous_service():
                for qui, combien in (("voisin_activite", 0), ("activite", siennes)):
                    with au_nom_de(acteur(self.gens[qui])):
                        assert compter(table) >= siennes > 0
                        assert touchees(toucher) == combien

    def chez(self, qui: str) -> int:
        (gestionnaire,) = {h.gestionnaire_id for h in acteur(self.gens[qui]).habilitations}
        return gestionnaire

    def test_qui_vient_par_un_lien_voit_son_dossier_et_rien_d_autre(self) -> None:
        un = self.declarations["b"]
        with sous_service(), dans(Portee(dossiers=frozenset({un}))):
            assert set(Dossier.objects.values_list("pk", flat=True)) == {un}
            assert not Version.objects.exists()
            assert not Habilitation.objects.exists()

    def _reponse(self, qui: str, adresse: str) -> object:
        with time_machine.travel(MAINTENANT, tick=False):
            return self._client(qui).get(adresse)

    def _page(self, qui: str, adresse: str) -> str:
        return self._reponse(qui, adresse).content.decode()


def _colonnes(table: str) -> set[str]:
    with connection.cursor() as curseur:
        return {c.name for c in connection.introspection.get_table_description(curseur, table)}
