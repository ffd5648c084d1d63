"""Keys that begin to sign, are replaced, are revoked; what they signed, signed again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import DatabaseError, transaction

from habilitations import trousseau
from habilitations.models import Adhesion, CleCaf, Delegation, Habilitation
from habilitations.regles.verdicts import Motif
from habilitations.services.accord import accorder
from habilitations.services.adhesions import signer_adhesion
from habilitations.services.cles import plume, revoquer_cle
from habilitations.services.signatures_en_masse import signer_de_nouveau, signer_les_premiers
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import chez, delegue, demande, motif_de
from tests.habilitations.services.commandes import commande
from tests.monde import MAINTENANT, Monde, acteur, personne

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
VOL = "Le poste qui portait la clé a été volé"


@pytest.fixture
def cles(settings: object, tmp_path: Path) -> Path:
    """Keys of this test's own, the present one being copied."""
    avant = Path(settings.CLES_CAF)
    tmp_path.joinpath("73.cle").write_text((avant / "73.cle").read_text())
    settings.CLES_CAF = tmp_path
    return tmp_path


def revoquer(monde: Monde, depuis: Any = MAINTENANT) -> Any:
    cle = CleCaf.objects.get(caf=monde.caf)
    return revoquer_cle(cle.identifiant, depuis=depuis, motif=VOL, acteur=acteur(monde.responsable))


class TestRemplacer:
    def test_l_ancienne_cle_vaut_encore_et_ne_signe_plus(self, monde: Monde, cles: Path) -> None:
        ancien = monde.passerelles.activite.habilitations.get()
        avant = CleCaf.objects.get(caf=monde.caf)
        commande("cle_caf", "73", "--remplacer")
        avant.refresh_from_db()
        apres = CleCaf.objects.get(caf=monde.caf, au=None)
        assert avant.au == apres.du == MAINTENANT
        assert plume(monde.caf, MAINTENANT).cle == apres
        # Signed at the very moment of the replacement: by the former key, too late.
        assert motif_de(ancien) == Motif.CLE_REMPLACEE
        # So was the adhesion: nothing is granted on it until it is signed again.
        with pytest.raises(ActionRefusee, match="n’est plus celle que la Caf a signée"):
            accorder(demande(personne("c")), **chez(monde), acteur=acteur(monde.responsable))
        signer_adhesion(**chez(monde), motif=VOL, acteur=acteur(monde.responsable))
        neuf = accorder(demande(personne("d")), **chez(monde), acteur=acteur(monde.responsable))
        assert (neuf.cle, motif_de(neuf)) == (apres, None)

    def test_ce_qui_fut_signe_avant_tient(self, monde: Monde, cles: Path) -> None:
        ancien = monde.passerelles.activite.habilitations.get()
        trousseau.remplacer("73")
        plume(monde.caf, MAINTENANT + timedelta(days=1))
        assert motif_de(ancien) is None
        (cles / "73.anciennes").unlink()
        assert motif_de(ancien) == Motif.CLE_INCONNUE

    def test_une_cle_remplacee_ne_revient_pas(self, monde: Monde, cles: Path) -> None:
        ancienne = (cles / "73.cle").read_text()
        commande("cle_caf", "73", "--remplacer")
        (cles / "73.cle").write_text(ancienne)
        with pytest.raises(ActionRefusee, match="--remplacer"):
            plume(monde.caf, MAINTENANT)

    def test_sans_cle_rien_ne_se_signe(self, monde: Monde, settings: object, cles: Path) -> None:
        settings.DEMO = False
        (cles / "73.cle").unlink()
        with pytest.raises(ActionRefusee, match="Aucune clé") as refus:
            accorder(demande(personne("c")), **chez(monde), acteur=acteur(monde.responsable))
        assert not refus.value.interdite
        with pytest.raises(CommandError, match="Aucune clé"):
            commande("cle_caf", "73", "--remplacer")


