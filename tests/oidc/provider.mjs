// A real OpenID provider for the tests of the court's door, and what may go wrong with one: told through /control who stands
// before it, it can be made to answer with words that are stale, meant for another, or badly signed.
// Prints its address once it listens, and ends when its input ends.
import { createServer } from "node:http";

const web = new URL("../../web/node_modules/", import.meta.url);
const { default: Provider } = await import(new URL("oidc-provider/lib/index.js", web));
const jose = await import(new URL("jose/dist/webapi/index.js", web));
console.warn = console.info = () => {};

const [back, out] = process.argv.slice(2);
const key = async (kid) => {
  const pair = await jose.generateKeyPair("RS256", { extractable: true });
  const fit = (jwk) => ({ ...jwk, kid, alg: "RS256", use: "sig" });
  return { kid, secret: pair.privateKey, own: fit(await jose.exportJWK(pair.privateKey)), open: fit(await jose.exportJWK(pair.publicKey)) };
};
const [first, second, foreign] = [await key("first"), await key("second"), await key("first")];

// who stands before the provider, and how it is to misbehave
let state = { person: "u-1", acr: "mfa", lie: null, rotated: false, denies: false };

const server = createServer();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "court",
      client_secret: "a-secret-between-the-two",
      redirect_uris: [back],
      post_logout_redirect_uris: [out],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      default_acr_values: ["mfa", "pwd"],
    },
  ],
  acrValues: ["mfa", "pwd"],
  cookies: { keys: ["for the tests"] },
  jwks: { keys: [first.own] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ sub }) }),
  ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Grant: 600, Interaction: 600, Session: 600 },
});

/** A word of the provider's, said wrongly. */
async function twisted(word) {
  const claims = jose.decodeJwt(word);
  const now = Math.floor(Date.now() / 1000);
  const sign = (changed, by = first, kid = by.kid) =>
    new jose.SignJWT({ ...claims, ...changed }).setProtectedHeader({ alg: "RS256", kid }).sign(by.secret);
  switch (state.lie) {
    case "stale":
      return sign({ iat: now - 1200, exp: now - 600 });
    case "early":
      return sign({ iat: now + 3600, exp: now + 7200 });
    case "audience":
      return sign({ aud: "another-house" });
    case "issuer":
      return sign({ iss: "https://id.example.com" });
    case "nonce":
      return sign({ nonce: "another-sign-in" });
    case "forged":
      return sign({}, foreign, "first");
    case "unsigned":
      return new jose.UnsecuredJWT(claims).encode();
    case "shared-key":
      return new jose.SignJWT(claims)
        .setProtectedHeader({ alg: "HS256" })
        .sign(new TextEncoder().encode("a-secret-between-the-two"));
    default:
      return state.rotated ? sign({}, second) : word;
  }
}

provider.use(async (ctx, next) => {
  await next();
  if (ctx.path === "/token" && ctx.body?.id_token) {
    ctx.body = { ...ctx.body, id_token: await twisted(ctx.body.id_token) };
  }
  if (ctx.path === "/jwks" && state.rotated) ctx.body = { keys: [first.open, second.open] };
});

async function interact(request, response) {
  const details = await provider.interactionDetails(request, response);
  if (state.denies) return provider.interactionFinished(request, response, { error: "access_denied" });
  if (details.prompt.name === "login") {
    const login = { accountId: state.person, acr: state.acr };
    return provider.interactionFinished(request, response, { login });
  }
  const grant = new provider.Grant({ accountId: details.session.accountId, clientId: details.params.client_id });
  grant.addOIDCScope("openid");
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

const answer = provider.callback();
server.on("request", (request, response) => {
  if (request.url === "/control") {
    let text = "";
    request.on("data", (part) => (text += part));
    request.on("end", () => {
      state = { ...state, ...JSON.parse(text) };
      response.end("{}");
    });
  } else if (request.url.startsWith("/interaction/")) {
    interact(request, response).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  } else {
    answer(request, response);
  }
});
process.stdout.write(`${issuer}\n`);
process.stdin.on("end", () => process.exit(0)).resume();
