"""A file of transfers as banks take it: SEPA credit transfer, pain.001.001.09 (ISO 20022). Pure.

Rules of use: implementation guidelines of the European Payments Council, customer to bank. The
address of a beneficiary is structured (street, postal code, town, country) or left out: since
November 2026 banks refuse one that is written in free lines alone. What a payment is for is
structured too: a reference of ISO 11649 (« RF »), which accounts match by themselves. The rules of
use take it or a free label, never both.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, tostring

from stdnum.iso7064 import mod_97_10

ESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
# What every bank of the zone takes (EPC217-08).
_INTERDITS = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_TRADUITS = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "–": "-", "&": "+"}
)
# ISO 11649: 25 characters, of which « RF » and its key.
REFERENCE_MAX = 21
_RUE = re.compile(r"([0-9]+(?: ?(?:bis|ter|quater|[A-D]))?),? ([^\n,0-9][^\n,]*)[\n,]")
_VILLE = re.compile(r"\b([0-9]{5})\s+([^\n,0-9][^\n,]*)$")


@dataclass(frozen=True)
class Compte:
    """A named account."""

    titulaire: str
    iban: str
    bic: str = ""


@dataclass(frozen=True)
class Virement:
    """One transfer: ``reference`` comes back on every statement.

    ``adresse`` is that of the payee, as it is kept.
    """

    reference: str
    montant: Decimal
    beneficiaire: Compte
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


@dataclass(frozen=True)
class Adresse:
    """A French address in its parts; ``rue`` and ``numero`` are empty when they are not told."""

    code_postal: str
    ville: str
    rue: str = ""
    numero: str = ""


def adresse_structuree(adresse: str) -> Adresse | None:
    """The parts of a French address; None when its postal code and town are not told at its end."""
    trouve = _VILLE.search(adresse.strip())
    if trouve is None:
        return None
    rue = _RUE.match(adresse.strip())
    return Adresse(
        trouve[1],
        propre(trouve[2], 35),
        propre(rue[2], 70) if rue else "",
        propre(rue[1], 16) if rue else "",
    )


def reference_rf(reference: str) -> str:
    """The reference of a payment in the form of ISO 11649: « RF », two digits of control, itself.

    At most 21 letters and digits; ValueError beyond.
    """
    brute = re.sub(r"[^A-Z0-9]", "", reference.upper())
    if not 1 <= len(brute) <= REFERENCE_MAX:
        raise ValueError(f"Une référence compte de 1 à {REFERENCE_MAX} lettres et chiffres.")
    return f"RF{mod_97_10.calc_check_digits(brute + 'RF')}{brute}"


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
        _adresse(SubElement(beneficiaire, "PstlAdr"), lieu)
    _iban(ligne, "CdtrAcct", virement.beneficiaire.iban)
    _objet(SubElement(SubElement(ligne, "RmtInf"), "Strd"), virement.reference)


def _adresse(parent: Element, lieu: Adresse) -> None:
    """In the order of the schema."""
    if lieu.rue:
        _texte(parent, "StrtNm", lieu.rue)
        _texte(parent, "BldgNb", lieu.numero)
    _texte(parent, "PstCd", lieu.code_postal)
    _texte(parent, "TwnNm", lieu.ville)
    _texte(parent, "Ctry", "FR")


def _objet(parent: Element, reference: str) -> None:
    """What is paid, by its reference alone: « SCOR », as ISO issues them."""
    creance = SubElement(parent, "CdtrRefInf")
    genre = SubElement(creance, "Tp")
    _texte(SubElement(genre, "CdOrPrtry"), "Cd", "SCOR")
    _texte(genre, "Issr", "ISO")
    _texte(creance, "Ref", reference_rf(reference))


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
