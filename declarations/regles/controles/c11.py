"""C11 – more collectifs than the Caf notified."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import A_JUSTIFIER, Constat, Contexte, Controle
from declarations.regles.controles.textes import typographie
from declarations.regles.grille import ACTIVITE
from declarations.regles.manques import NOTIFIES
from portal.saisie.regles.valeurs import nombre
from portal.socle.formats import nombre as ecrire_nombre

CODE = "C11"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Compare the rows with the notification; without one, nothing is known and nothing fires."""
    notifies = nombre(contexte.donnees, NOTIFIES)
    declares = contexte.totaux.de_code(contexte.grille.repetition.code)
    if NOTIFIES not in contexte.emplacements or notifies is None or declares is None:
        return
    if declares.montant <= notifies:
        return
    ecart = declares.montant - notifies
    pluriel = "s" if declares.montant > 1 else ""
    yield Constat(
        code=CODE,
        niveau=A_JUSTIFIER,
        cle=f"{CODE}:{declares.code}",
        message=typographie(
            f"{ecrire_nombre(declares.montant)} collectif{pluriel} déclaré{pluriel}, pour "
            f"{ecrire_nombre(notifies)} dans la notification de la Caf. Ce qui dépasse la "
            "notification n’est pas financé."
        ),
        chemins=(*declares.chemins, NOTIFIES),
        volet=ACTIVITE,
        valeur=ecrire_nombre(declares.montant),
        valeur_libelle="Collectifs déclarés",
        reference=ecrire_nombre(notifies),
        reference_libelle="Collectifs notifiés",
        ecart=ecrire_nombre(ecart),
    )


CONTROLE = Controle(
    code=CODE,
    titre="Collectifs au-delà de la notification",
    regle=(
        "CLAS : le nombre de collectifs déclarés ne dépasse pas celui de la notification de "
        "l’année ; ce qui dépasse n’est pas financé. Sans notification inscrite, la "
        "comparaison n’est pas faite."
    ),
    niveau=A_JUSTIFIER,
    source="Notification annuelle de la Caf ; suite donnée à l’écart à confirmer",
    marque="H",
    fonction=verifier,
    dispositifs=frozenset({"clas"}),
)
