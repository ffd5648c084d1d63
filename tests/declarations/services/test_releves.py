"""Totals of the checks arrested for the nation: as counted live, replaced at once, run twice."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from declarations.models import ArreteReleves, ReleveControles
from declarations.presentation.releves import Arrete, releves
from declarations.regles.etats import Etat
from declarations.services import instruction
from declarations.services import releves as services
from declarations.services.releves import Releve, a_arreter, arreter, arreter_tout, compter
from habilitations.models import Utilisateur
from habilitations.portee import au_nom_de
from portal.socle.portee import au_nom_du_systeme
from tests.declarations.controles_releves import ecart_justifie, plusieurs_etats, valider
from tests.monde import MAINTENANT, Monde, acteur, nouveau_monde
from tests.sous_service import sous_service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
DEMAIN = MAINTENANT + timedelta(days=1)


def lus(qui: Utilisateur, dispositif: str = "") -> dict[str, Releve]:
    return releves(acteur(qui), dispositif).par_code


def arretes() -> list[tuple[object, ...]]:
    return list(
        ReleveControles.objects.values_list(
            *("caf", "dispositif", "code", "constats", "transmissions", "justifies"),
            *("acceptes", "en_attente"),
        )
    )


class TestAccord:
    def test_arretes_ou_a_l_instant_ce_sont_les_memes(self, monde: Monde) -> None:
        """Whatever the state of the files; and both are what the adviser of the Caf counts."""
        plusieurs_etats(monde)
        filtres = ("", "er", "cct", "clas")
        a_l_instant = {d: lus(monde.national, d) for d in filtres}
        du_conseiller = {d: lus(monde.conseiller, d) for d in filtres}
        arreter_tout(MAINTENANT)
        assert {d: lus(monde.national, d) for d in filtres} == a_l_instant == du_conseiller
        c06 = a_l_instant[""]["C06"]
        # Every way a justification may end is there, or this would prove little.
        assert c06.renvoyes > 0
        assert c06.en_attente > 0
        assert sum(r.acceptes for r in a_l_instant["cct"].values()) > 0
        assert a_l_instant["clas"] == {}

    def test_une_version_est_d_un_dispositif_d_une_caf(self, monde: Monde) -> None:
        """Distinct versions within each add up to those of all: sums over them are exact."""
        plusieurs_etats(monde)
        toutes: dict[str, int] = {}
        for _, _, code, releve in compter([monde.caf.pk, monde.autre_caf.pk]):
            toutes[code] = toutes.get(code, 0) + releve.transmissions
        with connection.cursor() as curseur:
            curseur.execute(
                "SELECT c ->> 'code', count(DISTINCT version_id) "
                "FROM declarations_passagecontroles, jsonb_array_elements(constats) c "
                "WHERE moment = 'envoi' GROUP BY 1"
            )
            assert dict(curseur.fetchall()) == toutes

    def test_devenue_sans_objet_elle_n_attend_plus(self, monde: Monde) -> None:
        declaration = ecart_justifie(monde)
        arreter_tout(MAINTENANT)
        assert lus(monde.national)["C06"] == Releve(2, 1, 2, 0, 2)
        instruction.declarer_sans_objet(
            declaration.pk, acteur=acteur(monde.conseiller), motif="Équipement fermé."
        )
        assert lus(monde.national)["C06"].en_attente == 2  # as of the night before
        arreter_tout(DEMAIN)
        assert lus(monde.national)["C06"] == lus(monde.conseiller)["C06"] == Releve(2, 1, 2, 0, 0)


class TestArreter:
    def test_refait_rien_ne_se_double(self, monde: Monde) -> None:
        ecart_justifie(monde)
        assert arreter(monde.caf.pk, MAINTENANT) == arreter(monde.caf.pk, DEMAIN) > 0
        premiers = arretes()
        arreter(monde.caf.pk, DEMAIN)
        assert arretes() == premiers
        assert ArreteReleves.objects.get().le == DEMAIN

    def test_ce_qui_n_est_plus_releve_s_en_va(self, monde: Monde) -> None:
        """What was arrested is replaced as a whole, codes that are counted no more included."""
        ReleveControles.objects.create(
            caf=monde.caf, dispositif="er", code="C99", constats=1, transmissions=1,
            justifies=0, acceptes=0, en_attente=0,
        )  # fmt: skip
        arreter(monde.caf.pk, MAINTENANT)
        assert arretes() == []

    def test_une_caf_ne_touche_pas_aux_autres(self, monde: Monde) -> None:
        ecart_justifie(monde)
        arreter(monde.caf.pk, MAINTENANT)
        avant = arretes()
        assert arreter(monde.autre_caf.pk, DEMAIN) == 0
        assert arretes() == avant
        assert ArreteReleves.objects.get(caf=monde.caf).le == MAINTENANT

    def test_interrompu_ceux_d_avant_restent(
        self, monde: Monde, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ecart_justifie(monde)
        arreter(monde.caf.pk, MAINTENANT)
        avant = arretes()

        def mourir(cafs: object) -> None:
            raise RuntimeError("le worker meurt")

        monkeypatch.setattr(services, "compter", mourir)
        with pytest.raises(RuntimeError):
            arreter(monde.caf.pk, DEMAIN)
        assert arretes() == avant
        assert ArreteReleves.objects.get().le == MAINTENANT

    def test_ce_qui_reste_a_arreter(self, monde: Monde) -> None:
        """A Caf without any constat is arrested too."""
        assert a_arreter(MAINTENANT) == [monde.caf.pk, monde.autre_caf.pk]
        arreter(monde.autre_caf.pk, MAINTENANT)
        assert a_arreter(MAINTENANT) == [monde.caf.pk]
        assert a_arreter(DEMAIN) == [monde.caf.pk, monde.autre_caf.pk]


class TestJamaisArretes:
    def test_tout_se_compte_alors_a_l_instant(self, monde: Monde) -> None:
        declaration = ecart_justifie(monde)
        assert releves(acteur(monde.national)).arrete is None
        valider(declaration, monde)
        assert lus(monde.national)["C06"].acceptes == 2

    def test_une_caf_qui_manque_est_comptee_a_cote_des_autres(self, monde: Monde) -> None:
        ecart_justifie(monde)
        arreter(monde.autre_caf.pk, MAINTENANT)
        vus = releves(acteur(monde.national))
        assert vus.arrete == Arrete(MAINTENANT, MAINTENANT, a_l_instant=1)
        assert vus.par_code == lus(monde.conseiller)

    def test_les_autres_lecteurs_comptent_toujours_a_l_instant(self, monde: Monde) -> None:
        declaration = ecart_justifie(monde)
        arreter_tout(MAINTENANT)
        valider(declaration, monde)
        for qui in (monde.conseiller, monde.passerelles.approbateur):
            assert lus(qui)["C06"].acceptes == 2
            assert releves(acteur(qui)).arrete is None
        assert lus(monde.national)["C06"].acceptes == 0


@pytest.mark.usefixtures("mur")
class TestDerriereLeMur:
    def test_le_role_qui_sert_arrete_et_chacun_voit_les_siens(self, monde: Monde) -> None:
        ecart_justifie(monde, Etat.TRANSMISE)
        with sous_service():
            with au_nom_du_systeme("arrêter"):
                assert arreter_tout(MAINTENANT) > 0
                toutes = len(arretes())
            with au_nom_de(acteur(monde.national)):
                assert len(arretes()) == toutes
            with au_nom_de(acteur(monde.conseiller)):
                assert len(arretes()) == toutes
                assert ArreteReleves.objects.count() == 1
            with au_nom_de(acteur(monde.conseiller_nord)):
                assert arretes() == []
                with pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
                    arreter(monde.caf.pk, DEMAIN)
            for qui in (monde.passerelles.approbateur, monde.voisins.approbateur):
                with au_nom_de(acteur(qui)):
                    assert arretes() == []
                    assert not ArreteReleves.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_deux_a_la_fois_laissent_un_seul_compte() -> None:
    monde = nouveau_monde()
    ecart_justifie(monde)
    arreter(monde.caf.pk, MAINTENANT - timedelta(days=1))
    attendus, erreurs = arretes(), []
    depart = threading.Barrier(4)

    def mener() -> None:
        try:
            depart.wait()
            for _ in range(5):
                arreter(monde.caf.pk, MAINTENANT)
        except Exception as erreur:
            erreurs.append(erreur)
        finally:
            connection.close()

    fils = [threading.Thread(target=mener) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert erreurs == []
    assert arretes() == attendus
    assert ArreteReleves.objects.get().le == MAINTENANT
