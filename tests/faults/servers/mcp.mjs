// The auth router and bearer check of the Model Context Protocol's SDK behind express, with everything in memory; alice is
// signed in by a cookie. Every flow carries PKCE, and clients prove themselves in the body.
// usage: node mcp.mjs PORT HOST
import crypto from 'node:crypto';
import express from 'express';
import { InvalidGrantError, InvalidScopeError, InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { getOAuthProtectedResourceMetadataUrl, mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';

const [port, host] = process.argv.slice(2);
const redirect_uris = ['https://app.example/cb', 'https://app.example/callback'];
const clients = [
  { client_id: 'orders-web', client_secret: 'web-7Hq2LmZx9RtVb4NcKd8Wf3Yp', redirect_uris },
  { client_id: 'reports-web', client_secret: 'rep-Qz5TnJw8XsKv2MbGh7Lc4Dr', redirect_uris },
  { client_id: 'orders-brief', client_secret: 'bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf', redirect_uris, life: 2 },
  { client_id: 'orders-spa', redirect_uris: ['https://spa.example/cb'] },
];
const scopes = ['orders.read', 'orders.write'];
const [codes, tokens, refreshTokens] = [new Map(), new Map(), new Map()];
const random = () => crypto.randomBytes(24).toString('base64url');
const now = () => Date.now() / 1000;

const issue = (client, granted) => {
  const [access_token, refresh_token] = [random(), random()];
  const life = client.life ?? 3600;
  tokens.set(access_token, { token: access_token, clientId: client.client_id, scopes: granted, expiresAt: now() + life });
  refreshTokens.set(refresh_token, { client: client.client_id, granted, ends: now() + (client.life ?? 86400) });
  return { access_token, token_type: 'bearer', expires_in: life, scope: granted.join(' '), refresh_token };
};
const kept = (client, code) => {
  const found = codes.get(code);
  if (!found || found.client !== client.client_id || found.ends < now()) throw new InvalidGrantError('Invalid authorization code');
  return found;
};

const provider = {
  clientsStore: { getClient: (id) => clients.find((client) => client.client_id === id) },
  async authorize(client, params, response) {
    if (!(response.req.headers.cookie ?? '').includes('alice')) return response.redirect('/login');
    if (!params.scopes.every((scope) => scopes.includes(scope))) throw new InvalidScopeError('Invalid scope');
    const code = random();
    codes.set(code, { client: client.client_id, ...params, ends: now() + (client.life ?? 60) });
    const back = new URL(params.redirectUri);
    back.searchParams.set('code', code);
    if (params.state) back.searchParams.set('state', params.state);
    return response.redirect(back.href);
  },
  async challengeForAuthorizationCode(client, code) {
    return kept(client, code).codeChallenge;
  },
  async exchangeAuthorizationCode(client, code, verifier, redirectUri) {
    const found = kept(client, code);
    if (found.redirectUri !== redirectUri) throw new InvalidGrantError('redirect_uri mismatch');
    codes.delete(code);
    return issue(client, found.scopes);
  },
  async exchangeRefreshToken(client, token, asked) {
    const found = refreshTokens.get(token);
    if (!found || found.client !== client.client_id || found.ends < now()) throw new InvalidGrantError('Invalid refresh token');
    if (asked && !asked.every((scope) => found.granted.includes(scope))) throw new InvalidScopeError('Invalid scope');
    refreshTokens.delete(token);
    return issue(client, asked ?? found.granted);
  },
  async verifyAccessToken(token) {
    const found = tokens.get(token);
    if (!found) throw new InvalidTokenError('Invalid token');
    return found;
  },
  async revokeToken(client, { token }) {
    tokens.delete(token);
    refreshTokens.delete(token);
  },
};

const app = express();
const unlimited = { rateLimit: false };
app.use(mcpAuthRouter({ provider, issuerUrl: new URL(`https://${host}`), resourceServerUrl: new URL(`https://${host}/mcp`),
  scopesSupported: scopes, authorizationOptions: unlimited, tokenOptions: unlimited, revocationOptions: unlimited }));
const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(new URL(`https://${host}/mcp`));
const bearer = (...requiredScopes) => requireBearerAuth({ verifier: provider, requiredScopes, resourceMetadataUrl });
app.get('/mcp/orders', bearer('orders.read'), (request, response) => response.json({ orders: [{ id: 7 }] }));
app.post('/mcp/orders', bearer('orders.write'), (request, response) => response.json({ id: 8 }));
app.listen(Number(port), '127.0.0.1', () => console.log('ready'));
