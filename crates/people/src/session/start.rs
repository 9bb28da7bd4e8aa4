//! A session begins: its token is drawn before the transaction, its digest is written within.

use docket::digest::{self, Digest};
use law::day::Moment;
use sqlx::AnyConnection;

use super::device::compared;
use super::{Device, Duty, Method, SignedIn};
use crate::People;
use crate::account::{AccountId, Kind};
use crate::draw::{self, Draw, Secret};
use crate::fault::Fault;
use crate::journal::{Event, Note};
use crate::keys::{Keys, Purpose};
use crate::post;

/// The digest a token is kept under.
pub(super) fn token_digest(token: &str) -> Digest {
    digest::sm3(&[b"mingjing session\0", token.as_bytes()].concat())
}

/// The text that forms of a session carry.
pub(super) fn csrf(keys: &Keys, token: &str) -> Secret {
    Secret::new(hex::encode(keys.digest(Purpose::Csrf, token.as_bytes())))
}

/// A session about to begin.
pub(crate) struct Opening<'a> {
    people: &'a People,
    device: &'a Device,
    method: Method,
    token: Secret,
}

impl<'a> Opening<'a> {
    /// Draws its token.
    pub(crate) fn draw(
        people: &'a People,
        device: &'a Device,
        method: Method,
        draw: &mut dyn Draw,
    ) -> Result<Opening<'a>, Fault> {
        Ok(Opening { people, device, method, token: draw::token(draw)? })
    }

    /// Writes it down. Staff begin in the first of the posts they hold that day.
    pub(crate) async fn write(
        &self,
        conn: &mut AnyConnection,
        (account, kind): (AccountId, Kind),
        (temporary, enrolled): (bool, bool),
        at: Moment,
    ) -> Result<SignedIn, Fault> {
        let digest = token_digest(self.token.as_str());
        let keys = &self.people.keys;
        let handle = keys.digest(Purpose::Handle, &digest);
        let acting = match kind {
            Kind::Staff => post::acting_at(conn, account, at.day()).await?.into_iter().next(),
            Kind::Litigant | Kind::Company | Kind::Lawyer => None,
        };
        sqlx::query(
            "INSERT INTO sessions (token_digest, account, handle, method, started_at, seen_at, agent, agent_digest, \
             address, post, stand_in) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10)",
        )
        .bind(digest.to_vec())
        .bind(account.0)
        .bind(hex::encode(handle.first_chunk::<12>().unwrap_or(&[0; 12])))
        .bind(self.method.word())
        .bind(at.0)
        .bind(self.device.short_agent())
        .bind(keys.digest(Purpose::Agent, compared(&self.device.agent).as_bytes()).to_vec())
        .bind(self.device.network())
        .bind(acting.as_ref().map(|acting| acting.post.number.0))
        .bind(acting.as_ref().and_then(|acting| acting.stand_in).map(|number| number.0))
        .execute(&mut *conn)
        .await?;
        Note::own(Event::SignedIn, account).write(conn, at).await?;
        Ok(SignedIn {
            token: self.token.clone(),
            account,
            duty: Duty::of(self.method, temporary, enrolled),
            ends_at: self.people.terms.session(kind).ends_at(at, at),
        })
    }
}
