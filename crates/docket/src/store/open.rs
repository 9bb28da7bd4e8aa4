//! Opening a database: what is there, is it ours, is it new enough, what was left behind. It never repairs silently.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use law::ids::CourtId;
use sqlx::AnyConnection;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, AssertSqlSafe, Executor, Row};

use super::checkpoint::WRITER_COPIES;
use super::engine::{Engine, Location};
use super::error::StoreError;
use super::schema;
use super::transaction::{CONNECTIONS, Work, transact, turns};

/// What opening found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// The database was empty; its tables were made.
    pub created: bool,
    /// It was of this older version and was brought up to date.
    pub migrated_from: Option<i64>,
    /// `case_facts` had other columns and was made anew, empty.
    pub facts_remade: bool,
    /// Courts whose `case_facts` lag behind their log, with the number of entries not folded in.
    pub facts_behind: Vec<(CourtId, i64)>,
    /// Pages of SQLite's write-ahead log that the last process left behind and this one took over.
    pub wal_recovered: u64,
}

impl OpenReport {
    /// What was found as sentences for whoever starts the program; empty when all was in order.
    pub fn sentences(&self) -> Vec<String> {
        let mut out = Vec::new();
        if self.created {
            out.push("数据库为空，已建立全部数据表。".to_owned());
        }
        if let Some(version) = self.migrated_from {
            out.push(format!("数据库由版本 {version} 升级到版本 {}。", schema::NEWEST));
        }
        if self.wal_recovered > 0 {
            out.push(format!("上次运行未正常结束：预写日志中的 {} 页已接续，已确认的记录均在。", self.wal_recovered));
        }
        if self.facts_remade {
            out.push("案件事实表的列有变化，已清空待重建。".to_owned());
        }
        if !self.facts_behind.is_empty() {
            let entries: i64 = self.facts_behind.iter().map(|(_, behind)| behind).sum();
            out.push(format!("{} 个法院的案件事实表落后于日志，共 {entries} 条待补。", self.facts_behind.len()));
        }
        out
    }
}

/// Opens the pool and brings the schema up to date.
pub(crate) async fn open(location: &Location) -> Result<(AnyPool, OpenReport), StoreError> {
    sqlx::any::install_default_drivers();
    let mut report = OpenReport::default();
    if let Location::File(path) = location {
        let path = path.clone();
        report.wal_recovered = tokio::task::spawn_blocking(move || prepare_file(&path))
            .await
            .map_err(|e| StoreError::Failed(e.to_string()))??;
    }
    let pool = pool(location).await?;
    let engine = location.engine();
    migrate(&pool, engine, &mut report).await?;
    report.facts_behind = facts_behind(&pool).await?;
    Ok((pool, report))
}

/// How long a server may take to answer before it is called unreachable.
const CONNECT_WAIT: Duration = Duration::from_secs(10);

async fn pool(location: &Location) -> Result<AnyPool, StoreError> {
    let engine = location.engine();
    // a server's connection may have been cut while it lay idle; a file's is not, and asking costs a hand-over each time
    let options = AnyPoolOptions::new()
        .max_connections(u32::try_from(CONNECTIONS).unwrap_or(1))
        .acquire_timeout(CONNECT_WAIT)
        .test_before_acquire(engine == Engine::Postgres);
    let options = options.after_connect(move |conn, _| {
        Box::pin(async move {
            if engine == Engine::Sqlite {
                conn.execute(ONLINE_PRAGMAS).await?;
                let copies = format!("PRAGMA wal_autocheckpoint = {WRITER_COPIES}");
                conn.execute(AssertSqlSafe(copies)).await?;
            }
            Ok(())
        })
    });
    options.connect(&location.driver_url()).await.map_err(|error| {
        let text = error.to_string();
        match StoreError::from(error) {
            StoreError::Failed(_) | StoreError::ReadOnly(_) | StoreError::Locked(_) if engine == Engine::Postgres => {
                StoreError::Unreachable(text)
            }
            other => other,
        }
    })
}

/// A commit acknowledged online survives loss of power: the write-ahead log is flushed each time.
const ONLINE_PRAGMAS: &str = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768";

/// The path of SQLite's write-ahead log beside a database file.
fn wal_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// Looks at the file before the driver does, so that each trouble gets its own name. Returns the pages of a log left behind.
pub(crate) fn prepare_file(path: &Path) -> Result<u64, StoreError> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(StoreError::NotADatabase(path.to_owned())),
        Ok(found) if found.permissions().readonly() => {
            return Err(StoreError::ReadOnly(path.display().to_string()));
        }
        Ok(found) if found.len() > 0 => check_header(path)?,
        Ok(_) => {}
        Err(_) => std::fs::File::create_new(path)
            .map(drop)
            .map_err(|e| StoreError::Unreachable(format!("{}：{e}", path.display())))?,
    }
    let left = std::fs::metadata(wal_path(path)).map_or(0, |found| found.len());
    let conn = rusqlite::Connection::open(path).map_err(|e| at_path(path, e.into()))?;
    conn.busy_timeout(Duration::from_secs(5)).map_err(|e| at_path(path, e.into()))?;
    let page: u64 = conn
        .query_row("PRAGMA page_size", [], |row| row.get::<_, i64>(0))
        .map_err(|e| at_path(path, e.into()))
        .map(|size| u64::try_from(size).unwrap_or(4096))?;
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).map_err(|e| at_path(path, e.into()))?;
    Ok(left.saturating_sub(32) / (page + 24))
}

