//! The sender: takes letters that wait, sends each by its channel, records what came of it. A letter is recorded after it
//! was sent, so a process that ends between the two sends it once more, under the same id; none is lost.

use docket::store::StoreError;
use law::day::Moment;
use people::account::Contact;
use people::{AccountId, Fault};
use tokio::task::JoinSet;

use crate::Letters;
use crate::calendar::{Entry, calendar};
use crate::letter::{Channel, Letter, State};
use crate::outbox::Taken;
use crate::text;

/// Letters taken at a time; as many are under way at once.
const AT_ONCE: i64 = 16;

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It left the house.
    Sent,
    /// Not now; says why. It names no address.
    Later(String),
    /// Never; says why.
    Never(String),
    /// It is not wanted, or there is nowhere to send it; says which.
    Skipped(String),
}

/// What a round of sending came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Round {
    /// Left the house.
    pub sent: usize,
    /// To be tried again.
    pub waiting: usize,
    /// Given up.
    pub failed: usize,
    /// Not wanted, or nowhere to go.
    pub skipped: usize,
}

impl Letters {
    /// Sends what is due, at most a round's worth, and records what came of each.
    ///
    /// # Errors
    /// The storage's own; what a server or a gateway says is recorded and no error.
    pub async fn send(&self, at: Moment) -> Result<Round, StoreError> {
        let mut under_way = JoinSet::new();
        for taken in self.take(at, AT_ONCE).await? {
            let letters = self.clone();
            under_way.spawn(async move {
                let outcome = match letters.deliver(&taken, at).await {
                    Err(StoreError::Missing(why) | StoreError::Damaged(why)) => Outcome::Later(why),
                    other => other?,
                };
                letters.record(taken, &outcome, at).await
            });
        }
        let mut round = Round::default();
        while let Some(done) = under_way.join_next().await {
            match done.map_err(|cause| StoreError::Failed(cause.to_string()))?? {
                State::Sent => round.sent += 1,
                State::Waiting | State::Sending => round.waiting += 1,
                State::Failed => round.failed += 1,
                State::Skipped => round.skipped += 1,
            }
        }
        Ok(round)
    }

    async fn deliver(&self, taken: &Taken, at: Moment) -> Result<Outcome, StoreError> {
        let letter = &taken.letter;
        let wants = self.wants(letter.key.account).await?;
        let contact = match self.reached(letter.key.account).await {
            Ok(contact) => contact,
            Err(Fault::NotFound) => return Ok(Outcome::Skipped("没有这个账号".to_owned())),
            Err(Fault::Store(fault)) => return Err(fault),
            Err(other) => return Ok(Outcome::Later(other.to_string())),
        };
        match letter.key.channel {
            Channel::Inbox => Ok(Outcome::Sent),
            Channel::Mail if !wants.mail => Ok(Outcome::Skipped("本人不要邮件".to_owned())),
            Channel::Sms if !wants.sms => Ok(Outcome::Skipped("本人不要短信".to_owned())),
            Channel::Mail => match contact.email {
                Some(to) => self.by_mail(&to, letter, at).await,
                None => Ok(Outcome::Skipped("没有登记邮箱".to_owned())),
            },
            Channel::Sms => match contact.phone {
                Some(to) => self.by_sms(&to, letter).await,
                None => Ok(Outcome::Skipped("没有登记手机".to_owned())),
            },
        }
    }

    /// How somebody is reached: a minor through the guardian, where they have no address of their own (民法典 art. 23).
    async fn reached(&self, account: AccountId) -> Result<Contact, Fault> {
        let own = self.0.people.contact(account).await?;
        if own.phone.is_some() && own.email.is_some() {
            return Ok(own);
        }
        let guardian = self.0.people.account(account).await?.and_then(|account| account.guardian);
        let Some(guardian) = guardian else { return Ok(own) };
        let theirs = self.0.people.contact(guardian).await?;
        Ok(Contact { phone: own.phone.or(theirs.phone), email: own.email.or(theirs.email) })
    }

    async fn by_mail(&self, to: &str, letter: &Letter, at: Moment) -> Result<Outcome, StoreError> {
        let Some(mail) = &self.0.mail else {
            return Ok(Outcome::Later("现在没有设置邮件服务器".to_owned()));
        };
        let words = self.words(letter).await?;
        let base = self.0.settings.base_url.as_str();
        let day = Entry::of(letter, &words, base, &self.0.settings.host());
        let outgoing = text::mail(letter, &words, base, day.map(|day| calendar(&[day])));
        Ok(mail.send(to, &outgoing, at).await)
    }

    async fn by_sms(&self, to: &str, letter: &Letter) -> Result<Outcome, StoreError> {
        let Some(gateway) = &self.0.sms else { return Ok(Outcome::Later("现在没有设置短信网关".to_owned())) };
        let words = self.words(letter).await?;
        Ok(gateway.send(to, &text::sms(letter, &words, &self.0.settings.base_url)).await)
    }
}
