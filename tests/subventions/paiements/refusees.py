"""Rows of payments, right but for what a test asks of them: what the database is to refuse."""

from decimal import Decimal
from uuid import uuid4

from subventions.paiements.models import (
    CompteBancaire,
    EcartAccepte,
    EcheanceIndu,
    Imputation,
    Indu,
    LettreIndu,
    LotPaiement,
    ProfilCaf,
    Remboursement,
    Versement,
)
from tests.monde import JOUR, MAINTENANT, Monde
from tests.subventions.paiements.fabriques import compte_en_base, en_vigueur, propose


def un_profil(monde: Monde, **champs: object) -> ProfilCaf:
    communs = {
        "caf": monde.caf,
        "dispositif": "er",
        "profil": "reel_n2",
        "debut": 2026,
        "motif": "Décision",
        "attribue_par": monde.responsable,
        "attribue_le": MAINTENANT,
    }
    return ProfilCaf(**(communs | champs))


def chevauche(monde: Monde) -> ProfilCaf:
    un_profil(monde, fin=2028).save()
    return un_profil(monde, debut=2028)


def deux_en_vigueur(monde: Monde) -> CompteBancaire:
    compte = compte_en_base(
        monde, etat="actif", confirme_par=monde.conseiller, confirme_le=MAINTENANT
    )
    en_vigueur(monde)
    return compte


def deux_proposes(monde: Monde) -> CompteBancaire:
    compte = compte_en_base(monde)
    propose(monde)
    return compte


def confirme_par_soi(monde: Monde) -> CompteBancaire:
    par = monde.passerelles.finances
    return compte_en_base(monde, etat="actif", confirme_par=par, confirme_le=MAINTENANT)


def un_indu(monde: Monde, **champs: object) -> Indu:
    communs = {
        "caf": monde.caf,
        "gestionnaire": monde.passerelles.gestionnaire,
        "equipement": monde.er,
        "dispositif": "er",
        "annee": 2026,
        "montant": Decimal("100.00"),
        "mode": "remboursement",
        "motif": "Le réel est plus bas que prévu",
        "notifie_par": monde.conseiller,
        "notifie_le": MAINTENANT,
    }
    return Indu(**(communs | champs))


def un_indu_garde(monde: Monde) -> Indu:
    indu = un_indu(monde)
    indu.save()
    return indu


def un_lot(monde: Monde, **champs: object) -> LotPaiement:
    communs = {
        "caf": monde.caf,
        "numero": 7,
        "propose_par": monde.conseiller,
        "propose_le": MAINTENANT,
    }
    return LotPaiement(**(communs | champs))


def lot_en_double(monde: Monde) -> LotPaiement:
    un_lot(monde).save()
    return un_lot(monde)


def lot_ordonne_par_soi(monde: Monde) -> LotPaiement:
    par = monde.conseiller
    return un_lot(monde, etat="ordonne", ordonne_par=par, ordonne_le=MAINTENANT, execution_le=JOUR)


def un_versement(monde: Monde, **champs: object) -> Versement:
    lot = un_lot(monde, numero=champs.pop("numero", 8))
    lot.save()
    compte = CompteBancaire.objects.first() or en_vigueur(monde)
    communs = {
        "lot": lot,
        "caf": monde.caf,
        "gestionnaire": monde.passerelles.gestionnaire,
        "equipement": monde.er,
        "dispositif": "er",
        "annee": 2026,
        "nature": "acompte",
        "rang": 1,
        "libelle": "Premier acompte",
        "profil": "deux_fois_35",
        "montant": Decimal("100.00"),
        "compte": compte,
        "reference": f"{lot.reference}-0001",
    }
    return Versement(**(communs | champs))


def versement_en_double(monde: Monde) -> Versement:
    un_versement(monde).save()
    return un_versement(monde, numero=9, etat="ordonne")


def une_echeance(monde: Monde, **champs: object) -> EcheanceIndu:
    indu = champs.pop("indu", None) or un_indu_garde(monde)
    return EcheanceIndu(
        **({"indu": indu, "rang": 1, "le": JOUR, "montant": Decimal("1.00")} | champs)
    )


def echeance_en_double(monde: Monde) -> EcheanceIndu:
    echeance = une_echeance(monde)
    echeance.save()
    return une_echeance(monde, indu=echeance.indu)


def un_remboursement(monde: Monde, **champs: object) -> Remboursement:
    communs = {
        "indu": un_indu_garde(monde),
        "montant": Decimal("1.00"),
        "le": JOUR,
        "jeton": uuid4(),
        "enregistre_par": monde.conseiller,
        "enregistre_le": MAINTENANT,
    }
    return Remboursement(**(communs | champs))


def une_imputation(monde: Monde, montant: str = "1.00") -> Imputation:
    versement = un_versement(monde)
    versement.save()
    return Imputation(indu=un_indu_garde(monde), versement=versement, montant=Decimal(montant))


def imputation_en_double(monde: Monde) -> Imputation:
    une = une_imputation(monde)
    une.save()
    return Imputation(indu=une.indu, versement=une.versement, montant=une.montant)


def une_lettre(monde: Monde, **champs: object) -> LettreIndu:
    communs = {
        "indu": un_indu_garde(monde),
        "reference": "LI-73-7KQ2M9XD",
        "contenu": {},
        "empreinte": "0" * 64,
        "demandee_par": monde.conseiller,
        "demandee_le": MAINTENANT,
    }
    return LettreIndu(**(communs | champs))


def un_ecart(monde: Monde, **champs: object) -> EcartAccepte:
    communs = {
        "caf": monde.caf,
        "equipement": monde.er,
        "annee": 2026,
        "motif": "Ouverture d’une antenne",
        "accepte_par": monde.conseiller,
        "accepte_le": MAINTENANT,
    }
    return EcartAccepte(**(communs | champs))


def ecart_en_double(monde: Monde) -> EcartAccepte:
    un_ecart(monde).save()
    return un_ecart(monde)
