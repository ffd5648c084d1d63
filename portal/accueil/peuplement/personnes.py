"""People: their accounts, their second factor where one is compulsory, and what they do."""

from datetime import date, datetime
from random import Random

from allauth.mfa.models import Authenticator

from habilitations.models import AffectationAgent, Caf, Fonction, Portefeuille, Utilisateur
from portal.accueil.demo.reperes import instant
from portal.accueil.peuplement import comptes
from portal.accueil.peuplement.noms import NOMS, PRENOMS
from portal.accueil.peuplement.registre import Registre
from portal.accueil.peuplement.taille import Plan

DEPUIS = date(2019, 1, 1)
PERSONNES_MAX = 2_000


class Personnes:
    """Accounts of one Caf, opened before its first declaration."""

    def __init__(self, registre: Registre, hasard: Random) -> None:
        self._hasard = hasard
        self._le = instant(DEPUIS, 9)
        self._comptes = registre.rangee(
            Utilisateur,
            "email prenom nom password is_active is_staff is_superuser cree_le",
            PERSONNES_MAX,
        )
        self._facteurs = registre.rangee(
            Authenticator, "user_id type data created_at", PERSONNES_MAX
        )

    def ouvrir(self, *, facteur: bool, connu: comptes.Compte | None = None) -> Utilisateur:
        """Open an account; ``facteur``: with the second factor that its rights demand."""
        pk = self._comptes.reserver()
        qui = Utilisateur(
            pk=pk,
            email=connu.email if connu else comptes.adresse(pk),
            prenom=self._hasard.choice(PRENOMS),
            nom=self._hasard.choice(NOMS),
        )
        self._comptes.poser(
            pk,
            qui.email,
            qui.prenom,
            qui.nom,
            comptes.mot_de_passe_hache(),
            True,
            False,
            False,
            self._le,
            le=self._le,
        )
        if facteur:
            self._facteurs.ajouter(
                pk, Authenticator.Type.TOTP, {"secret": comptes.SECRET_TOTP}, self._le
            )
        return qui


class Agents:
    """The agents of one Caf and its portfolios."""

    def __init__(self, registre: Registre, personnes: Personnes, caf: Caf, plan: Plan) -> None:
        self._affectations = registre.rangee(
            AffectationAgent, "utilisateur_id caf_id fonction du", 200
        )
        self._personnes, self._caf = personnes, caf
        # The known accounts are those of the first Caf.
        premiere, taille = registre.rang == 0, plan.taille
        self.conseillers = self._nommer(
            Fonction.GESTIONNAIRE_CONSEIL, taille.conseillers, comptes.CONSEILLER, premiere
        )
        self._nommer(Fonction.CHARGE_CONSEIL, taille.charges_de_conseil, comptes.CHARGE, premiere)
        self.responsables = self._nommer(
            Fonction.RESPONSABLE_HABILITATIONS, taille.responsables, comptes.RESPONSABLE, premiere
        )
        if premiere:
            self._nommer(Fonction.ADMINISTRATEUR_NATIONAL, 1, comptes.NATIONAL, True)
        self.portefeuilles = self._partager(registre, plan.jour)

    def _nommer(
        self, fonction: str, combien: int, connu: comptes.Compte, premiere: bool
    ) -> list[Utilisateur]:
        national = fonction == Fonction.ADMINISTRATEUR_NATIONAL
        nommes = []
        for rang in range(combien):
            qui = self._personnes.ouvrir(
                facteur=True, connu=connu if premiere and rang == 0 else None
            )
            self._affectations.ajouter(
                qui.pk, None if national else self._caf.pk, fonction, DEPUIS, le=_debut()
            )
            nommes.append(qui)
        return nommes

    def _partager(self, registre: Registre, jour: date) -> list[int]:
        """One portfolio for each adviser; the next one stands in for every fifth."""
        table = registre.rangee(
            Portefeuille, "caf_id nom titulaire_id remplacant_id remplacement_du", 200
        )
        rendus = []
        for rang, qui in enumerate(self.conseillers):
            suivant = self.conseillers[(rang + 1) % len(self.conseillers)]
            remplace = rang % 5 == 4 and suivant != qui
            rendus.append(
                table.ajouter(
                    self._caf.pk,
                    f"Portefeuille {rang + 1:02d}",
                    qui.pk,
                    suivant.pk if remplace else None,
                    jour.replace(day=1) if remplace else None,
                    le=_debut(),
                )
            )
        return rendus


def _debut() -> datetime:
    return instant(DEPUIS, 9)
