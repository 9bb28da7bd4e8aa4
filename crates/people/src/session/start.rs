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
    device_token: Secret,
    /// Whether a second factor was asked for, here or by whoever vouched.
    pub(crate) proven: bool,
    /// What whoever vouched wants to see again when the session ends.
    pub(crate) ticket: Option<String>,
}

impl<'a> Opening<'a> {
    /// Draws its token.
    pub(crate) fn draw(
        people: &'a People,
        device: &'a Device,
        method: Method,
        draw: &mut dyn Draw,
    ) -> Result<Opening<'a>, Fault> {
        let (token, device_token) = (draw::token(draw)?, draw::token(draw)?);
        Ok(Opening { people, device, method, token, device_token, proven: true, ticket: None })
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
        let handle = hex::encode(handle.first_chunk::<12>().unwrap_or(&[0; 12]));
        let ticket = self.ticket.as_deref().map(|ticket| keys.seal(&ticket_context(&handle), ticket)).transpose()?;
        let acting = match kind {
            Kind::Staff => post::acting_at(conn, account, at.day()).await?.into_iter().next(),
            Kind::Litigant | Kind::Company | Kind::Lawyer => None,
        };
        sqlx::query(
            "INSERT INTO sessions (token_digest, account, handle, method, started_at, seen_at, agent, agent_digest, \
             address, post, stand_in, proven, ticket) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(digest.to_vec())
        .bind(account.0)
        .bind(handle)
        .bind(self.method.word())
        .bind(at.0)
        .bind(self.device.short_agent())
        .bind(keys.digest(Purpose::Agent, compared(&self.device.agent).as_bytes()).to_vec())
        .bind(self.device.network())
        .bind(acting.as_ref().map(|acting| acting.post.number.0))
        .bind(acting.as_ref().and_then(|acting| acting.stand_in).map(|number| number.0))
        .bind(i64::from(self.proven))
        .bind(ticket)
        .execute(&mut *conn)
        .await?;
        Note::own(Event::SignedIn, account).write(conn, at).await?;
        let duty = Duty::of(self.method, temporary, enrolled, self.proven);
        let known = match (self.method, duty) {
            (Method::Password, Duty::None) => self.know(conn, account, at).await?,
            _ => None,
        };
        Ok(SignedIn {
            token: self.token.clone(),
            account,
            duty,
            device: known,
            ends_at: self.people.terms.session(kind).ends_at(at, at),
        })
    }

    /// Notes the device as known; gives what the browser is to keep when it was not.
    async fn know(&self, conn: &mut AnyConnection, account: AccountId, at: Moment) -> Result<Option<Secret>, Fault> {
        let given = self.device.known.as_ref();
        let known = match given {
            Some(given) => device_known(conn, &self.people.keys, account, given).await?,
            None => false,
        };
        let kept = given.filter(|_| known).unwrap_or(&self.device_token);
        sqlx::query(
            "INSERT INTO known_devices (device_digest, account, seen_at) VALUES ($1, $2, $3) \
             ON CONFLICT (device_digest) DO UPDATE SET seen_at = excluded.seen_at",
        )
        .bind(device_digest(&self.people.keys, account, kept).to_vec())
        .bind(account.0)
        .bind(at.0)
        .execute(conn)
        .await?;
        Ok((!known).then(|| self.device_token.clone()))
    }
}

/// What a session's ticket is bound to.
pub(super) fn ticket_context(handle: &str) -> String {
    format!("people/session/{handle}/ticket")
}

/// Longest device token that is looked at.
const LONGEST: usize = 64;

fn device_digest(keys: &Keys, account: AccountId, token: &Secret) -> Digest {
    keys.digest(Purpose::KnownDevice, format!("{account}/{}", token.as_str()).as_bytes())
}

/// Whether somebody signed in as this account on this device before, with all that was asked.
pub(crate) async fn device_known(
    conn: &mut AnyConnection,
    keys: &Keys,
    account: AccountId,
    token: &Secret,
) -> Result<bool, Fault> {
    if token.as_str().len() > LONGEST {
        return Ok(false);
    }
    let find = sqlx::query("SELECT seen_at FROM known_devices WHERE device_digest = $1");
    Ok(find.bind(device_digest(keys, account, token).to_vec()).fetch_optional(conn).await?.is_some())
}

/// Forgets the devices of an account; gives whether there were any.
pub(crate) async fn forget_devices(conn: &mut AnyConnection, account: AccountId) -> Result<bool, Fault> {
    let delete = sqlx::query("DELETE FROM known_devices WHERE account = $1").bind(account.0);
    Ok(delete.execute(conn).await?.rows_affected() > 0)
}
