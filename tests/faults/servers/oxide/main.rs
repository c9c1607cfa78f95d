//! oxide-auth behind axum, with everything in memory; alice is signed in by a cookie.
//! usage: oxide PORT

use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use oxide_auth::endpoint::{OwnerConsent, QueryParameter, Solicitation, WebResponse};
use oxide_auth::frontends::simple::endpoint::{FnSolicitor, Generic, Vacant};
use oxide_auth::frontends::simple::extensions::{AddonList, AddonResult, AuthorizationAddon, Extended, Pkce};
use oxide_auth::primitives::grant::GrantExtension;
use oxide_auth::primitives::prelude::*;
use oxide_auth::primitives::registrar::{BoundClient, ExactUrl, RegisteredUrl, RegistrarError};
use oxide_auth_axum::{OAuthRequest, OAuthResource, OAuthResponse, WebError};

const SCOPES: &str = "orders.read orders.write";
const CALLBACKS: [&str; 2] = ["https://app.example/cb", "https://app.example/callback"];
const CONFIDENTIAL: [(&str, &str); 3] = [
    ("orders-web", "web-7Hq2LmZx9RtVb4NcKd8Wf3Yp"),
    ("reports-web", "rep-Qz5TnJw8XsKv2MbGh7Lc4Dr"),
    ("orders-robot", "rob-Mk8SxWq4FvTz6JdLp1Rc9Gy"),
];

/// The clients, and what of their scopes they may have: what they ask for.
struct Clients(ClientMap);

impl Registrar for Clients {
    fn bound_redirect<'a>(&self, bound: ClientUrl<'a>) -> Result<BoundClient<'a>, RegistrarError> {
        self.0.bound_redirect(bound)
    }

    fn negotiate(&self, client: BoundClient, asked: Option<Scope>) -> Result<PreGrant, RegistrarError> {
        let mut grant = self.0.negotiate(client, None)?;
        match asked {
            Some(asked) if grant.scope < asked => return Err(RegistrarError::Unspecified),
            Some(asked) if asked <= grant.scope => grant.scope = asked,
            Some(_) => return Err(RegistrarError::Unspecified),
            None => {}
        }
        Ok(grant)
    }

    fn check(&self, id: &str, secret: Option<&[u8]>) -> Result<(), RegistrarError> {
        self.0.check(id, secret)
    }
}

/// Public clients have to bring a challenge.
struct ChallengeOfPublicClients;

impl GrantExtension for ChallengeOfPublicClients {
    fn identifier(&self) -> &'static str {
        "challenge of public clients"
    }
}

impl AuthorizationAddon for ChallengeOfPublicClients {
    fn execute(&self, request: &dyn oxide_auth::code_grant::authorization::Request) -> AddonResult {
        let public = request.client_id().is_some_and(|id| id == "orders-spa");
        if public && request.extension("code_challenge").is_none() { AddonResult::Err } else { AddonResult::Ok }
    }
}

struct Server {
    clients: Clients,
    codes: AuthMap<RandomGenerator>,
    tokens: TokenMap<RandomGenerator>,
}

type Shared = State<Arc<Mutex<Server>>>;

impl Server {
    fn new() -> Self {
        let url = |url: &str| RegisteredUrl::from(ExactUrl::new(url.to_owned()).expect("an address"));
        let scopes: Scope = SCOPES.parse().expect("scopes");
        let mut clients = ClientMap::new();
        for (id, secret) in CONFIDENTIAL {
            let client = Client::confidential(id, url(CALLBACKS[0]), scopes.clone(), secret.as_bytes());
            clients.register_client(client.with_additional_redirect_uris(vec![url(CALLBACKS[1])]));
        }
        clients.register_client(Client::public("orders-spa", url("https://spa.example/cb"), scopes));
        let random = || RandomGenerator::new(18);
        Server { clients: Clients(clients), codes: AuthMap::new(random()), tokens: TokenMap::new(random()) }
    }

