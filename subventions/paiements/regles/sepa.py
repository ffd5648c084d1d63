"""A file of transfers as banks take it: SEPA credit transfer, pain.001.001.09 (ISO 20022). Pure.

Rules of use: implementation guidelines of the European Payments Council, customer to bank. The
address of a beneficiary is structured (postal code, town, country) or left out: since
November 2026 banks refuse one that is written in free lines alone.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, tostring

ESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
LIBELLE_MAX = 140
# What every bank of the zone takes (EPC217-08).
_INTERDITS = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_TRADUITS = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "–": "-", "&": "+"}
)
_VILLE = re.compile(r"\b([0-9]{5})\s+([^\n,0-9][^\n,]*)$")


@dataclass(frozen=True)
class Compte:
    """A named account."""

    titulaire: str
    iban: str
    bic: str = ""


@dataclass(frozen=True)
class Virement:
    """One transfer: ``reference`` comes back on every statement, ``libelle`` is read by the payee.

    ``adresse`` is that of the payee, as it is kept.
    """

    reference: str
    montant: Decimal
    beneficiaire: Compte
    libelle: str
    adresse: str = ""


@dataclass(frozen=True)
class Ordre:
    """What is asked of the bank: one debit for all the transfers of a lot, on a day."""

    reference: str
    cree_le: datetime
    le: date
    payeur: Compte
    virements: Sequence[Virement]


def ecrire(ordre: Ordre) -> bytes:
    """The file. ValueError when there is nothing to transfer, or an amount that banks refuse."""
    if not ordre.virements:
        raise ValueError("Aucun virement à faire.")
    if any(v.montant <= 0 or v.montant != round(v.montant, 2) for v in ordre.virements):
        raise ValueError("Un virement est d’un montant positif, au centime.")
    racine = Element("Document", {"xmlns": ESPACE})
    demande = SubElement(racine, "CstmrCdtTrfInitn")
    entete = SubElement(demande, "GrpHdr")
    _texte(entete, "MsgId", ordre.reference)
    _texte(entete, "CreDtTm", ordre.cree_le.replace(microsecond=0, tzinfo=None).isoformat())
    _totaux(entete, ordre)
    _texte(SubElement(entete, "InitgPty"), "Nm", propre(ordre.payeur.titulaire, 70))
    paiement = SubElement(demande, "PmtInf")
    _texte(paiement, "PmtInfId", ordre.reference)
    _texte(paiement, "PmtMtd", "TRF")
    _texte(paiement, "BtchBookg", "true")
    _totaux(paiement, ordre)
    _texte(SubElement(SubElement(paiement, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    _texte(SubElement(paiement, "ReqdExctnDt"), "Dt", ordre.le.isoformat())
    _texte(SubElement(paiement, "Dbtr"), "Nm", propre(ordre.payeur.titulaire, 70))
    _iban(paiement, "DbtrAcct", ordre.payeur.iban)
    _banque(paiement, "DbtrAgt", ordre.payeur.bic, obligatoire=True)
    _texte(paiement, "ChrgBr", "SLEV")
    for virement in ordre.virements:
        _virement(paiement, virement)
    corps: bytes = tostring(racine, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + corps


def propre(texte: str, longueur: int) -> str:
    """A text in the letters that every bank takes, without accents, never empty nor cut short of
    a word by a slash at either end."""
    plat = unicodedata.normalize("NFKD", texte.translate(_TRADUITS))
    plat = "".join(c for c in plat if not unicodedata.combining(c))
    plat = " ".join(_INTERDITS.sub(" ", plat).replace("//", "/").split())
    return plat[:longueur].strip(" /") or "-"


def adresse_structuree(adresse: str) -> tuple[str, str] | None:
    """Postal code and town that end a French address; None when they are not told."""
    trouve = _VILLE.search(adresse.strip())
    return (trouve[1], propre(trouve[2], 35)) if trouve else None


def _virement(paiement: Element, virement: Virement) -> None:
    ligne = SubElement(paiement, "CdtTrfTxInf")
    identite = SubElement(ligne, "PmtId")
    _texte(identite, "InstrId", virement.reference)
    _texte(identite, "EndToEndId", virement.reference)
    montant = SubElement(SubElement(ligne, "Amt"), "InstdAmt", {"Ccy": "EUR"})
    montant.text = f"{virement.montant:.2f}"
    _banque(ligne, "CdtrAgt", virement.beneficiaire.bic)
    beneficiaire = SubElement(ligne, "Cdtr")
    _texte(beneficiaire, "Nm", propre(virement.beneficiaire.titulaire, 70))
    lieu = adresse_structuree(virement.adresse)
    if lieu:
        adresse = SubElement(beneficiaire, "PstlAdr")
        _texte(adresse, "PstCd", lieu[0])
        _texte(adresse, "TwnNm", lieu[1])
        _texte(adresse, "Ctry", "FR")
    _iban(ligne, "CdtrAcct", virement.beneficiaire.iban)
    _texte(SubElement(ligne, "RmtInf"), "Ustrd", propre(virement.libelle, LIBELLE_MAX))


def _totaux(parent: Element, ordre: Ordre) -> None:
    _texte(parent, "NbOfTxs", str(len(ordre.virements)))
    _texte(parent, "CtrlSum", f"{sum(v.montant for v in ordre.virements):.2f}")


def _iban(parent: Element, nom: str, iban: str) -> None:
    _texte(SubElement(SubElement(parent, nom), "Id"), "IBAN", iban)


def _banque(parent: Element, nom: str, bic: str, *, obligatoire: bool = False) -> None:
    """The bank by its BIC; where the schema asks for one that is not known, « NOTPROVIDED »."""
    if not bic and not obligatoire:
        return
    banque = SubElement(SubElement(parent, nom), "FinInstnId")
    if bic:
        _texte(banque, "BICFI", bic)
    else:
        _texte(SubElement(banque, "Othr"), "Id", "NOTPROVIDED")


def _texte(parent: Element, nom: str, valeur: str) -> None:
    SubElement(parent, nom).text = valeur
