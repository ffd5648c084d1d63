"""A campaign to remind of, for each kind of équipement, in the small world of the tests."""

from datetime import date, datetime

from declarations.models import Campagne, Declaration, Volet
from declarations.regles.etats import Etat
from declarations.services.campagnes import appeler
from habilitations.models import Convention, Dispositif, Equipement, Utilisateur
from portal.relances.services.lettres import a_envoyer
from portal.relances.services.plan import plan
from portal.relances.services.referentiels import charger_etapes
from tests.monde import MAINTENANT, PARIS, Monde, espace_rencontre

ECHEANCE = date(2026, 3, 31)
NOMS = {"cct": "CTG du Lac", "clas": "Clas des Hauts-de-Chambéry"}


def equipement_de(monde: Monde, dispositif: str) -> Equipement:
    """An équipement of this kind run by « Les Passerelles »."""
    if dispositif == Dispositif.ER:
        return monde.er
    equipement = Equipement.objects.create(
        caf=monde.caf,
        gestionnaire=monde.passerelles.gestionnaire,
        portefeuille=monde.portefeuille,
        dispositif=dispositif,
        nom=NOMS[dispositif],
    )
    Convention.objects.create(
        equipement=equipement, reference="COF-2024", du=date(2023, 9, 1), au=date(2028, 12, 31)
    )
    return equipement


def appelee(
    monde: Monde,
    dispositif: str = "er",
    *,
    echeance: date = ECHEANCE,
    ouvre: date = date(2026, 1, 16),
    ferme: date = date(2026, 4, 30),
    nature: str = "reelle",
    annee: int = 2025,
    equipement: Equipement | None = None,
) -> Declaration:
    """A declaration « à saisir » in a window with these dates; steps are loaded."""
    charger_etapes()
    campagne, _ = Campagne.objects.get_or_create(
        caf=monde.caf,
        dispositif=dispositif,
        nature=nature,
        annee=annee,
        defaults={"ouvre_le": ouvre, "echeance_le": echeance, "ferme_le": ferme},
    )
    return appeler(campagne, equipement or equipement_de(monde, dispositif), MAINTENANT)


def a(jour: date, heure: int = 5) -> datetime:
    return datetime(jour.year, jour.month, jour.day, heure, tzinfo=PARIS)


def signer(declaration: Declaration, nature: str, qui: Utilisateur) -> None:
    """The volet is signed off, as after the journey of the volets, whatever the grid."""
    Volet.objects.filter(version=declaration.version_courante, nature=nature).update(
        signe_le=MAINTENANT, signe_par=qui, modifie_le=MAINTENANT, modifie_par=qui
    )
    signes = declaration.version_courante.volets.filter(signe_le__isnull=False).count()
    etat = Etat.A_APPROUVER if signes == 2 else Etat.EN_SAISIE
    Declaration.objects.filter(pk=declaration.pk).update(etat=etat)


def terminer(declaration: Declaration) -> None:
    """Nothing is expected of the partner any more."""
    Declaration.objects.filter(pk=declaration.pk).update(
        etat=Etat.SANS_OBJET, etat_precedent=Etat.A_APPROUVER, sans_objet_motif="Essai."
    )


def plan_du(jour: date, **options: object) -> dict[str, list[tuple[str, str]]]:
    """What would leave on a day, by first name: (step, what is missing)."""
    return {
        lettre.destinataire.prenom: [(o.libelle_etape, o.manque) for o in lettre.objets]
        for lettre in a_envoyer(plan(jour, **options))
    }


def autre_er(monde: Monde, nom: str = "Espace de rencontre du Port") -> Equipement:
    """A second Espace de rencontre of « Les Passerelles »."""
    return espace_rencontre(
        monde.caf, monde.passerelles.gestionnaire, monde.portefeuille, nom, ("Annecy",)
    )
