"""The database refuses what must not be: each constraint by its name, with its French message."""

from collections.abc import Callable
from decimal import Decimal

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
from tests.monde import MAINTENANT, Monde
from tests.subventions.paiements.fabriques import compte_en_base
from tests.subventions.paiements.refusees import (
    chevauche,
    confirme_par_soi,
    deux_en_vigueur,
    deux_proposes,
    ecart_en_double,
    echeance_en_double,
    imputation_en_double,
    lot_en_double,
    lot_ordonne_par_soi,
    un_ecart,
    un_indu,
    un_lot,
    un_profil,
    un_remboursement,
    un_versement,
    une_echeance,
    une_imputation,
    une_lettre,
    versement_en_double,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


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
