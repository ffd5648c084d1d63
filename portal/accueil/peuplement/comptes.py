"""The accounts that one may log in with, and how; all the others bear the same password."""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password

from portal.accueil.demo.comptes import mot_de_passe

DOMAINE = "peuplement.example"
# Known to all, like the password: of no use but over a set made of nothing.
SECRET_TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


@dataclass(frozen=True)
class Compte:
    email: str
    role: str


PARTENAIRE = Compte(f"partenaire@{DOMAINE}", "partenaire, tous les rôles, 3 équipements")
VILLE = Compte(f"ville@{DOMAINE}", "ville, tous les rôles, 40 équipements")
CONSEILLER = Compte(f"conseiller@{DOMAINE}", "gestionnaire conseil, son portefeuille")
CHARGE = Compte(f"ccd@{DOMAINE}", "chargé de conseil, lit toute sa Caf")
RESPONSABLE = Compte(f"responsable@{DOMAINE}", "responsable des habilitations")
NATIONAL = Compte(f"national@{DOMAINE}", "administrateur national")
COMPTES = (PARTENAIRE, VILLE, CONSEILLER, CHARGE, RESPONSABLE, NATIONAL)


def adresse(utilisateur_id: int) -> str:
    """The address of somebody who is not one of the known accounts."""
    return f"p{utilisateur_id}@{DOMAINE}"


@cache
def mot_de_passe_hache() -> str:
    """One hash for all, the same at each loading."""
    return make_password(mot_de_passe(), salt="peuplement")


def liste() -> str:
    largeur = max(len(c.email) for c in COMPTES)
    return "\n".join(
        [
            f"Mot de passe pour tous : {mot_de_passe()}",
            f"Secret de la double authentification : {SECRET_TOTP}",
            *(f"  {c.email:<{largeur}}  {c.role}" for c in COMPTES),
        ]
    )