class TestRevoquer:
    def test_ce_qu_elle_signa_depuis_tombe_et_se_lit(self, monde: Monde) -> None:
        _, qui = delegue(monde)
        sous = accorder(demande(personne("c")), **chez(monde), acteur=qui)
        droits, delegations, adhesions = revoquer(monde)
        assert set(adhesions) == set(Adhesion.objects.all())
        assert set(droits) == set(Habilitation.objects.all())
        assert set(delegations) == set(Delegation.objects.all())
        assert {motif_de(d) for d in (*droits, sous)} == {Motif.CLE_REVOQUEE}
        assert acteur(monde.passerelles.activite).habilitations == []
        assert LigneJournal.objects.filter(action="cle.revoquee").count() == 1

    def test_ce_qu_elle_signa_avant_tient(self, monde: Monde) -> None:
        maintenant = MAINTENANT + timedelta(hours=1)
        responsable = acteur(monde.responsable, maintenant)
        cle = CleCaf.objects.get(caf=monde.caf)
        tard = accorder(demande(personne("c")), **chez(monde), acteur=responsable)
        droits, delegations, adhesions = revoquer_cle(
            cle.identifiant,
            depuis=MAINTENANT + timedelta(minutes=1),
            motif=VOL,
            acteur=responsable,
        )
        assert (droits, delegations, adhesions) == ([tard], [], [])
        assert motif_de(monde.passerelles.activite.habilitations.get()) is None

    def test_avancee_jamais_retardee(self, monde: Monde) -> None:
        revoquer(monde)
        revoquer(monde, MAINTENANT - timedelta(days=2))
        revoquer(monde, MAINTENANT - timedelta(days=1))
        cle = CleCaf.objects.get(caf=monde.caf)
        assert cle.revoquee_le == MAINTENANT - timedelta(days=2)
        assert LigneJournal.objects.filter(action="cle.revoquee").count() == 2

    def test_refus(self, monde: Monde) -> None:
        cle = CleCaf.objects.get(caf=monde.caf)
        demandes: list[tuple[Any, Any, str, type[Exception]]] = [
            (monde.conseiller, MAINTENANT, VOL, ActionRefusee),
            (monde.responsable, MAINTENANT + timedelta(1), VOL, DemandeInvalide),
            (monde.responsable, MAINTENANT, "ok", DemandeInvalide),
        ]
        for qui, depuis, motif, attendu in demandes:
            with pytest.raises(attendu):
                revoquer_cle(cle.identifiant, depuis=depuis, motif=motif, acteur=acteur(qui))

    @pytest.mark.parametrize(
        "champs",
        [
            {"revoquee_le": None, "revoquee_motif": "", "revoquee_par": None},
            {"revoquee_le": MAINTENANT + timedelta(days=1)},
            {"identifiant": "0" * 16},
            {"publique": "A" * 43},
            {"du": MAINTENANT - timedelta(days=9)},
        ],
    )
    def test_la_base_ne_laisse_pas_revenir_dessus(
        self, monde: Monde, champs: dict[str, Any]
    ) -> None:
        revoquer(monde)
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            CleCaf.objects.filter(caf=monde.caf).update(**champs)
        with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
            CleCaf.objects.filter(caf=monde.caf).delete()


class TestSignerDeNouveau:
    def test_tout_ce_qui_est_tombe_et_rien_d_autre(self, monde: Monde, cles: Path) -> None:
        _, qui = delegue(monde)
        accorder(demande(personne("c")), **chez(monde), acteur=qui)
        [faux] = monde.passerelles.finances.habilitations.all()
        Habilitation.objects.filter(pk=faux.pk).update(role="approbateur")
        revoquer(monde)
        commande("cle_caf", "73", "--remplacer")
        combien = Habilitation.objects.count() - 1 + Adhesion.objects.count()
        par = ("73", "--par", monde.responsable.email, "--revoques")
        assert f"{combien + 1}\u00a0actes à signer" in commande("signer_les_droits", *par)
        assert {motif_de(d) for d in Habilitation.objects.exclude(pk=faux.pk)} == {
            Motif.CLE_REVOQUEE
        }
        assert f"{combien + 1}\u00a0actes signés" in commande(
            "signer_les_droits", *par, "--confirmer"
        )
        assert {motif_de(d) for d in Habilitation.objects.exclude(pk=faux.pk)} == {None}
        assert motif_de(faux) == Motif.SIGNATURE_FAUSSE
        assert "0\u00a0acte" in commande("signer_les_droits", *par)

    def test_seulement_par_le_responsable(self, monde: Monde) -> None:
        for sert in (signer_de_nouveau, signer_les_premiers):
            with pytest.raises(ActionRefusee) as refus:
                sert(monde.caf, acteur=acteur(monde.conseiller), confirmer=True)
            assert refus.value.interdite
