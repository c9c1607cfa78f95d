// @jmondi/oauth2-server behind express, with everything in memory; alice is signed in by a cookie.
// usage: node jmondi.mjs PORT
import { AuthorizationServer, DateInterval, JwtService } from '@jmondi/oauth2-server';
import { handleExpressError, handleExpressResponse } from '@jmondi/oauth2-server/express';
import express from 'express';
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';
import crypto from 'node:crypto';

const [port, host] = process.argv.slice(2);
const SECRET = 'an invented key, long enough to be one';
const uris = ['https://app.example/cb', 'https://app.example/callback'];
const scopes = [{ name: 'orders.read' }, { name: 'orders.write' }];
const code = { allowedGrants: ['authorization_code', 'refresh_token'], redirectUris: uris, scopes };
const machine = { allowedGrants: ['client_credentials'], redirectUris: [], scopes };
const clients = [
  { id: 'orders-web', secret: 'web-7Hq2LmZx9RtVb4NcKd8Wf3Yp', ...code, allowedGrants: [...code.allowedGrants, 'password'] },
  { id: 'reports-web', secret: 'rep-Qz5TnJw8XsKv2MbGh7Lc4Dr', ...code },
  { id: 'orders-brief', secret: 'bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf', ...code, life: '2s' },
  { id: 'orders-spa', ...code, redirectUris: ['https://spa.example/cb'] },
  { id: 'orders-robot', secret: 'rob-Mk8SxWq4FvTz6JdLp1Rc9Gy', ...machine },
  { id: 'orders-odd', secret: 'odd+Rz%5Kt&8Wq2Xv', ...machine },
].map((client) => ({ name: client.id, ...client }));
const alice = { id: 'alice' };
const [codes, tokens] = [new Map(), new Map()];
const random = () => crypto.randomBytes(24).toString('base64url');
const found = (value) => value ?? Promise.reject(new Error('not here'));
const life = (client, usual) => new DateInterval(client.life ?? usual).getEndDate();

const clientRepository = {
  getByIdentifier: async (id) => clients.find((client) => client.id === id),
  isClientValid: async (grant, client, secret) => client.allowedGrants.includes(grant) && (!client.secret || client.secret === secret),
};
const tokenRepository = {
  issueToken: async (client, granted, user) => ({ accessToken: random(), accessTokenExpiresAt: life(client, '1h'), client, user, scopes: granted }),
  async issueRefreshToken(token, client) {
    return Object.assign(token, { refreshToken: random(), refreshTokenExpiresAt: life(client, '1d') });
  },
  persist: async (token) => { tokens.set(token.accessToken, token); },
  revoke: async (token) => { token.revoked = true; },
  isRefreshTokenRevoked: async (token) => Boolean(token.revoked),
  getByRefreshToken: async (value) => found([...tokens.values()].find((token) => token.refreshToken === value)),
  getByAccessToken: async (value) => found(tokens.get(value)),
};
const scopeRepository = {
  getAllByIdentifiers: async (names) => scopes.filter((scope) => names.includes(scope.name)),
  finalize: async (asked) => (asked.length ? asked : scopes),
};
const authCodeRepository = {
  getByIdentifier: async (value) => found(codes.get(value)),
  issueAuthCode: (client, user, asked) => ({ code: random(), expiresAt: life(client, '1m'), user, client, scopes: asked }),
  persist: async (kept) => { codes.set(kept.code, kept); },
  isRevoked: async (value) => Boolean(codes.get(value)?.revoked),
  revoke: async (value) => { codes.get(value).revoked = true; },
};
const userRepository = {
  getUserByCredentials: async (id, password) => (id === 'alice' && (password === undefined || password === 'correct-horse-7') ? alice : undefined),
};

const jwt = new JwtService(SECRET);
jwt.extraTokenFields = () => ({ aud: 'orders' });
const server = new AuthorizationServer(clientRepository, tokenRepository, scopeRepository, jwt,
  { requiresPKCE: false, issuer: `https://${host}`, authenticateIntrospect: true, authenticateRevoke: true, tokenCID: 'id' });
server.enableGrantTypes(
  ['client_credentials', new DateInterval('10m')],
  ['refresh_token', new DateInterval('1h')],
  [{ grant: 'authorization_code', authCodeRepository, userRepository }, new DateInterval('1h')],
  [{ grant: 'password', userRepository }, new DateInterval('1h')],
);

const app = express();
app.use(express.urlencoded({ extended: false }), express.json());
const answering = (step) => async (request, response) => {
  try {
    handleExpressResponse(response, await step(request));
  } catch (error) {
    handleExpressError(error, response);
  }
};
app.get('/authorize', (request, response, next) => {
  if (!(request.headers.cookie ?? '').includes('alice')) return response.redirect('/login');
  return answering(async () => {
    const asked = await server.validateAuthorizationRequest(request);
    Object.assign(asked, { user: alice, isAuthorizationApproved: true });
    return server.completeAuthorizationRequest(asked);
  })(request, response, next);
});
app.post('/token', answering((request) => server.respondToAccessTokenRequest(request)));
app.post('/token/revoke', answering((request) => server.revoke(request)));
app.post('/token/introspect', answering((request) => server.introspect(request)));

const bearer = auth({ issuer: `https://${host}`, audience: 'orders', secret: SECRET, tokenSigningAlg: 'HS256' });
app.get('/api/orders', bearer, requiredScopes('orders.read'), (request, response) => response.json({ orders: [{ id: 7 }] }));
app.post('/api/orders', bearer, requiredScopes('orders.write'), (request, response) => response.json({ id: 8 }));
app.listen(Number(port), '127.0.0.1', () => console.log('ready'));
