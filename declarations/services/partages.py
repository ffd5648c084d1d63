"""Figures in common with a bilan: what it says is noted, and fills what is still empty.

Called by the application of the bilans, in the transaction of what it saves (DOMAINE §5, S). The
row of the bilan is locked first, then that of the declaration: never the other way round.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction

from declarations.models import ChiffrePartage, Declaration
from declarations.models.calendrier import Nature
from declarations.regles.controles.c15 import cle_de, figures
from declarations.regles.etats import ACTES, Action, Etat
from declarations.regles.grille import VOLETS, EmplacementGrille
from declarations.regles.partages import Explication, a_reprendre
from declarations.services.contenu import contenu_de
from declarations.services.dossier import DossierVerrouille, ouvrir
from declarations.services.saisie import garder
from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier
from portal.saisie.regles.valeurs import Valeur
from portal.socle.requetes_ecrites import RequeteEcrite

_REELLES = RequeteEcrite(
    lambda equipement, annee: (
        Declaration.objects.filter(equipement=equipement, annee=annee, nature=Nature.REELLE)
        .exclude(etat=Etat.SANS_OBJET)
        .select_related("version_courante")
    )
)


@dataclass(frozen=True)
class ChiffresDuBilan:
    """What a bilan says of shared figures, by chemin of the declaration."""

    libelle: str
    adresse: str
    valeurs: Mapping[str, Valeur]
    explications: Mapping[str, Explication]


@dataclass(frozen=True)
class ChiffreDeclare:
    """The figure of the declaration beside that of a bilan.

    ``justification`` is what was written on the side of
    the declaration, on the two figures ``justifie``.
    """

    place: EmplacementGrille
    valeur: Valeur
    justification: str = ""
    justifie: tuple[str, str] = ("", "")

    def est_justifie(self, du_bilan: Valeur) -> bool:
        """Tell whether the gap with a value of the bilan is justified beside the declaration."""
        maintenant = figures(self.place.champ, self.valeur, du_bilan)
        return bool(self.justification) and self.justifie == maintenant


def reelle_de(equipement_id: int, annee: int) -> Declaration | None:
    """Return the réelle of an exercice, None while it is not called or when without object."""
    return _REELLES.premiere(equipement_id, annee)


def chiffres_declares(declaration: Declaration, dossier_id: int) -> dict[str, ChiffreDeclare]:
    """Return the figures that a réelle gives, by chemin, as a bilan looks at them."""
    version = declaration.version_courante
    version.declaration = declaration
    contenu = contenu_de(version)
    justifiees = {j.cle: j for j in version.justifications.all()}
    chiffres = {}
    for chemin, place in contenu.emplacements.items():
        j = justifiees.get(cle_de(chemin, dossier_id))
        chiffres[chemin] = ChiffreDeclare(
            place,
            contenu.donnees.get(chemin, ""),
            j.texte if j else "",
            (j.valeur, j.reference) if j else ("", ""),
        )
    return chiffres


@transaction.atomic
def noter(dossier: Dossier, chiffres: ChiffresDuBilan, acteur: Acteur) -> None:
    """Note what a bilan says of the figures it shares; those it no longer gives are forgotten."""
    if dossier.equipement_id is None:
        return
    connus = {c.chemin: c for c in ChiffrePartage.objects.filter(dossier=dossier)}
    perdus = connus.keys() - chiffres.valeurs.keys()
    if perdus:
        ChiffrePartage.objects.filter(dossier=dossier, chemin__in=perdus).delete()
    for chemin, valeur in chiffres.valeurs.items():
        dite = chiffres.explications.get(chemin)
        ecrit = {"valeur": valeur, "explication": asdict(dite) if dite else {}}
        present = connus.get(chemin)
        if present and all(getattr(present, champ) == dit for champ, dit in ecrit.items()):
            continue
        ChiffrePartage.objects.update_or_create(
            dossier=dossier,
            chemin=chemin,
            defaults={
                **ecrit,
                "equipement_id": dossier.equipement_id,
                "annee": dossier.annee,
                "libelle": chiffres.libelle,
                "adresse": chiffres.adresse,
                "le": acteur.maintenant,
            },
        )


@transaction.atomic
def remplir_depuis_le_bilan(declaration_id: int, source: Dossier, *, acteur: Acteur) -> int:
    """Fill the empty figures of a réelle with those of a bilan, to be confirmed; return how many.

    Only in the volets that this person may type, unsigned and open: nothing is refused, what
    cannot be filled is left. Nothing typed is replaced.
    """
    try:
        declaration = ouvrir(declaration_id, acteur)
    except Declaration.DoesNotExist:
        return 0
    chiffres = ChiffrePartage.objects.filter(dossier=source)
    valeurs = {c.chemin: c.valeur for c in chiffres}
    libelles = {c.chemin: c.libelle for c in chiffres}
    return sum(_remplir(declaration, volet, valeurs, libelles) for volet in VOLETS)


def _remplir(
    dossier: DossierVerrouille,
    nature: str,
    valeurs: Mapping[str, Valeur],
    libelles: Mapping[str, str],
) -> int:
    if ACTES.refus(Action.SAISIR, dossier.situation, dossier.acteurs, nature):
        return 0
    volet, donnees = dossier.version.volet(nature), dossier.contenu.donnees
    ouvertes = {
        chemin: valeurs[chemin]
        for chemin, place in dossier.places(nature).items()
        if chemin in valeurs
        and place.champ.est_saisi
        and volet.est_ouvert(chemin)
        and dossier.grille.est_demande(place, donnees)
    }
    # What somebody emptied on purpose stays empty.
    reprises = a_reprendre(ouvertes, volet.auteurs | dict(volet.donnees))
    for chemin, valeur in reprises.items():
        volet.donnees[chemin] = valeur
        volet.a_confirmer[chemin] = libelles[chemin]
    if reprises:
        garder(dossier, volet, reprises)
    return len(reprises)
