"""The database refuses what must not be: each constraint by its name, with its French message."""

from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from subventions.paiements.models import (
    CompteBancaire,
    EcartAccepte,
    EcheanceIndu,
    Imputation,
    Indu,
    LettreIndu,
    LotPaiement,
    ProfilCaf,
    ReglagePaiement,
    Remboursement,
    Versement,
)
from tests.monde import JOUR, MAINTENANT, Monde
from tests.subventions.paiements.fabriques import compte_en_base, en_vigueur, propose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


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


CAS: dict[str, tuple[Callable[[Monde], models.Model], str]] = {
    "profil_caf_connu": (
        lambda m: un_profil(m, profil="nouvel_equipement"),
        "Ce profil d’acomptes est inconnu.",
    ),
    "profil_caf_exercices_ordonnes": (
        lambda m: un_profil(m, debut=1990),
        "Le dernier exercice précède le premier, ou l’un des deux n’est pas une année.",
    ),
    "profil_caf_motive": (
        lambda m: un_profil(m, motif=""),
        "Un profil dit sur quelle décision il repose.",
    ),
    "profil_caf_sans_chevauchement": (
        chevauche,
        "Un profil est déjà fixé pour un de ces exercices.",
    ),
    "compte_un_en_vigueur": (deux_en_vigueur, "Ce partenaire a déjà un compte en vigueur."),
    "compte_un_propose": (
        deux_proposes,
        "Un changement de compte attend déjà sa confirmation.",
    ),
    "compte_iban_forme": (
        lambda m: compte_en_base(m, iban="FR76 3000"),
        "Cet IBAN n’a pas la forme d’un IBAN.",
    ),
    "compte_quatre_yeux": (
        confirme_par_soi,
        "Un compte est confirmé par une autre personne que celle qui l’a proposé.",
    ),
    "compte_etat_date": (
        lambda m: compte_en_base(m, etat="refuse"),
        "Chaque état d’un compte porte sa date et son auteur.",
    ),
    "lot_numero_unique": (lot_en_double, "Cette Caf a déjà un lot de ce numéro."),
    "lot_quatre_yeux": (
        lot_ordonne_par_soi,
        "Un lot est ordonné par une autre personne que celle qui l’a proposé.",
    ),
    "lot_etat_date": (
        lambda m: un_lot(m, etat="refuse"),
        "Chaque état d’un lot porte sa date et son auteur.",
    ),
    "versement_une_fois": (versement_en_double, "Cette échéance est déjà dans un lot."),
    "versement_montants": (
        lambda m: un_versement(m, retenue=Decimal("100.01")),
        "Un versement est positif, et sa retenue ne le dépasse pas.",
    ),
    "versement_mots_connus": (
        lambda m: un_versement(m, nature="prime"),
        "Cette nature ou cet état n’existe pas.",
    ),
    "versement_paye_date": (
        lambda m: un_versement(m, etat="paye"),
        "Un versement payé porte sa date, et lui seul.",
    ),
    "versement_sorti_motive": (
        lambda m: un_versement(m, etat="retire"),
        "Un versement retiré ou rejeté dit pourquoi.",
    ),
    "ecart_accepte_une_fois": (ecart_en_double, "L’écart de cet exercice est déjà accepté."),
    "ecart_accepte_motive": (
        lambda m: un_ecart(m, motif=""),
        "Un écart accepté dit pourquoi.",
    ),
    "indu_montant_et_motif": (
        lambda m: un_indu(m, montant=Decimal(0)),
        "Un indu a un montant positif, et dit pourquoi.",
    ),
    "indu_annulation_complete": (
        lambda m: un_indu(m, annule_le=MAINTENANT),
        "Une annulation porte sa date, son auteur et son motif.",
    ),
    "echeance_indu_rang_unique": (
        echeance_en_double,
        "Cet indu a déjà une échéance de ce rang.",
    ),
    "echeance_indu_positive": (
        lambda m: une_echeance(m, montant=Decimal(0)),
        "Une échéance est d’un montant positif.",
    ),
    "remboursement_positif": (
        lambda m: un_remboursement(m, montant=Decimal(0)),
        "Un remboursement est d’un montant positif.",
    ),
    "imputation_une_fois": (
        imputation_en_double,
        "Cet indu est déjà imputé sur ce versement.",
    ),
    "imputation_positive": (
        lambda m: une_imputation(m, "0"),
        "Une imputation est d’un montant positif.",
    ),
    "lettre_indu_empreinte_presente": (
        lambda m: une_lettre(m, empreinte="x"),
        "Une lettre porte l’empreinte de ce qu’elle dit.",
    ),
    "lettre_indu_scellee_par_un_certificat": (
        lambda m: une_lettre(m, serie="0" * 40),
        "Une lettre scellée dit par quel certificat.",
    ),
    "lettre_indu_reference_bien_formee": (
        lambda m: une_lettre(m, reference="LI-1"),
        "La référence d’une lettre s’écrit LI-73-7KQ2M9XD.",
    ),
    "reglage_paiement_iban_forme": (
        lambda m: ReglagePaiement(caf=m.caf, titulaire="Caf", iban="FR76"),
        "Cet IBAN n’a pas la forme d’un IBAN.",
    ),
}
MODELES = (
    *(ProfilCaf, CompteBancaire, ReglagePaiement, LotPaiement, Versement, EcartAccepte),
    *(Indu, EcheanceIndu, Remboursement, Imputation, LettreIndu),
)


def test_chaque_contrainte_a_son_cas() -> None:
    assert {c.name for modele in MODELES for c in modele._meta.constraints} == set(CAS)


@pytest.mark.parametrize("nom", CAS)
def test_la_base_refuse(monde: Monde, nom: str) -> None:
    objet = CAS[nom][0](monde)
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        objet.save()


@pytest.mark.parametrize("nom", CAS)
def test_le_formulaire_le_dit_en_francais(monde: Monde, nom: str) -> None:
    fabrique, message = CAS[nom]
    with pytest.raises(ValidationError) as refus:
        fabrique(monde).validate_constraints()
    assert message in refus.value.messages
