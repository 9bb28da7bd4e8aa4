//! The notice board (公告栏) of courts and the portal: what hangs there, from when until when. A notice is no entry of a log.

use std::fmt;
use std::sync::LazyLock;

use docket::store::{Docket, Fault, StoreError, Work};
use law::court;
use law::day::{Day, Moment};
use law::ids::CourtId;
use serde::Deserialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

/// Characters of a title at most.
const TITLE_LONGEST: usize = 60;
/// Characters of a text at most.
const TEXT_LONGEST: usize = 5_000;
/// Characters of what a picture shows, at most.
const ALT_LONGEST: usize = 200;
/// Notices a court's own list holds at most.
const MOST: i64 = 100;

/// The whole province's board, not one court's.
pub const PORTAL: CourtId = CourtId(0);

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its number on the board.
    pub number: i64,
    /// The court; [`PORTAL`] for all.
    pub court: CourtId,
    /// Account that hung it up; 0 for those the board begins with.
    pub author: u32,
    /// Title.
    pub title: String,
    /// Text, paragraphs parted by empty lines.
    pub text: String,
    /// Digest of a picture among the files.
    pub picture: Option<String>,
    /// What the picture shows, in words.
    pub picture_alt: Option<String>,
    /// From this day.
    pub from: Day,
    /// To the end of this day.
    pub until: Option<Day>,
    /// When it was taken down.
    pub withdrawn: Option<Moment>,
}

