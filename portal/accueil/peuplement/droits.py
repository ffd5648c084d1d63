"""Rights and delegations of one Caf, signed with its key by what signs those of the portal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from habilitations.models import (
    ROLES_DECLARATION,
    Adhesion,
    Caf,
    CleCaf,
    Delegation,
    EquipementCouvert,
    Gestionnaire,
    Habilitation,
    Utilisateur,
)
from habilitations.services.cles import Plume
from habilitations.services.signature import signer
from habilitations.trousseau import privee
from habilitations.verification import ActeSigne
from portal.accueil.demo.reperes import instant
from portal.accueil.peuplement.personnes import DEPUIS
from portal.accueil.peuplement.registre import Rangee, Registre
from portal.socle.cles import identifiant, texte_public

SIGNATURE = "signee_par_id signee_le cle_id forme signature"
DROIT = (
    "utilisateur_id caf_id gestionnaire_id role tous_equipements du au reference base_id "
    f"delegation_id accordee_par_id {SIGNATURE}"
)
ADHESION = "caf_id gestionnaire_id mode complete_le " + SIGNATURE
DELEGATION = (
    "caf_id gestionnaire_id base_id niveau roles tous_equipements du au reference " + SIGNATURE
)


@dataclass
class Chez:
    """A partner and its adhesion; in mode délégué, what it was delegated and to whom."""

    gestionnaire: Gestionnaire
    base: Adhesion
    delegation: Delegation | None = None
    delegue: Utilisateur | None = None


class Droits:
    """Writes the rights of one Caf; ``responsable`` signs them, or what is delegated."""

    def __init__(self, registre: Registre, caf: Caf, responsable: Utilisateur) -> None:
        self.caf, self._responsable = caf, responsable
        self._le = instant(DEPUIS, 10)
        self._avec = self._inscrire_la_cle(registre)
        self._adhesions = registre.rangee(Adhesion, ADHESION, 1_000)
        self._delegations = registre.rangee(Delegation, DELEGATION, 1_000)
        self._droits = registre.rangee(Habilitation, DROIT, 6_000)
        self._couverts = registre.rangee(EquipementCouvert, "habilitation_id equipement_id", 6_000)

    def _inscrire_la_cle(self, registre: Registre) -> Plume:
        """The key of the Caf, in use since the first day of the set."""
        cle = privee(self.caf.code)
        nom, texte = identifiant(cle.public_key()), texte_public(cle.public_key())
        cles = registre.rangee(CleCaf, "caf_id identifiant publique du", 10)
        pk = cles.ajouter(self.caf.pk, nom, texte, self._le, le=self._le)
        return Plume(CleCaf(pk=pk, caf=self.caf, identifiant=nom), cle)

    def adherer(self, gestionnaire: Gestionnaire, mode: str) -> Chez:
        """Write the adhesion of a partner, complete since the first day of the set."""
        base = Adhesion(
            pk=self._adhesions.reserver(),
            caf=self.caf,
            gestionnaire=gestionnaire,
            mode=mode,
            complete_le=DEPUIS,
        )
        self._signer_et_poser(base, self._adhesions, ADHESION, ())
        return Chez(gestionnaire, base)

    def deleguer(self, qui: Utilisateur, chez: Chez) -> None:
        """Delegate the three roles to a partner; what is granted there next is under it."""
        delegation = Delegation(
            pk=self._delegations.reserver(),
            caf=self.caf,
            gestionnaire=chez.gestionnaire,
            base=chez.base,
            niveau=Adhesion.Mode.DELEGUE,
            roles=sorted(ROLES_DECLARATION),
            tous_equipements=True,
            du=DEPUIS,
        )
        self._signer_et_poser(delegation, self._delegations, DELEGATION, ())
        chez.delegation, chez.delegue = delegation, qui

    def accorder(
        self,
        qui: Utilisateur,
        role: str,
        chez: Chez,
        *,
        equipements: Sequence[int] | None = None,
        au: date | None = None,
    ) -> None:
        """Grant a role, on all the équipements or on some."""
        droit = Habilitation(
            pk=self._droits.reserver(),
            utilisateur=qui,
            caf=self.caf,
            gestionnaire=chez.gestionnaire,
            role=role,
            tous_equipements=equipements is None,
            du=DEPUIS,
            au=au,
            base=chez.base,
            delegation=chez.delegation,
            accordee_par=chez.delegue or self._responsable,
        )
        self._signer_et_poser(droit, self._droits, DROIT, equipements or ())
        for pk in equipements or ():
            self._couverts.ajouter(droit.pk, pk, le=self._le)

    def _signer_et_poser(
        self,
        acte: ActeSigne,
        rangee: Rangee,
        colonnes: str,
        equipements: Sequence[int],
    ) -> None:
        # The same at every loading of the same seed, as ids are.
        if not isinstance(acte, Adhesion):
            acte.reference = uuid5(NAMESPACE_URL, f"{type(acte).__name__}/{acte.pk}")
        signer(acte, self._avec, par=self._responsable, le=self._le, equipements=equipements)
        valeurs = [_ecrire(getattr(acte, colonne)) for colonne in colonnes.split()]
        rangee.poser(acte.pk, *valeurs, le=self._le)


def _ecrire(valeur: object) -> object:
    """A list as an array of PostgreSQL: lists are written as JSON otherwise."""
    return "{" + ",".join(map(str, valeur)) + "}" if isinstance(valeur, list) else valeur
