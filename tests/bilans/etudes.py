"""Bilans sent with chosen answers, of a small questionnaire, for what is counted and exported.

Rows are written as a sending writes them; how one sends is tested where it is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bilans.definitions import ecrire
from bilans.models import Bilan, CampagneBilan, EnvoiBilan, Questionnaire, VersionQuestionnaire
from bilans.models.declencheurs import NATURE
from bilans.regles.cadre import Cadre
from bilans.regles.questionnaire import AJOUT, Groupe, Question, Repetition
from bilans.regles.questionnaire import Questionnaire as Definition
from bilans.services.analyse.denombrement import denombrer_en_attente
from bilans.services.referentiels import numero_suivant
from habilitations.models import Caf, Dispositif, Equipement, Portefeuille
from portal.saisie.regles.conditions import EGAL, Comparaison, Reponse
from portal.saisie.regles.valeurs import Valeur
from tests.monde import JOUR, MAINTENANT, Monde

CADRE = Cadre(
    sujet="equipement",
    debut=2023,
    remplit=("fournisseur_activite",),
    envoie="approbateur",
    source="essai",
    marque="H",
    dispositif="clas",
)
COULEURS = (("rouge", "Rouge"), ("vert", "Vert"), ("aucune", "Aucune"))
BONUS = Question("bonus", "Un bonus ?", "oui_non", ne_sait_pas=True)
COMBIEN = Question(
    "combien",
    "Combien d’enfants ?",
    "entier",
    unite="enfants",
    maximum=Decimal(500),
    condition=Comparaison(Reponse("bonus"), EGAL, "oui"),
)
TYPE = Question("structure", "Type de structure", "choix", choix=COULEURS)
PLUSIEURS = Question(
    "plusieurs", "Couleurs choisies", "choix_multiples", choix=COULEURS, obligatoire=False
)
AVIS = Question("avis", "Votre avis", "texte_long", obligatoire=False)
LIEUX = Groupe(
    "lieux",
    "Les lieux",
    (
        Question("lieu_nom", "Nom du lieu", "texte"),
        Question("lieu_ouvert", "Ouvert le samedi ?", "oui_non"),
    ),
    repetition=Repetition(AJOUT, "lieu"),
)
SECTION = Groupe("general", "En général", (BONUS, COMBIEN, TYPE, PLUSIEURS, AVIS), marque="H")
ESSAI = Definition("essai", "1", "Bilan d’essai", (SECTION, LIEUX), CADRE)


def version(numero: int, *questions: Question) -> Definition:
    """Another version of the questionnaire, whose first section asks these."""
    return replace(
        ESSAI, version=str(numero), sections=(replace(SECTION, elements=questions), LIEUX)
    )


def publier(definition: Definition = ESSAI) -> VersionQuestionnaire:
    """A version published in the database."""
    questionnaire, _ = Questionnaire.objects.get_or_create(
        code=definition.code,
        caf=None,
        defaults={"titre": definition.titre, "numero": numero_suivant()},
    )
    return VersionQuestionnaire.objects.create(
        questionnaire=questionnaire,
        version=definition.version,
        definition=ecrire(definition),
        etat=VersionQuestionnaire.Etat.PUBLIEE,
        cree_le=MAINTENANT,
        publiee_le=MAINTENANT,
        vaut_le=JOUR,
    )


def equipement(monde: Monde, caf: Caf | None = None, nom: str = "CLAS des Alizés") -> Equipement:
    """A CLAS project of Les Passerelles, at its Caf or at another."""
    caf = caf or monde.caf
    portefeuille = Portefeuille.objects.filter(caf=caf).first()
    if portefeuille is None:
        portefeuille = Portefeuille.objects.create(
            caf=caf, nom="Secteur", titulaire=monde.conseiller_nord
        )
    return Equipement.objects.create(
        caf=caf,
        gestionnaire=monde.passerelles.gestionnaire,
        portefeuille=portefeuille,
        dispositif=Dispositif.CLAS,
        nom=nom,
    )


def bilan_envoye(
    ou: Equipement,
    version: VersionQuestionnaire,
    reponses: Mapping[str, Valeur],
    annee: int = 2024,
    *,
    lignes: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    faits: Mapping[str, Valeur] | None = None,
    etat: str = "transmis",
) -> Bilan:
    """A bilan sent with these answers, its rows added by the respondent."""
    campagne, _ = CampagneBilan.objects.get_or_create(
        caf=ou.caf,
        questionnaire=version.questionnaire,
        annee=annee,
        defaults={"ouvre_le": JOUR, "echeance_le": JOUR, "ferme_le": JOUR},
    )
    bilan = Bilan(
        caf=ou.caf,
        gestionnaire=ou.gestionnaire,
        equipement=ou,
        dispositif=ou.dispositif,
        nature=NATURE,
        numero=version.questionnaire.numero,
        annee=annee,
        etat="en_cours",
        etat_depuis=MAINTENANT,
        campagne=campagne,
        version=version,
        ouvert_le=MAINTENANT,
    )
    Bilan.objects.inscrire([bilan])
    bilan.dernier_envoi = EnvoiBilan.objects.create(
        bilan=bilan,
        le=MAINTENANT,
        par=campagne.caf.portefeuilles.get().titulaire,
        nom="Agathe Approbation",
        gestionnaire=ou.gestionnaire,
        reference=version.reference,
        reponses=dict(reponses),
        faits=dict(faits or {}),
        lignes={chemin: [list(li) for li in rangees] for chemin, rangees in (lignes or {}).items()},
        echeance_le=JOUR,
        empreinte="0" * 64,
    )
    bilan.arretees = dict(reponses)
    bilan.save(update_fields=["dernier_envoi", "arretees"])
    bilan.etat = etat
    bilan.save(update_fields=["etat"])
    return bilan


def envoyer(
    monde: Monde,
    version: VersionQuestionnaire,
    *reponses: Mapping[str, Valeur],
    annee: int = 2024,
    caf: Caf | None = None,
) -> list[Bilan]:
    """As many bilans as answers given, each of a project of its own, laid flat."""
    bilans = [
        bilan_envoye(equipement(monde, caf, f"Projet {rang}"), version, siennes, annee)
        for rang, siennes in enumerate(reponses, start=1)
    ]
    denombrer_en_attente()
    return bilans
