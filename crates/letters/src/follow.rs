//! The follower: entries of matters with hands become letters, stored together with how far the log was read, so that no
//! letter is written twice and none is left out, whatever ends the process.

use std::sync::PoisonError;

use docket::entry::Entry;
use docket::store::{Docket, Follower, StoreError, Work};
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use law::life::event::Event;
use people::AccountId;
use sqlx::AnyConnection;

use crate::letter::{Channel, Key, State};
use crate::subject::Subject;
use crate::{FOLLOWER, Letters};

/// Entries of a court turned into letters in one transaction.
const BATCH: i64 = 200;
/// Courts whose letters are written in one transaction.
const COURTS: usize = 16;
/// What was entered longer ago is told in the inbox alone: whoever connects a mail server does not flood people with the past.
const STALE_MS: i64 = 3 * 24 * 60 * 60 * 1000;
/// Entries that concern nobody's letters are passed over in memory; how far is written down after so many.
const WRITTEN_EVERY: i64 = 2_000;

/// How far a log was looked at by this process; what is stored may lag behind it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    to: i64,
    /// It stands before an entry that cannot be read, and looks again when the log grows.
    stuck: bool,
}

/// A letter to be written.
#[derive(Debug, Clone)]
struct Fresh {
    key: Key,
    stream: Stream,
    subject: Subject,
    due: Option<Day>,
    told_at: Moment,
}

/// What a court's log gained, as letters, and how far it was read for them.
#[derive(Debug)]
struct Part {
    court: CourtId,
    range: (i64, i64),
    fresh: Vec<Fresh>,
    /// More may follow in this court.
    full: bool,
    /// Why the entry after it has no letters.
    fault: Option<String>,
    /// What to remember of the log then.
    seen: Seen,
}

impl Part {
    /// Whether it is worth a transaction.
    fn tells(&self) -> bool {
        let (from, to) = self.range;
        !self.fresh.is_empty() || self.fault.is_some() || to - from >= WRITTEN_EVERY
    }
}

struct Write<'a> {
    follower: &'a Follower,
    parts: &'a [Part],
    at: Moment,
}

impl Work for Write<'_> {
    /// Of each part whether it was written: of one that was not, another process was quicker.
    type Output = Vec<bool>;
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<Vec<bool>, StoreError> {
        let mut written = Vec::with_capacity(self.parts.len());
        for part in self.parts {
            let own = self.follower.advance(conn, part.court, part.range).await?;
            for letter in part.fresh.iter().filter(|_| own) {
                put(conn, letter, self.at).await?;
            }
            written.push(own);
        }
        Ok(written)
    }
}

/// Writes a letter down; one that is there already stays as it is.
async fn put(conn: &mut AnyConnection, letter: &Fresh, at: Moment) -> Result<(), StoreError> {
    let inbox = letter.key.channel == Channel::Inbox;
    let state = if inbox { State::Sent } else { State::Waiting };
    sqlx::query(
        "INSERT INTO letters (court, position, account, channel, stream, subject, due, told_at, state, tries, next_at, \
         done_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11) ON CONFLICT DO NOTHING",
    )
    .bind(i64::from(letter.key.court.0))
    .bind(letter.key.position)
    .bind(letter.key.account.0)
    .bind(letter.key.channel.word())
    .bind(letter.stream.0)
    .bind(letter.subject.word())
    .bind(letter.due.map(|due| i64::from(due.0)))
    .bind(letter.told_at.0)
    .bind(state.word())
    .bind((!inbox).then_some(at.0))
    .bind(inbox.then_some(at.0))
    .execute(conn)
    .await?;
    Ok(())
}

