//! Staff choose which of their posts they act in.

use law::day::Moment;

use super::start::token_digest;
use crate::fault::Fault;
use crate::journal::{Event, Note};
use crate::post::{self, Acting, PostId, StandInId};
use crate::{People, rows};

impl People {
    /// Acts from now on in this post, one's own or, with `stand_in`, another's. The post must be held that day.
    ///
    /// # Errors
    /// [`Fault::Expired`] without such a session; [`Fault::Refused`] when the post is not held;
    /// the storage's own.
    pub async fn choose_post(
        &self,
        token: &str,
        number: PostId,
        stand_in: Option<StandInId>,
        at: Moment,
    ) -> Result<Acting, Fault> {
        let digest = token_digest(token).to_vec();
        self.work(move |conn, _| {
            let digest = digest.clone();
            Box::pin(async move {
                let row = sqlx::query("SELECT account FROM sessions WHERE token_digest = $1").bind(digest.clone());
                let row = row.fetch_optional(&mut *conn).await?.ok_or(Fault::Expired)?;
                let account = rows::account(&row, "account")?;
                let held = post::acting_at(conn, account, at.day()).await?;
                let chosen = held.into_iter().find(|held| held.post.number == number && held.stand_in == stand_in);
                let chosen = chosen.ok_or_else(|| Fault::field("post", "您今天不担任该职务，请从列表中另选。"))?;
                let set = sqlx::query("UPDATE sessions SET post = $2, stand_in = $3 WHERE token_digest = $1");
                let set = set.bind(digest).bind(number.0).bind(stand_in.map(|number| number.0));
                set.execute(&mut *conn).await?;
                Note::own(Event::PostChosen, account).about(number.0).write(conn, at).await?;
                Ok(chosen)
            })
        })
        .await
    }
}
