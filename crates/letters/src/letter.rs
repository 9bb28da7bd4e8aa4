//! A letter (通知): who is told of which entry, by which channel, and how far it got.

use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use law::words;
use people::AccountId;

use crate::subject::Subject;

words! {
    /// By which way somebody is told.
    Channel {
        Inbox = "inbox", "站内信";
        Mail = "mail", "电子邮件";
        Sms = "sms", "短信";
    }
}

words! {
    /// How far a letter got.
    State {
        Waiting = "waiting", "等待发送";
        Sending = "sending", "正在发送";
        Sent = "sent", "已发出";
        Failed = "failed", "发送失败";
        Skipped = "skipped", "没有发送";
    }
}

/// What a letter is known by, whatever happens: nobody is told twice of an entry by the same channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Court of the entry.
    pub court: CourtId,
    /// Its position.
    pub position: i64,
    /// Who is told.
    pub account: AccountId,
    /// By which channel.
    pub channel: Channel,
}

impl Key {
    /// The same text for the same letter, from which nobody can tell whose it is; mail carries it as its Message-ID and a
    /// gateway as `{id}`, so that a letter sent again can be known for the same.
    pub fn id(&self) -> String {
        let text = format!("{}/{}/{}/{}", self.court.0, self.position, self.account.0, self.channel.word());
        let digest = docket::digest::sm3(&[b"mingjing letter\0", text.as_bytes()].concat());
        hex::encode(digest.first_chunk::<16>().unwrap_or(&[0; 16]))
    }
}

/// A letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// What it is known by.
    pub key: Key,
    /// The matter.
    pub stream: Stream,
    /// What it is about.
    pub subject: Subject,
    /// The day something is to be done by, or happens.
    pub due: Option<Day>,
    /// When the entry was recorded.
    pub told_at: Moment,
    /// When it was first opened in the inbox.
    pub read_at: Option<Moment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_has_one_id_and_no_other_has_it() {
        let key =
            |position, account, channel| Key { court: CourtId(3), position, account: AccountId(account), channel };
        let one = key(7, 1_000_001, Channel::Mail);
        assert_eq!(one.id(), key(7, 1_000_001, Channel::Mail).id());
        assert_eq!(one.id().len(), 32);
        for other in
            [key(8, 1_000_001, Channel::Mail), key(7, 1_000_002, Channel::Mail), key(7, 1_000_001, Channel::Sms)]
        {
            assert_ne!(one.id(), other.id());
        }
    }

    #[test]
    fn words_read_back() {
        for channel in Channel::ALL {
            assert_eq!(Channel::parse(channel.word()), Some(*channel));
        }
        for state in State::ALL {
            assert_eq!(State::parse(state.word()), Some(*state));
        }
        assert_eq!(Channel::parse("pigeon"), None);
    }
}
