//! Somebody new on the staff: account, first post and temporary password, all or nothing.

use law::day::Moment;

use super::{AccountId, Draft, create};
use crate::People;
use crate::draw::{self, Draw};
use crate::fault::Fault;
use crate::journal::{Event, Note};
use crate::post::{self, PostDraft};
use crate::signing::{LETTERS, PasswordHash, Temporary, apart, password};

impl People {
    /// Makes an account of the staff with its first post; whoever signs in with the temporary password must change it and
    /// enrol a second factor. The post's `account` is filled in here.
    ///
    /// # Errors
    /// [`Fault::Refused`] with every field that is wrong; the storage's own. Nothing is made then.
    pub async fn appoint(
        &self,
        draft: &Draft,
        first: &PostDraft,
        by: AccountId,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<(AccountId, Temporary), Fault> {
        let (text, salt) = (draw::clear_text(LETTERS, draw)?, draw::bytes(draw)?);
        let (terms, own) = (self.terms.passwords.clone(), text.clone());
        let hash = apart(move || PasswordHash::salted(own.as_str(), &terms, &salt)).await?;
        let until = Moment(at.0.saturating_add(self.terms.passwords.temporary_ms));
        let hash = &hash;
        let account = self
            .work(move |conn, _| {
                Box::pin(async move {
                    let account = create::put(conn, self, None, draft, by, at).await?;
                    let first = PostDraft { account, ..first.clone() };
                    post::put(conn, &first, by, at).await?;
                    password::put(conn, account, hash, Some(until), at).await?;
                    Note::by(Event::PasswordReset, account, by).write(conn, at).await?;
                    Ok(account)
                })
            })
            .await?;
        Ok((account, Temporary { password: text, until }))
    }
}
