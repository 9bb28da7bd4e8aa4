//! The journal of a hearing: what happened, act by act, each bound to all before it by a digest.

use docket::digest::{sm3, to_hex};
use docket::store::Work;
use law::day::Moment;
use law::hearing::{Event, Person};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row};

use super::{Acted, Head, HearingFault, HearingId, Hearings, begins, written};

/// An act as it is sealed; fields in the order of their names.
#[derive(Serialize, Deserialize)]
struct Line {
    act: i64,
    at: i64,
    by: u16,
    event: Event,
}

/// Words a list shows of a hearing.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Of its phase.
    pub phase: &'static str,
    /// Of its broadcast.
    pub broadcast: &'static str,
}

fn link(before: &str, line: &str) -> String {
    to_hex(&sm3(format!("{before}\n{line}").as_bytes()))
}

impl Hearings {
    /// Everything that happened at a hearing, in order.
    ///
    /// # Errors
    /// [`HearingFault::Broken`] where it does not agree with its digests; [`HearingFault::NotFound`]; the engine's own.
    pub async fn journal(&self, id: HearingId) -> Result<(Head, Vec<Acted>), HearingFault> {
        let kept = self.one(id).await?.ok_or(HearingFault::NotFound)?;
        let rows = sqlx::query(
            "SELECT act, sealed, chain FROM hearing_acts WHERE court = $1 AND stream = $2 AND nth = $3 ORDER BY act",
        )
        .bind(id.court())
        .bind(id.stream.0)
        .bind(id.nth)
        .fetch_all(self.docket.pool())
        .await?;
        let (_, mut chain) = begins(&kept.opening)?;
        let mut acts = Vec::with_capacity(rows.len());
        for (row, act) in rows.iter().zip(1_i64..) {
            let (sealed, told): (String, String) = (row.try_get(1)?, row.try_get(2)?);
            let text = self.unseal(id, "act", &sealed)?;
            chain = link(&chain, &text);
            let line: Line = serde_json::from_str(&text).map_err(|_| HearingFault::Broken)?;
            if told != chain || line.act != act || row.try_get::<i64, _>(0)? != act {
                return Err(HearingFault::Broken);
            }
            acts.push(Acted { by: Person(line.by), at: Moment(line.at), event: line.event });
        }
        if kept.head.acts != i64::try_from(acts.len()).unwrap_or(i64::MAX) || kept.head.chain != chain {
            return Err(HearingFault::Broken);
        }
        Ok((kept.head, acts))
    }

    /// Adds what happened to a journal that is as far as `head`.
    ///
    /// # Errors
    /// [`HearingFault::Moved`] when it is further; the engine's own.
    pub async fn add(
        &self,
        id: HearingId,
        head: &Head,
        acts: &[Acted],
        standing: Standing,
    ) -> Result<Head, HearingFault> {
        let mut head = head.clone();
        let before = head.acts;
        let mut rows = Vec::with_capacity(acts.len());
        for acted in acts {
            head.acts += 1;
            let line = Line { act: head.acts, at: acted.at.0, by: acted.by.0, event: acted.event.clone() };
            let text = written(&line)?;
            head.chain = link(&head.chain, &text);
            rows.push((head.acts, acted, self.seal(id, "act", &text)?, head.chain.clone()));
        }
        self.docket.work(&mut Add { id, before, head: &head, rows: &rows, standing }).await?;
        Ok(head)
    }
}

struct Add<'a> {
    id: HearingId,
    before: i64,
    head: &'a Head,
    rows: &'a [(i64, &'a Acted, String, String)],
    standing: Standing,
}

impl Work for Add<'_> {
    type Output = ();
    type Error = HearingFault;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<(), HearingFault> {
        let id = self.id;
        let done = sqlx::query(
            "UPDATE hearings SET acts = $4, chain = $5, phase = $6, broadcast = $7 \
             WHERE court = $1 AND stream = $2 AND nth = $3 AND acts = $8",
        )
        .bind(id.court())
        .bind(id.stream.0)
        .bind(id.nth)
        .bind(self.head.acts)
        .bind(self.head.chain.as_str())
        .bind(self.standing.phase)
        .bind(self.standing.broadcast)
        .bind(self.before)
        .execute(&mut *conn)
        .await?;
        if done.rows_affected() != 1 {
            return Err(HearingFault::Moved);
        }
        for (act, acted, sealed, chain) in self.rows {
            sqlx::query(
                "INSERT INTO hearing_acts (court, stream, nth, act, person, happened_at, sealed, chain) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(id.court())
            .bind(id.stream.0)
            .bind(id.nth)
            .bind(*act)
            .bind(i64::from(acted.by.0))
            .bind(acted.at.0)
            .bind(sealed.as_str())
            .bind(chain.as_str())
            .execute(&mut *conn)
            .await?;
        }
        Ok(())
    }
}
