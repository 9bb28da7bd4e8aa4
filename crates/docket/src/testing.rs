//! Scratch databases for tests of this and other crates: a SQLite file, or a database on a private
//! PostgreSQL server started from the installed binaries. Never used by the program itself.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A database that is gone when this is dropped.
#[derive(Debug)]
pub struct Scratch {
    /// Its address for [`crate::store::Docket::open`].
    pub url: String,
    folder: tempfile::TempDir,
}

impl Scratch {
    /// A path beside it for files of the test.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Declares each scenario as a test on SQLite, and one test that runs all of them on PostgreSQL. What a scenario is given
/// is made of a scratch database of its own.
#[macro_export]
macro_rules! both_engines {
    ($scratch:ident => $given:expr; $($module:ident :: $scenario:ident;)*) => {
        mod on_sqlite {
            use super::*;

            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $scenario() {
                let $scratch = $crate::testing::sqlite().unwrap();
                $module::$scenario($given).await;
            })*
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn every_scenario_on_postgres() {
            $({
                println!("{}", stringify!($scenario));
                let $scratch = $crate::testing::postgres().unwrap();
                $module::$scenario($given).await;
            })*
        }
    };
}

/// A SQLite database, not yet opened.
///
/// # Errors
/// When no temporary folder can be made.
pub fn sqlite() -> Result<Scratch, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let url = format!("sqlite://{}", folder.path().join("docket.db").display());
    Ok(Scratch { url, folder })
}

/// An empty database on this process's private PostgreSQL server, which is started at the first call.
///
/// # Errors
/// A sentence that says what is missing.
pub fn postgres() -> Result<Scratch, String> {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let server = SERVER.get_or_init(Server::start).as_ref().map_err(Clone::clone)?;
    let name = format!("docket{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let made = Command::new(server.binaries.join("createdb"))
        .args(["-h", &server.folder, "-U", "docket", &name])
        .output()
        .map_err(|e| e.to_string())?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned());
    }
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let host = server.folder.replace('/', "%2F");
    Ok(Scratch { url: format!("postgres://docket@{host}/{name}"), folder })
}

/// The server runs until its input ends: when this process is gone, however it ended, so is the server.
struct Server {
    binaries: PathBuf,
    folder: String,
    _child: Child,
}

/// Makes a cluster in a folder of its own, serves it on a socket there, and removes it at the end of its input.
const SERVE: &str = r#"
set -e
d=$(mktemp -d /tmp/docket-pg.XXXXXX)
"$1/initdb" -D "$d/data" -U docket -A trust -E UTF8 --locale=C --no-sync >"$d/log" 2>&1 || { cat "$d/log" >&2; exit 1; }
"$1/postgres" -D "$d/data" -k "$d" -h '' -F -c max_connections=60 -c max_wal_size=2GB >>"$d/log" 2>&1 </dev/null &
p=$!
n=0
until "$1/pg_isready" -q -h "$d" -U docket; do
  n=$((n+1)); [ $n -lt 300 ] || { cat "$d/log" >&2; kill -QUIT $p; exit 1; }
  sleep 0.05
done
echo "$d"
cat >/dev/null
kill -QUIT $p 2>/dev/null || true
wait $p 2>/dev/null || true
rm -rf "$d"
"#;

impl Server {
    fn start() -> Result<Server, String> {
        let binaries = binaries().ok_or_else(|| {
            "PostgreSQL is not installed: no /usr/lib/postgresql/*/bin/initdb; install the package `postgresql` (make test does)".to_owned()
        })?;
        let mut command = if is_root()? {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        let mut child = command
            .args(["-c", SERVE, "sh"])
            .arg(&binaries)
            .current_dir("/tmp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(|e| format!("cannot start a PostgreSQL server: {e}"))?;
        let output = child.stdout.take().ok_or("no output of the server's shell")?;
        let mut folder = String::new();
        BufReader::new(output).read_line(&mut folder).map_err(|e| e.to_string())?;
        let folder = folder.trim().to_owned();
        if folder.is_empty() {
            return Err("the private PostgreSQL server did not start; its log stands above".to_owned());
        }
        Ok(Server { binaries, folder, _child: child })
    }
}

/// The newest installed server's programs.
fn binaries() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|path| path.join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}

fn is_root() -> Result<bool, String> {
    let out = Command::new("id").arg("-u").output().map_err(|e| e.to_string())?;
    Ok(out.stdout.trim_ascii() == b"0")
}
