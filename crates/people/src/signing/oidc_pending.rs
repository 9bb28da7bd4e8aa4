//! Sign-ins under way elsewhere: what was asked of the other system is kept here until the browser comes back, for
//! minutes, for one use, and for the browser that began it alone.

use law::day::Moment;

use crate::account::AccountId;
use crate::draw::{self, Draw, Secret};
use crate::fault::Fault;
use crate::keys::Purpose;
use crate::{People, rows};

/// What a sign-in elsewhere begins with. All of it is drawn; none is derived from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// `state`: names the sign-in when the browser comes back.
    pub state: Secret,
    /// What only the browser that began it holds.
    pub browser: Secret,
    /// `nonce`: stands in the other system's word.
    pub nonce: Secret,
    /// `code_verifier` (RFC 7636): shown when the word is fetched.
    pub verifier: Secret,
}

/// A sign-in that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// `nonce`, as it was drawn.
    pub nonce: Secret,
    /// `code_verifier`, as it was drawn.
    pub verifier: Secret,
    /// Who wants to be linked; none when somebody signs in.
    pub account: Option<AccountId>,
    /// The page they wanted.
    pub back: String,
}

/// Longest text of a request that is looked at.
const LONGEST: usize = 64;
/// Longest address that is kept to go back to.
const FARTHEST: usize = 1024;

fn context(state: &[u8]) -> String {
    format!("people/oidc/{}", hex::encode(state))
}

impl People {
    /// Begins a sign-in elsewhere; with an account, one that is to be linked to it.
    ///
    /// # Errors
    /// [`Fault::NoRandomness`]; the storage's own.
    pub async fn begin_oidc(
        &self,
        account: Option<AccountId>,
        back: &str,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<Begun, Fault> {
        let mut token = || draw::token(draw);
        let begun = Begun { state: token()?, browser: token()?, nonce: token()?, verifier: token()? };
        let state = self.keys.digest(Purpose::OidcState, begun.state.as_str().as_bytes());
        let browser = self.keys.digest(Purpose::OidcBrowser, begun.browser.as_str().as_bytes());
        let back = if back.len() <= FARTHEST { back } else { "" };
        let kept = format!("{}\n{}\n{back}", begun.nonce.as_str(), begun.verifier.as_str());
        sqlx::query(
            "INSERT INTO oidc_pending (state_digest, browser_digest, sealed, account, begun_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(state.to_vec())
        .bind(browser.to_vec())
        .bind(self.keys.seal(&context(&state), &kept)?)
        .bind(account.map(|account| account.0))
        .bind(at.0)
        .execute(self.pool())
        .await?;
        Ok(begun)
    }

    /// Takes up a sign-in that came back: once, and never after.
    ///
    /// # Errors
    /// [`Fault::Expired`] when there is none of this state, it took too long, or another browser began it; the
    /// storage's own.
    pub async fn take_oidc(&self, state: &str, browser: &str, at: Moment) -> Result<Pending, Fault> {
        if state.len() > LONGEST || browser.len() > LONGEST {
            return Err(Fault::Expired);
        }
        let digest = self.keys.digest(Purpose::OidcState, state.as_bytes());
        // whoever asks, it is gone: a state that was guessed or overheard serves nobody
        let take = "DELETE FROM oidc_pending WHERE state_digest = $1 \
             RETURNING browser_digest, sealed, account, begun_at";
        let row = sqlx::query(take).bind(digest.to_vec()).fetch_optional(self.pool()).await?.ok_or(Fault::Expired)?;
        let begun_at = rows::moment(&row, "begun_at")?;
        let late = begun_at.0.saturating_add(self.terms.pending_ms) <= at.0;
        let own = self.keys.fits(Purpose::OidcBrowser, browser.as_bytes(), &rows::bytes(&row, "browser_digest")?);
        if late || !own {
            return Err(Fault::Expired);
        }
        let kept = self.keys.open(&context(&digest), &rows::text(&row, "sealed")?)?;
        let mut parts = kept.splitn(3, '\n');
        let mut part = || parts.next().unwrap_or_default().to_owned();
        let (nonce, verifier, back) = (Secret::new(part()), Secret::new(part()), part());
        Ok(Pending { nonce, verifier, account: rows::some_int(&row, "account")?.map(AccountId), back })
    }
}
