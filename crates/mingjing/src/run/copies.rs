//! `mingjing backup` and `mingjing restore`.

use std::path::Path;

use crate::args::Global;
use crate::output;
use crate::run::{Failure, grouped, open, open_existing};

/// Writes a backup folder.
pub async fn backup(global: &Global, dir: &Path) -> Result<(), Failure> {
    let docket = open_existing(&global.db).await?;
    let done = docket.backup(dir).await?;
    output::say(&format!("已备份 {} 条和日志以外的各表到 {}", grouped(done.entries()), dir.display()));
    output::say(&format!(
        "密钥不在备份里：请另行保管 {}，其中 people.seal 缺失时，账户的联系方式、证件号码和动态口令都无法使用",
        global.data.join("keys").display()
    ));
    Ok(())
}

/// Restores a backup folder into an empty database.
pub async fn restore(global: &Global, dir: &Path) -> Result<(), Failure> {
    let docket = open(&global.db).await?;
    let done = docket.restore(dir).await?;
    output::say(&format!("已恢复 {} 条，日志头与备份一致", grouped(done.entries())));
    let seal = global.data.join("keys").join("people.seal");
    if !seal.exists() {
        output::say(&format!("还缺 {}：请从保管处放回后再启动，否则账户无法使用", seal.display()));
    }
    Ok(())
}
