"""Sending: what is frozen, what is refused, replay and concurrency."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from declarations.models import Campagne, Declaration, Version, Volet
from declarations.services.campagnes import appeler
from declarations.services.derogations import accorder_derogation
from declarations.services.empreintes import contenu_fige, empreinte
from declarations.services.envoi import transmettre
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee
from subventions.models import Droit, LigneBareme
from tests.declarations.remplir import jusqu_a
from tests.declarations.remplir import transmettre as tout_transmettre
from tests.monde import MAINTENANT, Monde, acteur, nouveau_monde
from tests.subventions.fabriques import sans_garde


def test_l_envoi_fige_tout_ensemble(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")
    version = Version.objects.prefetch_related("volets").get(pk=declaration.version_courante_id)

    assert version.envoyee_par == monde.passerelles.approbateur
    assert version.envoyee_le == MAINTENANT
    assert [ligne["libelle"] for ligne in version.lignes] == ["Albertville", "Chambéry", "Ugine"]
    assert version.calcul.montant is not None
    assert version.calcul.etapes
    passage = version.passages.get(moment="envoi")
    assert version.empreinte == empreinte(version, passage.constats)
    assert declaration.version_en_vigueur == version
    assert LigneJournal.objects.sur(declaration).filter(action="declaration.transmise").count() == 1


def test_le_calcul_fige_ne_suit_pas_le_bareme(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")
    avant = declaration.version_courante.calcul.montant

    with sans_garde():
        LigneBareme.objects.filter(dispositif="er", parametre="taux").update(valeur="0.01")

    declaration.version_courante.calcul.refresh_from_db()
    assert declaration.version_courante.calcul.montant == avant


def test_l_echeance_est_figee_avec_l_envoi(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "transmise")
    echeance = declaration.campagne.echeance_le

    Campagne.objects.update(echeance_le=echeance - timedelta(days=20))

    declaration.version_courante.refresh_from_db()
    assert declaration.version_courante.echeance_le == echeance


def test_le_contenu_fige_change_avec_la_moindre_donnee(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "transmise")
    version = Version.objects.prefetch_related("volets").get(pk=declaration.version_courante_id)
    constats = version.passages.get(moment="envoi").constats
    contenu_fige(version, constats)["volets"]["finances"]["donnees"]["comptes.64"] = "1"

    assert empreinte(version, constats) != version.empreinte


def test_un_second_envoi_est_dit_sans_effet(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "transmise")

    with pytest.raises(ActionRefusee) as refus:
        tout_transmettre(declaration, monde)

    assert not refus.value.interdite
    assert "n’est plus possible" in str(refus.value)
    assert declaration.versions.count() == 1


@pytest.mark.parametrize("qui", ["activite", "finances"])
def test_seul_l_approbateur_transmet(monde: Monde, qui: str) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "a_approuver")

    with pytest.raises(ActionRefusee) as refus:
        transmettre(declaration.pk, acteur=acteur(getattr(monde.passerelles, qui)))

    assert refus.value.interdite


def test_apres_la_fin_de_saisie_l_envoi_est_refuse_puis_permis_par_derogation(
    monde: Monde,
) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "a_approuver")
    apres = MAINTENANT + timedelta(days=60)
    approbateur = acteur(monde.passerelles.approbateur, apres)
    with pytest.raises(ActionRefusee, match="close"):
        transmettre(declaration.pk, acteur=approbateur)

    accorder_derogation(
        declaration.pk,
        acteur=acteur(monde.conseiller, apres),
        motif="Approbateur hospitalisé.",
        expire_le=apres.date(),
    )
    transmettre(declaration.pk, acteur=approbateur)

    declaration.refresh_from_db()
    assert declaration.etat == "transmise"


def test_une_derogation_expiree_ne_rouvre_rien(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "a_approuver")
    apres = MAINTENANT + timedelta(days=60)
    accorder_derogation(
        declaration.pk,
        acteur=acteur(monde.conseiller, apres),
        motif="Approbateur hospitalisé.",
        expire_le=apres.date(),
    )

    with pytest.raises(ActionRefusee, match="close"):
        transmettre(
            declaration.pk,
            acteur=acteur(monde.passerelles.approbateur, apres + timedelta(days=1)),
        )


def test_les_controles_passent_encore_au_moment_de_l_envoi(monde: Monde) -> None:
    """A reference sent meanwhile makes a variation appear: the sending stops."""
    declaration = jusqu_a(monde.declaration("previsionnelle", 2026), monde, "a_approuver")
    precedente = Campagne.objects.get()
    precedente.pk, precedente.annee = None, 2025
    precedente.save(force_insert=True)
    avant = appeler(precedente, monde.er, MAINTENANT)
    jusqu_a(
        avant,
        monde,
        "transmise",
        changements={
            "comptes.64": "40 000",
            "comptes.741": "1 000",
            "comptes.743": "0",
            "comptes.744": "200",
        },
    )

    with pytest.raises(ActionRefusee, match="contrôle"):
        transmettre(declaration.pk, acteur=acteur(monde.passerelles.approbateur))


@pytest.mark.django_db(transaction=True)
def test_deux_clics_simultanes_font_un_seul_envoi() -> None:
    monde = nouveau_monde()
    declaration = jusqu_a(monde.declaration(), monde, "a_approuver")
    resultats: list[object] = []
    depart = threading.Barrier(2)

    def cliquer() -> None:
        try:
            depart.wait()
            resultats.append(
                transmettre(declaration.pk, acteur=acteur(monde.passerelles.approbateur))
            )
        except ActionRefusee as erreur:
            resultats.append(erreur)
        finally:
            connection.close()

    fils = [threading.Thread(target=cliquer) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert sorted(type(r).__name__ for r in resultats) == ["ActionRefusee", "Version"]
    assert Droit.objects.get().calcul_id == Declaration.objects.get().version_courante.calcul_id
    assert Volet.objects.count() == 2
