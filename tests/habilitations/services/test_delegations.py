"""Delegating, granting and withdrawing under a delegation; every refusal."""

from datetime import timedelta
from typing import Any

import pytest

from habilitations.models import Adhesion, Delegation, Role
from habilitations.regles.verdicts import Motif
from habilitations.services.accord import accorder
from habilitations.services.delegations import Portee, accorder_delegation, retirer_delegation
from habilitations.services.suites import retirer_droit
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import MOTIF, ROLES, chez, delegue, demande, motif_de
from tests.monde import JOUR, Monde, acteur, amender, personne


@pytest.mark.django_db
class TestDelegation:
    def test_la_meme_deux_fois_et_une_autre(self, monde: Monde) -> None:
        delegation, _ = delegue(monde)
        qui = acteur(monde.responsable)
        assert accorder_delegation(Portee(ROLES, None, JOUR), **chez(monde), acteur=qui) == (
            delegation
        )
        with pytest.raises(ActionRefusee, match="retirez-la"):
            accorder_delegation(
                Portee(ROLES, None, JOUR + timedelta(days=9)), **chez(monde), acteur=qui
            )

    @pytest.mark.parametrize(
        ("portee", "champ"),
        [
            (Portee(frozenset(), None, JOUR), "roles"),
            (Portee(frozenset({Role.GESTIONNAIRE_HABILITATIONS}), None, JOUR), "roles"),
            (Portee(ROLES, None, JOUR, JOUR - timedelta(days=1)), "au"),
            (Portee(ROLES, frozenset({1}), JOUR), "equipements"),
        ],
    )
    def test_demande_invalide(self, monde: Monde, portee: Portee, champ: str) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            accorder_delegation(portee, **chez(monde), acteur=acteur(monde.responsable))
        assert refus.value.champ == champ

    def test_le_contrat_ne_delegue_pas(self, monde: Monde) -> None:
        with pytest.raises(ActionRefusee, match="ne délègue pas"):
            accorder_delegation(
                Portee(ROLES, None, JOUR), **chez(monde), acteur=acteur(monde.responsable)
            )

    def test_ni_par_un_autre_ni_sans_adhesion(self, monde: Monde) -> None:
        portee = Portee(ROLES, None, JOUR)
        for qui in (monde.conseiller, monde.conseiller_nord):
            with pytest.raises(ActionRefusee) as refus:
                accorder_delegation(portee, **chez(monde), acteur=acteur(qui))
            assert refus.value.interdite
        delegation, _ = delegue(monde)
        with pytest.raises(ActionRefusee) as refus:
            retirer_delegation(delegation.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
        assert refus.value.interdite
        with pytest.raises(DemandeInvalide):
            retirer_delegation(delegation.pk, motif="ok", acteur=acteur(monde.responsable))
        amender(Adhesion.objects.all(), fin_le=JOUR - timedelta(days=1))
        with pytest.raises(ActionRefusee, match="pris fin"):
            accorder_delegation(portee, **chez(monde), acteur=acteur(monde.responsable))


@pytest.mark.django_db
class TestSousDelegation:
    def test_signe_de_soi_meme_et_nomme_son_auteur(self, monde: Monde) -> None:
        delegation, qui = delegue(monde)
        camille = personne("camille")
        droit = accorder(demande(camille), **chez(monde), acteur=qui)
        assert motif_de(droit) is None
        assert droit.accordee_par == qui.utilisateur
        assert (droit.delegation, droit.signee_par) == (delegation, monde.responsable)
        assert acteur(camille).roles_sur(monde.er) == {Role.APPROBATEUR}
        assert accorder(demande(camille), **chez(monde), acteur=qui) == droit

    def test_tombe_avec_elle_et_ne_revient_pas(self, monde: Monde) -> None:
        delegation, qui = delegue(monde)
        droit = accorder(demande(personne("c")), **chez(monde), acteur=qui)
        par_la_caf = accorder(
            demande(personne("d")), **chez(monde), acteur=acteur(monde.responsable)
        )
        retiree = {"motif": MOTIF, "acteur": acteur(monde.responsable)}
        for _ in range(2):
            retirer_delegation(delegation.pk, **retiree)
        assert motif_de(droit) == Motif.DELEGATION_RETIREE
        assert motif_de(par_la_caf) is None
        assert LigneJournal.objects.filter(action="delegation.retiree").count() == 1
        Delegation.objects.update(retire_le=None, retire_motif="", retire_par=None)
        assert motif_de(droit) == Motif.DELEGATION_NON_VERIFIEE
        with pytest.raises(ActionRefusee, match="n’est plus celle que la Caf a signée"):
            accorder(demande(personne("e")), **chez(monde), acteur=qui)

    @pytest.mark.parametrize(
        ("champs", "mots"),
        [
            ({"role": Role.FOURNISSEUR_FINANCES}, "ce rôle"),
            ({"role": Role.GESTIONNAIRE_HABILITATIONS}, "ce rôle"),
        ],
    )
    def test_role_non_delegue(self, monde: Monde, champs: dict[str, Any], mots: str) -> None:
        _, qui = delegue(monde)
        with pytest.raises(ActionRefusee, match=mots):
            accorder(demande(personne("c"), **champs), **chez(monde), acteur=qui)

    def test_equipement_non_delegue(self, monde: Monde) -> None:
        delegation, qui = delegue(monde)
        retirer_delegation(delegation.pk, motif=MOTIF, acteur=acteur(monde.responsable))
        sur_un = Portee(ROLES, frozenset({monde.er.pk}), JOUR)
        accorder_delegation(sur_un, **chez(monde), acteur=acteur(monde.responsable))
        permis = demande(personne("c"), equipements=frozenset({monde.er.pk}))
        assert motif_de(accorder(permis, **chez(monde), acteur=qui)) is None
        with pytest.raises(ActionRefusee, match="tous les équipements"):
            accorder(demande(personne("d")), **chez(monde), acteur=qui)

    @pytest.mark.parametrize("pourquoi", ["aucune", "contrat", "plus_le_role", "chez_un_autre"])
    def test_refus(self, monde: Monde, pourquoi: str) -> None:
        delegation, qui = delegue(monde)
        ici = chez(monde)
        if pourquoi == "aucune":
            retirer_delegation(delegation.pk, motif=MOTIF, acteur=acteur(monde.responsable))
        elif pourquoi == "contrat":
            amender(Adhesion.objects.all(), mode="non_delegue")
        elif pourquoi == "plus_le_role":
            [sien] = qui.utilisateur.habilitations.all()
            retirer_droit(sien.pk, motif=MOTIF, acteur=acteur(monde.responsable))
            qui = acteur(qui.utilisateur)
        else:
            ici["gestionnaire_id"] = monde.voisins.gestionnaire.pk
        with pytest.raises(ActionRefusee) as refus:
            accorder(demande(personne("c")), **ici, acteur=qui)
        assert refus.value.interdite is (pourquoi in {"plus_le_role", "chez_un_autre"})

    def test_retirer_sous_delegation(self, monde: Monde) -> None:
        _, qui = delegue(monde)
        droit = monde.passerelles.approbateur.habilitations.get()
        assert motif_de(retirer_droit(droit.pk, motif=MOTIF, acteur=qui)) == Motif.RETIRE
        hors = monde.passerelles.finances.habilitations.get()
        with pytest.raises(ActionRefusee, match="ce rôle"):
            retirer_droit(hors.pk, motif=MOTIF, acteur=qui)
        with pytest.raises(ActionRefusee) as refus:
            retirer_droit(hors.pk, motif=MOTIF, acteur=acteur(monde.voisins.approbateur))
        assert refus.value.interdite
