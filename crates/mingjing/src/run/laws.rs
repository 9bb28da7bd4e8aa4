//! `mingjing laws import`, and `mingjing search laws`: the library on the command line.

use std::path::Path;

use docket::store::Docket;
use law::day::Day;
use library::{Laws, read};
use search::statutes::{Filters, Library, Page};
use serde_json::json;

use crate::args::{Global, SearchingLaws};
use crate::output;
use crate::run::door::now;
use crate::run::{Failure, grouped, input, open_existing};

/// Files without a law and words without a meaning that are named; the rest is counted.
const NAMED: usize = 5;

/// Imports laws from a table or a folder, all of them or none.
pub async fn import(global: &Global, path: &Path) -> Result<(), Failure> {
    let docket = open_existing(&global.db).await?;
    into(&docket, path).await
}

/// The same into a docket that is open.
pub async fn into(docket: &Docket, path: &Path) -> Result<(), Failure> {
    let source = read(path).map_err(|cause| Failure::Input(cause.to_string()))?;
    let done = Laws::new(docket.clone()).import(&source.laws, now()).await.map_err(input)?;
    let count = |n: usize| grouped(u64::try_from(n).unwrap_or(0));
    output::say(&format!(
        "已导入 {} 部法律的文本（新增 {}，更新 {}），共 {} 条",
        count(source.laws.len()),
        count(done.new),
        count(done.replaced),
        count(done.articles)
    ));
    for file in source.skipped.iter().take(NAMED) {
        output::say(&format!("{} 里没有法律，已跳过", file.display()));
    }
    for remark in source.remarks.iter().take(NAMED) {
        output::say(&format!("第 {} 行的“{}”认不出来，已按空白处理", remark.row, remark.word));
    }
    let more = source.skipped.len().saturating_sub(NAMED) + source.remarks.len().saturating_sub(NAMED);
    if more > 0 {
        output::say(&format!("另有 {} 处同样的情况", count(more)));
    }
    Ok(())
}

/// Answers a question to the laws.
pub async fn search(global: &Global, asked: &SearchingLaws) -> Result<(), Failure> {
    let on = match &asked.on {
        None => None,
        Some(text) => {
            Some(Day::parse(text).ok_or_else(|| Failure::Input(format!("“{text}”不是日期；写作 2020-03-02")))?)
        }
    };
    let docket = open_existing(&global.db).await?;
    let laws = Laws::new(docket).all().await.map_err(input)?;
    if laws.is_empty() {
        return Err(Failure::Input("库里还没有法律；请先运行 mingjing laws import".to_owned()));
    }
    let library = Library::in_memory(laws).map_err(input)?;
    let filters = Filters { on, ..Filters::default() };
    let found = library.search(&asked.question, &filters, Page { from: 0, size: asked.most }).map_err(input)?;
    let told = found.hits.iter().filter_map(|hit| {
        let (law, article) = library.corpus().article(hit.place)?;
        Some((library.quote(hit.place, hit.paragraph, hit.item)?, law.status.word(), article.text.clone()))
    });
    if global.json {
        let hits: Vec<_> =
            told.map(|(quote, status, text)| json!({ "quote": quote, "status": status, "text": text })).collect();
        output::result(&json!({ "total": found.total, "corrected": found.corrected, "hits": hits }).to_string());
        return Ok(());
    }
    if let Some(meant) = &found.corrected {
        output::say(&format!("您是不是要找：{meant}"));
    }
    for (quote, status, text) in told {
        output::result(&format!("{quote}（{status}）\n{text}\n"));
    }
    output::say(&format!("共找到 {} 条", found.total));
    Ok(())
}
