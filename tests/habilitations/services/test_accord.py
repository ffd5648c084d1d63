"""Granting a right by the Caf; at once with something else; every refusal."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from habilitations.models import Adhesion, Habilitation, Role
from habilitations.regles.verdicts import Motif
from habilitations.services.accord import accorder
from habilitations.services.delegations import retirer_delegation
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import MOTIF, chez, delegue, demande, motif_de
from tests.monde import JOUR, MAINTENANT, Monde, acteur, amender, nouveau_monde, personne


@pytest.mark.django_db
class TestParLaCaf:
    @pytest.mark.parametrize("seulement", [False, True])
    def test_un_droit_signe(self, monde: Monde, seulement: bool) -> None:
        camille = personne("camille")
        porte = frozenset({monde.er.pk}) if seulement else None
        droit = accorder(
            demande(camille, equipements=porte), **chez(monde), acteur=acteur(monde.responsable)
        )
        assert motif_de(droit) is None
        assert (droit.accordee_par, droit.signee_par) == (monde.responsable, monde.responsable)
        assert droit.signee_le == MAINTENANT
        assert acteur(camille).roles_sur(monde.er) == {Role.APPROBATEUR}
        [ligne] = LigneJournal.objects.filter(action="droit.accorde")
        assert ligne.details["reference"] == str(droit.reference)
        assert droit.signature not in str(ligne.details)

    def test_le_meme_deux_fois_n_en_fait_qu_un(self, monde: Monde) -> None:
        camille = personne("camille")
        faits = [
            accorder(demande(camille), **chez(monde), acteur=acteur(monde.responsable))
            for _ in range(2)
        ]
        assert faits[0] == faits[1]
        assert camille.habilitations.count() == 1
        assert LigneJournal.objects.filter(action="droit.accorde").count() == 1

    def test_un_droit_altere_ne_tient_pas_lieu_d_un_autre(self, monde: Monde) -> None:
        camille, qui = personne("camille"), acteur(monde.responsable)
        premier = accorder(demande(camille), **chez(monde), acteur=qui)
        Habilitation.objects.filter(pk=premier.pk).update(signature="ab" * 64)
        assert accorder(demande(camille), **chez(monde), acteur=qui) != premier

    @pytest.mark.parametrize("qui", ["conseiller", "ccd", "national", "conseiller_nord"])
    def test_seul_le_responsable(self, monde: Monde, qui: str) -> None:
        with pytest.raises(ActionRefusee) as refus:
            accorder(demande(personne("c")), **chez(monde), acteur=acteur(getattr(monde, qui)))
        assert refus.value.interdite

    def test_ni_un_approbateur(self, monde: Monde) -> None:
        qui = acteur(monde.passerelles.approbateur)
        with pytest.raises(ActionRefusee) as refus:
            accorder(demande(personne("c")), **chez(monde), acteur=qui)
        assert refus.value.interdite

    @pytest.mark.parametrize(
        ("champs", "champ"),
        [
            ({"role": "roi"}, "role"),
            ({"au": JOUR - timedelta(days=1)}, "au"),
            ({"equipements": frozenset()}, "equipements"),
            ({"equipements": frozenset({1})}, "equipements"),
            (
                {"role": Role.GESTIONNAIRE_HABILITATIONS, "equipements": frozenset({1})},
                "equipements",
            ),
        ],
    )
    def test_demande_invalide(self, monde: Monde, champs: dict[str, Any], champ: str) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            accorder(
                demande(personne("c"), **champs), **chez(monde), acteur=acteur(monde.responsable)
            )
        assert refus.value.champ == champ

    def test_ni_l_equipement_d_un_autre_ni_un_compte_ferme(self, monde: Monde) -> None:
        camille, qui = personne("camille"), acteur(monde.responsable)
        voisin = demande(camille, equipements=frozenset({monde.er_voisin.pk}))
        with pytest.raises(DemandeInvalide):
            accorder(voisin, **chez(monde), acteur=qui)
        camille.is_active = False
        with pytest.raises(DemandeInvalide):
            accorder(demande(camille), **chez(monde), acteur=qui)

    @pytest.mark.parametrize(
        "champs",
        [
            {"complete_le": None},
            {"fin_le": JOUR - timedelta(days=1)},
            {"suspendue_le": JOUR, "suspendue_motif": "Par précaution"},
        ],
    )
    def test_rien_sans_adhesion_en_cours(self, monde: Monde, champs: dict[str, Any]) -> None:
        amender(Adhesion.objects.filter(gestionnaire=monde.passerelles.gestionnaire), **champs)
        with pytest.raises(ActionRefusee, match="adhésion") as refus:
            accorder(demande(personne("c")), **chez(monde), acteur=acteur(monde.responsable))
        assert not refus.value.interdite


@pytest.mark.django_db(transaction=True)
class TestEnMemeTemps:
    def _a_deux(self, *actes: Any) -> list[Any]:
        def faire(acte: Any) -> Any:
            try:
                return acte()
            except ActionRefusee as refus:
                return refus
            finally:
                connection.close()

        with ThreadPoolExecutor(len(actes)) as fils:
            return list(fils.map(faire, actes))

    def test_le_meme_accord(self) -> None:
        monde = nouveau_monde()
        camille = personne("camille")

        def acte() -> Habilitation:
            return accorder(demande(camille), **chez(monde), acteur=acteur(monde.responsable))

        un, deux = self._a_deux(acte, acte)
        assert un == deux
        assert camille.habilitations.count() == 1

    def test_accorder_pendant_qu_on_retire_la_delegation(self) -> None:
        """Refused, or granted and fallen with it: never a right that stays."""
        monde = nouveau_monde()
        delegation, qui = delegue(monde)
        camille, retrait = personne("camille"), acteur(monde.responsable)
        fait, _ = self._a_deux(
            lambda: accorder(demande(camille), **chez(monde), acteur=acteur(qui.utilisateur)),
            lambda: retirer_delegation(delegation.pk, motif=MOTIF, acteur=retrait),
        )
        assert isinstance(fait, ActionRefusee) or motif_de(fait) == Motif.DELEGATION_RETIREE
        assert acteur(camille).habilitations == []
