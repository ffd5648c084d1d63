"""What partners try in the demonstration: two simulations, each of two scenarios side by side."""

from collections.abc import Mapping

from habilitations.models import Dispositif
from habilitations.permissions import Acteur
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.reperes import instant
from portal.saisie.regles.structure import Ligne
from subventions.simulateur.services.simulations import Contenu, couples_de, creer, partager

HEURE = 10
SCENARIOS = (Ligne("a", "Scénario A"), Ligne("b", "Scénario B"))
CLAS: Mapping[str, tuple[str, str]] = {
    "nom": ("Comme cette année", "Un quatrième collectif"),
    "collectifs": ("3", "4"),
    "collectifs_notifies": ("3", "4"),
    "bonus_enfants": ("2", "3"),
    "bonus_parents": ("1", "2"),
    "compte_60": ("2400", "3100"),
    "compte_64": ("22500", "29800"),
    "compte_65": ("600", "600"),
}
CCT: Mapping[str, tuple[str, str]] = {
    "nom": ("Deux postes à temps plein", "Un mi-temps jeunesse"),
    "postes.p1.etp": ("1", "1"),
    "postes.p1.mois": ("12", "12"),
    "postes.p1.salaire_charge": ("46200", "46200"),
    "postes.p1.autres_depenses": ("1500", "1500"),
    "postes.p2.etp": ("1", "0.50"),
    "postes.p2.mois": ("12", "12"),
    "postes.p2.salaire_charge": ("43800", "21900"),
    "postes.p2.autres_depenses": ("900", "900"),
}
POSTES = (Ligne("p1", "Poste 1"), Ligne("p2", "Poste 2"))
PROFIL = {"profil": "deux_fois_35"}


def simuler(decor: Decor) -> None:
    """One shared with colleagues, the other for its author alone."""
    _simuler(
        decor, "clas.approbateur", Dispositif.CLAS, "Un collectif de plus ?", CLAS, partagee=True
    )
    _simuler(decor, "cct.finances", Dispositif.CCT, "Un mi-temps plutôt qu’un plein", CCT, POSTES)


def _simuler(
    decor: Decor,
    qui: str,
    dispositif: str,
    titre: str,
    colonnes: Mapping[str, tuple[str, str]],
    postes: tuple[Ligne, ...] = (),
    *,
    partagee: bool = False,
) -> None:
    acteur = Acteur(decor.personnes[qui], instant(decor.reperes.dans(-2), HEURE))
    gestionnaire, caf = next(iter(couples_de(acteur)))
    valeurs = {
        f"scenarios.{ligne.cle}.{suite}": paire[rang]
        for rang, ligne in enumerate(SCENARIOS)
        for suite, paire in colonnes.items()
    }
    contenu = Contenu(SCENARIOS, postes, {**valeurs, **PROFIL})
    annee = decor.reperes.prevue(dispositif)
    gardee = creer(gestionnaire, caf, dispositif, annee, titre, contenu, acteur=acteur)
    if partagee:
        partager(gardee.pk, True, acteur=acteur)
