"""The bilans of the demonstration: each questionnaire in each state, through the services."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bilans.models import Bilan, CampagneBilan, Questionnaire
from bilans.regles.etats import Etat
from bilans.services import accord, campagnes, complements, validation
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.envoi import transmettre
from bilans.services.lignes import ajouter_ligne, repetitions_ouvertes
from bilans.services.modifications import modifier
from bilans.services.ouvertures import lancer_campagne
from bilans.services.saisie import enregistrer
from declarations.regles.etats import Etat as EtatDeclaration
from declarations.services.partages import reelle_de
from habilitations.models import Caf, Dispositif, Role
from habilitations.permissions import Acteur
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.reperes import instant
from portal.accueil.demo.reponses import repondre
from portal.accueil.demo.terrain import Terrain
from portal.saisie.regles.envoi import Envoi
from portal.saisie.regles.valeurs import Valeur

# Opened so long ago, due in so many days.
DEPUIS, DANS = 25, 20
TOURS_MAX = 12
HEURE = 10
# In the order of the équipements of each dispositif, again and again; the last CLAS project is that
# of a Caf that suspends its campaign.
ETATS = (
    Etat.TRANSMIS,
    Etat.VALIDE,
    Etat.A_COMPLETER,
    Etat.EN_VALIDATION,
    Etat.SANS_OBJET,
    Etat.EN_COURS,
    Etat.A_REMPLIR,
)
# With the state that the first équipement is led to.
QUESTIONNAIRES = (
    (Dispositif.CLAS, "bilan_clas", 0),
    (Dispositif.CCT, "bilan_cct", 0),
    (Dispositif.CCT, "autoevaluation_cct", 5),
)
SUSPENDUE, MOTIF_SUSPENSION = "59", "Les écoles du département sont fermées par les intempéries."
MOTIF_MODIFICATION = "Le nom écrit est celui d’une autre structure de la ville."


def jouer_les_bilans(decor: Decor) -> None:
    """Open the bilans at work today, and have people answer, send, ask again and validate."""
    jour = decor.reperes.jour
    for dispositif, code, rang in QUESTIONNAIRES:
        for caf in decor.cafs.values():
            annee = decor.reperes.reelle(dispositif)
            campagne = campagne_du_jour(
                caf, code, annee, jour - timedelta(days=DEPUIS), DANS + DEPUIS
            )
            quand = instant(campagne.ouvre_le, HEURE)
            for bilan in lancer_campagne(campagne, campagne.ouvre_le, quand):
                terrain = decor.terrains[bilan.equipement_id or 0]
                if _reelle_commencee(bilan):
                    _mener(bilan, terrain, ETATS[rang % len(ETATS)], quand)
                    rang += 1
            if (code, caf.code) == ("bilan_clas", SUSPENDUE):
                _suspendre(campagne, decor)


@dataclass
class Plume:
    """Who answers one bilan, and what they write."""

    bilan: Bilan
    acteur: Acteur

    def ouvert(self) -> BilanOuvert:
        bilan = Bilan.objects.select_related(
            "campagne", "version__questionnaire", "complement__questionnaire", "equipement"
        ).get(pk=self.bilan.pk)
        return BilanOuvert(bilan, self.acteur, frozenset())

    def remplir(self, tout: bool = True) -> None:
        """Answer what misses, turn after turn, since an answer may bring a question; or a part."""
        accord.reprendre_de_la_declaration(self.bilan.pk, acteur=self.acteur)
        for repetition, groupe in repetitions_ouvertes(self.ouvert()).items():
            nom = (groupe.repetition.singulier if groupe.repetition else "") or "ligne"
            ajouter_ligne(self.bilan.pk, repetition, "r1demo", acteur=self.acteur, nom=nom)
        for _ in range(TOURS_MAX):
            etat = self.ouvert().etat
            valeurs = {e.chemin: repondre(self.bilan, e.chemin, e.champ) for e in etat.manquants}
            # Only numbers that go beyond another one do not stand.
            valeurs |= dict.fromkeys(etat.fautes, "0")
            if not tout:
                valeurs = dict(list(valeurs.items())[: len(valeurs) // 2])
            if not valeurs:
                break
            self._enregistrer(valeurs)
            if not tout:
                return
        self._confirmer()

    def expliquer(self) -> None:
        """Say why what still differs from the declaration does."""
        for chiffre in self.ouvert().accord.ecarts:
            accord.expliquer(
                self.bilan.pk,
                chiffre.chemin,
                acteur=self.acteur,
                texte="La déclaration compte l’année entière, le bilan les présences de juin.",
            )

    def corriger(self, conseiller: Acteur) -> None:
        """The adviser edits the first short text, with a reason: it is read before and after."""
        ouvert = self.ouvert()
        chemin = next(c for c, e in ouvert.places_arretees.items() if e.champ.type == "texte")
        envoi = Envoi(ouvert.feuille.revision, {chemin: f"{ouvert.feuille.donnees[chemin]} (Sud)"})
        modifier(self.bilan.pk, acteur=conseiller, envoi=envoi, motif=MOTIF_MODIFICATION)

    def _enregistrer(self, valeurs: Mapping[str, Valeur]) -> None:
        revision = self.ouvert().feuille.revision
        enregistrer(self.bilan.pk, acteur=self.acteur, envoi=Envoi(revision, valeurs))

    def _confirmer(self) -> None:
        feuille = self.ouvert().feuille
        if feuille.a_confirmer:
            envoi = Envoi(feuille.revision, {}, confirmees=tuple(feuille.a_confirmer))
            enregistrer(self.bilan.pk, acteur=self.acteur, envoi=envoi)


def _mener(bilan: Bilan, terrain: Terrain, etat: str, quand: datetime) -> None:
    """Lead a bilan just opened to a state, each act by who does it."""
    if etat == Etat.A_REMPLIR:
        return
    moments = _moments(quand, bilan)
    if etat == Etat.SANS_OBJET:
        conseiller = terrain.acteur(terrain.conseiller, next(moments))
        motif = "Cette année, le bilan est remis avec celui d’un autre équipement du partenaire."
        validation.declarer_sans_objet(bilan.pk, acteur=conseiller, motif=motif)
        return
    activite = terrain.equipe[Role.FOURNISSEUR_ACTIVITE]
    plume = Plume(bilan, terrain.acteur(activite, next(moments)))
    plume.remplir(tout=etat != Etat.EN_COURS)
    if etat == Etat.EN_COURS:
        return
    plume.expliquer()
    approbateur = terrain.equipe[Role.APPROBATEUR]
    transmettre(bilan.pk, acteur=terrain.acteur(approbateur, next(moments)))
    if etat == Etat.TRANSMIS:
        return
    suivre(plume, etat, terrain.acteur(terrain.conseiller, next(moments)))


def suivre(plume: Plume, etat: str, conseiller: Acteur) -> None:
    """What the adviser does of a bilan received: read, edited, validated or sent back."""
    bilan = plume.bilan
    validation.prendre_en_charge(bilan.pk, acteur=conseiller)
    if etat == Etat.EN_VALIDATION:
        plume.corriger(conseiller)
    elif etat == Etat.VALIDE:
        plume.corriger(conseiller)
        validation.valider(bilan.pk, acteur=conseiller)
    elif etat == Etat.A_COMPLETER:
        complements.demander_complement(
            bilan.pk,
            acteur=conseiller,
            motif="Pouvez-vous développer ces réponses, par des faits ou des exemples ?",
            questions=_longues(plume)[:2],
            pour_le=conseiller.jour + timedelta(days=DANS + DEPUIS),
        )


def _suspendre(campagne: CampagneBilan, decor: Decor) -> None:
    """Its Caf suspends a campaign, a few days ago."""
    terrain = next(t for t in decor.terrains.values() if t.equipement.caf_id == campagne.caf_id)
    quand = instant(decor.reperes.dans(-3), HEURE)
    campagnes.suspendre(
        campagne.pk,
        acteur=terrain.acteur(terrain.conseiller, quand),
        motif=MOTIF_SUSPENSION,
    )


def _reelle_commencee(bilan: Bilan) -> bool:
    """Tell whether its partner has begun to declare: the bilan is then filled beside it."""
    reelle = reelle_de(bilan.equipement_id or 0, bilan.annee)
    return reelle is not None and reelle.etat != EtatDeclaration.A_SAISIR


def _longues(plume: Plume) -> list[str]:
    """The questions answered in words, the longest first: those that an adviser asks more about."""
    places = plume.ouvert().etat.emplacements
    return [
        place.chemin
        for genre in ("texte_long", "texte")
        for place in places
        if place.champ.type == genre
    ]


def _moments(quand: datetime, bilan: Bilan) -> Iterator[datetime]:
    """Working hours of the days that follow, a few days apart."""
    while True:
        quand += timedelta(days=4 + bilan.pk % 3, minutes=7)
        yield quand


def campagne_du_jour(caf: Caf, code: str, annee: int, ouvre_le: date, jours: int) -> CampagneBilan:
    """A window around today: the demonstration always has something to answer."""
    fin = ouvre_le + timedelta(days=jours)
    return CampagneBilan.objects.create(
        caf=caf,
        questionnaire=Questionnaire.objects.get(code=code, caf=None),
        annee=annee,
        ouvre_le=ouvre_le,
        echeance_le=fin,
        ferme_le=fin,
    )
