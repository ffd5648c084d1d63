"""Facts and rows that conditions and repetitions read beside the answers.

From the declaration of the same équipement and exercice – the réelle once it is begun, else the
latest forecast –, and from what was told as the bilan was opened. Frozen with each sending.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bilans.models import Bilan
from bilans.regles.etat import Faits
from bilans.regles.faits import ROLE, ROLES, faits_regardes
from bilans.regles.questionnaire import COLLECTIFS, LIEUX, POSTES, Questionnaire
from declarations.models import Declaration
from declarations.models.calendrier import Nature
from declarations.regles.grille import LigneGrille
from declarations.services.contenu import Contenu, contenu_de
from habilitations.models import Dispositif, Lieu
from portal.dossiers.services.destinataires import partenaires_par_role
from portal.saisie.regles.champs import NON, OUI
from portal.saisie.regles.structure import Ligne
from portal.saisie.regles.valeurs import Valeur
from portal.socle.requetes_ecrites import RequeteEcrite

# The réelle tells what was done; before it, the latest forecast tells what was meant.
_ORDRE = {Nature.PREVISIONNELLE: 0, Nature.ACTUALISEE: 1, Nature.REELLE: 2}

_APPELEES = RequeteEcrite(
    lambda equipement, annee: (
        Declaration.objects.filter(equipement=equipement, annee=annee)
        .exclude(etat="sans_objet")
        .select_related("version_courante")
    )
)
_LIEUX = RequeteEcrite(lambda equipement: Lieu.objects.filter(equipement=equipement))


def declaration_du_bilan(bilan: Bilan) -> Declaration | None:
    """Return the declaration that a bilan goes with, None when none was called."""
    if bilan.equipement_id is None:
        return None
    appelees = _APPELEES.lire(bilan.equipement_id, bilan.annee)
    return max(appelees, key=lambda d: (_ORDRE[Nature(d.nature)], d.numero), default=None)


def faits_du_bilan(bilan: Bilan) -> Faits:
    """Return what is known beside the answers; rows that respondents added come with their sheet.

    Facts never depend on answers. Of a bilan sent, ``EnvoiBilan`` keeps those of its sending.
    """
    declaration = declaration_du_bilan(bilan)
    valeurs: dict[str, Valeur] = {}
    lignes: dict[str, list[Ligne]] = {}
    if declaration is not None and declaration.version_courante is not None:
        version = declaration.version_courante
        version.declaration = declaration
        contenu = contenu_de(version)
        lignes = _lignes(bilan, contenu.lignes)
        valeurs = _valeurs(bilan, contenu)
    if bilan.equipement_id and bilan.dispositif == Dispositif.ER:
        lieux = _LIEUX.lire(bilan.equipement_id)
        lignes[LIEUX] = [Ligne(f"l{lieu.pk}", lieu.nom) for lieu in lieux]
    ajoutees = lues(bilan.feuille.lignes)
    return Faits(valeurs | bilan.faits_annonces, {**lignes, **ajoutees})


def faits_pour(bilan: Bilan, questionnaire: Questionnaire, jour: date) -> Faits:
    """The same, with the rights of a day where the questionnaire looks at them.

    Roles held at the équipement, whoever reads: what one person is asked, everybody counts. Nobody
    holds one where a personal link answers.
    """
    faits = faits_du_bilan(bilan)
    if ROLE not in faits_regardes(questionnaire):
        return faits
    tenus = set[str]().union(*partenaires_par_role(bilan, jour).values())
    return replace(faits, valeurs={**faits.valeurs, ROLE: [r for r in ROLES if r in tenus]})


def lues(gardees: Mapping[str, list[list[str]]]) -> dict[str, list[Ligne]]:
    """Return rows by the path of their repetition, as sheets keep them."""
    return {
        chemin: [Ligne(cle, libelle) for cle, libelle in rangees]
        for chemin, rangees in gardees.items()
    }


def _lignes(bilan: Bilan, declarees: Iterable[LigneGrille]) -> dict[str, list[Ligne]]:
    """Rows under the keys of the declaration: what is shared is then found at the same place."""
    origine = {Dispositif.CCT: POSTES, Dispositif.CLAS: COLLECTIFS}.get(
        Dispositif(bilan.dispositif)
    )
    return {origine: [Ligne(li.cle, li.libelle) for li in declarees]} if origine else {}


def _valeurs(bilan: Bilan, contenu: Contenu) -> dict[str, Valeur]:
    if bilan.dispositif == Dispositif.CLAS:
        return {
            bonus: OUI if OUI in _reponses(contenu, bonus) else NON
            for bonus in ("bonus_enfants", "bonus_parents")
        }
    if bilan.dispositif == Dispositif.CCT:
        themes = [t for valeur in _reponses(contenu, "thematiques") for t in valeur]
        chefs = _reponses(contenu, "chef_de_projet")
        return {
            "themes": list(dict.fromkeys(themes)),
            "chef_de_projet": OUI if OUI in chefs else NON,
        }
    return {}


def _reponses(contenu: Contenu, code: str) -> list[Valeur]:
    """What was typed for a field, on each row that is still there."""
    places = (e.chemin for e in contenu.emplacements.values() if e.champ.code == code)
    return [contenu.donnees[chemin] for chemin in places if contenu.donnees.get(chemin)]
