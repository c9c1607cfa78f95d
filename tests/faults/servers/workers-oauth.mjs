// Cloudflare's OAuth provider for Workers, on node with a store in memory; alice is signed in by a cookie.
// usage: node workers-oauth.mjs PORT HOST
import crypto from 'node:crypto';
import http from 'node:http';
import { register } from 'node:module';

// What the platform brings along: a base class, and the store.
const workers = 'data:text/javascript,export class WorkerEntrypoint { constructor(ctx, env) { Object.assign(this, { ctx, env }); } }';
const resolve = `export const resolve = (name, context, next) => (name === 'cloudflare:workers'
  ? { url: ${JSON.stringify(workers)}, shortCircuit: true } : next(name, context));`;
register(`data:text/javascript,${encodeURIComponent(resolve)}`);
const { OAuthProvider, AuthorizationError, authorizationErrorRedirect } = await import('@cloudflare/workers-oauth-provider');

class Store {
  kept = new Map();

  async get(key, as) {
    const text = this.kept.get(key) ?? null;
    return text && (as === 'json' || as?.type === 'json') ? JSON.parse(text) : text;
  }

  async put(key, text) { this.kept.set(key, text); }

  async delete(key) { this.kept.delete(key); }

  async list({ prefix = '' } = {}) {
    return { keys: [...this.kept.keys()].filter((key) => key.startsWith(prefix)).map((name) => ({ name })), list_complete: true };
  }
}

const [port, host] = process.argv.slice(2);
const scopes = ['orders.read', 'orders.write'];
const web = { redirectUris: ['https://app.example/cb', 'https://app.example/callback'], tokenEndpointAuthMethod: 'client_secret_post' };
const clients = [
  { clientId: 'orders-web', clientSecret: 'web-7Hq2LmZx9RtVb4NcKd8Wf3Yp', ...web },
  { clientId: 'reports-web', clientSecret: 'rep-Qz5TnJw8XsKv2MbGh7Lc4Dr', ...web },
  { clientId: 'orders-spa', redirectUris: ['https://spa.example/cb'], tokenEndpointAuthMethod: 'none' },
];
const env = { OAUTH_KV: new Store() };
for (const client of clients) {
  const hashed = client.clientSecret && { clientSecret: crypto.createHash('sha256').update(client.clientSecret).digest('hex') };
  await env.OAUTH_KV.put(`client:${client.clientId}`, JSON.stringify({ ...client, ...hashed, clientName: client.clientId,
    grantTypes: ['authorization_code', 'refresh_token'], responseTypes: ['code'], registrationDate: 1 }));
}

async function authorize(request) {
  if (new URL(request.url).pathname !== '/authorize') return new Response('Not found', { status: 404 });
  try {
    const asked = await env.OAUTH_PROVIDER.parseAuthRequest(request);
    if (!(request.headers.get('cookie') ?? '').includes('alice')) return Response.redirect(`https://${host}/login`, 302);
    if (!asked.scope.every((scope) => scopes.includes(scope))) return Response.redirect(authorizationErrorRedirect(asked, 'invalid_scope'), 302);
    const { redirectTo } = await env.OAUTH_PROVIDER.completeAuthorization({ request: asked, userId: 'alice', scope: asked.scope, metadata: {}, props: {}, revokeExistingGrants: false });
    return Response.redirect(redirectTo, 302);
  } catch (error) {
    if (!(error instanceof AuthorizationError)) throw error;
    return error.redirectTo ? Response.redirect(error.redirectTo, 302) : new Response(error.message, { status: 400 });
  }
}

const orders = (request, { auth }) => {
  const needed = request.method === 'GET' ? 'orders.read' : 'orders.write';
  if (!auth.scope.includes(needed)) return insufficient(needed);
  return Response.json(request.method === 'GET' ? { orders: [{ id: 7 }] } : { id: 8 });
};
const insufficient = (scope) => Response.json({ error: 'insufficient_scope' }, { status: 403,
  headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` } });
const provider = new OAuthProvider({
  apiRoute: '/mcp',
  apiHandler: { fetch: async (request, env, ctx) => orders(request, ctx) },
  defaultHandler: { fetch: authorize },
  authorizeEndpoint: '/authorize',
  tokenEndpoint: '/oauth/token',
  scopesSupported: scopes,
  resourceMetadata: { resource: `https://${host}/mcp`, authorization_servers: [`https://${host}`] },
  requiredScopes: scopes.slice(0, 1),
});

http.createServer(async (incoming, outgoing) => {
  const body = ['GET', 'HEAD'].includes(incoming.method) ? undefined : Buffer.concat(await incoming.toArray());
  const request = new Request(`https://${host}${incoming.url}`, { method: incoming.method, headers: incoming.headers, body });
  const ctx = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} };
  const answer = await provider.fetch(request, env, ctx).catch((error) => {
    console.log(error);
    return new Response('Internal Server Error', { status: 500 });
  });
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  outgoing.end(Buffer.from(await answer.arrayBuffer()));
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
