"""One declaration and its people: what they do to it, each act through its service."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from declarations.models import Declaration, Volet
from declarations.regles.controles.contexte import A_JUSTIFIER, Constat
from declarations.regles.grille import ACTIVITE, FINANCES
from declarations.services import ajout_lignes, assistance, envoi, instruction, saisie, volets
from declarations.services.contenu import Vivant, contenu_de
from declarations.services.derogations import accorder_derogation
from declarations.services.justifications import justifier
from declarations.services.reprise import MEME, PRECEDENT, reprendre_structure, sources_de
from habilitations.models import Role
from habilitations.permissions import Acteur
from portal.accueil.demo.explications import expliquer
from portal.accueil.demo.recits import Dit
from portal.accueil.demo.terrain import Terrain
from portal.socle.refus import ActionRefusee

FOURNISSEUR = {ACTIVITE: Role.FOURNISSEUR_ACTIVITE, FINANCES: Role.FOURNISSEUR_FINANCES}


@dataclass
class Parcours:
    """A declaration called, and the people who make it move."""

    declaration: Declaration
    terrain: Terrain
    assistee: bool = False

    def du_volet(self, volet: str, quand: datetime) -> Acteur:
        """Who types a volet: its provider, or the adviser in the partner's place."""
        if self.assistee:
            return self.conseiller(quand)
        return self.terrain.acteur(self.terrain.equipe[FOURNISSEUR[volet]], quand)

    def approbateur(self, quand: datetime) -> Acteur:
        return self.terrain.acteur(self.terrain.equipe[Role.APPROBATEUR], quand)

    def conseiller(self, quand: datetime) -> Acteur:
        return self.terrain.acteur(self.terrain.conseiller, quand)

    # --- The partner ---------------------------------------------------------------------

    def saisir(self, volet: str, quand: datetime, part: Decimal = Decimal(1)) -> None:
        """Type a volet, or its first fields only, as a person writes numbers."""
        if volet == ACTIVITE:
            self.tenir_les_lignes(quand)
        valeurs = self.valeurs(volet)
        gardes = list(valeurs)[: int(len(valeurs) * part)]
        self.enregistrer(volet, quand, {chemin: ecrire(valeurs[chemin]) for chemin in gardes})

    def tenir_les_lignes(self, quand: datetime) -> None:
        """Add the rows that the partner keeps: those of another declaration, then what misses."""
        voulues = self.terrain.recit.lignes(self.declaration.annee)
        if not voulues:
            return
        self.reprendre(quand)
        self.declaration.refresh_from_db(fields=["version_courante"])
        presentes = {ligne["cle"] for ligne in self.declaration.version_courante.lignes}
        acteur = self.du_volet(ACTIVITE, quand)
        for cle, libelle in voulues.items():
            if cle not in presentes:
                ajout_lignes.ajouter_ligne(self.declaration.pk, cle, acteur=acteur, libelle=libelle)

    def reprendre(self, quand: datetime) -> None:
        """Carry over the structure of the same exercice, else that of the exercice before."""
        sources = sources_de(self.declaration)
        if source := next((s for s in (MEME, PRECEDENT) if s in sources), None):
            reprendre_structure(self.declaration.pk, source, acteur=self.du_volet(ACTIVITE, quand))

    def enregistrer(self, volet: str, quand: datetime, brut: dict[str, str | list[str]]) -> None:
        actuel = Volet.objects.filter(version__declaration=self.declaration, nature=volet)
        fait = saisie.enregistrer(
            self.declaration.pk,
            volet,
            acteur=self.du_volet(volet, quand),
            revision=actuel.order_by("-version__numero").values_list("revision", flat=True)[0],
            brut=brut,
            confirmees=brut,
        )
        if fait.erreurs or fait.conflits:
            raise ValueError(f"{self.declaration} : {fait.erreurs or fait.conflits}")

    def valeurs(self, volet: str) -> dict[str, Dit]:
        """The figures of a volet, by chemin."""
        return self.terrain.recit.valeurs(self.declaration.annee, self.declaration.nature, volet)

    def justifier(self, quand: datetime, volet: str) -> None:
        """Justify the figures of a volet that moved; its provider does.

        Finances come last: what looks at both volets is said with them, on complete figures.
        """
        concernes = (volet, "") if volet == FINANCES else (volet,)
        for constat in self._a_justifier():
            if constat.volet not in concernes:
                continue
            motif, texte = expliquer(constat, self.declaration.dispositif)
            justifier(
                self.declaration.pk,
                constat.cle,
                acteur=self.du_volet(volet, quand),
                motif=motif,
                texte=texte,
            )

    def signer(self, volet: str, quand: datetime) -> None:
        """Sign; when the portal asks why a figure moved, say it and sign again."""
        try:
            self._signer(volet, quand)
        except ActionRefusee:
            self.justifier(quand, volet)
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

    def assister(self, motif: str, quand: datetime) -> None:
        """From now on the adviser types in the partner's place."""
        assistance.assister(self.declaration.pk, acteur=self.conseiller(quand), motif=motif)
        self.assistee = True

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
        contenu = contenu_de(self.declaration.version_courante)
        suivis = contenu.evaluation.constats if isinstance(contenu, Vivant) else ()
        return [s.constat for s in suivis if s.constat.niveau == A_JUSTIFIER and s.est_obstacle]


def ecrire(valeur: Dit) -> str | list[str]:
    """A number as a person types it: « 1234,5 »; a text or a choice as it is."""
    if not isinstance(valeur, Decimal):
        return valeur
    return f"{valeur.normalize():f}".replace(".", ",")
