# OAuth::Lite2's token endpoint and its guard of an API, on Plack, with everything in memory. The library has no authorization
# endpoint: the one here only hands out codes, and refuses nothing. alice is signed in by a cookie.
# usage: perl oauth_lite2_server.pl PORT HOST
use strict;
use warnings;

package Store;
use parent "OAuth::Lite2::Server::DataHandler";
use OAuth::Lite2::Model::AccessToken;
use OAuth::Lite2::Model::AuthInfo;

my @callbacks = ("https://app.example/cb", "https://app.example/callback");
my @code      = ("authorization_code", "refresh_token");
our %clients = (
    "orders-web"   => { secret => "web-7Hq2LmZx9RtVb4NcKd8Wf3Yp", uris => \@callbacks, grants => [@code, "password"] },
    "reports-web"  => { secret => "rep-Qz5TnJw8XsKv2MbGh7Lc4Dr", uris => \@callbacks, grants => \@code },
    "orders-brief" => { secret => "bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf", uris => \@callbacks, grants => \@code, life => 2 },
    "orders-robot" => { secret => "rob-Mk8SxWq4FvTz6JdLp1Rc9Gy", grants => ["client_credentials"] },
    "orders-odd"   => { secret => "odd+Rz%5Kt&8Wq2Xv", grants => ["client_credentials"] },
);
our %scopes = map { $_ => 1 } "orders.read", "orders.write";
my (%infos, %tokens);

sub random { join "", map { ("a" .. "z", "A" .. "Z", 0 .. 9)[ rand 62 ] } 1 .. shift }

sub validate_client {
    my ($self, $id, $secret, $grant) = @_;
    my $client = $clients{$id} or return;
    return if $secret ne $client->{secret};
    OAuth::Lite2::Server::Error::UnauthorizedClient->throw unless grep { $_ eq $grant } @{ $client->{grants} };
    return 1;
}

sub get_user_id { my ($self, $name, $password) = @_; return $name eq "alice" && $password eq "correct-horse-7" ? "alice" : undef }
sub get_client_user_id { return "machine" }

sub create_or_update_auth_info {
    my ($self, %of) = @_;
    my @asked = split / /, $of{scope} // "";
    OAuth::Lite2::Server::Error::InvalidScope->throw if grep { !$scopes{$_} } @asked;
    my $info = OAuth::Lite2::Model::AuthInfo->new({
        id => random(8), user_id => $of{user_id}, client_id => $of{client_id}, scope => join(" ", @asked ? @asked : sort keys %scopes),
        code => $of{code} // "", redirect_uri => $of{redirect_uri} // "", refresh_token => "", server_state => "",
    });
    $infos{ $info->id } = { info => $info, code_ends => time + ($clients{ $of{client_id} }{life} // 60) };
    return $info;
}

# Whoever gets a token has used his code, or his refresh token.
sub create_or_update_access_token {
    my ($self, %of) = @_;
    my $info = $of{auth_info};
    $info->code("");
    $info->refresh_token($info->user_id eq "machine" ? "" : random(32));
    my $token = OAuth::Lite2::Model::AccessToken->new({
        auth_id => $info->id, token => random(40), expires_in => $clients{ $info->client_id }{life} // 3600, created_on => time,
    });
    return $tokens{ $token->token } = $token;
}

sub find { my ($name, $value) = @_; my ($kept) = grep { $_->{info}->$name eq $value } values %infos; return $kept }
sub get_auth_info_by_code { my $kept = find("code", $_[1]); return $kept && $kept->{code_ends} > time ? $kept->{info} : undef }
sub get_auth_info_by_refresh_token { my $kept = find("refresh_token", $_[1]); return $kept && $kept->{info} }
sub get_auth_info_by_id { return $infos{ $_[1] } && $infos{ $_[1] }{info} }
sub get_access_token { return $tokens{ $_[1] } }

package main;
use JSON qw(encode_json);
use OAuth::Lite2::Server::Endpoint::Token;
use Plack::Middleware::Auth::OAuth2::ProtectedResource;
use Plack::Request;
use Plack::Runner;
use URI;

my ($port, $host) = @ARGV;
my $token = OAuth::Lite2::Server::Endpoint::Token->new(data_handler => "Store");
$token->support_grant_types(qw(authorization_code refresh_token client_credentials password));
my $orders = sub { [200, ["Content-Type" => "application/json"], [encode_json({ orders => [{ id => 7 }] })]] };
my $api = Plack::Middleware::Auth::OAuth2::ProtectedResource->wrap($orders, realm => "orders", data_handler => "Store");

sub authorize {
    my $asked = Plack::Request->new(shift);
    my $client = $Store::clients{ $asked->param("client_id") // "" };
    return [302, [Location => "/login"], []] unless $client && ($asked->cookies->{session} // "") eq "alice-51c7";
    my ($uri) = grep { $_ eq ($asked->param("redirect_uri") // "") } @{ $client->{uris} };
    my $info = Store->new->create_or_update_auth_info(client_id => $asked->param("client_id"), user_id => "alice", code => Store::random(24),
        redirect_uri => $uri // $client->{uris}[0]);
    $info->scope(join " ", grep { $Store::scopes{$_} } split / /, $asked->param("scope") // "");
    my $back = URI->new($info->redirect_uri);
    $back->query_form(code => $info->code, $asked->param("state") ? (state => $asked->param("state")) : ());
    return [302, [Location => $back->as_string], []];
}

my %places = ("GET /authorize" => \&authorize, "POST /token" => $token->psgi_app, "GET /resource/orders" => $api);
my $runner = Plack::Runner->new;
$runner->parse_options("--port", $port, "--host", "127.0.0.1", "--env", "deployment");
$runner->run(sub {
    my $env = shift;
    my $place = $places{"$env->{REQUEST_METHOD} $env->{PATH_INFO}"} or return [404, ["Content-Type" => "text/plain"], ["Not Found"]];
    return $place->($env);
});
