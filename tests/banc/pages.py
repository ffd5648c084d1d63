"""The pages that are measured, for each kind of person, each beside the floor of the same rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from habilitations.models import Caf
from portal.accueil.peuplement import comptes
from tests.banc.gens import compte
from tests.banc.portee import Portee

PAR_PAGE = 20


@dataclass(frozen=True)
class Visite:
    """A page to ask for, as whom, and its floor."""

    nom: str
    qui: comptes.Compte
    adresse: str
    plancher: str


def plancher(table: str, ids: list[int]) -> str:
    return f"{reverse('banc_lignes', args=[table])}?ids={','.join(map(str, ids)) or '0'}"


def visites(portees: dict[comptes.Compte, Portee]) -> Iterator[Visite]:
    """Every page of the bench, in order."""
    for connu in (comptes.PARTENAIRE, comptes.VILLE):
        yield from _partenaire(connu, portees[connu])
    yield from _conseiller(comptes.CONSEILLER, portees[comptes.CONSEILLER])
    yield from _national(comptes.NATIONAL)
    yield from _responsable(comptes.RESPONSABLE, portees[comptes.RESPONSABLE])


def _partenaire(connu: comptes.Compte, portee: Portee) -> Iterator[Visite]:
    nom = connu.email.partition("@")[0]
    liste = portee.declarations(PAR_PAGE)
    a_faire = portee.declarations(5, campagne__ferme_le__gte=portee.jour)
    yield Visite(f"{nom} : à faire", connu, reverse("accueil:a_faire"), _liste(a_faire))
    yield Visite(f"{nom} : liste", connu, reverse("declarations:suivi"), _liste(liste))
    recherche = f"{reverse('accueil:recherche')}?q=Clas"
    yield Visite(f"{nom} : recherche", connu, recherche, _liste(liste))
    yield Visite(f"{nom} : calendrier", connu, reverse("declarations:calendrier"), _liste(a_faire))
    equipement = portee.equipements(1)
    fiche = reverse("habilitations:equipement", args=equipement)
    yield Visite(f"{nom} : fiche", connu, fiche, plancher("equipements", equipement))
    yield from _dossiers(nom, connu, portee)


def _dossiers(nom: str, connu: comptes.Compte, portee: Portee) -> Iterator[Visite]:
    """The pages of a file, a draft then a version sent."""
    en_saisie = portee.au_travail(1, "en_saisie")
    if en_saisie:
        pages = {
            "dossier": reverse("declarations:dossier", args=en_saisie),
            "volet activité": reverse("declarations:volet", args=[*en_saisie, "activite"]),
            "volet finances": reverse("declarations:volet", args=[*en_saisie, "finances"]),
            "contrôles": reverse("declarations:controles", args=en_saisie),
            "historique": reverse("declarations:historique", args=[*en_saisie, "activite"]),
            "messages": reverse("declarations:messages", args=en_saisie),
        }
        for page, adresse in pages.items():
            yield Visite(f"{nom} : {page}", connu, adresse, plancher("dossiers", en_saisie))
    a_approuver = portee.au_travail(1, "a_approuver")
    if a_approuver:
        adresse = reverse("declarations:approbation", args=a_approuver)
        yield Visite(f"{nom} : approbation", connu, adresse, plancher("dossiers", a_approuver))
    yield from _version(nom, connu, portee)


def _version(nom: str, connu: comptes.Compte, portee: Portee) -> Iterator[Visite]:
    envoyees = portee.versions_envoyees(1)
    if not envoyees:
        return
    declaration, numero = envoyees[0]
    bas = plancher("dossiers", [declaration])
    lue = reverse("declarations:version", args=[declaration, numero])
    yield Visite(f"{nom} : version envoyée", connu, lue, bas)
    recepisse = reverse("declarations:recepisse", args=[declaration, numero])
    yield Visite(f"{nom} : récépissé (PDF)", connu, recepisse, bas)


def _conseiller(connu: comptes.Compte, portee: Portee) -> Iterator[Visite]:
    nom, file = "conseiller", reverse("declarations:file")
    liste = portee.declarations(PAR_PAGE)
    equipements = plancher("equipements", portee.equipements(PAR_PAGE))
    yield Visite(f"{nom} : à faire", connu, reverse("accueil:a_faire"), _liste(liste[:5]))
    files = {
        "file": "?perimetre=portefeuille",
        "file de la Caf": "?perimetre=caf",
        "file de la Caf, par montant": "?perimetre=caf&sort=-montant",
        "file de la Caf, par échéance": "?perimetre=caf&sort=date",
        "file de la Caf, cherchée": "?perimetre=caf&q=Ville",
    }
    for page, question in files.items():
        yield Visite(f"{nom} : {page}", connu, f"{file}{question}", _liste(liste))
    simples = {
        "équipements": (reverse("habilitations:equipements"), equipements),
        "recherche": (f"{reverse('accueil:recherche')}?q=Ville", _liste(liste)),
        "actualisées": (reverse("declarations:actualisees"), equipements),
        "ELAN": (reverse("declarations:elan"), equipements),
        "catalogue des contrôles": (reverse("declarations:catalogue_controles"), _liste(liste)),
        "relances prévues": (reverse("relances:previsions"), _liste(liste)),
        "barèmes": (reverse("subventions:baremes"), _liste(liste)),
    }
    for page, (adresse, bas) in simples.items():
        yield Visite(f"{nom} : {page}", connu, adresse, bas)
    transmise = portee.declarations(1, etat="transmise")
    if transmise:
        adresse = reverse("declarations:dossier", args=transmise)
        yield Visite(f"{nom} : dossier", connu, adresse, plancher("dossiers", transmise))
    yield from _version(nom, connu, portee)


def _national(connu: comptes.Compte) -> Iterator[Visite]:
    moi = plancher("personnes", [compte(connu).pk])
    caf = Caf.objects.order_by("pk").values_list("pk", flat=True)[0]
    pages = {
        "à faire": reverse("accueil:a_faire"),
        "catalogue des contrôles": reverse("declarations:catalogue_controles"),
        "calendrier": f"{reverse('declarations:calendrier')}?caf={caf}",
        "barèmes": reverse("subventions:baremes"),
    }
    for page, adresse in pages.items():
        yield Visite(f"national : {page}", connu, adresse, moi)


def _responsable(connu: comptes.Compte, portee: Portee) -> Iterator[Visite]:
    """The annuaire of a Caf, the rights of its partners and their review."""
    moi = plancher("personnes", [compte(connu).pk])
    equipements = plancher("equipements", portee.equipements(PAR_PAGE))
    pages = {
        "à faire": (reverse("accueil:a_faire"), moi),
        "droits par partenaire": (reverse("habilitations:partenaires"), moi),
        "personnes et droits": (reverse("habilitations:personnes"), moi),
        "annuaire, gestionnaires": (reverse("annuaire:gestionnaires"), moi),
        "annuaire, équipements": (reverse("annuaire:equipements"), equipements),
        "annuaire, équipements cherchés": (f"{reverse('annuaire:equipements')}?q=ville", moi),
        "annuaire, agents": (reverse("annuaire:agents"), moi),
        "annuaire, portefeuilles": (reverse("annuaire:portefeuilles"), moi),
        "annuaire, classeur de la Caf": (reverse("annuaire:exporter"), moi),
        "adhésions": (reverse("adhesions:liste"), moi),
        "revue des accès": (reverse("revues:suivi"), moi),
    }
    for page, (adresse, bas) in pages.items():
        yield Visite(f"responsable : {page}", connu, adresse, bas)


def _liste(ids: list[int]) -> str:
    return plancher("declarations", ids)
