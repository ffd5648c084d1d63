"""The blank questionnaire is a tagged PDF that a screen reader can follow."""

from bilans.exports.vierge import vierge_pdf
from bilans.questionnaires import livres
from tests.declarations.pdf import ouvrir, texte_de


def test_le_recensement_vierge() -> None:
    contenu = vierge_pdf(livres()["recensement_cct-1"])
    pdf, texte = ouvrir(contenu), texte_de(contenu)

    assert pdf.metadata is not None
    assert pdf.metadata.title == (
        "Questionnaire vierge – Recensement des postes de chargés de coopération"
    )
    assert pdf.root_object["/Lang"] == "fr"
    assert "/StructTreeRoot" in pdf.root_object
    assert b"pdfuaid:part" in pdf.root_object["/Metadata"].get_data()
    assert "À remplir pour chaque thème : Petite enfance, Enfance et jeunesse, Handicap." in texte
    assert "27. Un compte rendu annuel est-il remis à la Caf ?" in texte
    assert "☐ Oui" in texte
