//! The other system as this house sees it: what it says of itself is read once and again when its keys change, browsers
//! are sent to it, and its word is fetched and checked.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::DateTime;
use law::day::Moment;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreJwsSigningAlgorithm};
use openidconnect::{
    AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, DiscoveryError, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, ProviderMetadataWithLogout, RedirectUrl, RequestTokenError,
    TokenResponse as _,
};

use crate::ask::Asker;
use crate::fault::Fault;
use crate::settings::Settings;

/// How long what it says of itself is believed, in ms.
const BELIEVED_MS: i64 = 60 * 60_000;
/// How often at most its keys are read anew because a word did not check, in ms.
const ANEW_MS: i64 = 10_000;
/// Longest code of an answer that is looked at.
const LONGEST: usize = 4096;
/// Signatures that are taken: those by a key nobody else holds.
const SIGNATURES: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
];

/// What a sign-in was begun with, all of it drawn by the caller.
#[derive(Clone, Copy)]
pub struct Sought<'a> {
    /// `nonce`.
    pub nonce: &'a str,
    /// `code_verifier`, 43 to 128 unreserved characters (RFC 7636 section 4.1).
    pub verifier: &'a str,
}

/// Whom it vouches for.
#[derive(Clone, PartialEq, Eq)]
pub struct Vouched {
    /// Who vouches.
    pub issuer: String,
    /// The name it knows them by.
    pub subject: String,
    /// Whether it asked them for a second factor.
    pub second_factor: bool,
    /// Its word, which it wants to see again when they sign out.
    pub ticket: String,
}

/// What it says of itself, and when that was read.
#[derive(Clone)]
struct Known {
    metadata: Arc<ProviderMetadataWithLogout>,
    read_at: Moment,
}

/// The other system.
pub struct Provider {
    settings: Settings,
    asker: Asker,
    known: Mutex<Option<Known>>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.settings.fmt(f)
    }
}

impl Provider {
    /// The system of these settings. Nothing is asked yet: a house opens even when the other is away.
    ///
    /// # Errors
    /// When nothing could be asked safely from this machine.
    pub fn new(settings: Settings) -> Result<Provider, String> {
        let asker = Asker::of(&settings.issuer)?;
        Ok(Provider { settings, asker, known: Mutex::new(None) })
    }

