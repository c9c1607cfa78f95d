// oauth20-provider behind express, with everything in memory; alice is signed in by a cookie, and her decision is a form.
// usage: node oauth20-provider.mjs PORT
import express from 'express';
import OAuth20 from 'oauth20-provider';
import codeController from 'oauth20-provider/lib/controller/authorization/code.js';
import crypto from 'node:crypto';

const scopes = ['orders.read', 'orders.write'];
const code = { uri: 'https://app.example/cb', grants: ['authorization_code', 'refresh_token'] };
const clients = [
  { id: 'orders-web', secret: 'web-7Hq2LmZx9RtVb4NcKd8Wf3Yp', ...code, grants: [...code.grants, 'password'] },
  { id: 'reports-web', secret: 'rep-Qz5TnJw8XsKv2MbGh7Lc4Dr', ...code },
  { id: 'orders-brief', secret: 'bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf', ...code, life: 2 },
  { id: 'orders-robot', secret: 'rob-Mk8SxWq4FvTz6JdLp1Rc9Gy', grants: ['client_credentials'] },
  { id: 'orders-odd', secret: 'odd+Rz%5Kt&8Wq2Xv', grants: ['client_credentials'] },
];
const users = [{ id: 'alice', name: 'alice', password: 'correct-horse-7' }];
const oauth = new OAuth20({ log: { level: 0 } });
const { model } = oauth;

/** What one kind of token or code needs; every one that is made is kept under its value. */
function keep(of) {
  const kept = [];
  const found = (fits) => (...words) => words.pop()(null, kept.find((one) => fits(one, ...words)));
  const add = (value, done) => (kept.push(value), done(null, value.token));
  Object.assign(of, {
    getToken: (one) => one.token,
    getUserId: (one) => one.userId,
    getClientId: (one) => one.clientId,
    getScope: (one) => one.scope,
    checkTTL: (one) => Date.now() < one.ends,
    fetchByToken: found((one, token) => one.token === token),
    fetchByCode: found((one, token) => one.token === token),
    fetchByUserIdClientId: found((one, userId, clientId) => one.userId === userId && one.clientId === clientId && Date.now() < one.ends),
    removeByUserIdClientId: (userId, clientId, done) => remove((one) => one.userId === userId && one.clientId === clientId, done),
    removeByCode: (token, done) => remove((one) => one.token === token, done),
    create(userId, clientId, scope, ...rest) {
      const [done, ttl = 86400] = [rest.pop(), ...rest];
      const life = of === model.code ? clients.find((client) => client.id === clientId).life ?? 60 : ttl;
      add({ token: crypto.randomBytes(24).toString('hex'), userId, clientId, scope, ends: Date.now() + life * 1000 }, done);
    },
  });
  function remove(fits, done) {
    kept.splice(0, kept.length, ...kept.filter((one) => !fits(one)));
    done();
  }
}

[model.code, model.accessToken, model.refreshToken].forEach(keep);
Object.assign(model.client, {
  getId: (client) => client.id,
  getRedirectUri: (client) => client.uri,
  fetchById(id, done) {
    const client = clients.find((one) => one.id === id);
    model.accessToken.ttl = client?.life ?? 3600; // one life for all clients, says the library
    done(null, client);
  },
  checkSecret: (client, secret, done) => done(null, client.secret === secret),
  checkGrantType: (client, grant) => client.grants.includes(grant),
  checkScope: (client, asked) => (asked.every((scope) => scopes.includes(scope)) ? (asked.length ? asked : scopes) : false),
});
Object.assign(model.user, {
  getId: (user) => user.id,
  fetchById: (id, done) => done(null, users.find((user) => user.id === id)),
  fetchByUsername: (name, done) => done(null, users.find((user) => user.name === name)),
  checkPassword: (user, password, done) => done(null, user.password === password),
  fetchFromRequest: () => users[0],
});
// Whoever comes without a form has decided before.
oauth.decision = (request, ...rest) => {
  request.body = { decision: 1 };
  codeController(request, ...rest);
};

const app = express();
const signedIn = (request, response, next) =>
  (request.headers.cookie ?? '').includes('session=alice-51c7') ? next() : response.redirect('/login');
app.use(express.urlencoded({ extended: false }), express.json(), oauth.inject());
app.use((request, response, next) => ((request.body ??= {}), next()));
app.route('/authorization').get(signedIn, oauth.controller.authorization).post(signedIn, oauth.controller.authorization);
app.post('/token', oauth.controller.token);
app.get('/secure/orders', oauth.middleware.bearer, (request, response) => response.json({ orders: [{ id: 7 }] }));
app.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'));
