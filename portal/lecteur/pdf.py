"""PDF: whole, opened without a password, and nothing in it that acts by itself."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from typing import BinaryIO

from .pdf_flux import deplier
from .pdf_mot_de_passe import Dechiffrer, Protection
from .pdf_objets import Dictionnaire, Nom, Renvoi, dictionnaires
from .pdf_ouverture import A_NUMEROTER, Ouvertures, voir_les_comprimes
from .refus import ABIME, DEMESURE, PDF_PROTEGE, FichierRefuse, citer

ENTETE = b"%PDF-"
# Readers look for the header that far, and accept a few bytes after the end.
DEBUT_MAX = 1024
FIN_MAX = 4096
OBJETS_MAX = 60 * 1024 * 1024

_RIEN = b"\0 \t\r\n\f"
# What stands before the header when the file is also something else: a program, an archive, a page.
_AUTRES_DEBUTS = (
    b"MZ",
    b"PK",
    b"#!",
    b"\x7fELF",
    b"<",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"Rar!",
)
# Electronic invoices carry their own data this way: they are wanted (Factur-X, ZUGFeRD, Order-X).
_FACTURES = {"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml"}
IMPRIMER = (
    "imprimez-le en PDF (« Imprimer », puis « Enregistrer au format PDF »), puis joignez ce "
    "nouveau fichier."
)
PROGRAMME = f"Ce PDF contient un programme (JavaScript), comme certains formulaires : {IMPRIMER}"
LANCEMENT = f"Ce PDF lance un programme ou un autre fichier quand on l’ouvre : {IMPRIMER}"
SORTIE = (
    "Ce PDF va sur un site ou sur une autre machine dès qu’on l’ouvre, sans qu’on y clique : "
    f"{IMPRIMER}"
)
_ACTIONS = {
    "JavaScript": PROGRAMME,
    "Launch": LANCEMENT,
    "ImportData": LANCEMENT,
    "GoToE": LANCEMENT,
}
_AGISSANTS = {"JS", "JavaScript", "EF"}
# Objects unpacked without any of these names, nor one whose letters are escaped, need no parsing.
_A_REGARDER = re.compile(
    rb"/(?:JS|EF|XFA|%s)|/[^\0\t\n\f\r ()<>\[\]{}/%%]*#" % "|".join(_ACTIONS).encode()
)
# A form within the form (XFA) is XML, in one or several streams; its programs say in what language.
_SANS_FORMULAIRE = {"XObject", "XRef", "ObjStm", "Metadata"}
_PROGRAMME_XFA = re.compile(r"<(?:\w+:)?script\b[^>]*javascript", re.IGNORECASE)
# The first is enough to refuse, but for electronic invoices, whose files are few.
SUSPECTS_MAX = 1000


def commence_comme_un_pdf(debut: bytes) -> bool:
    """Tell whether the header stands within the first bytes, after nothing that is another file."""
    place = debut[:DEBUT_MAX].find(ENTETE)
    avant = debut[: max(place, 0)].lstrip(_RIEN + b"\xef\xbb\xbf")
    return place >= 0 and not avant.startswith(_AUTRES_DEBUTS)


def est_pdf(fichier: BinaryIO) -> bool:
    """Tell whether it is a whole PDF. Raises FichierRefuse: password, script, file within."""
    fichier.seek(0)
    contenu = fichier.read()
    if not commence_comme_un_pdf(contenu) or b"%%EOF" not in contenu.rstrip(_RIEN)[-FIN_MAX:]:
        return False
    pdf = _parcourir(contenu)
    if not pdf.entier:
        return False
    dechiffrer = _ouvrir(pdf)
    for lu, objet in pdf.suspects:
        _refuser_ce_qui_agit(lu, partial(dechiffrer, *objet) if dechiffrer else None)
    for lu, deplie in _deplies(pdf, dechiffrer):
        if _A_REGARDER.search(deplie):
            for interne, _, _ in dictionnaires(deplie):
                _refuser_ce_qui_agit(interne)
                pdf.formulaire = pdf.formulaire or "XFA" in interne
        if A_NUMEROTER.search(deplie):
            voir_les_comprimes(pdf.ouvertures, lu, deplie)
    _refuser_ce_qui_sort(pdf, dechiffrer)
    if pdf.formulaire:
        _refuser_programme_xfa(contenu, dechiffrer)
    return True


def _deplies(pdf: "_Pdf", dechiffrer: Dechiffrer | None) -> Iterator[tuple[Dictionnaire, bytes]]:
    """The objects packed in streams, as they are once unpacked."""
    reste = OBJETS_MAX
    for lu, objet, flux in pdf.comprimes:
        deplie = deplier(lu, dechiffrer(*objet, flux) if dechiffrer else flux)
        reste -= len(deplie)
        if reste < 0:
            raise FichierRefuse(DEMESURE)
        yield lu, deplie


def _refuser_ce_qui_sort(pdf: "_Pdf", dechiffrer: Dechiffrer | None) -> None:
    """Refuse what leaves the file without a click, wherever its action is kept."""
    if pdf.ouvertures.renvoient:
        for lu, deplie in _deplies(pdf, dechiffrer):
            voir_les_comprimes(pdf.ouvertures, lu, deplie)
    if pdf.ouvertures.sortent:
        raise FichierRefuse(SORTIE)


@dataclass
class _Pdf:
    """What is kept of a PDF read through: its protection, and its objects still to unpack."""

    entier: bool = False
    protection: object = None
    formulaire: bool = False  # one within the form: XFA
    ouvertures: Ouvertures = field(default_factory=Ouvertures)
    suspects: list[tuple[Dictionnaire, tuple[int, int]]] = field(default_factory=list)
    identifiant: bytes = b""
    candidats: dict[int, Dictionnaire] = field(default_factory=dict)
    comprimes: list[tuple[Dictionnaire, tuple[int, int], bytes]] = field(default_factory=list)


def _parcourir(contenu: bytes) -> _Pdf:
    """Look at each dictionary written in clear."""
    pdf = _Pdf()
    for lu, objet, flux in dictionnaires(contenu):
        if _peut_agir(lu) and len(pdf.suspects) < SUSPECTS_MAX:
            pdf.suspects.append((lu, objet))
        # Readers are led there by the table of places, and do not ask for its type.
        if flux is not None and (lu.get("Type") == "ObjStm" or {"N", "First"} <= lu.keys()):
            pdf.comprimes.append((lu, objet, flux))
        pdf.ouvertures.voir(lu, objet[0])
        pdf.entier = pdf.entier or "Root" in lu or lu.get("Type") == "Catalog"
        pdf.formulaire = pdf.formulaire or "XFA" in lu
        if "V" in lu and isinstance(lu.get("Filter"), Nom):
            pdf.candidats[objet[0]] = lu
        if "Encrypt" in lu:
            pdf.protection = lu["Encrypt"]
            identifiants = lu.get("ID")
            premier = identifiants[0] if isinstance(identifiants, list) and identifiants else b""
            pdf.identifiant = premier if isinstance(premier, bytes) else b""
    return pdf


def _ouvrir(pdf: _Pdf) -> Dechiffrer | None:
    """What reads the streams of a protected PDF; None when it is not protected.

    Raises FichierRefuse when a password, or a certificate, is needed.
    """
    lu = pdf.protection
    if lu is None:
        return None
    if isinstance(lu, Renvoi):
        lu = pdf.candidats.get(lu.numero)
    if not isinstance(lu, dict):
        raise FichierRefuse(ABIME)
    protection = Protection.depuis(lu)
    dechiffrer = protection.sans_mot_de_passe(pdf.identifiant) if protection else None
    if dechiffrer is None:
        raise FichierRefuse(PDF_PROTEGE)
    return dechiffrer


def _peut_agir(lu: Dictionnaire) -> bool:
    action = lu.get("S")
    return not _AGISSANTS.isdisjoint(lu) or (isinstance(action, str) and action in _ACTIONS)


def _refuser_ce_qui_agit(
    lu: Dictionnaire, dechiffrer: Callable[[bytes], bytes] | None = None
) -> None:
    """``dechiffrer`` reads the texts of a protected PDF: those of compressed objects are clear."""
    action = lu.get("S")
    if isinstance(action, str) and action in _ACTIONS:
        raise FichierRefuse(_ACTIONS[action])
    if "JS" in lu or "JavaScript" in lu:
        raise FichierRefuse(PROGRAMME)
    if "EF" in lu:
        nom = _nom_du_fichier(lu, dechiffrer)
        if nom.lower() not in _FACTURES:
            raise FichierRefuse(
                f"Ce PDF contient un autre fichier, {citer(nom)} : joignez-le à part, et {IMPRIMER}"
            )


def _refuser_programme_xfa(contenu: bytes, dechiffrer: Dechiffrer | None) -> None:
    """Refuse a form whose XML holds JavaScript; computations in its own language are fine.

    Any stream may be a piece of it, in whatever order they are named: they are read together.
    """
    morceaux, reste = [], OBJETS_MAX
    for lu, objet, flux in dictionnaires(contenu):
        if flux is None or "Subtype" in lu or lu.get("Type") in _SANS_FORMULAIRE:
            continue
        deplie = deplier(lu, dechiffrer(*objet, flux) if dechiffrer else flux)
        reste -= len(deplie)
        if reste < 0:
            raise FichierRefuse(DEMESURE)
        if b"<" in deplie:
            morceaux.append(deplie.replace(b"\0", b"").decode("latin-1"))
    if any(_PROGRAMME_XFA.search(unescape(m)) for m in (*morceaux, "".join(morceaux))):
        raise FichierRefuse(PROGRAMME)


def _nom_du_fichier(lu: Dictionnaire, dechiffrer: Callable[[bytes], bytes] | None) -> str:
    """The name of a file within, as it is written there."""
    brut = lu.get("UF") or lu.get("F")
    if not isinstance(brut, bytes):
        return "sans nom"
    brut = dechiffrer(brut) if dechiffrer else brut
    if brut.startswith(b"\xfe\xff"):
        return brut[2:].decode("utf-16-be", "replace")
    return brut.decode("latin-1")
