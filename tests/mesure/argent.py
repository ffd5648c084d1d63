"""Payments, indus and what people propose, laid on the rights of the national set: as many rows as
there are files, so that the plans of their pages are measured on something."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from habilitations.models import Caf, Convention, Gestionnaire, Utilisateur
from habilitations.permissions import Acteur
from portal.accueil.peuplement.chargement import analyser
from portal.socle.models import Document
from subventions.diagnostics.services.demandes import Saisie, demander
from subventions.models import (
    CompteBancaire,
    Droit,
    EcheanceIndu,
    Indu,
    LotPaiement,
    ProfilCaf,
    SuspensionDroit,
    Versement,
)
from subventions.models.suspensions import CauseSuspension
from subventions.propositions.services.proposition import proposer
from subventions.services.suspensions import suspendre
from tests.mesure.objets import pdf
from tests.subventions.paiements.fabriques import IBAN
from tests.subventions.propositions.outils import MOTIF, valeur
from tests.subventions.simulateur.fabriques import projection_de

CENT = Decimal("100.00")


def payer(maintenant: Any) -> None:
    """An acompte paid for each exercice that has a definitive prévisionnel, half of them claimed
    back, in a lot of each Caf; accounts and profiles too."""
    un, autre = Utilisateur.objects.order_by("pk")[:2]
    document = _document(un, maintenant)
    droits = list(
        Droit.objects.en_vigueur()
        .filter(nature="previsionnel", etat="definitif")
        .select_related("equipement")
        .order_by("pk")
    )
    couples = sorted({(d.caf_id, d.gestionnaire_id) for d in droits})
    comptes = CompteBancaire.objects.bulk_create(
        CompteBancaire(
            caf_id=caf,
            gestionnaire_id=gestionnaire,
            titulaire="Partenaire",
            iban=IBAN,
            document=document,
            jeton=uuid4(),
            etat="actif",
            propose_par=un,
            propose_le=maintenant,
            confirme_par=autre,
            confirme_le=maintenant,
        )
        for caf, gestionnaire in couples
    )
    par_couple = {(c.caf_id, c.gestionnaire_id): c for c in comptes}
    jour = maintenant.date()
    lots = LotPaiement.objects.bulk_create(
        LotPaiement(
            caf_id=caf,
            numero=1,
            etat="ordonne",
            propose_par=un,
            propose_le=maintenant,
            ordonne_par=autre,
            ordonne_le=maintenant,
            execution_le=jour,
        )
        for caf in sorted({caf for caf, _ in couples})
    )
    par_caf = {lot.caf_id: lot for lot in lots}
    ProfilCaf.objects.bulk_create(
        ProfilCaf(
            caf_id=caf,
            dispositif=dispositif,
            profil="deux_fois_35",
            debut=2020,
            motif="Décision de la commission",
            attribue_par=un,
            attribue_le=maintenant,
        )
        for caf in par_caf
        for dispositif in ("er", "cct", "clas")
    )
    Versement.objects.bulk_create(
        Versement(
            lot=par_caf[d.caf_id],
            compte=par_couple[d.caf_id, d.gestionnaire_id],
            nature="acompte",
            rang=1,
            libelle="Premier acompte",
            profil="deux_fois_35",
            montant=CENT,
            reference=f"V{d.pk:09d}",
            etat="paye",
            paye_le=jour,
            **_de(d),
        )
        for d in droits
    )
    _reclamer(droits[::2], un, maintenant)
    analyser()


def _reclamer(droits: list[Droit], par: Utilisateur, maintenant: Any) -> None:
    indus = Indu.objects.bulk_create(
        Indu(
            montant=CENT,
            mode="remboursement",
            motif="Le réel est plus bas que prévu",
            notifie_par=par,
            notifie_le=maintenant,
            **_de(d),
        )
        for d in droits
    )
    EcheanceIndu.objects.bulk_create(
        EcheanceIndu(indu=indu, rang=1, le=date(2027, 1, 31), montant=CENT) for indu in indus
    )


def _de(droit: Droit) -> dict[str, Any]:
    return {
        "caf_id": droit.caf_id,
        "gestionnaire_id": droit.gestionnaire_id,
        "equipement_id": droit.equipement_id,
        "dispositif": droit.dispositif,
        "annee": droit.annee,
    }


def _document(par: Utilisateur, maintenant: Any) -> Document:
    return Document.objects.create(
        identifiant=uuid4(),
        nom="rib.pdf",
        taille=1,
        type="pdf",
        sha256="0" * 64,
        depose_par_id=par.pk,
        depose_le=maintenant,
    )


def de_l_argent(ville: Acteur, conseiller: Acteur, national: Acteur) -> dict[str, int]:
    """What the addresses of the payments, barèmes, projections and diagnostics name."""
    caf: Caf = conseiller.affectations[0].caf
    siens = Indu.objects.filter(equipement__in=ville.roles_par_equipement, caf=caf).order_by("pk")
    indu = siens[0]
    versement = Versement.objects.filter(equipement=indu.equipement, annee=indu.annee)[0]
    proposition = proposer(
        valeur(), motif=MOTIF, fichier=pdf("circulaire.pdf"), jeton=uuid4(), acteur=national
    )
    droit = Droit.objects.en_vigueur().filter(equipement=indu.equipement, annee=indu.annee)[0]
    suspendre(
        droit.equipement,
        droit.annee,
        CauseSuspension.CONTROLE,
        "Un contrôle sur place est en cours",
        maintenant=conseiller.maintenant,
        par=conseiller.utilisateur,
    )
    return {
        "droit_subvention": droit.pk,
        "suspension": SuspensionDroit.objects.order_by("-pk")[0].pk,
        "lot": versement.lot_id,
        "versement": versement.pk,
        "indu": indu.pk,
        "compte": _compte(caf, indu.gestionnaire, ville).pk,
        "proposition": proposition.pk,
        "projection": projection_de(conseiller.utilisateur, caf.pk, conseiller.maintenant).pk,
        "etude": _etude(ville),
    }


def _compte(caf: Caf, gestionnaire: Gestionnaire, par: Acteur) -> CompteBancaire:
    """One that waits for its second person, beside the one in force."""
    return CompteBancaire.objects.create(
        caf=caf,
        gestionnaire=gestionnaire,
        titulaire="Partenaire",
        iban=IBAN,
        document=_document(par.utilisateur, par.maintenant),
        jeton=uuid4(),
        propose_par=par.utilisateur,
        propose_le=par.maintenant,
    )


def _etude(ville: Acteur) -> int:
    """The diagnostic of the first CTG of the town that has a convention."""
    siennes = Convention.objects.filter(
        equipement__in=ville.roles_par_equipement, equipement__dispositif="cct"
    )
    return demander(
        siennes.order_by("-du", "pk")[0].pk,
        Saisie("Étude du territoire", Decimal("18000"), ville.jour),
        fichier=pdf("facture.pdf"),
        jeton=uuid4(),
        acteur=ville,
    ).pk
