// @node-oauth/oauth2-server behind express, with everything in memory; alice is signed in by a cookie.
// usage: node node-oauth.mjs PORT
import express from 'express';
import OAuth2Server from '@node-oauth/oauth2-server';

const { Request, Response } = OAuth2Server;
const uris = ['https://app.example/cb', 'https://app.example/callback'];
const code = { grants: ['authorization_code', 'refresh_token'], redirectUris: uris };
const clients = [
  { id: 'orders-web', secret: 'web-7Hq2LmZx9RtVb4NcKd8Wf3Yp', ...code, grants: [...code.grants, 'password'] },
  { id: 'reports-web', secret: 'rep-Qz5TnJw8XsKv2MbGh7Lc4Dr', ...code },
  { id: 'orders-brief', secret: 'bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf', ...code, accessTokenLifetime: 2, refreshTokenLifetime: 2 },
  { id: 'orders-spa', ...code, redirectUris: ['https://spa.example/cb'] },
  { id: 'orders-robot', secret: 'rob-Mk8SxWq4FvTz6JdLp1Rc9Gy', grants: ['client_credentials'] },
  { id: 'orders-odd', secret: 'odd+Rz%5Kt&8Wq2Xv', grants: ['client_credentials'] },
];
const scopes = ['orders.read', 'orders.write'];
const alice = { id: 'alice' };
const codes = new Map();
const tokens = new Map();
const refreshTokens = new Map();

const model = {
  getClient: (id, secret) => clients.find((c) => c.id === id && (secret === null || c.secret === undefined || c.secret === secret)),
  getUser: (name, password) => name === 'alice' && password === 'correct-horse-7' && alice,
  getUserFromClient: (client) => ({ id: client.id }),
  validateScope: (user, client, asked) => (asked ?? scopes).every((scope) => scopes.includes(scope)) && (asked ?? scopes),
  saveAuthorizationCode(code, client, user) {
    const expiresAt = client.id === 'orders-brief' ? new Date(Date.now() + 2000) : code.expiresAt;
    codes.set(code.authorizationCode, { ...code, expiresAt, client, user });
    return codes.get(code.authorizationCode);
  },
  getAuthorizationCode: (code) => codes.get(code),
  revokeAuthorizationCode: (code) => codes.delete(code.authorizationCode),
  saveToken(token, client, user) {
    tokens.set(token.accessToken, { ...token, client, user });
    if (token.refreshToken) refreshTokens.set(token.refreshToken, { ...token, client, user });
    return { ...token, client, user };
  },
  getAccessToken: (token) => tokens.get(token),
  getRefreshToken: (token) => refreshTokens.get(token),
  revokeToken: (token) => refreshTokens.delete(token.refreshToken),
  verifyScope: (token, asked) => asked.every((scope) => token.scope?.includes(scope)),
};
const oauth = new OAuth2Server({ model, requireClientAuthentication: {} });
const app = express();
app.use(express.urlencoded({ extended: false }), express.json());

const answer = (work) => async (request, response) => {
  const [asked, answered] = [new Request(request), new Response(response)];
  try {
    const data = await work(asked, answered, request);
    response.set(answered.headers).status(answered.status ?? 200);
    if (data) response.json(data);
    else if (answered.status === 302) response.end();
    else response.json(answered.body);
  } catch (error) {
    response.set(answered.headers);
    if (answered.status === 302) return response.status(302).end();
    response.status(error.code ?? 500).json({ error: error.name, error_description: error.message });
  }
};
const signedIn = { handle: (request) => (request.headers.cookie ?? '').includes('alice') && alice };
const authorize = answer((q, r) => oauth.authorize(q, r, { authenticateHandler: signedIn }).then(() => null));
const publicClients = { requireClientAuthentication: {} };
const token = answer((q, r) => {
  const client = clients.find((c) => c.id === (q.body ?? {}).client_id);
  const known = client && !client.secret ? { authorization_code: false, refresh_token: false } : {};
  const lifetimes = client?.id === 'orders-brief' ? { accessTokenLifetime: 2, refreshTokenLifetime: 2 } : {};
  return oauth.token(q, r, { ...publicClients, requireClientAuthentication: known, ...lifetimes }).then(() => null);
});
app.get('/oauth/authorize', (request, response, next) => {
  if (!(request.headers.cookie ?? '').includes('alice')) return response.redirect('/sign-in');
  return next();
}, authorize);
app.post('/oauth/token', token);
app.get('/api/orders', answer((q, r) => oauth.authenticate(q, r, { scope: ['orders.read'] }).then(() => ({ orders: [{ id: 7 }] }))));
app.post('/api/orders', answer((q, r) => oauth.authenticate(q, r, { scope: ['orders.write'] }).then(() => ({ id: 8 }))));
app.get('/sign-in', (request, response) => response.send('<form>Who are you?</form>'));
app.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'));
