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

/// Entries turned into letters in one transaction.
const BATCH: i64 = 200;
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

struct Write<'a> {
    follower: &'a Follower,
    court: CourtId,
    range: (i64, i64),
    fresh: &'a [Fresh],
    at: Moment,
}

impl Work for Write<'_> {
    type Output = bool;
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<bool, StoreError> {
        if !self.follower.advance(conn, self.court, self.range).await? {
            return Ok(false);
        }
        for letter in self.fresh {
            put(conn, letter, self.at).await?;
        }
        Ok(true)
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
        let mut written = 0;
        for end in self.0.docket.log_ends().await? {
            while let Some(more) = self.step(end.court, end.size, at).await? {
                written += more;
            }
        }
        if written > 0 {
            self.changed();
        }
        Ok(written)
    }

    /// One transaction's worth; none when the court's log has been read up to `size`.
    async fn step(&self, court: CourtId, size: i64, at: Moment) -> Result<Option<usize>, StoreError> {
        let seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner).get(&court).copied().unwrap_or_default();
        if seen.to >= size {
            return Ok(None);
        }
        let follower = self.0.docket.follower(FOLLOWER);
        let from = follower.position(court).await?;
        let after = if seen.stuck { from } else { seen.to.max(from) };
        let entries = self.0.docket.entries_of_hands(court, (after, size), BATCH).await?;
        let full = i64::try_from(entries.len()).unwrap_or(BATCH) >= BATCH;
        let to = entries.last().filter(|_| full).map_or(size, |last| last.position);
        let mut fresh = Vec::new();
        for entry in &entries {
            match self.of(entry, at).await? {
                Ok(letters) => fresh.extend(letters),
                Err(fault) => {
                    self.write(&follower, court, (from, entry.position - 1), &fresh, at).await?;
                    tracing::error!(court = court.0, position = entry.position, %fault, "no letters from this entry on");
                    follower.stop(court, entry.position - 1, fault).await?;
                    self.look_past(court, Seen { to: size, stuck: true });
                    return Ok(None);
                }
            }
        }
        let writes = !fresh.is_empty() || to - from >= WRITTEN_EVERY;
        if writes && !self.write(&follower, court, (from, to), &fresh, at).await? {
            return Ok(Some(0)); // another process was quicker: from where it came to
        }
        self.look_past(court, Seen { to, stuck: false });
        Ok(Some(fresh.len()))
    }

    fn look_past(&self, court: CourtId, seen: Seen) {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(court, seen);
    }

    async fn write(
        &self,
        follower: &Follower,
        court: CourtId,
        range: (i64, i64),
        fresh: &[Fresh],
        at: Moment,
    ) -> Result<bool, StoreError> {
        self.0.docket.work(&mut Write { follower, court, range, fresh, at }).await
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
