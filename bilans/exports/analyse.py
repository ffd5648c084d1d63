"""Which file a demand asks for, and how it is made."""

from collections.abc import Callable
from functools import partial

from django.http import QueryDict

from bilans.exports.donnees import ecrire_donnees
from bilans.exports.rapport import rapport_pdf
from bilans.presentation.filtres import dire_filtre
from bilans.presentation.rapport import PARTIES, Contenu, lire_croise
from bilans.services.analyse.comptage import Comptage
from bilans.services.analyse.selection import Selection
from declarations.services.exports import Fabrique
from habilitations.models import Caf, Portefeuille
from habilitations.regles.exercices import libelle_exercice
from portal.socle.formats import date_fr, nombre

RAPPORT, LIBELLES = "pdf", "libelles"


def fabrique_de(comptage: Comptage, demande: QueryDict) -> Fabrique:
    """How the file that a demand asks for is made, its progress told as it goes."""
    genre = demande.get("genre", "xlsx")
    if genre == RAPPORT:
        return partial(_rapport, comptage, contenu_de(comptage, demande))
    return partial(_donnees, comptage, genre, demande.get("valeurs") != "codes")


def _donnees(
    comptage: Comptage, genre: str, libelles: bool, avancer: Callable[[int], None]
) -> bytes:
    return ecrire_donnees(comptage, genre, libelles=libelles, avancer=avancer)


def _rapport(comptage: Comptage, contenu: Contenu, avancer: Callable[[int], None]) -> bytes:
    return rapport_pdf(comptage, faits_de(comptage), contenu, avancer)


def contenu_de(comptage: Comptage, demande: QueryDict) -> Contenu:
    """What a demand asks of a report; the results where it says nothing."""
    croises = [lire_croise(cle, comptage.etude) for cle in demande.getlist("croise")]
    parties = tuple(partie for partie in demande.getlist("contenu") if partie in PARTIES)
    if not parties and not any(croises):
        return Contenu()
    return Contenu(parties, tuple(croise for croise in croises if croise))


def faits_de(comptage: Comptage) -> list[tuple[str, str]]:
    """What was chosen, in words, as a report says it at its head."""
    selection, etude = comptage.selection, comptage.etude
    cadre = etude.versions[-1].cadre if etude.versions else None
    dispositif = cadre.dispositif if cadre else ""
    annee = selection.annee
    filtres = [dire_filtre(etude.par_id[f.colonne_id], f, "").texte for f in selection.filtres]
    return [
        ("Bilans", nombre(comptage.combien)),
        ("Exercice", libelle_exercice(dispositif, annee) if annee else "Tous"),
        ("Territoire", _territoire(selection)),
        ("État", "Validés" if selection.valides else "Transmis"),
        ("Établi le", date_fr(comptage.acteur.jour)),
        *(("Filtre", filtre) for filtre in filtres),
    ]


def _territoire(selection: Selection) -> str:
    if selection.caf is not None:
        return Caf.objects.get(pk=selection.caf).nom
    if selection.portefeuille is not None:
        return Portefeuille.objects.get(pk=selection.portefeuille).nom
    return "Tous"
