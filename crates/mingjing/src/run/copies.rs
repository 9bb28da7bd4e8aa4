//! `mingjing backup` and `mingjing restore`.

use std::path::Path;

use crate::args::Global;
use crate::output;
use crate::run::{Failure, grouped, open, open_existing};

/// Writes a backup folder.
pub async fn backup(global: &Global, dir: &Path) -> Result<(), Failure> {
    let docket = open_existing(&global.db).await?;
    let done = docket.backup(dir).await?;
    output::say(&format!("已备份 {} 条到 {}", grouped(done.entries()), dir.display()));
    Ok(())
}

/// Restores a backup folder into an empty database.
pub async fn restore(global: &Global, dir: &Path) -> Result<(), Failure> {
    let docket = open(&global.db).await?;
    let done = docket.restore(dir).await?;
    output::say(&format!("已恢复 {} 条，日志头与备份一致", grouped(done.entries())));
    Ok(())
}
