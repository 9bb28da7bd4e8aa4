//! `mingjing demo`: a small province in a folder, then served.

use crate::args::Global;
use crate::output;
use crate::run::{Failure, door, open, serve, simulate};

/// Makes the province if it is not there, then serves it.
pub async fn demo(global: &Global, scale: &str, listen: &str) -> Result<(), Failure> {
    let settings = simulate::settings(None, scale, None)?;
    std::fs::create_dir_all(&global.data)
        .map_err(|e| Failure::Input(format!("数据目录 {} 无法建立：{e}", global.data.display())))?;
    let url = if global.db == "sqlite://mingjing.db" {
        format!("sqlite://{}", global.data.join(format!("demo-{scale}.db")).display())
    } else {
        global.db.clone()
    };
    output::say(&format!("样例数据库：{url}"));
    let docket = open(&url).await?;
    let outcome = simulate::live(&docket, &url, &global.data, settings, true).await?;
    if outcome.stopped {
        output::say("已停止；再次运行会接着做");
        return Ok(());
    }
    door::settle(&docket, &global.data).await?;
    docket.close().await;
    serve::serve(&url, &global.data, listen, false, true).await
}
