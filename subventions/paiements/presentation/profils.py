"""Profiles of acomptes as the agents of a Caf read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from habilitations.models import Caf, Dispositif
from habilitations.permissions import Acteur
from habilitations.regles.exercices import exercice_du, libelle_exercice
from portal.socle.formats import citer, taux
from portal.socle.francais import compter
from subventions.paiements.models import NOUVEL_EQUIPEMENT, ProfilCaf
from subventions.paiements.services.profils import Effet
from subventions.referentiels import profils_acomptes
from subventions.regles.acomptes.profils import DROITS

NON_DEFINI = "Profil non défini : aucun acompte ne peut être proposé."


@dataclass(frozen=True)
class ProfilLu:
    """One line of the list. ``en_cours``: it holds for the exercice under way; ``nouveaux``: what
    a new équipement is paid, empty where it has no profile of its own."""

    exercices: str
    libelle: str
    regles: list[str]
    nouveaux: str
    motif: str
    par: str
    en_cours: bool


@dataclass(frozen=True)
class DispositifLu:
    """A dispositif with the profiles that its Caf gave it, the latest first; none is said so."""

    libelle: str
    profils: list[ProfilLu]


def dispositifs_lus(caf: Caf, profils: Iterable[ProfilCaf], acteur: Acteur) -> list[DispositifLu]:
    siens = [p for p in profils if p.caf_id == caf.pk]
    return [
        DispositifLu(
            dispositif.label,
            [
                _lire(p, exercice_du(dispositif.value, acteur.jour))
                for p in siens
                if p.dispositif == dispositif.value
            ],
        )
        for dispositif in Dispositif
    ]


def _lire(profil: ProfilCaf, annee: int) -> ProfilLu:
    return ProfilLu(
        profil.exercices,
        profil.get_profil_display(),
        regles_du_profil(profil.profil),
        regle_des_nouveaux(profil.profil) if profil.nouveaux else "",
        profil.motif,
        str(profil.attribue_par),
        profil.debut <= annee and (profil.fin is None or profil.fin >= annee),
    )


def regles_du_profil(code: str) -> list[str]:
    """What each acompte of a profile pays, in words."""
    return [
        f"{tranche.libelle} : {taux(tranche.taux.nombre)} du {DROITS[tranche.droit]}"
        + "".join(_plafond(p.taux.nombre, p.droit, p.ecart) for p in tranche.plafonds)
        for tranche in profils_acomptes()[code].tranches
    ]


def regle_des_nouveaux(code: str) -> str:
    """Which équipements are new under a profile, and what they are paid."""
    recul = profils_acomptes()[code].recul
    quand = f"après la fin de l’exercice N-{recul}" if recul > 1 else "dans l’exercice"
    tranches = profils_acomptes()[NOUVEL_EQUIPEMENT].tranches
    parts = (f"{taux(t.taux.nombre)} du {DROITS[t.droit]}" for t in tranches)
    return f"Équipement qui ouvre {quand} : {', puis '.join(parts)}"


def _plafond(part: object, droit: str, ecart: object) -> str:
    dit = f", au plus {taux(part)} du {DROITS[droit]} avec ceux d’avant"  # type: ignore[arg-type]
    if ecart is None:
        return dit
    return f"{dit} si le prévisionnel s’en écarte de plus de {taux(ecart)} sans que l’écart soit accepté"  # type: ignore[arg-type] # noqa: E501


def effet_en_mots(effet: Effet, dispositif: str, debut: int) -> str:
    """What a decision would change, for who takes it."""
    exercice = libelle_exercice(dispositif, debut)
    combien = compter(effet.equipements, "équipement")
    if effet.remplace is None:
        dit = f"À partir de {exercice}, ce profil s’applique à {combien} : aucun n’en avait."
    else:
        ancien = citer(effet.remplace.get_profil_display())
        dit = f"À partir de {exercice}, ce profil remplace {ancien} pour {combien}."
    if effet.nouveaux:
        est = "est nouveau" if effet.nouveaux == 1 else "sont nouveaux"
        dit += f" {compter(effet.nouveaux, 'équipement')} {est} cet exercice-là."
    return (
        f"{dit} Un dossier dont un versement est déjà proposé garde le sien. Cochez la case pour "
        "confirmer."
    )