impl Notice {
    /// Who speaks in it: the court's name, or all courts'.
    pub fn by(&self) -> &'static str {
        court::court(self.court).map_or("全省法院", |court| court.name)
    }

    /// Whether it hangs on a day.
    pub fn hangs(&self, day: Day) -> bool {
        self.withdrawn.is_none() && self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Why a notice was not hung up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeFault {
    /// Fields that are wrong, each with a sentence.
    Wrong(Vec<(&'static str, String)>),
    /// There is no such notice of this court.
    NotFound,
    /// Storage failed.
    Store(StoreError),
}

impl fmt::Display for NoticeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoticeFault::Wrong(fields) => {
                let all: Vec<&str> = fields.iter().map(|(_, sentence)| sentence.as_str()).collect();
                f.write_str(&all.join("；"))
            }
            NoticeFault::NotFound => f.write_str("没有这则公告，或者它已经撤下"),
            NoticeFault::Store(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for NoticeFault {}

impl From<StoreError> for NoticeFault {
    fn from(cause: StoreError) -> NoticeFault {
        NoticeFault::Store(cause)
    }
}

impl From<sqlx::Error> for NoticeFault {
    fn from(cause: sqlx::Error) -> NoticeFault {
        NoticeFault::Store(cause.into())
    }
}

impl Fault for NoticeFault {
    fn contended(&self) -> bool {
        matches!(self, NoticeFault::Store(cause) if cause.contended())
    }
    fn settled(self) -> NoticeFault {
        match self {
            NoticeFault::Store(cause) => NoticeFault::Store(cause.settled()),
            other => other,
        }
    }
}

/// Everything wrong with a notice, each by its field.
pub fn faults(notice: &Notice) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    let title = notice.title.trim();
    if title.is_empty() || title.chars().count() > TITLE_LONGEST {
        wrong.push(("title", format!("标题应当有 1 至 {TITLE_LONGEST} 个字")));
    }
    if notice.text.trim().is_empty() || notice.text.chars().count() > TEXT_LONGEST {
        wrong.push(("text", format!("正文应当有 1 至 {TEXT_LONGEST} 个字")));
    }
    let hidden = |text: &str| text.chars().any(|c| (c.is_control() && !matches!(c, '\n' | '\r')) || turns(c));
    if hidden(&notice.title) || hidden(&notice.text) {
        wrong.push(("text", "标题或者正文含有看不见的控制字符，请删去后重新填写".to_owned()));
    }
    if notice.until.is_some_and(|until| until < notice.from) {
        wrong.push(("until", "撤下日期不能早于张贴日期".to_owned()));
    }
    if notice.court != PORTAL && court::court(notice.court).is_none() {
        wrong.push(("court", "法院名录中没有这个法院".to_owned()));
    }
    wrong
}

/// Marks that turn a line round or have no width.
const fn turns(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A notice the board begins with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct First {
    title: String,
    body: String,
    from: Day,
    until: Option<Day>,
    /// What its drawing shows, in words.
    drawing: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Firsts {
    notice: Vec<First>,
}

static FIRSTS: LazyLock<Vec<Notice>> = LazyLock::new(|| {
    let read: Result<Firsts, _> = toml::from_str(include_str!("../../../data/notices.toml"));
    let firsts = read.map_or_else(|_| Vec::new(), |firsts| firsts.notice);
    let notice = |(first, number): (First, i64)| Notice {
        number,
        court: PORTAL,
        author: 0,
        title: first.title,
        text: first.body.trim().to_owned(),
        picture: None,
        picture_alt: Some(first.drawing),
        from: first.from,
        until: first.until,
        withdrawn: None,
    };
    firsts.into_iter().zip(1..).map(notice).collect()
});

/// Drawings of the notices every board begins with, in their order; made for them, in strokes of the page's own colour.
const DRAWINGS: [&str; 1] = [include_str!("../../../data/notices/winter-health.svg")];

/// The drawing of a notice the board begins with, as SVG, and what it shows in words.
pub fn drawing(notice: &Notice) -> Option<(&'static str, &'static str)> {
    let own = notice.court == PORTAL && notice.author == 0;
    let first = FIRSTS.iter().find(|first| own && first.number == notice.number)?;
    let at = usize::try_from(first.number).ok()?.checked_sub(1)?;
    Some((DRAWINGS.get(at)?, first.picture_alt.as_deref()?))
}

const COLUMNS: &str = "notice, court, author, title, body, picture, from_day, until_day, withdrawn_at, picture_alt";

/// The board.
#[derive(Debug, Clone)]
pub struct Board {
    docket: Docket,
}

impl Board {
    /// The board kept in this docket.
    pub const fn new(docket: Docket) -> Board {
        Board { docket }
    }

    /// Hangs up what every board begins with, once.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn begin(&self) -> Result<(), NoticeFault> {
        for notice in FIRSTS.iter() {
            self.docket.work(&mut Put { notice, first: true }).await?;
        }
        Ok(())
    }

    /// Notices that hang on a day, the newest first: every court's, or one court's and those for all. So many are passed
    /// over, and so many follow at most.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn hanging(
        &self,
        court: Option<CourtId>,
        day: Day,
        (skip, take): (i64, i64),
    ) -> Result<Vec<Notice>, NoticeFault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM notices WHERE ($1 < 0 OR court = $1 OR court = 0) AND from_day <= $2 \
             AND (until_day IS NULL OR until_day >= $2) AND withdrawn_at IS NULL \
             ORDER BY from_day DESC, notice DESC LIMIT $3 OFFSET $4"
        );
        let query = sqlx::query(AssertSqlSafe(sql))
            .bind(court.map_or(-1, |court| i64::from(court.0)))
            .bind(i64::from(day.0))
            .bind(take)
            .bind(skip);
        query.fetch_all(self.docket.pool()).await?.iter().map(read).collect()
    }

    /// Everything a court ever hung up, the newest first.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn all(&self, court: CourtId) -> Result<Vec<Notice>, NoticeFault> {
        let sql = format!("SELECT {COLUMNS} FROM notices WHERE court = $1 ORDER BY notice DESC LIMIT {MOST}");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0));
        query.fetch_all(self.docket.pool()).await?.iter().map(read).collect()
    }

    /// One notice.
    ///
    /// # Errors
    /// [`NoticeFault::NotFound`]; the engine's own.
    pub async fn one(&self, number: i64) -> Result<Notice, NoticeFault> {
        let sql = format!("SELECT {COLUMNS} FROM notices WHERE notice = $1");
        let found = sqlx::query(AssertSqlSafe(sql)).bind(number).fetch_optional(self.docket.pool()).await?;
        found.as_ref().map_or(Err(NoticeFault::NotFound), read)
    }

    /// Hangs up a notice; gives its number.
    ///
    /// # Errors
    /// [`NoticeFault::Wrong`] with everything wrong; the engine's own.
    pub async fn hang(&self, notice: &Notice) -> Result<i64, NoticeFault> {
        let wrong = faults(notice);
        if !wrong.is_empty() {
            return Err(NoticeFault::Wrong(wrong));
        }
        self.docket.work(&mut Put { notice, first: false }).await
    }

    /// Gives a notice of a court its picture: the digest of a kept file, and what it shows in words.
    ///
    /// # Errors
    /// [`NoticeFault::Wrong`]; [`NoticeFault::NotFound`]; the engine's own.
    pub async fn set_picture(&self, court: CourtId, number: i64, digest: &str, alt: &str) -> Result<(), NoticeFault> {
        let alt = alt.trim();
        if alt.is_empty() || alt.chars().count() > ALT_LONGEST || alt.chars().any(|c| c.is_control() || turns(c)) {
            let sentence = format!("请用 1 至 {ALT_LONGEST} 个字说明图片的内容，读给看不见的人听；不能含有控制字符");
            return Err(NoticeFault::Wrong(vec![("alt", sentence)]));
        }
        let done = sqlx::query(
            "UPDATE notices SET picture = $3, picture_alt = $4 \
             WHERE notice = $1 AND court = $2 AND withdrawn_at IS NULL",
        )
        .bind(number)
        .bind(i64::from(court.0))
        .bind(digest)
        .bind(alt)
        .execute(self.docket.pool())
        .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(NoticeFault::NotFound) }
    }

    /// Takes a notice of a court down; it stays readable under its number.
    ///
    /// # Errors
    /// [`NoticeFault::NotFound`]; the engine's own.
    pub async fn take_down(&self, court: CourtId, number: i64, at: Moment) -> Result<(), NoticeFault> {
        let done = sqlx::query(
            "UPDATE notices SET withdrawn_at = $3 WHERE notice = $1 AND court = $2 AND withdrawn_at IS NULL",
        )
        .bind(number)
        .bind(i64::from(court.0))
        .bind(at.0)
        .execute(self.docket.pool())
        .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(NoticeFault::NotFound) }
    }
}

