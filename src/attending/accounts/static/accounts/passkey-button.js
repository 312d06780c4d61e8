// A button that asks the authenticator first and submits its form with the answer.
//   <button data-passkey="get|create" data-options="{...}" data-credential="ID OF THE HIDDEN FIELD">
// data-options-url instead of data-options: fetch fresh options when the button is pressed.
"use strict";

(() => {
  const passkeys = window.attendingPasskeys;

  const tell = (button, text) => {
    const problem = button.form.querySelector("[data-passkey-problem]");
    problem.textContent = text;
    problem.hidden = !text;
    const other = button.form.querySelector("[data-passkey-other]");
    if (other && text) other.open = true;
  };

  const options = async (button) => {
    if (!button.dataset.optionsUrl) return JSON.parse(button.dataset.options);
    const response = await fetch(button.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error("no options");
    return (await response.json()).request_options.publicKey;
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-passkey]");
    if (!button || button.dataset.answered) return;
    event.preventDefault();
    if (!passkeys.possible()) {
      tell(button, "This browser cannot use passkeys at this address. Passkeys need https and a host name.");
      return;
    }
    tell(button, "");
    button.disabled = true;
    try {
      const answer = await passkeys[button.dataset.passkey](await options(button));
      document.getElementById(button.dataset.credential).value = JSON.stringify(answer);
      button.dataset.answered = "yes";
      button.disabled = false;
      button.form.requestSubmit(button);
    } catch (error) {
      button.disabled = false;
      tell(button, passkeys.explain(error));
    }
  });
})();
