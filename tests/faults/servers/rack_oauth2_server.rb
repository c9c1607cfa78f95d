# Rack::OAuth2 with everything in memory, used as its author's sample does: the words of every refusal are the library's, and
# the page of errors shows them. alice is signed in by a cookie.
# usage: ruby rack_oauth2_server.rb PORT HOST
require "json"
require "rack/oauth2"
require "rack/handler/puma"
require "securerandom"

Client = Struct.new(:id, :secret, :uris, :grants, :life)
Kept = Struct.new(:client, :scope, :ends, :redirect_uri, :challenge, :how, :gone, keyword_init: true) do
  def good? = !gone && Time.now < ends
end
SCOPES = %w[orders.read orders.write]
CODE = %w[authorization_code refresh_token]
URIS = ["https://app.example/cb", "https://app.example/callback"]
CLIENTS = [
  Client.new("orders-web", "web-7Hq2LmZx9RtVb4NcKd8Wf3Yp", URIS, [*CODE, "password"], 3600),
  Client.new("reports-web", "rep-Qz5TnJw8XsKv2MbGh7Lc4Dr", URIS, CODE, 3600),
  Client.new("orders-brief", "bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf", URIS, CODE, 2),
  Client.new("orders-spa", nil, ["https://spa.example/cb"], CODE, 3600),
  Client.new("orders-robot", "rob-Mk8SxWq4FvTz6JdLp1Rc9Gy", [], ["client_credentials"], 3600),
  Client.new("orders-odd", "odd+Rz%5Kt&8Wq2Xv", [], ["client_credentials"], 3600),
].to_h { |client| [client.id, client] }
CODES, TOKENS, REFRESH = {}, {}, {}

def granted(asked, request)
  request.invalid_scope! unless (asked - SCOPES).empty?
  asked.empty? ? SCOPES : asked
end

def bearer(client, scope, refresh: true)
  token, again = SecureRandom.hex(24), SecureRandom.hex(24)
  TOKENS[token] = Kept.new(client: client, scope: scope, ends: Time.now + client.life)
  REFRESH[again] = Kept.new(client: client, scope: scope, ends: Time.now + client.life * 24) if refresh
  Rack::OAuth2::AccessToken::Bearer.new(access_token: token, refresh_token: (again if refresh), expires_in: client.life, scope: scope)
end

AUTHORIZE = Rack::OAuth2::Server::Authorize.new do |request, response|
  client = CLIENTS[request.client_id] || request.bad_request!
  response.redirect_uri = request.verify_redirect_uri!(client.uris)
  request.unsupported_response_type! unless request.response_type == :code
  scope = granted(request.scope, request)
  code = SecureRandom.hex(16)
  CODES[code] = Kept.new(client: client, scope: scope, ends: Time.now + [client.life, 60].min, redirect_uri: request.redirect_uri.to_s,
                         challenge: request.code_challenge, how: request.code_challenge_method)
  response.code = code
  response.approve!
end

def from_code(client, request)
  code = CODES[request.code]
  request.invalid_grant! unless code&.good? && code.client == client && code.redirect_uri == request.redirect_uri.to_s
  request.verify_code_verifier!(code.challenge, code.how || :plain)
  code.gone = true
  bearer(client, code.scope)
end

def from_refresh_token(client, request)
  token = REFRESH[request.refresh_token]
  request.invalid_grant! unless token&.good? && token.client == client
  request.invalid_scope! unless (request.scope - token.scope).empty?
  token.gone = true
  bearer(client, token.scope)
end

TOKEN = Rack::OAuth2::Server::Token.new do |request, response|
  client = CLIENTS[request.client_id] || request.invalid_client!
  client.secret == request.client_secret || request.invalid_client!
  request.unauthorized_client! unless client.grants.include?(request.grant_type.to_s)
  response.access_token =
    case request.grant_type
    when :authorization_code then from_code(client, request)
    when :refresh_token then from_refresh_token(client, request)
    when :client_credentials then bearer(client, granted(request.scope, request), refresh: false)
    when :password
      request.invalid_grant! unless [request.username, request.password] == ["alice", "correct-horse-7"]
      bearer(client, granted(request.scope, request))
    else request.unsupported_grant_type!
    end
end

def json(status, body) = [status, { "Content-Type" => "application/json" }, [body.to_json]]

ORDERS = lambda do |env|
  token = env[Rack::OAuth2::Server::Resource::ACCESS_TOKEN] or raise Rack::OAuth2::Server::Resource::Bearer::Unauthorized
  need = env["REQUEST_METHOD"] == "POST" ? "orders.write" : "orders.read"
  raise Rack::OAuth2::Server::Resource::Forbidden.new(:insufficient_scope, nil, scope: need) unless token.scope.include?(need)
  json(200, need == "orders.write" ? { id: 8 } : { orders: [{ id: 7 }] })
end
API = Rack::OAuth2::Server::Resource::Bearer.new(ORDERS, "orders") do |request|
  token = TOKENS[request.access_token]
  token&.good? ? token : request.invalid_token!
end

def authorize(env)
  return [302, { "Location" => "/login" }, []] unless env["HTTP_COOKIE"].to_s.include?("session=alice-51c7")
  AUTHORIZE.call(env)
rescue Rack::OAuth2::Server::Authorize::BadRequest => error
  [error.status, { "Content-Type" => "text/html" }, ["<h2>#{error.error}</h2>\n<p>#{Rack::Utils.escape_html(error.description.to_s)}</p>\n"]]
end

APP = lambda do |env|
  case env.values_at("REQUEST_METHOD", "PATH_INFO")
  in ["GET", "/oauth2/authorize"] then authorize(env)
  in ["POST", "/oauth2/token"] then TOKEN.call(env)
  in ["GET" | "POST", "/v2/orders"] then API.call(env)
  else [404, { "Content-Type" => "text/plain" }, ["Not Found\n"]]
  end
end
Rack::Handler::Puma.run(APP, Port: Integer(ARGV[0]), Host: "127.0.0.1", Silent: true, Threads: "0:4", environment: "production")
