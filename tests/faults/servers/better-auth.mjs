// better-auth with its OAuth provider plugin, with everything in memory; alice signs up while it starts, and the cookie of her
// session is kept for the bench.
// usage: node better-auth.mjs PORT HOST
import fs from 'node:fs';
import http from 'node:http';
import { oauthProvider } from '@better-auth/oauth-provider';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import { jwt } from 'better-auth/plugins';

const [port, host] = process.argv.slice(2);
const scopes = ['openid', 'offline_access', 'orders.read', 'orders.write'];
const flow = { grantTypes: ['authorization_code', 'refresh_token'], responseTypes: ['code'] };
const web = { ...flow, redirectUris: ['https://app.example/cb', 'https://app.example/callback'], tokenEndpointAuthMethod: 'client_secret_post' };
const machine = { redirectUris: [], grantTypes: ['client_credentials'], responseTypes: [], clientCredentialsScopes: scopes.slice(2), tokenEndpointAuthMethod: 'client_secret_post' };
const clients = [
  { clientId: 'orders-web', clientSecret: 'web-7Hq2LmZx9RtVb4NcKd8Wf3Yp', ...web },
  { clientId: 'reports-web', clientSecret: 'rep-Qz5TnJw8XsKv2MbGh7Lc4Dr', ...web },
  { clientId: 'orders-spa', ...flow, redirectUris: ['https://spa.example/cb'], tokenEndpointAuthMethod: 'none' },
  { clientId: 'orders-robot', clientSecret: 'rob-Mk8SxWq4FvTz6JdLp1Rc9Gy', ...machine },
  { clientId: 'orders-odd', clientSecret: 'odd+Rz%5Kt&8Wq2Xv', ...machine },
];
const kept = (client, number) => ({ id: `client-${number}`, name: client.clientId, scopes, skipConsent: true, disabled: false,
  createdAt: new Date(), updatedAt: new Date(), ...client });

const tables = ['user', 'session', 'account', 'verification', 'jwks', 'oauthRefreshToken', 'oauthAccessToken', 'oauthConsent',
  'oauthResource', 'oauthClientResource', 'oauthClientAssertion', 'rateLimit'];
const database = { ...Object.fromEntries(tables.map((table) => [table, []])), oauthClient: clients.map(kept) };
const auth = betterAuth({
  baseURL: `https://${host}`,
  secret: 'an invented secret of more than thirty-two characters',
  database: memoryAdapter(database),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  disabledPaths: ['/token'],
  plugins: [jwt(), oauthProvider({ loginPage: '/sign-in', consentPage: '/consent', scopes, rateLimit: { token: false, authorize: false, introspect: false, revoke: false, userinfo: false },
    storeClientSecret: { hash: async (secret) => secret }, silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true } })],
});
const signedUp = await auth.api.signUpEmail({ body: { name: 'Alice', email: 'alice@quay.example', password: 'correct-horse-7' }, asResponse: true });
fs.writeFileSync('better-auth.cookies', signedUp.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; '));
http.createServer(toNodeHandler(auth)).listen(Number(port), '127.0.0.1', () => console.log('ready'));
