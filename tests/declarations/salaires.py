"""Figures that a person may not read, every way of writing them, and where they could leak."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from declarations.models import Declaration
from declarations.regles.etats import Etat
from declarations.regles.lecteurs import Lecteur
from declarations.services.contenu import Vivant
from tests.declarations.cct import appeler_cct, declaration_cct
from tests.declarations.pdf import texte_de
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde

ACTIVITE = frozenset({"fournisseur_activite"})

# Amounts found nowhere else, so that a leak is seen; the accounts balance.
FINANCES = {
    "comptes.60": "8 411,13",
    "comptes.61": "12 611,57",
    "comptes.62": "5 203,41",
    "comptes.64": "95 013,37",
    "comptes.864": "3 157,29",
    "comptes.70623": "64 021,83",
    "comptes.741": "20 017,11",
    "comptes.743": "20 019,19",
    "comptes.744": "14 023,23",
    "comptes.75": "4 365,43",
    "comptes.875": "3 157,29",
    "resultat_annonce": "1 207,31",
}
AUTRES_DEPENSES = ("1 003,57", "1 007,91")
# Applications whose addresses take keys of rows of their own: that of a file finds nothing there,
# or by chance a notice, which it marks as read.
AUTRES_LIGNES = {"bilans", "repondants", "adhesions", "dossiers", "courriels"}


def ecritures(declaration: Declaration) -> set[str]:
    """Every way of writing every figure of the finances, and all that is derived from them.

    Each version is worked out again: what was frozen and what is live are told alike.
    """
    trouvees: set[str] = set()
    for version in declaration.versions.select_related("calcul").prefetch_related("volets"):
        version.declaration = declaration
        vivant = Vivant(version)
        evaluee = vivant.evaluation
        saisies = version.volets.get(nature="finances").donnees.values()
        montants = {Decimal(v) for v in saisies if isinstance(v, str)}
        montants |= {
            t.valeur for t in evaluee.contexte.totaux if t.volet == "finances" and t.valeur
        }
        estimation = evaluee.estimation
        for etape in estimation.etapes:
            montants |= {etape.resultat, *(Decimal(valeur) for _, valeur in etape.entrees)}
        montants |= set(estimation.mesures.values())
        connus = vivant.montant(Lecteur(ACTIVITE)).estimation
        # What the ceiling says openly: rate, ceiling, ETP, months, and what they make.
        ouverts = {Decimal(v) for e in connus.etapes for _, v in e.entrees}
        ouverts |= {e.resultat for e in connus.etapes}
        trouvees |= {e for m in montants - ouverts if m > 100 for e in formes(m)}
        lus = {s.constat.cle for s in evaluee.constats_lus(Lecteur(ACTIVITE))}
        trouvees |= {
            "".join(s.constat.message.split()) for s in evaluee.constats if s.constat.cle not in lus
        }
    return trouvees


def formes(montant: Decimal) -> set[str]:
    """« 41327,19 », « 41327.19 »; without useless zeros where it cannot be mistaken."""
    exact = f"{montant:.2f}"
    courtes = {exact.rstrip("0")} if montant != montant.to_integral_value() else set()
    return {e.replace(".", signe) for e in {exact} | courtes for signe in ".,"}


@dataclass(frozen=True)
class Adresse:
    """An address of the portal, the name of its view, and which of the arguments tried it takes."""

    nom: str
    essai: int
    chemin: str

    @property
    def du_dossier(self) -> bool:
        """Takes something of the file: the first of the arguments tried are none at all."""
        return self.essai > 0

    @property
    def de_la_declaration(self) -> bool:
        """Of the application whose answers depend on the state of the file."""
        return self.nom.startswith("declarations:")


def adresses(
    declaration: Declaration, resolveur: URLResolver | None = None, espace: str = ""
) -> list[Adresse]:
    """Every address of the portal that takes the file, or nothing, as its argument.

    Not that which logs out.
    """
    trouvees = []
    essais: list[tuple[object, ...]] = [
        (),
        (declaration.pk,),
        (declaration.pk, "activite"),
        (declaration.pk, "finances"),
        (declaration.pk, 1),
        (declaration.pk, declaration.version_courante.lignes[0]["cle"]),
        (declaration.equipement_id, declaration.annee),
        (declaration.equipement_id,),
    ]
    for motif in (resolveur or get_resolver()).url_patterns:
        if isinstance(motif, URLResolver):
            if motif.namespace != "admin":
                trouvees += adresses(declaration, motif, motif.namespace or espace)
        elif isinstance(motif, URLPattern) and motif.name != "account_logout":
            nom = f"{espace}:{motif.name}" if espace else str(motif.name)
            possibles = essais[:1] if espace in AUTRES_LIGNES else essais
            for essai, arguments in enumerate(possibles):
                with suppress(NoReverseMatch):
                    trouvees.append(Adresse(nom, essai, reverse(nom, args=arguments)))
    return trouvees


def reponses(client: Client, adresse: str) -> Iterator[HttpResponseBase]:
    """What an address answers, and in fragments too; a refusal is the same for both."""
    page = client.get(adresse)
    yield page
    if page.status_code not in (403, 404):
        yield client.get(adresse, headers={"HX-Request": "true"})


def lisible(reponse: HttpResponseBase) -> str:
    """The text of a response, PDF, workbook and JSON included, without spaces."""
    contenu = b"".join(reponse) if reponse.streaming else reponse.content  # type: ignore[attr-defined]
    genre = reponse.headers.get("Content-Type", "")
    if "pdf" in genre:
        texte = texte_de(contenu)
    elif "spreadsheetml" in genre:
        texte = texte_du_classeur(contenu)
    else:
        texte = contenu.decode(errors="replace")
    if "json" in genre:
        texte = json.dumps(json.loads(texte), ensure_ascii=False)
    return "".join(texte.split())


def texte_du_classeur(contenu: bytes) -> str:
    """All that a workbook holds, hidden sheets and properties too; not the dates of its zip."""
    with ZipFile(BytesIO(contenu)) as archive:
        return "".join(archive.read(nom).decode() for nom in sorted(archive.namelist()))


def chiffres(declaration: Declaration, saisies: dict[str, str]) -> dict[str, str]:
    """What is typed in a declaration, other expenses of the postes included."""
    cles = [ligne["cle"] for ligne in declaration.version_courante.lignes]
    autres = dict(zip(cles, AUTRES_DEPENSES, strict=True))
    depenses = {f"postes.{cle}.autres_depenses": montant for cle, montant in autres.items()}
    return saisies | FINANCES | depenses


def mener(monde: Monde, etat: str) -> Declaration:
    """A CCT with the exercice before sent, from which charges and amount have moved."""
    declaration, saisies = declaration_cct(monde)
    avant = appeler_cct(declaration.equipement, annee=2024)
    moins = {"comptes.64": "72 800", "comptes.741": "0"}
    jusqu_a(avant, monde, Etat.TRANSMISE, changements=moins)
    return jusqu_a(declaration, monde, etat, changements=chiffres(declaration, saisies))
