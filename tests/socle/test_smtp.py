"""What a mail server answers, put in words."""

import smtplib

from portal.socle import smtp


def test_les_refus_se_disent_en_francais() -> None:
    assert "550 Inconnu" in smtp.dire(
        smtplib.SMTPRecipientsRefused({"a@exemple.test": (550, b"Inconnu")})
    )
    assert "coupé" in smtp.dire(smtplib.SMTPServerDisconnected("fin"))
