// oidc-provider (panva): an OpenID provider with opaque tokens, rotation, device flow and dev logins.
// usage: node oidc-provider.mjs PORT HOST
import * as oidc from 'oidc-provider';

const [port, host] = process.argv.slice(2);
const web = {
  client_secret: 'web-7Hq2LmZx9RtVb4NcKd8Wf3Yp',
  redirect_uris: ['https://app.example/cb', 'https://app.example/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
};
const none = { token_endpoint_auth_method: 'none' };
const clients = [
  { client_id: 'orders-web', ...web },
  { client_id: 'orders-post', ...web, token_endpoint_auth_method: 'client_secret_post' },
  { client_id: 'reports-web', ...web, client_secret: 'rep-Qz5TnJw8XsKv2MbGh7Lc4Dr' },
  { client_id: 'orders-brief', ...web, client_secret: 'bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf' },
  { client_id: 'orders-spa', ...none, redirect_uris: ['https://spa.example/cb'], grant_types: ['authorization_code', 'refresh_token'] },
  { client_id: 'orders-hybrid', ...web, grant_types: ['authorization_code', 'implicit'], response_types: ['code id_token'] },
  { client_id: 'orders-tv', ...none, redirect_uris: [], response_types: [], grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'] },
  { client_id: 'orders-robot', client_secret: 'rob-Mk8SxWq4FvTz6JdLp1Rc9Gy', redirect_uris: [], response_types: [], grant_types: ['client_credentials'] },
  { client_id: 'orders-signer', client_secret: 'sig-Pt7Kw3XzRb9LqVm2Yd5Hc8NfJs4Gx6Ta', token_endpoint_auth_method: 'client_secret_jwt', redirect_uris: [], response_types: [], grant_types: ['client_credentials'] },
];
const brief = (long) => (ctx, token, client) => (client.clientId === 'orders-brief' ? 2 : long);

const provider = new oidc.Provider(`https://${host}`, {
  clients,
  clientBasedCORS: () => false,
  cookies: { keys: ['an invented key'] },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  scopes: ['openid', 'offline_access', 'orders.read', 'orders.write'],
  pkce: { required: (ctx, client) => client.tokenEndpointAuthMethod === 'none' },
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: { enabled: false },
  },
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: () => true,
  ttl: { AccessToken: brief(3600), AuthorizationCode: brief(60), ClientCredentials: brief(600), RefreshToken: brief(86400), DeviceCode: () => 600, Session: () => 86400, Grant: () => 86400, Interaction: () => 600, IdToken: () => 3600 },
  async loadExistingGrant(ctx) {
    const { client, session } = ctx.oidc;
    if (!session.accountId) return undefined;
    const known = session.grantIdFor(client.clientId);
    const kept = known && await provider.Grant.find(known);
    if (kept) return kept;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid offline_access orders.read orders.write');
    await grant.save();
    return grant;
  },
});
provider.proxy = true;
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
