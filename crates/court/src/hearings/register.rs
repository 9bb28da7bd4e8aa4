//! Which hearings there are, and who holds a link to them.

use docket::digest::{sm3, to_hex};
use docket::store::Work;
use law::day::Moment;
use law::hearing::{Opening, Person};
use law::ids::{CourtId, Stream};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::{Head, HearingFault, HearingId, Hearings, begins};

/// Hearings of a list at most.
const MOST: i64 = 200;

/// A hearing as it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Which.
    pub id: HearingId,
    /// When it is planned.
    pub planned: Moment,
    /// Whether it is public.
    pub public: bool,
    /// The word of its phase.
    pub phase: String,
    /// The word of its broadcast.
    pub broadcast: String,
    /// What it starts from.
    pub opening: Opening,
    /// How far its journal is.
    pub head: Head,
    /// How often somebody began to watch it.
    pub watched: i64,
    /// The entry that seals it; none before it is closed.
    pub entry: Option<i64>,
}

/// A link into a hearing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Whose.
    pub person: Person,
    /// What the address holds.
    pub token: String,
}

const COLUMNS: &str =
    "court, stream, nth, planned, public, phase, broadcast, opening, acts, chain, watched, sealed_entry";

impl Hearings {
    /// Keeps a hearing that is to be held, with a link for everybody who takes part.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn make(
        &self,
        (court, stream): (CourtId, Stream),
        opening: &Opening,
        links: &[Link],
        (by, at): (u32, Moment),
    ) -> Result<HearingId, HearingFault> {
        let mut make = Make { hearings: self, matter: (court, stream), opening, links, by, at };
        self.docket.work(&mut make).await
    }

    /// A hearing.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn one(&self, id: HearingId) -> Result<Option<Kept>, HearingFault> {
        let sql = format!("SELECT {COLUMNS} FROM hearings WHERE court = $1 AND stream = $2 AND nth = $3");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(id.court()).bind(id.stream.0).bind(id.nth);
        query.fetch_optional(self.docket.pool()).await?.as_ref().map(|row| self.read(row)).transpose()
    }

    /// The hearings of a matter, the newest first.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn of(&self, court: CourtId, stream: Stream) -> Result<Vec<Kept>, HearingFault> {
        let sql =
            format!("SELECT {COLUMNS} FROM hearings WHERE court = $1 AND stream = $2 ORDER BY nth DESC LIMIT {MOST}");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(stream.0);
        query.fetch_all(self.docket.pool()).await?.iter().map(|row| self.read(row)).collect()
    }

    /// The hearings of a court planned from a moment on.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn planned(&self, court: CourtId, from: Moment) -> Result<Vec<Kept>, HearingFault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM hearings WHERE court = $1 AND planned >= $2 ORDER BY planned, stream, nth LIMIT {MOST}"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(from.0);
        query.fetch_all(self.docket.pool()).await?.iter().map(|row| self.read(row)).collect()
    }

    /// The hearings that are or were broadcast, the newest first.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn broadcast(&self) -> Result<Vec<Kept>, HearingFault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM hearings WHERE broadcast IN ('on', 'cut', 'closed') \
             ORDER BY planned DESC, court, stream, nth LIMIT {MOST}"
        );
        sqlx::query(AssertSqlSafe(sql)).fetch_all(self.docket.pool()).await?.iter().map(|row| self.read(row)).collect()
    }

    /// Whose link this is, and to which hearing.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn by_token(&self, token: &str) -> Result<Option<(HearingId, Person)>, HearingFault> {
        let row = sqlx::query("SELECT court, stream, nth, person FROM hearing_links WHERE token = $1")
            .bind(hidden(token))
            .fetch_optional(self.docket.pool())
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some((id_of(&row)?, person(row.try_get(3)?)?)))
    }

    /// The links of a hearing, to be handed to those who take part.
    ///
    /// # Errors
    /// [`HearingFault::Sealed`]; the engine's own.
    pub async fn links(&self, id: HearingId) -> Result<Vec<Link>, HearingFault> {
        let rows = sqlx::query(
            "SELECT person, sealed FROM hearing_links WHERE court = $1 AND stream = $2 AND nth = $3 ORDER BY person",
        )
        .bind(id.court())
        .bind(id.stream.0)
        .bind(id.nth)
        .fetch_all(self.docket.pool())
        .await?;
        let link = |row: &AnyRow| -> Result<Link, HearingFault> {
            let sealed: String = row.try_get(1)?;
            Ok(Link { person: person(row.try_get(0)?)?, token: self.unseal(id, "link", &sealed)? })
        };
        rows.iter().map(link).collect()
    }

    /// Somebody began to watch.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn watched(&self, id: HearingId) -> Result<(), HearingFault> {
        sqlx::query("UPDATE hearings SET watched = watched + 1 WHERE court = $1 AND stream = $2 AND nth = $3")
            .bind(id.court())
            .bind(id.stream.0)
            .bind(id.nth)
            .execute(self.docket.pool())
            .await?;
        Ok(())
    }

    fn read(&self, row: &AnyRow) -> Result<Kept, HearingFault> {
        let id = id_of(row)?;
        let sealed: String = row.try_get(7)?;
        let opening = self.unseal(id, "opening", &sealed)?;
        Ok(Kept {
            id,
            planned: Moment(row.try_get(3)?),
            public: row.try_get::<i64, _>(4)? != 0,
            phase: row.try_get(5)?,
            broadcast: row.try_get(6)?,
            opening: serde_json::from_str(&opening).map_err(|_| HearingFault::Broken)?,
            head: Head { acts: row.try_get(8)?, chain: row.try_get(9)? },
            watched: row.try_get(10)?,
            entry: row.try_get(11)?,
        })
    }
}

