// Warns five minutes before an idle session ends, and lets it be prolonged.
// The last exchange with the server is shared between tabs through localStorage.
(() => {
  const dialogue = document.getElementById("session-dialogue");
  if (!dialogue?.showModal) return;
  const CLE = "portail-dernier-echange";
  const duree = Number(dialogue.dataset.minutes) * 60_000;
  const preavis = Math.min(5 * 60_000, duree / 2);
  const rester = dialogue.querySelector("[data-rester]");
  const reconnexion = dialogue.querySelector("[data-reconnexion]");
  const titre = dialogue.querySelector("h2");
  const texte = dialogue.querySelector("p");
  const texteInitial = texte.innerHTML;
  const titreInitial = titre.textContent;
  let prevenuPour = 0;
  let finie = false;

  const lire = () => {
    try {
      return Number(localStorage.getItem(CLE)) || 0;
    } catch {
      return 0;
    }
  };
  let dernier = Date.now();
  const noter = () => {
    dernier = Date.now();
    try {
      localStorage.setItem(CLE, String(dernier));
    } catch {
      // Private browsing without storage: this tab alone counts.
    }
  };

  const reprendre = () => {
    finie = false;
    titre.textContent = titreInitial;
    texte.innerHTML = texteInitial;
    rester.hidden = false;
    reconnexion.hidden = true;
    if (dialogue.open) dialogue.close();
  };

  const terminer = () => {
    finie = true;
    titre.textContent = titre.dataset.titreFin;
    texte.textContent = texte.dataset.texteFin;
    rester.hidden = true;
    reconnexion.hidden = false;
    if (!dialogue.open) dialogue.showModal();
    reconnexion.focus();
  };

  const surveiller = () => {
    const echange = Math.max(dernier, lire());
    const fin = echange + duree;
    const maintenant = Date.now();
    if (maintenant < fin - preavis) {
      if (finie || dialogue.open) reprendre();
    } else if (maintenant >= fin) {
      if (!finie) terminer();
    } else if (prevenuPour !== echange) {
      prevenuPour = echange;
      texte.innerHTML = texteInitial; // it may still say that the portal did not answer, an hour ago
      texte.querySelector("[data-heure]").textContent = new Date(fin)
        .toLocaleTimeString("fr-FR", { hour: "numeric", minute: "2-digit" })
        .replace(":", " h ");
      if (!dialogue.open) dialogue.showModal();
      rester.focus();
    }
  };

  rester.addEventListener("click", async () => {
    const jeton =
      document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const reponse = await fetch(dialogue.dataset.prolonger, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": jeton },
        redirect: "manual",
      });
      // Only the portal closes a session: a proxy, or a server in trouble, says nothing of it.
      if (reponse.status === 401) return terminer();
      if (reponse.status !== 204) throw new Error(reponse.status);
      noter();
      reprendre();
    } catch {
      texte.textContent = "Le portail n’a pas répondu. Vérifiez votre connexion, puis réessayez.";
    }
  });
  dialogue.querySelector("[data-fermer]").addEventListener("click", () => dialogue.close());
  document.addEventListener("portail:echange", noter);
  document.addEventListener("htmx:afterRequest", (e) => {
    if (e.detail.successful) noter();
  });
  noter();
  setInterval(surveiller, 5_000);
  document.addEventListener("visibilitychange", surveiller);
})();