    fn endpoint(&mut self) -> Generic<&Clients, &mut AuthMap<RandomGenerator>, &mut TokenMap<RandomGenerator>> {
        Generic {
            registrar: &self.clients,
            authorizer: &mut self.codes,
            issuer: &mut self.tokens,
            solicitor: Vacant,
            scopes: Vacant,
            response: Vacant,
        }
    }
}

fn pkce() -> AddonList {
    let mut addons = AddonList::new();
    addons.push_code(Pkce::optional());
    addons.push_authorization(ChallengeOfPublicClients);
    addons
}

fn signed_in(headers: &HeaderMap) -> bool {
    headers.get("cookie").is_some_and(|cookie| cookie.to_str().is_ok_and(|cookie| cookie.contains("alice")))
}

async fn authorize(State(server): Shared, headers: HeaderMap, request: OAuthRequest) -> Result<OAuthResponse, WebError> {
    let mut server = server.lock().expect("no panic");
    let asks = FnSolicitor(|_: &mut OAuthRequest, _: Solicitation| {
        if signed_in(&headers) {
            return OwnerConsent::Authorized("alice".to_owned());
        }
        let mut sign_in = OAuthResponse::default();
        let _ = sign_in.redirect("https://kiln.example/login".parse().expect("an address"));
        OwnerConsent::InProgress(sign_in)
    });
    let endpoint = Extended::extend_with(server.endpoint().with_solicitor(asks), pkce());
    let mut flow = oxide_auth::endpoint::AuthorizationFlow::prepare(endpoint).map_err(|error| error.pack::<WebError>())?;
    flow.execute(request).map_err(|error| error.pack())
}

async fn token(State(server): Shared, request: OAuthRequest) -> Result<OAuthResponse, WebError> {
    let mut server = server.lock().expect("no panic");
    let grant = request.body().and_then(|body| body.unique_value("grant_type")).map(Cow::into_owned);
    match grant.as_deref() {
        Some("client_credentials") => {
            let owner = FnSolicitor(|_: &mut OAuthRequest, asked: Solicitation| {
                OwnerConsent::Authorized(asked.pre_grant().client_id.clone())
            });
            let endpoint = server.endpoint().with_solicitor(owner);
            let mut flow =
                oxide_auth::endpoint::ClientCredentialsFlow::prepare(endpoint).map_err(|error| error.pack::<WebError>())?;
            flow.execute(request).map_err(|error| error.pack())
        }
        Some("refresh_token") => server.endpoint().refresh_flow().execute(request).map_err(|error| error.pack()),
        _ => {
            let endpoint = Extended::extend_with(server.endpoint(), pkce());
            let mut flow =
                oxide_auth::endpoint::AccessTokenFlow::prepare(endpoint).map_err(|error| error.pack::<WebError>())?;
            flow.execute(request).map_err(|error| error.pack())
        }
    }
}

fn orders(server: &Mutex<Server>, request: OAuthResource, scope: &str) -> Response {
    let mut server = server.lock().expect("no panic");
    let scopes = vec![scope.parse::<Scope>().expect("a scope")];
    let mut flow = server.endpoint().with_scopes(scopes).resource_flow();
    match flow.execute(OAuthRequest::from(request)) {
        Ok(_) => ([("Content-Type", "application/json")], r#"{"orders":[{"id":7}]}"#).into_response(),
        Err(Ok(refusal)) => refusal.into_response(),
        Err(Err(error)) => error.pack::<WebError>().into_response(),
    }
}

async fn read(State(server): Shared, request: OAuthResource) -> Response {
    orders(&server, request, "orders.read")
}

async fn write(State(server): Shared, request: OAuthResource) -> Response {
    orders(&server, request, "orders.write")
}

fn main() {
    let port: u16 = std::env::args().nth(1).and_then(|port| port.parse().ok()).expect("usage: oxide PORT");
    let server = Arc::new(Mutex::new(Server::new()));
    let app = Router::new()
        .route("/authorize", get(authorize))
        .route("/token", post(token))
        .route("/orders", get(read).post(write))
        .with_state(server);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("a port");
        axum::serve(listener, app).await.expect("a server");
    });
}
