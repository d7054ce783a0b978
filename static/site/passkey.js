// Passkeys: the browser's part. A form with data-passkey="create" or "get" asks for one when it is sent, puts the answer in
// its field «credential», and sends itself. The wishes of the server lie beside it as JSON.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (rows) => (rows || []).map((row) => ({ ...row, id: bytes(row.id) }));

  const ask = {
    create: (wanted) =>
      navigator.credentials.create({
        publicKey: {
          ...wanted,
          challenge: bytes(wanted.challenge),
          user: { ...wanted.user, id: bytes(wanted.user.id) },
          excludeCredentials: known(wanted.excludeCredentials),
        },
      }),
    get: (wanted) =>
      navigator.credentials.get({
        publicKey: {
          ...wanted,
          challenge: bytes(wanted.challenge),
          allowCredentials: known(wanted.allowCredentials),
        },
      }),
  };

  const answer = (credential) => {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-passkey-failed]");
    const button = form.querySelector("button");
    if (!window.PublicKeyCredential) continue; // the page says so already
    form.querySelector("[data-passkey-missing]").hidden = true;
    button.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        const { publicKey } = JSON.parse(document.getElementById("passkey-options").textContent);
        form.elements.credential.value = answer(await ask[form.dataset.passkey](publicKey));
      } catch {
        failed.hidden = false;
        button.focus();
        return;
      }
      form.submit();
    });
  }
})();
