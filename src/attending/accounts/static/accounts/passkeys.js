// Passkeys between this page and the authenticator. Binary values travel as unpadded base64url.
"use strict";

window.attendingPasskeys = (() => {
  const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));

  const toText = (buffer) => {
    let binary = "";
    for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
    return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const withBytes = (descriptors) => (descriptors || []).map((each) => ({ ...each, id: toBytes(each.id) }));

  const described = (credential, response) => ({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });

  return {
    possible: () => Boolean(window.isSecureContext && window.PublicKeyCredential && navigator.credentials),

    // options: PublicKeyCredentialRequestOptionsJSON; gives an AuthenticationResponseJSON.
    async get(options) {
      const credential = await navigator.credentials.get({
        publicKey: {
          ...options,
          challenge: toBytes(options.challenge),
          allowCredentials: withBytes(options.allowCredentials),
        },
      });
      const answer = credential.response;
      return described(credential, {
        authenticatorData: toText(answer.authenticatorData),
        clientDataJSON: toText(answer.clientDataJSON),
        signature: toText(answer.signature),
        userHandle: answer.userHandle ? toText(answer.userHandle) : undefined,
      });
    },

    // options: PublicKeyCredentialCreationOptionsJSON; gives a RegistrationResponseJSON.
    async create(options) {
      const credential = await navigator.credentials.create({
        publicKey: {
          ...options,
          challenge: toBytes(options.challenge),
          user: { ...options.user, id: toBytes(options.user.id) },
          excludeCredentials: withBytes(options.excludeCredentials),
        },
      });
      const answer = credential.response;
      return described(credential, {
        attestationObject: toText(answer.attestationObject),
        clientDataJSON: toText(answer.clientDataJSON),
        transports: answer.getTransports ? answer.getTransports() : [],
      });
    },

    explain(error) {
      if (error && error.name === "NotAllowedError") {
        return "Nothing was done: the request was cancelled or took too long. You can try again.";
      }
      if (error && error.name === "InvalidStateError") return "This device has a passkey for your login already.";
      return "Your device could not do this with a passkey.";
    },
  };
})();
