"""The declarations of one exercice of an équipement, gathered for one person."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse

from declarations.models import Declaration, RepriseElan, Version
from declarations.models.calendrier import Nature
from declarations.presentation.attente import Attente, adresse_dans, attente
from declarations.presentation.suite import libelle_etat, ton_etat
from declarations.regles.controles.textes import typographie
from declarations.regles.etats import ActeurDossier, Etat
from declarations.regles.lecteurs import Lecteur
from declarations.rendu.colonnes import a_des_reserves, colonne_de, colonne_elan
from declarations.rendu.exercice import Colonne, ExerciceRendu, rendre_exercice
from declarations.services.acteurs import acteurs_sur
from declarations.services.integrite import VersionAlteree
from habilitations.models import Equipement
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from portal.socle.formats import date_fr

ELAN = ("Repris d’ELAN", "info")
NON_TRANSMISE = "Données non transmises à la Caf"
ALTEREE = (
    "La version {} n’est plus celle qui a été transmise : ses chiffres ne sont pas montrés. "
    "Ouvrez-la pour savoir que faire."
)


@dataclass(frozen=True)
class Piece:
    """A declaration of the exercice as it is announced; ``colonne`` when its figures are read.

    ``attente`` is what the amount of a draft waits for.
    """

    objet: Declaration | RepriseElan
    libelle: str
    etat: tuple[str, str]
    precision: str
    adresse: str = ""
    colonne: Colonne | None = None
    attente: Attente = field(default_factory=Attente)


@dataclass(frozen=True)
class Exercice:
    """One exercice of one équipement. ``reservees``: fields are kept from this person."""

    equipement: Equipement
    annee: int
    cote_caf: bool
    pieces: tuple[Piece, ...]
    lu: ExerciceRendu | None
    reservees: bool
    precedent: int | None
    suivant: int | None

    @property
    def lus(self) -> tuple[Declaration | RepriseElan, ...]:
        """What this person reads figures of."""
        return tuple(piece.objet for piece in self.pieces if piece.colonne)

    @property
    def libelle(self) -> str:
        return libelle_exercice(self.equipement.dispositif, self.annee)

    @property
    def titre_lignes(self) -> str:
        """« Par lieu d’accueil », « Par poste »."""
        grille = next(p.colonne.source.grille for p in self.pieces if p.colonne)
        return f"Par {grille.repetition.libelle.lower()}"

    @property
    def libelle_precedent(self) -> str:
        return _libelle(self.equipement, self.precedent)

    @property
    def libelle_suivant(self) -> str:
        return _libelle(self.equipement, self.suivant)


def exercice(acteur: Acteur, equipement_id: int, annee: int) -> Exercice | None:
    """Gather an exercice; None when this person reads no declaration of it.

    A fixed number of queries for each declaration, whatever the number of rows.
    """
    declarations, reprise = _charger(acteur, equipement_id, annee)
    if declarations:
        equipement = declarations[0].equipement
    elif reprise is not None:
        equipement = reprise.equipement
    else:
        return None
    lecteur = _lecteur(acteur, equipement)
    pieces = tuple(_pieces(declarations, reprise, lecteur, acteur))
    colonnes = [piece.colonne for piece in pieces if piece.colonne]
    precedent, suivant = _voisins(acteur, equipement, annee)
    return Exercice(
        equipement=equipement,
        annee=annee,
        cote_caf=lecteur.cote_caf,
        pieces=pieces,
        lu=rendre_exercice(colonnes) if colonnes else None,
        reservees=any(a_des_reserves(colonne.source, lecteur) for colonne in colonnes),
        precedent=precedent,
        suivant=suivant,
    )


def _charger(
    acteur: Acteur, equipement_id: int, annee: int
) -> tuple[list[Declaration], RepriseElan | None]:
    """The declarations in the order of the year, and what was taken up from ELAN."""
    cle = {"equipement": equipement_id, "annee": annee}
    rangs = [When(nature=nature, then=Value(rang)) for rang, nature in enumerate(Nature.values)]
    declarations = (
        Declaration.objects.visibles_par(acteur)
        .filter(**cle)
        .select_related(
            "caf",
            "equipement__caf",
            "equipement__gestionnaire",
            "equipement__portefeuille__titulaire",
            "equipement__portefeuille__remplacant",
            "version_courante__calcul",
            "version_en_vigueur__calcul",
        )
        .prefetch_related(
            "saisies_assistees",
            "version_courante__volets",
            "version_en_vigueur__volets",
            "version_courante__passages",
            "version_en_vigueur__passages",
        )
        .order_by(Case(*rangs, output_field=IntegerField()), "numero")
    )
    reprises = (
        RepriseElan.objects.visibles_par(acteur)
        .filter(**cle)
        .select_related(
            "calcul",
            "equipement__caf",
            "equipement__gestionnaire",
            "equipement__portefeuille__titulaire",
            "equipement__portefeuille__remplacant",
        )
    )
    return list(declarations), reprises.first()


def _lecteur(acteur: Acteur, equipement: Equipement) -> Lecteur:
    cote_caf = bool(acteur.fonctions_sur(equipement) & set(FONCTIONS_INSTRUCTION))
    return Lecteur(acteur.roles_sur(equipement), cote_caf)


def _pieces(
    declarations: list[Declaration], reprise: RepriseElan | None, lecteur: Lecteur, acteur: Acteur
) -> Iterator[Piece]:
    """Every source of figures of the exercice, in order: the one place that knows them."""
    if reprise is not None:
        yield _piece_elan(reprise, lecteur)
    for declaration in declarations:
        yield _piece(declaration, lecteur, acteur)


def _piece(declaration: Declaration, lecteur: Lecteur, acteur: Acteur) -> Piece:
    etat = declaration.etat
    version = _version_lue(declaration, lecteur, acteur)
    precision = _precision(declaration, version)
    adresse = reverse("declarations:dossier", args=[declaration.pk])
    try:
        colonne = colonne_de(declaration, version, lecteur) if version else None
    except VersionAlteree as erreur:
        numero, colonne = erreur.version.numero, None
        precision = typographie(ALTEREE.format(numero))
        adresse = reverse("declarations:version", args=[declaration.pk, numero])
    return Piece(
        objet=declaration,
        libelle=declaration.libelle,
        etat=(libelle_etat(etat, lecteur.cote_caf), ton_etat(etat, lecteur.cote_caf)),
        precision=precision,
        adresse=adresse,
        colonne=colonne,
        attente=_attente(declaration, colonne) if colonne else Attente(),
    )


def _attente(declaration: Declaration, colonne: Colonne) -> Attente:
    source = colonne.source
    adresse = adresse_dans(declaration.pk, source.lignes)
    return attente(colonne.manques, source.grille.repetition, source.lignes, adresse)


def _version_lue(declaration: Declaration, lecteur: Lecteur, acteur: Acteur) -> Version | None:
    """The version at work, or for the Caf the one that counts; none when there is none to read.

    Drafts belong to the partner, and to the adviser who types in the partner's place.
    """
    if declaration.etat == Etat.SANS_OBJET:
        return None
    courante: Version = declaration.version_courante
    if courante.est_envoyee or not lecteur.cote_caf:
        return courante
    if ActeurDossier.SAISIE_CAF in acteurs_sur(acteur, declaration):
        return courante
    en_vigueur: Version | None = declaration.version_en_vigueur
    return en_vigueur


def _precision(declaration: Declaration, version: Version | None) -> str:
    if declaration.etat == Etat.SANS_OBJET:
        return declaration.sans_objet_motif
    if version is None:
        return NON_TRANSMISE
    if not version.est_envoyee:
        return f"Version {version.numero}, non transmise"
    return f"Version {version.numero}, transmise le {date_fr(version.envoyee_le)}"


def _piece_elan(reprise: RepriseElan, lecteur: Lecteur) -> Piece:
    return Piece(
        objet=reprise,
        libelle=reprise.libelle,
        etat=ELAN,
        precision=f"Inscrite par la Caf le {date_fr(reprise.modifie_le)}",
        colonne=colonne_elan(reprise, lecteur),
    )


def _voisins(acteur: Acteur, equipement: Equipement, annee: int) -> tuple[int | None, int | None]:
    """The nearest exercices, before and after, of which this person reads something."""
    declarees = Declaration.objects.visibles_par(acteur).filter(equipement=equipement)
    reprises = RepriseElan.objects.visibles_par(acteur).filter(equipement=equipement)
    annees = set(
        declarees.order_by().values_list("annee").union(reprises.order_by().values_list("annee"))
    )
    avant = [a for (a,) in annees if a < annee]
    apres = [a for (a,) in annees if a > annee]
    return max(avant, default=None), min(apres, default=None)


def _libelle(equipement: Equipement, annee: int | None) -> str:
    return "" if annee is None else libelle_exercice(equipement.dispositif, annee)
