"""What is read of a declaration before a volet is signed, or the whole approved."""

from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.lignes import en_json
from portal.dossiers.services.relecture import marque_de


def marque_du_volet(dossier: DossierOuvert, nature: str) -> str:
    """The figures of a volet, and the rows they are typed for."""
    volet = dossier.version.volet(nature)
    return marque_de(dossier.version.numero, volet.donnees, en_json(dossier.evaluation.lignes))


def marque_du_dossier(dossier: DossierOuvert) -> str:
    """All that is approved: figures, rows, and the amount that they give."""
    evaluation = dossier.evaluation
    return marque_de(
        dossier.version.numero,
        evaluation.donnees,
        en_json(evaluation.lignes),
        evaluation.estimation.montant,
    )


def marque_de_la_version(dossier: DossierOuvert) -> str:
    """The version at work, as the Caf decides of it: frozen once sent, another after each sending.

    What the partner types meanwhile is not read by the Caf, and changes nothing to the mark.
    """
    return marque_de(dossier.version.pk, dossier.version.empreinte)
