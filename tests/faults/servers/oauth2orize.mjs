// oauth2orize with passport behind express, with everything in memory; alice is signed in by a cookie.
// usage: node oauth2orize.mjs PORT
import crypto from 'node:crypto';
import express from 'express';
import oauth2orize from 'oauth2orize';
import pkce from 'oauth2orize-pkce';
import passport from 'passport';
import { BasicStrategy } from 'passport-http';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import { Strategy as BodyStrategy } from 'passport-oauth2-client-password';
import { Strategy as PublicStrategy } from 'passport-custom';

const uris = ['https://app.example/cb', 'https://app.example/callback'];
const clients = [
  { id: 'orders-web', secret: 'web-7Hq2LmZx9RtVb4NcKd8Wf3Yp', uris },
  { id: 'reports-web', secret: 'rep-Qz5TnJw8XsKv2MbGh7Lc4Dr', uris },
  { id: 'orders-brief', secret: 'bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf', uris, life: 2 },
  { id: 'orders-spa', uris: ['https://spa.example/cb'] },
  { id: 'orders-robot', secret: 'rob-Mk8SxWq4FvTz6JdLp1Rc9Gy', uris: [], machine: true },
  { id: 'orders-odd', secret: 'odd+Rz%5Kt&8Wq2Xv', uris: [], machine: true },
];
const find = (id) => clients.find((client) => client.id === id);
const scopes = ['orders.read', 'orders.write'];
const [codes, tokens, refreshTokens] = [new Map(), new Map(), new Map()];
const random = () => crypto.randomBytes(24).toString('base64url');
const { TokenError } = oauth2orize;

const server = oauth2orize.createServer();
server.grant(pkce.extensions());
server.grant(oauth2orize.grant.code((client, uri, user, answer, areq, done) => {
  const code = random();
  const life = client.life ?? 60;
  codes.set(code, { client: client.id, uri, scope: areq.scope ?? scopes, ends: Date.now() + life * 1000,
    challenge: areq.codeChallenge, method: areq.codeChallengeMethod });
  done(null, code);
}));
const issue = (client, scope, done, refreshes = true) => {
  const life = client.life ?? 3600;
  const [token, refresh] = [random(), refreshes ? random() : null];
  tokens.set(token, { client: client.id, scope, ends: Date.now() + life * 1000 });
  if (refresh) refreshTokens.set(refresh, { client: client.id, scope, ends: Date.now() + (client.life ?? 86400) * 1000 });
  done(null, token, refresh, { expires_in: life, scope: scope.join(' ') });
};
const sha = (text) => crypto.createHash('sha256').update(text).digest('base64url');
server.exchange(oauth2orize.exchange.code((client, code, uri, body, done) => {
  const kept = codes.get(code);
  codes.delete(code);
  if (!kept || kept.client !== client.id || kept.ends < Date.now() || kept.uri !== uri) return done(null, false);
  if (kept.challenge && sha(body.code_verifier ?? '') !== kept.challenge) return done(null, false);
  return issue(client, kept.scope, done);
}));
server.exchange(oauth2orize.exchange.refreshToken((client, token, scope, done) => {
  const kept = refreshTokens.get(token);
  refreshTokens.delete(token);
  if (!kept || kept.client !== client.id || kept.ends < Date.now()) return done(null, false);
  if (scope && !scope.every((word) => kept.scope.includes(word))) return done(new TokenError('scope', 'invalid_scope'));
  return issue(client, scope ?? kept.scope, done);
}));
server.exchange(oauth2orize.exchange.clientCredentials((client, scope, done) => {
  if (!client.machine) return done(new oauth2orize.AuthorizationError('not for this client', 'unauthorized_client'));
  if (scope && !scope.every((word) => scopes.includes(word))) return done(new TokenError('no such scope', 'invalid_scope'));
  return issue(client, scope ?? scopes, done, false);
}));

const proved = (id, secret, done) => done(null, find(id)?.secret === secret && secret ? find(id) : false);
passport.use(new BasicStrategy(proved));
passport.use(new BodyStrategy(proved));
passport.use('public', new PublicStrategy((request, done) => {
  const client = find(request.body?.client_id);
  done(null, client && !client.secret ? client : false);
}));
passport.use(new BearerStrategy((token, done) => {
  const kept = tokens.get(token);
  if (!kept || kept.ends < Date.now()) return done(null, false);
  return done(null, { id: 'alice' }, { scope: kept.scope });
}));

const app = express();
app.use(express.urlencoded({ extended: false }), express.json(), passport.initialize());
app.get('/authorize', (request, response, next) => {
  if (!(request.headers.cookie ?? '').includes('alice')) return response.redirect('/login');
  Object.assign(request, { user: { id: 'alice' }, session: {} });
  return next();
}, server.authorization((id, uri, done) => {
  const client = find(id);
  if (!client) return done(null, false);
  if (uri && !client.uris.includes(uri)) return done(new oauth2orize.AuthorizationError('redirect_uri is not registered', 'invalid_request'));
  return done(null, client, uri ?? client.uris[0]);
}, (client, user, done) => done(null, true)), server.authorizationErrorHandler(), server.errorHandler());
const credentials = passport.authenticate(['oauth2-client-password', 'basic', 'public'], { session: false });
app.post('/token', credentials, server.token(), server.errorHandler());
const bearer = passport.authenticate('bearer', { session: false });
const allows = (word) => (request, response, next) => (request.authInfo.scope.includes(word) ? next() : response.sendStatus(403));
app.get('/v1/orders', bearer, allows('orders.read'), (request, response) => response.json({ orders: [{ id: 7 }] }));
app.post('/v1/orders', bearer, allows('orders.write'), (request, response) => response.json({ id: 8 }));
app.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'));
