// One request of saisie.js. Returns the line of saisie-reponses.js that its answer falls in, with
// « contenu » (what the portal said) and « patience » (milliseconds it asks to wait).
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
    return await window.portailReponses.lire(reponse);
  } catch (erreur) {
    return window.portailReponses.echec(erreur);
  }
};
