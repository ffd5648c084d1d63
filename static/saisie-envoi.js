// One request of saisie.js, and what its answer means.
// issue: "" (dealt with), "reseau", "serveur", "session", "personne" or "refus".
window.portailEnvoi = async (formulaire, { revision, contenu }) => {
  const DELAI = 20_000;
  const corps = new URLSearchParams({ revision, personne: formulaire.elements.personne.value });
  contenu.forEach(({ chemin, valeur, genre }) => {
    if (genre === "confirmer") return corps.append("confirmer", chemin);
    if (genre === "autre") corps.append(`choix-${chemin}`, "autre");
    if (Array.isArray(valeur)) corps.append(`present-${chemin}`, "1");
    return [valeur].flat().forEach((v) => corps.append(chemin, v));
  });
  // The present token: the person may have logged in again in another tab.
  const jeton =
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? formulaire.elements.csrfmiddlewaretoken.value;
  const texte = corps.toString();
  try {
    const reponse = await fetch(formulaire.dataset.saisie, {
      method: "POST",
      body: texte,
      headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": jeton },
      redirect: "manual",
      // The save outlives the page that one leaves; browsers allow it up to 64 KB.
      keepalive: texte.length < 50_000,
      signal: AbortSignal.timeout(DELAI),
    });
    const { status, type } = reponse;
    if (status === 200 || status === 422) return { issue: "", contenu: await reponse.json() };
    if (status === 401 || type === "opaqueredirect") return { issue: "session", contenu: {} };
    if (status === 409) {
      const recu = await reponse.json();
      return { issue: recu.raison === "personne" ? "personne" : "refus", contenu: recu };
    }
    if (status >= 500 || status === 429) return { issue: "serveur", contenu: {} };
    const message = "Le portail n’accepte plus cette saisie : vos droits ou la déclaration ont changé. Rechargez la page.";
    return { issue: "refus", contenu: { message } };
  } catch {
    return { issue: "reseau", contenu: {} };
  }
};
