// The certified OpenID Connect provider `oidc-provider`, as strict as it can be, on a free port of this machine.
// It reads its client from the first argument, prints its issuer, and logs in whoever POST /control has named last.

import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const asked = JSON.parse(process.argv[2]);
let login = { accountId: "nobody" };

const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const person = (accountId) => ({
  accountId,
  claims: (use) => ({ sub: accountId, ...(use === "userinfo" ? asked.userinfo : asked.id_token) }),
});

const configuration = {
  clients: [
    {
      client_id: asked.client_id,
      redirect_uris: [asked.redirect_uri],
      post_logout_redirect_uris: [asked.back_to],
      backchannel_logout_uri: asked.logout_uri,
      backchannel_logout_session_required: true,
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: asked.alg,
      id_token_signed_response_alg: asked.id_token_alg,
      jwks: asked.jwks,
      response_types: ["code"],
      grant_types: ["authorization_code"],
      require_pushed_authorization_requests: true,
    },
  ],
  jwks: { keys: [{ ...curve, use: "sig", alg: "ES256" }, { ...rsa, use: "sig", alg: "PS256" }] },
  cookies: { keys: ["only-for-tests"] },
  acrValues: asked.levels,
  claims: {
    openid: ["sub", "acr", "identity_type", "transaction_id"],
    nemlogin: Object.keys(asked.userinfo),
    auth_time: null,
    sid: null,
  },
  extraParams: ["idp_values", "idp_params"],
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: false },
    pushedAuthorizationRequests: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => (ctx.body = form) },
  },
  enabledJWA: { clientAuthSigningAlgValues: ["ES256", "PS256"], idTokenSigningAlgValues: ["ES256", "PS256"] },
  // Its own refuses addresses of this machine, where the test listens.
  fetch: (url, { method, headers, body }) => fetch(url, { method, headers, body, signal: AbortSignal.timeout(5000) }),
  findAccount: (_, accountId) => person(accountId),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid nemlogin");
    await grant.save();
    return grant;
  },
};

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration);
  const answer = provider.callback();
  provider.on("server_error", (_, error) => console.error(error));
  provider.on("backchannel.error", (_, error) => console.error(error));
  provider.on("grant.error", (_, error) => console.error(error.error, error.error_detail ?? error.error_description));
  server.on("request", async (request, response) => {
    if (request.url === "/control") {
      let text = "";
      for await (const piece of request) text += piece;
      login = JSON.parse(text);
      response.end("{}");
    } else if (request.url.startsWith("/interaction/")) {
      const { accountId, acr, age = 0 } = login;
      const result = accountId
        ? { login: { accountId, acr, ts: Math.floor(Date.now() / 1000) - age, remember: true } }
        : { error: "access_denied", error_description: "cancelled" };
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    } else {
      answer(request, response);
    }
  });
  console.log(JSON.stringify({ issuer }));
});
// Whoever started it has gone: so does it.
createInterface({ input: process.stdin }).on("close", () => process.exit(0));
