"""What a proposed value changes among declarations not sent yet; a publication during a sending."""

import threading
import time
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from declarations.models import Declaration, Version
from declarations.services.en_cours import estimations
from declarations.services.envoi import transmettre
from subventions.models import EtatEffet, LigneBareme
from subventions.propositions.regles.periodes import Periode
from subventions.propositions.services import publication
from subventions.propositions.services.effet import calculer, est_depasse
from subventions.propositions.services.publication import publier
from subventions.propositions.sources import Portee
from subventions.referentiels import plan_comptable
from subventions.regles.bareme import Bareme
from subventions.regles.moteur import estimer
from subventions.services import bareme_applicable
from tests.declarations.cct import declaration_cct
from tests.declarations.remplir import PLAFOND_HORAIRE, jusqu_a
from tests.monde import MAINTENANT, Monde, acteur, nouveau_monde
from tests.subventions.propositions.outils import proposee, publiee, seconde


def montant(declaration: Declaration) -> Decimal:
    """What the one draft of an exercice is worth with the barème in force."""
    (une,) = estimations(Portee("er", Periode(declaration.annee, declaration.annee)))
    bareme = bareme_applicable("er", declaration.annee, declaration.caf_id)
    lue = une.estimer(bareme).montant
    assert lue is not None
    return lue


def test_l_effet_compte_ce_qui_change_et_rien_d_autre(monde: Monde) -> None:
    jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")
    jusqu_a(monde.declaration("previsionnelle", 2026), monde, "a_approuver")
    declaration_cct(monde)
    brouillon = Declaration.objects.get(dispositif="er", annee=2026)
    avant = montant(brouillon)

    proposition = proposee(monde, monde.caf, valeur="1", debut=2020)
    calculer(proposition.pk, MAINTENANT)

    effet = proposition.effet
    effet.refresh_from_db()
    assert effet.etat == EtatEffet.FAIT
    assert (effet.total, effet.faites, effet.changees, effet.ouvertes) == (1, 1, 1, 0)
    assert effet.avant == avant
    publier(proposition.pk, acteur=seconde())
    assert effet.apres == montant(brouillon) < avant


def test_une_valeur_nationale_ne_change_pas_la_caf_qui_a_la_sienne(monde: Monde) -> None:
    jusqu_a(monde.declaration("previsionnelle", 2026), monde, "a_approuver")
    proposition = proposee(monde, valeur="1", debut=2020)
    calculer(proposition.pk, MAINTENANT)
    effet = proposition.effet
    effet.refresh_from_db()
    assert (effet.total, effet.changees, effet.ouvertes) == (1, 0, 0)


def test_ce_qui_n_avait_pas_de_montant_en_a_un(monde: Monde) -> None:
    jusqu_a(monde.declaration("previsionnelle", 2026), monde, "a_approuver")
    LigneBareme.objects.filter(parametre="plafond_horaire").delete()
    proposition = proposee(monde, valeur=PLAFOND_HORAIRE, debut=2020)
    calculer(proposition.pk, MAINTENANT)
    effet = proposition.effet
    effet.refresh_from_db()
    assert (effet.changees, effet.ouvertes) == (0, 1)
    publier(proposition.pk, acteur=seconde())
    assert effet.montant_ouvert == montant(Declaration.objects.get(annee=2026))


@pytest.mark.parametrize(
    ("debut", "fin", "combien"), [(2020, None, 1), (2027, None, 0), (2020, 2025, 0)]
)
def test_les_exercices_et_la_caf(monde: Monde, debut: int, fin: int | None, combien: int) -> None:
    jusqu_a(monde.declaration("previsionnelle", 2026), monde, "en_saisie")
    periode = Periode(debut, fin)
    assert len(list(estimations(Portee("er", periode, monde.caf.pk)))) == combien
    assert not list(estimations(Portee("er", periode, monde.autre_caf.pk)))
    assert not list(estimations(Portee("clas", periode)))


def test_un_calcul_interrompu_le_dit(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    proposition = proposee(monde)

    def tomber(*args: object) -> None:
        raise RuntimeError("panne")

    monkeypatch.setattr("subventions.propositions.services.effet.sources.compter", tomber)
    with pytest.raises(RuntimeError):
        calculer(proposition.pk, MAINTENANT)
    proposition.effet.refresh_from_db()
    assert proposition.effet.etat == EtatEffet.ECHEC


def test_ce_qui_est_transmis_garde_son_calcul(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")
    calcul = declaration.version_courante.calcul
    avant = calcul.contenu()
    publiee(monde, monde.caf, valeur="1", debut=2020)
    calcul.refresh_from_db()
    assert calcul.contenu() == avant
    assert calcul.est_intact


@pytest.mark.django_db(transaction=True)
def test_une_publication_pendant_un_envoi() -> None:
    """The computation frozen is that of the former barème or of the new one, whole."""
    monde = nouveau_monde()
    declaration = jusqu_a(monde.declaration("previsionnelle", 2026), monde, "a_approuver")
    proposition = proposee(monde, monde.caf, valeur="1", debut=2020)
    calculer(proposition.pk, MAINTENANT)
    autre, erreurs = seconde(), []
    depart = threading.Barrier(2)

    def mener(acte: object, *args: object, **options: object) -> None:
        try:
            depart.wait()
            acte(*args, **options)
        except Exception as erreur:
            erreurs.append(erreur)
        finally:
            connection.close()

    approbateur = acteur(monde.passerelles.approbateur)
    fils = [
        threading.Thread(
            target=mener, args=(transmettre, declaration.pk), kwargs={"acteur": approbateur}
        ),
        threading.Thread(target=mener, args=(publier, proposition.pk), kwargs={"acteur": autre}),
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert erreurs == []
    calcul = Version.objects.get(declaration=declaration).calcul_fige
    assert calcul.est_intact
    lu = Bareme.depuis_json(calcul.bareme)
    assert lu["plafond_horaire"].valeur in (PLAFOND_HORAIRE, "1.00")
    rejoue = estimer("er", calcul.donnees, lu, plan_comptable(), calcul.annee)
    assert rejoue.montant == calcul.montant


@pytest.mark.django_db(transaction=True)
def test_deux_publications_a_la_fois_n_en_laissent_qu_une(monkeypatch: Any) -> None:
    """Of two values for the same exercices read against the same barème, one stands.

    Each would find its effect up to date, then one of them be kept before the other reads lines.
    """
    rencontre = threading.Barrier(2)

    def ensemble_puis_l_un_apres_l_autre(*lus: Any) -> bool:
        depasse = est_depasse(*lus)
        with suppress(threading.BrokenBarrierError):
            if rencontre.wait(1) == 0:
                time.sleep(0.5)
        return depasse

    monkeypatch.setattr(publication, "est_depasse", ensemble_puis_l_un_apres_l_autre)
    monde = nouveau_monde()
    propositions = [proposee(monde, valeur=v) for v in ("90", "95")]
    for proposition in propositions:
        calculer(proposition.pk, MAINTENANT)
    autre, resultats = seconde(), []
    depart = threading.Barrier(2)

    def mener(pk: int) -> None:
        try:
            depart.wait()
            resultats.append(publier(pk, acteur=autre))
        except Exception as erreur:
            resultats.append(erreur)
        finally:
            connection.close()

    fils = [threading.Thread(target=mener, args=(p.pk,)) for p in propositions]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert sorted(type(r).__name__ for r in resultats) == ["ActionRefusee", "PropositionBareme"]
    assert "plafond_horaire" in bareme_applicable("er", 2025)
