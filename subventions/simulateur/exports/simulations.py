"""A simulation as a workbook or as text: amounts and steps, what would move them, payments."""

from collections.abc import Iterator, Mapping, Sequence

from portal.saisie.regles.valeurs import Valeur, lire
from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur
from portal.socle.tableaux_csv import archiver
from subventions.regles.estimation import EN_ATTENTE, STATUTS
from subventions.simulateur.presentation.resultats import Comparaison
from subventions.simulateur.regles.structure import SCENARIOS, Feuillet
from subventions.simulateur.services.calculs import Simulee

# Here nobody waits for the Caf: it is the figures that are not all given.
LIBELLES = {**STATUTS, EN_ATTENTE: "Chiffres incomplets"}


def classeur(titre: str, feuilles: Sequence[Feuille]) -> bytes:
    """Write the workbook; amounts are numbers, in euros."""
    return ecrire_classeur(feuilles, titre=titre)


def archive(feuilles: Sequence[Feuille]) -> bytes:
    """The same sheets, one CSV for each."""
    return archiver(feuilles)


def feuilles_de(
    feuillet: Feuillet,
    valeurs: Mapping[str, Valeur],
    simulee: Simulee,
    comparaison: Comparaison,
) -> list[Feuille]:
    """The sheets of a simulation; that of the payments where there are some."""
    noms = [ligne.libelle for ligne, _ in simulee.resultats]
    feuilles = [
        Feuille(
            "Chiffres",
            [Colonne("Donnée", 45), *(Colonne(nom, 20) for nom in noms)],
            _chiffres(feuillet, valeurs),
        ),
        Feuille(
            "Montants",
            [Colonne("Scénario", 30), Colonne("Montant", 18, euros=True), Colonne("Statut", 30)],
            _montants(simulee),
        ),
        Feuille(
            "Étapes",
            [
                *(Colonne("Scénario", 30), Colonne("Étape", 40), Colonne("Formule", 60)),
                *(Colonne("Résultat", 18), Colonne("Unité", 12)),
            ],
            _etapes(simulee),
        ),
        Feuille(
            "Ce qui changerait",
            [
                *(Colonne("Scénario", 30), Colonne("Changement", 45)),
                Colonne("À dépenses égales", 20, euros=True),
                Colonne("Dépenses en proportion", 20, euros=True),
            ],
            _marges(simulee),
        ),
    ]
    if comparaison.a_des_versements:
        feuilles.append(
            Feuille(
                "Versements",
                [
                    *(Colonne("Scénario", 30), Colonne("Versement", 25), Colonne("Mois", 20)),
                    Colonne("Montant", 18, euros=True),
                ],
                _versements(simulee, comparaison),
            )
        )
    return feuilles


def _chiffres(feuillet: Feuillet, valeurs: Mapping[str, Valeur]) -> Iterator[Sequence[Cellule]]:
    """One row per field, one column per scenario; fields left empty everywhere are left out."""
    cles = [ligne.cle for ligne in feuillet.scenarios]
    prefixe = f"{SCENARIOS}.{cles[0]}."
    for chemin, place in feuillet.places.items():
        if not chemin.startswith(prefixe):
            continue
        suite = chemin.removeprefix(prefixe)
        rangee = [valeurs.get(f"{SCENARIOS}.{cle}.{suite}", "") for cle in cles]
        if any(rangee):
            poste = f" – {place.lignes[1].libelle}" if len(place.lignes) > 1 else ""
            yield (
                f"{place.champ.libelle}{poste}",
                *(_cellule(v if place.champ.est_numerique else str(v)) for v in rangee),
            )


def _cellule(valeur: Valeur) -> Cellule:
    nombre = lire(valeur)
    return str(valeur) if nombre is None else nombre


def _montants(simulee: Simulee) -> Iterator[Sequence[Cellule]]:
    for ligne, resultat in simulee.resultats:
        statut = LIBELLES[resultat.estimation.statut]
        yield ligne.libelle, resultat.montant, statut


def _etapes(simulee: Simulee) -> Iterator[Sequence[Cellule]]:
    for ligne, resultat in simulee.resultats:
        for etape in resultat.estimation.etapes:
            yield ligne.libelle, etape.libelle, etape.formule, etape.resultat, etape.unite


def _marges(simulee: Simulee) -> Iterator[Sequence[Cellule]]:
    for ligne, resultat in simulee.resultats:
        for marge in resultat.marges:
            yield ligne.libelle, marge.libelle, marge.egales, marge.proportion


def _versements(simulee: Simulee, comparaison: Comparaison) -> Iterator[Sequence[Cellule]]:
    for scenario in comparaison.scenarios:
        tresorerie = simulee.tresoreries.get(scenario.cle)
        for versement, lu in zip(
            tresorerie.versements if tresorerie else (), scenario.versements, strict=True
        ):
            yield scenario.libelle, lu.libelle, lu.mois, versement.montant
