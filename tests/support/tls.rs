//! TLS for the loopback server, with a self-signed certificate made at start.
//!
//! Dev-dependencies, nothing else is needed:
//!
//! ```toml
//! rcgen = { version = "0.14", default-features = false, features = ["ring"] }
//! rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
//! ```
//!
//! The certificate is for `localhost`; curl is run with `-k` and does not look
//! at it. No protocol is offered by ALPN, so curl speaks HTTP/1.1.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, OnceLock};

use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::curl_server::Stream;

/// Takes a TLS client in: for `Bench::start(Some(tls::take))`.
pub fn take(stream: TcpStream) -> io::Result<Box<dyn Stream>> {
    let connection = ServerConnection::new(config()).map_err(io::Error::other)?;
    Ok(Box::new(Polite(StreamOwned::new(connection, stream))))
}

/// One certificate and one configuration for the whole process.
fn config() -> Arc<ServerConfig> {
    static CONFIG: OnceLock<Arc<ServerConfig>> = OnceLock::new();
    Arc::clone(CONFIG.get_or_init(|| Arc::new(new_config())))
}

fn new_config() -> ServerConfig {
    let made = rcgen::generate_simple_self_signed(["localhost".to_string()]).expect("localhost is a valid name");
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring supports the default versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.into()], key)
        .expect("the key belongs to the certificate")
}

/// Says goodbye at the end. Without a close notice curl would report a broken
/// connection after a complete answer.
struct Polite(StreamOwned<ServerConnection, TcpStream>);

impl Read for Polite {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Polite {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Drop for Polite {
    fn drop(&mut self) {
        self.0.conn.send_close_notify();
        self.0.flush().ok();
    }
}
