//! Asks the other system over HTTP: no redirect is followed, no answer may be long, nobody waits for ever, and nothing
//! goes unencrypted but to this very machine.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

use crate::fault::Fault;
use crate::settings::address_fault;

/// Bytes of an answer at most.
const LARGEST: usize = 1024 * 1024;
/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A client that asks.
#[derive(Debug, Clone)]
pub(crate) enum Asker {
    /// On this machine.
    Plain(Client<HttpConnector, Full<Bytes>>),
    /// Anywhere, encrypted.
    Safe(Client<HttpsConnector<HttpConnector>, Full<Bytes>>),
}

impl Asker {
    /// The client for an issuer.
    ///
    /// # Errors
    /// When the machine has no certificates of authorities.
    pub(crate) fn of(issuer: &str) -> Result<Asker, String> {
        let pool = || Client::builder(TokioExecutor::new());
        if issuer.starts_with("http://") {
            return Ok(Asker::Plain(pool().build(HttpConnector::new())));
        }
        let safe = hyper_rustls::HttpsConnectorBuilder::new().with_native_roots().map_err(|error| error.to_string())?;
        Ok(Asker::Safe(pool().build(safe.https_only().enable_http1().build())))
    }

    /// Asks once.
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Fault> {
        if address_fault(&request.uri().to_string()).is_some() {
            return Err(Fault::Unreachable);
        }
        let request = request.map(|body| Full::new(Bytes::from(body)));
        let asked = async {
            let response = match self {
                Asker::Plain(client) => client.request(request).await,
                Asker::Safe(client) => client.request(request).await,
            };
            let (head, body) = response.map_err(|_| Fault::Unreachable)?.into_parts();
            let body = Limited::new(body, LARGEST).collect().await.map_err(|_| Fault::Unreachable)?;
            Ok(HttpResponse::from_parts(head, body.to_bytes().to_vec()))
        };
        tokio::time::timeout(PATIENCE, asked).await.map_err(|_| Fault::Unreachable)?
    }
}

impl<'c> AsyncHttpClient<'c> for Asker {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Fault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
