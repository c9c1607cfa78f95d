# Doorkeeper on Rails, in one file with a database of its own; alice is signed in by a cookie.
# usage: ruby doorkeeper_server.rb PORT HOST
ENV["RAILS_ENV"] = "production"
require "logger"
require "active_record/railtie"
require "action_controller/railtie"
require "doorkeeper"
require "rack/handler/puma"

File.delete("doorkeeper.sqlite3") if File.exist?("doorkeeper.sqlite3")
ENV["DATABASE_URL"] = "sqlite3:#{File.expand_path("doorkeeper.sqlite3")}"

class Bench < Rails::Application
  config.root = __dir__
  config.eager_load = false
  config.secret_key_base = "invented"
  config.hosts.clear
  config.action_dispatch.default_headers = {}
  config.logger = Logger.new(File::NULL)
  config.consider_all_requests_local = false
end

Doorkeeper.configure do
  orm :active_record
  resource_owner_authenticator { request.cookies["session"] == "alice-51c7" ? Struct.new(:id).new(1) : redirect_to("/login") }
  resource_owner_from_credentials do
    Struct.new(:id).new(1) if params.values_at(:username, :password) == ["alice", "correct-horse-7"]
  end
  skip_authorization { true }
  default_scopes "orders.read", "orders.write"
  grant_flows %w[authorization_code client_credentials password]
  allow_grant_flow_for_client { |flow, client| (flow == "client_credentials") == %w[orders-robot orders-odd].include?(client.uid) }
  access_token_expires_in 3600
  custom_access_token_expires_in { |asked| asked.client.uid == "orders-brief" ? 2 : nil }
  authorization_code_expires_in 60
  use_refresh_token
  force_ssl_in_redirect_uri false
end

class OrdersController < ActionController::API
  before_action(only: :index) { doorkeeper_authorize! :"orders.read" }
  before_action(only: :create) { doorkeeper_authorize! :"orders.write" }

  def index
    render json: { orders: [{ id: 7 }] }
  end

  def create
    render json: { id: 8 }
  end
end

Bench.initialize!
Bench.routes.draw do
  use_doorkeeper { skip_controllers :applications, :authorized_applications }
  resources :orders, only: %i[index create], path: "api/orders"
end

ActiveRecord::Schema.verbose = false
ActiveRecord::Schema.define do
  create_table :oauth_applications do |t|
    t.string :name, :uid, :secret, :redirect_uri
    t.string :scopes, default: ""
    t.boolean :confidential, default: true
    t.timestamps
  end
  create_table :oauth_access_grants do |t|
    t.integer :resource_owner_id, :application_id, :expires_in
    t.string :token, :redirect_uri, :code_challenge, :code_challenge_method
    t.string :scopes, default: ""
    t.datetime :created_at, :revoked_at
  end
  create_table :oauth_access_tokens do |t|
    t.integer :resource_owner_id, :application_id, :expires_in
    t.string :token, :refresh_token, :scopes
    t.string :previous_refresh_token, default: ""
    t.datetime :created_at, :revoked_at
  end
end
Doorkeeper::AccessGrant.before_create { self.expires_in = 2 if application.uid == "orders-brief" }

uris = "https://app.example/cb\nhttps://app.example/callback"
[["orders-web", "web-7Hq2LmZx9RtVb4NcKd8Wf3Yp", uris],
 ["reports-web", "rep-Qz5TnJw8XsKv2MbGh7Lc4Dr", uris],
 ["orders-brief", "bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf", uris],
 ["orders-spa", "", "https://spa.example/cb"],
 ["orders-robot", "rob-Mk8SxWq4FvTz6JdLp1Rc9Gy", uris],
 ["orders-odd", "odd+Rz%5Kt&8Wq2Xv", uris]].each do |id, secret, uri|
  client = Doorkeeper::Application.new(name: id, uid: id, secret: secret, redirect_uri: uri, confidential: id != "orders-spa")
  client.save!
  client.update_column(:secret, secret)
end
Rack::Handler::Puma.run(Bench, Port: Integer(ARGV[0]), Host: "127.0.0.1", Silent: true, Threads: "0:4")