impl Letters {
    /// Writes the letters of what the logs gained; gives how many. An entry that cannot be read stops the letters of its
    /// court before it, and is named where [`Letters::standing`] is asked.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn follow(&self, at: Moment) -> Result<usize, StoreError> {
        let follower = self.0.docket.follower(FOLLOWER);
        let mut written = 0;
        let mut parts = Vec::new();
        for end in self.0.docket.log_ends().await? {
            while let Some(part) = self.part(&follower, end.court, end.size, at).await? {
                let full = part.full;
                match part.tells() {
                    true => parts.push(part),
                    false => self.look_past(part.court, part.seen),
                }
                if full || parts.len() >= COURTS {
                    written += self.write(&follower, &mut parts, at).await?;
                }
                if !full {
                    break;
                }
            }
        }
        written += self.write(&follower, &mut parts, at).await?;
        if written > 0 {
            self.changed();
        }
        Ok(written)
    }

    /// The next part of a court's log; none when it has been read up to `size`.
    async fn part(
        &self,
        follower: &Follower,
        court: CourtId,
        size: i64,
        at: Moment,
    ) -> Result<Option<Part>, StoreError> {
        let seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner).get(&court).copied().unwrap_or_default();
        if seen.to >= size {
            return Ok(None);
        }
        let from = follower.position(court).await?;
        let after = if seen.stuck { from } else { seen.to.max(from) };
        let entries = self.0.docket.entries_of_hands(court, (after, size), BATCH).await?;
        let full = i64::try_from(entries.len()).unwrap_or(BATCH) >= BATCH;
        let to = entries.last().filter(|_| full).map_or(size, |last| last.position);
        let seen = Seen { to, stuck: false };
        let mut part = Part { court, range: (from, to), fresh: Vec::new(), full, fault: None, seen };
        for entry in &entries {
            match self.of(entry, at).await? {
                Ok(letters) => part.fresh.extend(letters),
                Err(fault) => {
                    tracing::error!(court = court.0, position = entry.position, %fault, "no letters from this entry on");
                    return Ok(Some(Part {
                        range: (from, entry.position - 1),
                        full: false,
                        fault: Some(fault),
                        seen: Seen { to: size, stuck: true },
                        ..part
                    }));
                }
            }
        }
        Ok(Some(part))
    }

    fn look_past(&self, court: CourtId, seen: Seen) {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(court, seen);
    }

    /// Writes parts of several courts in one transaction; gives how many letters. A file has one writer, and each
    /// transaction holds up those who file.
    async fn write(&self, follower: &Follower, parts: &mut Vec<Part>, at: Moment) -> Result<usize, StoreError> {
        let parts = std::mem::take(parts);
        if parts.is_empty() {
            return Ok(0);
        }
        let own = self.0.docket.work(&mut Write { follower, parts: &parts, at }).await?;
        let mut written = 0;
        for part in parts.into_iter().zip(own).filter_map(|(part, own)| own.then_some(part)) {
            written += part.fresh.len();
            if let Some(fault) = part.fault {
                follower.stop(part.court, part.range.1, fault).await?;
            }
            self.look_past(part.court, part.seen);
        }
        Ok(written)
    }

    /// The letters of an entry, to every account that acts in its matter; a sentence when it cannot be read.
    async fn of(&self, entry: &Entry, at: Moment) -> Result<Result<Vec<Fresh>, String>, StoreError> {
        let event = match Event::read(&entry.kind, &entry.body) {
            Ok(event) => event,
            Err(fault) => return Ok(Err(fault.to_string())),
        };
        let before = assigned_before(&self.0.docket, entry, &event).await?;
        let on = entry.recorded_at.day();
        let Some((subject, due)) = Subject::of(&event, before, on) else { return Ok(Ok(Vec::new())) };
        let hands = self.0.docket.hands(entry.court, entry.stream).await?;
        let channels: Vec<Channel> = std::iter::once(Channel::Inbox)
            .chain(self.channels().filter(|_| entry.recorded_at.0.saturating_add(STALE_MS) > at.0))
            .collect();
        let fresh = hands.iter().flat_map(|hand| {
            channels.iter().map(|channel| Fresh {
                key: Key {
                    court: entry.court,
                    position: entry.position,
                    account: AccountId(i64::from(hand.account)),
                    channel: *channel,
                },
                stream: entry.stream,
                subject,
                due,
                told_at: entry.recorded_at,
            })
        });
        Ok(Ok(fresh.collect()))
    }
}

/// Whether the matter had a judge before an assignment.
async fn assigned_before(docket: &Docket, entry: &Entry, event: &Event) -> Result<bool, StoreError> {
    if !matches!(event, Event::Assigned(_)) {
        return Ok(false);
    }
    let past = docket.stream(entry.court, entry.stream).await?;
    Ok(past.iter().any(|one| one.position < entry.position && one.kind == entry.kind))
}