struct Put<'a> {
    notice: &'a Notice,
    first: bool,
}

impl Work for Put<'_> {
    type Output = i64;
    type Error = NoticeFault;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<i64, NoticeFault> {
        let notice = self.notice;
        let number = if self.first {
            notice.number
        } else {
            let row = sqlx::query("SELECT COALESCE(MAX(notice), 0) + 1 FROM notices").fetch_one(&mut *conn).await?;
            row.try_get(0)?
        };
        let sql = format!(
            "INSERT INTO notices ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9) ON CONFLICT DO NOTHING"
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(number)
            .bind(i64::from(notice.court.0))
            .bind(i64::from(notice.author))
            .bind(notice.title.trim())
            .bind(notice.text.trim())
            .bind(notice.picture.as_deref())
            .bind(i64::from(notice.from.0))
            .bind(notice.until.map(|day| i64::from(day.0)))
            .bind(notice.picture_alt.as_deref())
            .execute(conn)
            .await?;
        Ok(number)
    }
}

fn read(row: &AnyRow) -> Result<Notice, NoticeFault> {
    let day = |n: i64| Day(i32::try_from(n).unwrap_or(i32::MAX));
    Ok(Notice {
        number: row.try_get(0)?,
        court: CourtId(u16::try_from(row.try_get::<i64, _>(1)?).unwrap_or(0)),
        author: u32::try_from(row.try_get::<i64, _>(2)?).unwrap_or(0),
        title: row.try_get(3)?,
        text: row.try_get(4)?,
        picture: row.try_get(5)?,
        from: day(row.try_get(6)?),
        until: row.try_get::<Option<i64>, _>(7)?.map(day),
        withdrawn: row.try_get::<Option<i64>, _>(8)?.map(Moment),
        picture_alt: row.try_get(9)?,
    })
}
