"""A declaration filled, signed and sent through the services, as people would do it.

``jusqu_a(declaration, monde, etat)`` leads a declaration called « à saisir » to any state. The
figures are coherent: no check blocks, none asks for a justification while there is nothing to
compare with. Those who want otherwise give ``changements``, by chemin.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

from declarations.grilles import grille_pour
from declarations.models import Declaration, SeuilControle
from declarations.regles.controles.contexte import A_JUSTIFIER, Donnees
from declarations.regles.etats import Etat
from declarations.regles.grille import ACTIVITE, FINANCES, REELLE, VOLETS, EmplacementGrille
from declarations.services import envoi, instruction, justifications, saisie, volets
from declarations.services.contenu import contenu_de
from declarations.services.referentiels import charger_seuils
from habilitations.models import Caf
from habilitations.permissions import Acteur
from subventions.models import LigneBareme
from subventions.services import charger_baremes
from subventions.services.baremes import DOSSIER_BAREMES
from tests import souvenirs
from tests.declarations.chiffres import COMPTES, COMPTES_REELLE, ER, PAR_TYPE
from tests.memoire import Memoire
from tests.monde import JOUR, MAINTENANT, Monde, acteur

PLAFOND_HORAIRE = "110.00"
DATE_CORRECTION = date(2026, 2, 18)
MOTIF_CORRECTION = "Le compte 64 ne correspond pas à votre compte de résultat."
TEXTE_JUSTIFICATION = "Un second accueillant a été recruté en septembre à Albertville."

_SEUILS = Memoire(charger_seuils, MAINTENANT)
_BAREME = Memoire(lambda: charger_baremes([DOSSIER_BAREMES / "national.toml"]), MAINTENANT)


def referentiels(caf: Caf, plafond_horaire: str | None = PLAFOND_HORAIRE) -> None:
    """Thresholds and national barème, with an hourly ceiling of the ER for this Caf; idempotent.

    ``plafond_horaire=None`` leaves the barème of the ER unpublished.
    """
    if not SeuilControle.objects.exists():
        _SEUILS.poser()
    if not LigneBareme.objects.filter(caf=None).exists():
        _BAREME.poser()
    cle = {"caf": caf, "dispositif": "er", "parametre": "plafond_horaire"}
    if plafond_horaire and not LigneBareme.objects.filter(**cle).exists():
        LigneBareme.objects.create(
            **cle,
            valeur=Decimal(plafond_horaire),
            debut=2020,
            source="Valeur de démonstration",
            marque="H",
        )


def valeurs_completes(declaration: Declaration) -> dict[str, dict[str, str | list[str]]]:
    """Every required field of the grid and a few accounts, as typed in French, by volet."""
    grille = grille_pour(declaration.dispositif, declaration.annee)
    lignes = contenu_de(declaration.version_courante).lignes
    comptes = COMPTES | (COMPTES_REELLE if declaration.nature == REELLE else {})
    valeurs: dict[str, dict[str, str | list[str]]] = {volet: {} for volet in VOLETS}
    for place in grille.emplacements(declaration.nature, lignes):
        if place.champ.origine != "saisie":
            continue
        if place.chemin in comptes:
            valeurs[FINANCES][place.chemin] = comptes[place.chemin]
        elif not place.section.groupe and place.champ.obligatoire:
            rang = lignes.index(place.ligne) if place.ligne else 0
            valeurs[place.champ.volet][place.chemin] = _valeur(place, rang)
    return valeurs


def places_de(declaration: Declaration, volet: str) -> dict[str, EmplacementGrille]:
    """Every field of a volet, by chemin."""
    grille = grille_pour(declaration.dispositif, declaration.annee)
    lignes = contenu_de(declaration.version_courante).lignes
    return {e.chemin: e for e in grille.emplacements(declaration.nature, lignes, volet)}


def _valeur(place: EmplacementGrille, rang: int) -> str | list[str]:
    champ = place.champ
    if champ.code in ("heures_rencontres", "heures_entretiens"):
        return str(Decimal(ER[champ.code].replace(",", ".")) - 40 * (rang % 3)).replace(".", ",")
    if champ.type == "choix_multiples":
        return [champ.choix[0][0]]
    if champ.type == "choix":
        return champ.choix[0][0]
    return ER.get(champ.code) or PAR_TYPE[champ.type]


def equipe(declaration: Declaration, monde: Monde) -> SimpleNamespace:
    """The people of the partner whose declaration it is: activite, finances, approbateur."""
    return next(
        p
        for p in (monde.passerelles, monde.voisins)
        if p.gestionnaire.pk == declaration.gestionnaire_id
    )


def fournisseurs(
    declaration: Declaration, monde: Monde, maintenant: datetime = MAINTENANT
) -> Iterator[tuple[str, Acteur]]:
    """Each volet with its provider."""
    gens = equipe(declaration, monde)
    yield ACTIVITE, acteur(gens.activite, maintenant)
    yield FINANCES, acteur(gens.finances, maintenant)


def remplir(
    declaration: Declaration,
    monde: Monde,
    changements: Mapping[str, str] | None = None,
    maintenant: datetime = MAINTENANT,
) -> Declaration:
    """Type and save both volets, each by its provider; ``changements`` replace values."""
    referentiels(declaration.caf)
    declaration.refresh_from_db()
    for volet, fournisseur in fournisseurs(declaration, monde, maintenant):
        propres = {
            c: v for c, v in (changements or {}).items() if c in places_de(declaration, volet)
        }
        valeurs = valeurs_completes(declaration)[volet] | propres
        _enregistrer(declaration, volet, fournisseur, valeurs)
    declaration.refresh_from_db()
    return declaration


def _enregistrer(declaration: Declaration, volet: str, qui: Acteur, valeurs: Donnees) -> None:
    """Save only what the correction, if any, left open; a refused value fails the test."""
    actuel = declaration.version_courante.volets.get(nature=volet)
    if actuel.signe_le:
        return
    ouvertes = {c: v for c, v in valeurs.items() if actuel.est_ouvert(c)}
    fait = saisie.enregistrer(
        declaration.pk, volet, acteur=qui, revision=actuel.revision, brut=ouvertes
    )
    assert not fait.erreurs
    assert not fait.conflits


def justifier_tout(
    declaration: Declaration,
    monde: Monde,
    texte: str = TEXTE_JUSTIFICATION,
    maintenant: datetime = MAINTENANT,
) -> int:
    """Justify every anomaly that asks for it; return how many there were."""
    declaration.refresh_from_db()
    gens = dict(fournisseurs(declaration, monde, maintenant))
    a_faire = [
        suivi.constat
        for suivi in contenu_de(declaration.version_courante).evaluation.constats
        if suivi.constat.niveau == A_JUSTIFIER and suivi.est_obstacle
    ]
    for constat in a_faire:
        justifications.justifier(
            declaration.pk,
            constat.cle,
            acteur=gens[constat.volet or ACTIVITE],
            motif="organisation",
            texte=texte,
        )
    return len(a_faire)


def signer(declaration: Declaration, monde: Monde, maintenant: datetime = MAINTENANT) -> None:
    """Sign off the volets that are not signed yet; anomalies are justified first."""
    justifier_tout(declaration, monde, maintenant=maintenant)
    for volet, fournisseur in fournisseurs(declaration, monde, maintenant):
        if not declaration.version_courante.volets.get(nature=volet).signe_le:
            volets.signer_volet(declaration.pk, volet, acteur=fournisseur)


def transmettre(declaration: Declaration, monde: Monde, maintenant: datetime = MAINTENANT) -> None:
    """Approve and send."""
    approbateur = acteur(equipe(declaration, monde).approbateur, maintenant)
    envoi.transmettre(declaration.pk, acteur=approbateur)


def jusqu_a(
    declaration: Declaration,
    monde: Monde,
    etat: str,
    *,
    changements: Mapping[str, str] | None = None,
    maintenant: datetime = MAINTENANT,
) -> Declaration:
    """Lead a declaration « à saisir » to a state, by the services, and return it up to date."""
    conseiller = acteur(monde.conseiller, maintenant)
    gens = equipe(declaration, monde)

    def mener() -> None:
        pas: dict[str, Callable[[], object]] = {
            Etat.EN_SAISIE: lambda: remplir(declaration, monde, changements, maintenant),
            Etat.A_APPROUVER: lambda: signer(declaration, monde, maintenant),
            Etat.TRANSMISE: lambda: transmettre(declaration, monde, maintenant),
            Etat.EN_INSTRUCTION: lambda: instruction.prendre_en_charge(
                declaration.pk, acteur=conseiller
            ),
            Etat.VALIDEE: lambda: instruction.valider(declaration.pk, acteur=conseiller),
        }
        dernier = {Etat.A_CORRIGER: Etat.EN_INSTRUCTION, Etat.SANS_OBJET: Etat.A_SAISIR}
        for arrivee in _chemin(dernier.get(etat, etat), list(pas)):
            pas[arrivee]()
        if etat == Etat.A_CORRIGER:
            demander_correction(declaration, monde, maintenant=maintenant)
        if etat == Etat.SANS_OBJET:
            instruction.declarer_sans_objet(
                declaration.pk, acteur=conseiller, motif="Équipement fermé toute l’année."
            )

    qui = (monde.conseiller.pk, gens.activite.pk, gens.finances.pk, gens.approbateur.pk)
    saisies = tuple(sorted((changements or {}).items()))
    souvenirs.etape(("jusqu_a", declaration.pk, qui, str(etat), saisies, maintenant), mener)
    declaration.refresh_from_db()
    assert declaration.etat == etat
    return declaration


def _chemin(etat: str, suite: list[str]) -> list[str]:
    """The states to go through, the last one included."""
    return [] if etat == Etat.A_SAISIR else suite[: suite.index(etat) + 1]


def demander_correction(
    declaration: Declaration,
    monde: Monde,
    *,
    volets: tuple[str, ...] = (FINANCES,),
    champs: tuple[str, ...] = (),
    pour_le: date = DATE_CORRECTION,
    maintenant: datetime = MAINTENANT,
) -> None:
    """The adviser returns the declaration, for whole volets or named fields."""
    instruction.demander_correction(
        declaration.pk,
        acteur=acteur(monde.conseiller, maintenant),
        motif=MOTIF_CORRECTION,
        pour_le=max(pour_le, JOUR),
        volets=volets,
        champs=champs,
    )
    declaration.refresh_from_db()