    /// Its settings.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The address a browser is sent to, to be asked there who it is.
    ///
    /// # Errors
    /// [`Fault::Unreachable`], [`Fault::OtherIssuer`].
    pub async fn address(&self, state: &str, sought: Sought<'_>, now: Moment) -> Result<String, Fault> {
        let known = self.known(now).await?;
        let verifier = PkceCodeVerifier::new(sought.verifier.to_owned());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let client = self.client(&known)?;
        let (state, nonce) = (CsrfToken::new(state.to_owned()), Nonce::new(sought.nonce.to_owned()));
        let asked = client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce);
        let (address, _, _) = asked.set_pkce_challenge(challenge).url();
        Ok(address.to_string())
    }

    /// Fetches its word for a code and checks it: signature, issuer, audience, time, nonce.
    ///
    /// # Errors
    /// [`Fault`], for the first check that fails.
    pub async fn redeem(&self, code: &str, sought: Sought<'_>, now: Moment) -> Result<Vouched, Fault> {
        if code.is_empty() || code.len() > LONGEST {
            return Err(Fault::CodeRefused);
        }
        let known = self.known(now).await?;
        let client = self.client(&known)?;
        let asked = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(|_| Fault::Unreachable)?;
        let asked = asked.set_pkce_verifier(PkceCodeVerifier::new(sought.verifier.to_owned()));
        let answer = asked.request_async(&self.asker).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(_) => Fault::CodeRefused,
            RequestTokenError::Request(fault) => fault,
            RequestTokenError::Parse(..) => Fault::Unfit,
            RequestTokenError::Other(_) => Fault::Unreachable,
        })?;
        let word = answer.id_token().ok_or(Fault::NoWord)?;
        match self.check(&known, word, sought, now) {
            // a key it has made since its keys were read
            Err(Fault::BadSignature) if known.read_at.0.saturating_add(ANEW_MS) <= now.0 => {
                let anew = self.read(now).await?;
                self.check(&anew, word, sought, now)
            }
            other => other,
        }
    }

    /// The address a browser is sent to, to sign out there too; none when it has no such address.
    ///
    /// # Errors
    /// [`Fault::Unreachable`], [`Fault::OtherIssuer`].
    pub async fn out(&self, ticket: &str, now: Moment) -> Result<Option<String>, Fault> {
        let known = self.known(now).await?;
        let Some(end) = known.metadata.additional_metadata().end_session_endpoint.clone() else { return Ok(None) };
        let mut address = end.url().clone();
        address
            .query_pairs_mut()
            .append_pair("id_token_hint", ticket)
            .append_pair("client_id", &self.settings.client)
            .append_pair("post_logout_redirect_uri", &self.settings.out);
        Ok(Some(address.to_string()))
    }

    async fn known(&self, now: Moment) -> Result<Known, Fault> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match known.filter(|known| known.read_at.0.saturating_add(BELIEVED_MS) > now.0) {
            Some(known) => Ok(known),
            None => self.read(now).await,
        }
    }

    /// Reads what it says of itself, and its keys.
    async fn read(&self, now: Moment) -> Result<Known, Fault> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|_| Fault::Unreachable)?;
        let read = ProviderMetadataWithLogout::discover_async(issuer, &self.asker).await;
        let metadata = read.map_err(|error| match error {
            DiscoveryError::Validation(_) => Fault::OtherIssuer,
            _ => Fault::Unreachable,
        })?;
        let known = Known { metadata: Arc::new(metadata), read_at: now };
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known.clone());
        Ok(known)
    }

    fn check(&self, known: &Known, word: &CoreIdToken, sought: Sought<'_>, now: Moment) -> Result<Vouched, Fault> {
        let client = self.client(known)?;
        let skew = self.settings.skew_ms;
        let moment = |ms: i64| DateTime::from_timestamp_millis(ms).unwrap_or_default();
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(SIGNATURES)
            .set_time_fn(move || moment(now.0.saturating_sub(skew)))
            .set_issue_time_verifier_fn(move |issued| {
                if issued <= moment(now.0.saturating_add(skew)) {
                    Ok(())
                } else {
                    Err("issued in the future".to_owned())
                }
            });
        let nonce = Nonce::new(sought.nonce.to_owned());
        let claims = word.claims(&verifier, &nonce).map_err(|error| match error {
            ClaimsVerificationError::Expired(_) => Fault::OutOfTime,
            ClaimsVerificationError::InvalidAudience(_) => Fault::OtherAudience,
            ClaimsVerificationError::InvalidIssuer(_) => Fault::OtherIssuer,
            ClaimsVerificationError::InvalidNonce(_) => Fault::OtherNonce,
            ClaimsVerificationError::SignatureVerification(_) => Fault::BadSignature,
            _ => Fault::Unfit,
        })?;
        let acr = claims.auth_context_ref().map(|class| class.as_str());
        let amr = claims.auth_method_refs().into_iter().flatten().map(|method| method.as_str());
        let second_factor =
            acr.into_iter().chain(amr).any(|said| self.settings.second_factor.iter().any(|one| one == said));
        Ok(Vouched {
            issuer: self.settings.issuer.clone(),
            subject: claims.subject().to_string(),
            second_factor,
            ticket: word.to_string(),
        })
    }

    fn client(&self, known: &Known) -> Result<Client, Fault> {
        let back = RedirectUrl::new(self.settings.back.clone()).map_err(|_| Fault::Unreachable)?;
        let secret = self.settings.secret.clone().map(ClientSecret::new);
        let client = ClientId::new(self.settings.client.clone());
        Ok(CoreClient::from_provider_metadata((*known.metadata).clone(), client, secret).set_redirect_uri(back))
    }
}

/// A client that knows where to send browsers, and may know where to fetch a word.
type Client = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

#[cfg(test)]
mod tests {
    use super::*;

    fn movable<T: Send>(_: T) {}

    fn calls(provider: &Provider, sought: Sought<'_>) {
        movable(provider.address("", sought, Moment(0)));
        movable(provider.redeem("", sought, Moment(0)));
        movable(provider.out("", Moment(0)));
    }

    #[test]
    fn what_it_asks_moves_between_threads() {
        let _: fn(&Provider, Sought<'_>) = calls;
    }
}
