"""What a correction asked for again, field by field, each linked to where one corrects it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from declarations.adresses import adresse_du_champ
from declarations.grilles import grille_par_reference
from declarations.models import Declaration, Volet
from declarations.regles.compteurs import A_CORRIGER
from declarations.regles.etats import CHEZ_LE_PARTENAIRE, LIBELLES_VOLET
from declarations.regles.lecteurs import est_lisible
from declarations.services.contenu import contenu_en_vigueur
from declarations.services.contenu.evaluation import ConstatSuivi
from declarations.services.contenu.references import references_ordonnees
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.lignes import lignes_gardees
from portal.dossiers.services.nouvelles import Point
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.socle.francais import enumerer

CHAMPS_CITES = 3


def lignes_a_corriger(dossier: DossierOuvert, volet: Volet) -> frozenset[str]:
    """Keys of the rows in which the correction opened a field; none when the volet is open."""
    ouverts = frozenset(volet.champs_ouverts or ())
    places = dossier.places_lisibles.items()
    return frozenset(p.ligne.cle for chemin, p in places if chemin in ouverts and p.ligne)


def nommer_champs(declaration: Declaration, natures: Collection[str], roles: frozenset[str]) -> str:
    """The fields that a correction opened in these volets, that these roles read: « Parents –
    Ugine, Enfants – Ugine et 3 autres champs ».

    Of a declaration loaded by ``pour_liste``; no query. Empty when whole volets are open.
    """
    version = declaration.version_courante
    ouverts = {c for nature in natures for c in version.volet(nature).champs_ouverts or ()}
    if not ouverts:
        return ""
    grille = grille_par_reference(version.grille, declaration.annee)
    noms = [
        place.libelle_complet
        for place in grille.emplacements(declaration.nature, lignes_gardees(version))
        if place.chemin in ouverts and est_lisible(place.champ, roles, False)
    ]
    if (reste := len(noms) - CHAMPS_CITES) > 0:
        noms = [*noms[:CHAMPS_CITES], f"{reste} autre{'s' if reste > 1 else ''}"]
    return enumerer(noms)


@dataclass(frozen=True)
class ChampAChoisir:
    """A field of a version as it reads: its value, and last year's; ``ouvert`` when the correction
    under way opened it already."""

    chemin: str
    libelle: str
    valeur: str
    reference: str
    ouvert: bool = False


@dataclass(frozen=True)
class GroupeAChoisir:
    """Fields of one section, of one row when there are rows; ``repere`` names the reference.

    ``deplie`` when it is shown open at first: of what is asked once, what holds a value – a chart
    has forty accounts, of which five serve –; of rows, what is open to the correction already.
    """

    titre: str
    repere: str
    d_une_ligne: bool = False
    champs: list[ChampAChoisir] = field(default_factory=list)

    @property
    def deplie(self) -> bool:
        return any(c.ouvert or (c.valeur and not self.d_une_ligne) for c in self.champs)


def a_choisir(dossier: DossierOuvert) -> list[GroupeAChoisir]:
    """Every field that a correction may open, on the version as it was sent: the Caf reads nothing
    of what a partner is correcting."""
    contenu = dossier.contenu
    if dossier.declaration.etat in CHEZ_LE_PARTENAIRE:
        contenu = contenu_en_vigueur(dossier.declaration) or contenu
    volets = {volet.nature: volet for volet in dossier.version.volets.all()}
    reference = next(iter(references_ordonnees(dossier.declaration)), None)
    avant = reference.donnees if reference else {}
    groupes: dict[str, GroupeAChoisir] = {}
    for chemin, place in contenu.emplacements.items():
        # A row that the partner took away since has nothing to open.
        if not place.champ.est_saisi or chemin not in dossier.emplacements:
            continue
        ou = [LIBELLES_VOLET[place.champ.volet].capitalize(), place.section.titre]
        if place.ligne:
            ou.insert(1, place.ligne.libelle)
        titre = " – ".join(ou)
        groupe = groupes.setdefault(
            titre,
            GroupeAChoisir(titre, reference.libelle if reference else "", place.ligne is not None),
        )
        groupe.champs.append(
            ChampAChoisir(
                chemin,
                place.champ.libelle,
                ecrire_valeur(place.champ, contenu.donnees.get(chemin)),
                ecrire_valeur(place.champ, avant.get(chemin)),
                not dossier.version.est_envoyee and volets[place.champ.volet].est_ouvert(chemin),
            )
        )
    return list(groupes.values())


def champs_a_corriger(dossier: DossierOuvert, volet: Volet) -> list[Point]:
    """The fields of a volet that the correction opened and this person reads, in grid order.

    None when the whole volet is open, or nothing of it.
    """
    if not volet.champs_ouverts:
        return []
    ouverts, lignes = frozenset(volet.champs_ouverts), dossier.contenu.lignes
    return [
        Point(
            place.libelle_complet,
            adresse_du_champ(dossier.declaration.pk, volet.nature, chemin, place.ligne, lignes),
        )
        for chemin, place in dossier.places_lisibles.items()
        if chemin in ouverts
    ]


def correction_trop_etroite(volet: Volet, suivis: Iterable[ConstatSuivi]) -> bool:
    """Tell whether what blocks a volet also rests on figures that the correction leaves closed.

    A budget whose account 61 alone is open cannot be balanced again: whoever corrects it is told
    the way out, which no page of entry has.
    """
    if volet.champs_ouverts is None:
        return False
    ouverts = frozenset(volet.champs_ouverts)
    return any(
        not ouverts.issuperset(suivi.constat.chemins)
        for suivi in suivis
        if suivi.sorte == A_CORRIGER and suivi.constat.volet in (volet.nature, "")
    )