fn id_of(row: &AnyRow) -> Result<HearingId, HearingFault> {
    let court = u16::try_from(row.try_get::<i64, _>(0)?).map_err(|_| HearingFault::Broken)?;
    Ok(HearingId { court: CourtId(court), stream: Stream(row.try_get(1)?), nth: row.try_get(2)? })
}

fn person(number: i64) -> Result<Person, HearingFault> {
    u16::try_from(number).map(Person).map_err(|_| HearingFault::Broken)
}

/// A token as it is looked for: its digest.
fn hidden(token: &str) -> String {
    to_hex(&sm3(token.as_bytes()))
}

struct Make<'a> {
    hearings: &'a Hearings,
    matter: (CourtId, Stream),
    opening: &'a Opening,
    links: &'a [Link],
    by: u32,
    at: Moment,
}

impl Work for Make<'_> {
    type Output = HearingId;
    type Error = HearingFault;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<HearingId, HearingFault> {
        let (court, stream) = self.matter;
        let sql = "SELECT CAST(COALESCE(MAX(nth), 0) + 1 AS BIGINT) FROM hearings WHERE court = $1 AND stream = $2";
        let row = sqlx::query(sql).bind(i64::from(court.0)).bind(stream.0).fetch_one(&mut *conn).await?;
        let id = HearingId { court, stream, nth: row.try_get(0)? };
        let (text, chain) = begins(self.opening)?;
        sqlx::query(
            "INSERT INTO hearings (court, stream, nth, planned, public, phase, broadcast, opening, made_by, made_at, \
             acts, chain, watched) VALUES ($1, $2, $3, $4, $5, 'scheduled', 'none', $6, $7, $8, 0, $9, 0)",
        )
        .bind(id.court())
        .bind(stream.0)
        .bind(id.nth)
        .bind(self.opening.planned.0)
        .bind(i64::from(self.opening.public))
        .bind(self.hearings.seal(id, "opening", &text)?)
        .bind(i64::from(self.by))
        .bind(self.at.0)
        .bind(chain)
        .execute(&mut *conn)
        .await?;
        for link in self.links {
            sqlx::query(
                "INSERT INTO hearing_links (court, stream, nth, person, token, sealed) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(id.court())
            .bind(stream.0)
            .bind(id.nth)
            .bind(i64::from(link.person.0))
            .bind(hidden(&link.token))
            .bind(self.hearings.seal(id, "link", &link.token)?)
            .execute(&mut *conn)
            .await?;
        }
        Ok(id)
    }
}
