"""What a mail server answers, put in words."""

import smtplib

import pytest

from portal.socle import smtp


def test_les_refus_se_disent_en_francais() -> None:
    assert "550 Inconnu" in smtp.dire(
        smtplib.SMTPRecipientsRefused({"a@exemple.test": (550, b"Inconnu")})
    )
    assert "coupé" in smtp.dire(smtplib.SMTPServerDisconnected("fin"))


@pytest.mark.parametrize(
    ("erreur", "definitif"),
    [
        (smtplib.SMTPRecipientsRefused({"a@exemple.test": (550, b"Inconnu")}), True),
        (smtplib.SMTPRecipientsRefused({"a@exemple.test": (450, b"Plus tard")}), False),
        (smtplib.SMTPDataError(554, b"Refus"), True),
        (smtplib.SMTPDataError(452, b"Plein"), False),
        # What we lack, not what the recipient is.
        (smtplib.SMTPRecipientsRefused({"a@exemple.test": (530, b"Identification")}), False),
        (smtplib.SMTPAuthenticationError(535, b"Mot de passe"), False),
        (smtplib.SMTPSenderRefused(550, b"Qui ?", "nous@exemple.test"), False),
        (smtplib.SMTPServerDisconnected("fin"), False),
        (TimeoutError(), False),
    ],
)
def test_seul_un_refus_du_courriel_lui_meme_est_definitif(
    erreur: Exception, definitif: bool
) -> None:
    assert smtp.est_definitif(erreur) is definitif