/// The failure with the file's name in it.
fn at_path(path: &Path, error: StoreError) -> StoreError {
    let name = path.display();
    match error {
        StoreError::NotADatabase(_) => StoreError::NotADatabase(path.to_owned()),
        StoreError::Locked(what) => StoreError::Locked(format!("{name}（{what}）")),
        StoreError::ReadOnly(what) => StoreError::ReadOnly(format!("{name}（{what}）")),
        StoreError::Damaged(what) => StoreError::Damaged(format!("{name}（{what}）")),
        StoreError::Unreachable(what) => StoreError::Unreachable(format!("{name}（{what}）")),
        other => other,
    }
}

fn check_header(path: &Path) -> Result<(), StoreError> {
    let mut head = [0_u8; 16];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).map_err(|e| e.kind());
    match read {
        Ok(()) if &head == b"SQLite format 3\0" => Ok(()),
        Ok(()) | Err(std::io::ErrorKind::UnexpectedEof) => Err(StoreError::NotADatabase(path.to_owned())),
        Err(kind) => Err(StoreError::Unreachable(format!("{}：{kind}", path.display()))),
    }
}

/// Names of the tables there.
async fn tables(conn: &mut AnyConnection, engine: Engine) -> Result<Vec<String>, StoreError> {
    let sql = match engine {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        Engine::Postgres => "SELECT tablename::TEXT FROM pg_catalog.pg_tables WHERE schemaname = current_schema()",
    };
    let rows = sqlx::query(sql).fetch_all(conn).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// The schema version found; 0 for an empty database.
async fn version(conn: &mut AnyConnection, engine: Engine) -> Result<i64, StoreError> {
    let tables = tables(conn, engine).await?;
    if tables.iter().all(|name| name.starts_with("sqlite_")) {
        return Ok(0);
    }
    if !tables.iter().any(|name| name == "meta") {
        return Err(StoreError::Foreign(format!("含有数据表 {}", tables.join("、"))));
    }
    let found = meta(conn, "schema_version").await?;
    found.and_then(|text| text.parse().ok()).ok_or_else(|| StoreError::Foreign("没有版本号".to_owned()))
}

/// A value of `meta`.
pub(crate) async fn meta(conn: &mut AnyConnection, key: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("SELECT value FROM meta WHERE key = $1").bind(key).fetch_optional(conn);
    Ok(row.await?.map(|row| row.try_get(0)).transpose()?)
}

/// Sets a value of `meta`.
pub(crate) async fn set_meta(conn: &mut AnyConnection, key: &str, value: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key)
        .bind(value)
        .execute(conn)
        .await?;
    Ok(())
}

/// One step of the schema; each step is a transaction of its own.
struct Step {
    engine: Engine,
}

/// What a step found and did.
enum Stepped {
    /// Nothing was left to do.
    UpToDate,
    /// It brought the schema from this version one further.
    From(i64),
}

impl Work for Step {
    type Output = Stepped;
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<Stepped, StoreError> {
        let found = version(conn, self.engine).await?;
        if found > schema::NEWEST {
            return Err(StoreError::Newer { found, known: schema::NEWEST });
        }
        let Some(step) = schema::MIGRATIONS.iter().find(|step| step.version > found) else {
            return Ok(Stepped::UpToDate);
        };
        for statement in step.statements(self.engine) {
            conn.execute(AssertSqlSafe(statement)).await?;
        }
        set_meta(conn, "schema_version", &step.version.to_string()).await?;
        if found == 0 {
            set_meta(conn, "origin", "mingjing").await?;
            set_meta(conn, "facts_shape", &schema::facts_shape()).await?;
        }
        Ok(Stepped::From(found))
    }
}

/// Makes `case_facts` anew when its columns are no longer those of `law`.
struct Reshape {
    engine: Engine,
}

impl Work for Reshape {
    type Output = bool;
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<bool, StoreError> {
        let shape = schema::facts_shape();
        if meta(conn, "facts_shape").await?.as_deref() == Some(shape.as_str()) {
            return Ok(false);
        }
        for statement in schema::remake_case_facts(self.engine) {
            conn.execute(AssertSqlSafe(statement)).await?;
        }
        conn.execute("DELETE FROM cursors WHERE name = 'facts'").await?;
        set_meta(conn, "facts_shape", &shape).await?;
        Ok(true)
    }
}

async fn migrate(pool: &AnyPool, engine: Engine, report: &mut OpenReport) -> Result<(), StoreError> {
    let turns = turns(engine);
    while let Stepped::From(found) = transact((pool, &turns), engine, &mut Step { engine }).await? {
        if found == 0 {
            report.created = true;
        } else if !report.created {
            report.migrated_from.get_or_insert(found);
        }
    }
    report.facts_remade = transact((pool, &turns), engine, &mut Reshape { engine }).await?;
    Ok(())
}

/// Courts whose follower `facts` has not read to the end of their log.
pub(crate) async fn facts_behind(pool: &AnyPool) -> Result<Vec<(CourtId, i64)>, StoreError> {
    let mut behind = Vec::new();
    for court in super::read::logged_courts(pool).await? {
        let size = super::read::size(pool, court).await?;
        let done = super::read::cursor(pool, "facts", court).await?;
        if done < size {
            behind.push((court, size - done));
        }
    }
    Ok(behind)
}
