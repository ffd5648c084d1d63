"""One declaration and its people: what they do to it, each act through its service."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from declarations.models import Declaration, Volet
from declarations.models.controles import MotifJustification
from declarations.regles.controles.contexte import A_JUSTIFIER, Constat
from declarations.regles.grille import ACTIVITE, FINANCES
from declarations.services import envoi, instruction, saisie, volets
from declarations.services.derogations import accorder_derogation
from declarations.services.erreurs import ActionRefusee
from declarations.services.evaluation import evaluer
from declarations.services.justifications import justifier
from habilitations.models import Role
from habilitations.permissions import Acteur
from portal.accueil.demo.activite import activite, heures
from portal.accueil.demo.decor import Terrain
from portal.accueil.demo.finances import comptes

FOURNISSEUR = {ACTIVITE: Role.FOURNISSEUR_ACTIVITE, FINANCES: Role.FOURNISSEUR_FINANCES}

# What people write when a figure moved, by what moved and in which direction.
EXPLICATIONS = {
    ("heures", True): (
        MotifJustification.ACTIVITE,
        "Une demi-journée d’accueil de plus par semaine depuis septembre, pour réduire l’attente.",
    ),
    ("heures", False): (
        MotifJustification.ORGANISATION,
        "Une accueillante absente de mai à septembre n’a pu être remplacée que deux mois.",
    ),
    ("charges", True): (
        MotifJustification.ORGANISATION,
        "Recrutement d’une psychologue à mi-temps, prévu au projet de service.",
    ),
    ("charges", False): (
        MotifJustification.LIEUX,
        "Le loyer et le poste d’accueil du lieu fermé ne pèsent plus sur l’année entière.",
    ),
    ("estimation", True): (
        MotifJustification.ACTIVITE,
        "L’estimation suit la hausse des heures et des charges, expliquée par ailleurs.",
    ),
    ("estimation", False): (
        MotifJustification.ACTIVITE,
        "L’estimation suit la baisse des heures et des charges, expliquée par ailleurs.",
    ),
}


@dataclass
class Parcours:
    """A declaration called, and the people who make it move."""

    declaration: Declaration
    terrain: Terrain

    def du_volet(self, volet: str, quand: datetime) -> Acteur:
        return self.terrain.acteur(self.terrain.equipe[FOURNISSEUR[volet]], quand)

    def approbateur(self, quand: datetime) -> Acteur:
        return self.terrain.acteur(self.terrain.equipe[Role.APPROBATEUR], quand)

    def conseiller(self, quand: datetime) -> Acteur:
        return self.terrain.acteur(self.terrain.conseiller, quand)

    # --- The partner ---------------------------------------------------------------------

    def saisir(self, volet: str, quand: datetime, part: Decimal = Decimal(1)) -> None:
        """Type a volet, or its first fields only, as a person writes numbers."""
        valeurs = self.valeurs(volet)
        gardes = list(valeurs)[: int(len(valeurs) * part)]
        self.enregistrer(volet, quand, {chemin: ecrire(valeurs[chemin]) for chemin in gardes})

    def enregistrer(self, volet: str, quand: datetime, brut: dict[str, str]) -> None:
        actuel = Volet.objects.filter(version__declaration=self.declaration, nature=volet)
        fait = saisie.enregistrer(
            self.declaration.pk,
            volet,
            acteur=self.du_volet(volet, quand),
            revision=actuel.order_by("-version__numero").values_list("revision", flat=True)[0],
            brut=brut,
        )
        if fait.erreurs or fait.conflits:
            raise ValueError(f"{self.declaration} : {fait.erreurs or fait.conflits}")

    def valeurs(self, volet: str) -> dict[str, Decimal]:
        """The figures of a volet, by chemin: those of the lieux open that year, or the accounts."""
        annee, nature, terrain = self.declaration.annee, self.declaration.nature, self.terrain
        sites = {cle: site for cle, site in terrain.sites.items() if site.presence(annee)}
        if volet == ACTIVITE:
            lieux = {cle: activite(site, annee, nature) for cle, site in sites.items()}
            return {
                f"lieux.{cle}.{champ}": valeur
                for cle, valeurs in lieux.items()
                for champ, valeur in valeurs.items()
            }
        total = sum((sum(heures(s, annee, nature).values()) for s in sites.values()), Decimal(0))
        reference = next(iter(sites.values())).reference
        return comptes(terrain.equipement.nom, annee, nature, total, terrain.cout, reference)

    def justifier(self, quand: datetime) -> None:
        """Justify every figure that moved, each by the provider of its volet."""
        for constat in self._a_justifier():
            motif, texte = expliquer(constat)
            justifier(
                self.declaration.pk,
                constat.cle,
                acteur=self.du_volet(constat.volet or ACTIVITE, quand),
                motif=motif,
                texte=texte,
            )

    def signer(self, volet: str, quand: datetime) -> None:
        """Sign; when the portal asks why a figure moved, say it and sign again."""
        try:
            self._signer(volet, quand)
        except ActionRefusee:
            self.justifier(quand)
            self._signer(volet, quand)

    def _signer(self, volet: str, quand: datetime) -> None:
        volets.signer_volet(self.declaration.pk, volet, acteur=self.du_volet(volet, quand))

    def renvoyer(self, volet: str, motif: str, quand: datetime) -> None:
        volets.renvoyer_volet(
            self.declaration.pk, volet, acteur=self.approbateur(quand), motif=motif
        )

    def transmettre(self, quand: datetime) -> None:
        envoi.transmettre(self.declaration.pk, acteur=self.approbateur(quand))

    # --- The Caf -------------------------------------------------------------------------

    def prendre_en_charge(self, quand: datetime) -> None:
        instruction.prendre_en_charge(self.declaration.pk, acteur=self.conseiller(quand))

    def valider(self, quand: datetime) -> None:
        instruction.valider(self.declaration.pk, acteur=self.conseiller(quand))

    def faire_corriger(
        self,
        motif: str,
        pour_le: date,
        quand: datetime,
        *,
        volets: Iterable[str] = (),
        champs: Iterable[str] = (),
    ) -> None:
        instruction.demander_correction(
            self.declaration.pk,
            acteur=self.conseiller(quand),
            motif=motif,
            pour_le=pour_le,
            volets=volets,
            champs=champs,
        )

    def rectifier(self, motif: str, pour_le: date, quand: datetime) -> None:
        instruction.ouvrir_rectificative(
            self.declaration.pk, acteur=self.conseiller(quand), motif=motif, pour_le=pour_le
        )

    def dire_sans_objet(self, motif: str, quand: datetime) -> None:
        instruction.declarer_sans_objet(
            self.declaration.pk, acteur=self.conseiller(quand), motif=motif
        )

    def deroger(self, motif: str, expire_le: date, quand: datetime) -> None:
        accorder_derogation(
            self.declaration.pk, acteur=self.conseiller(quand), motif=motif, expire_le=expire_le
        )

    def _a_justifier(self) -> list[Constat]:
        self.declaration.refresh_from_db(fields=["version_courante"])
        suivis = evaluer(self.declaration, self.declaration.version_courante).constats
        return [s.constat for s in suivis if s.constat.niveau == A_JUSTIFIER and s.est_obstacle]


def ecrire(valeur: Decimal) -> str:
    """A number as a person types it: « 1234,5 »."""
    return f"{valeur.normalize():f}".replace(".", ",")


def expliquer(constat: Constat) -> tuple[str, str]:
    """The reason and the text that suit what moved."""
    sujet = constat.cle.partition(":")[2]
    famille = "heures" if sujet.startswith("heures") else sujet
    hausse = constat.ecart.startswith("+")
    return EXPLICATIONS.get((famille, hausse)) or (
        MotifJustification.AUTRE,
        "Écart vérifié avec notre expert-comptable.",
    )
