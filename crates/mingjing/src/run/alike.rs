//! The index of similar cases: the loop that follows the documents, and `mingjing search cases`.

use std::path::Path;
use std::time::Duration;

use ::alike::{Shelf, Sight, Trouble};
use court::publication::Documents;

use crate::args::{Global, SearchingCases};
use crate::output;
use crate::run::door::sealing_of;
use crate::run::{Failure, input, open_existing};

/// Time between two looks at the documents.
const EVERY: Duration = Duration::from_millis(700);

/// Characters shown of a case.
const EXCERPT: usize = 120;

/// The folder of the index beside the keys.
const FOLDER: &str = "cases";

/// Finds similar cases by an index that follows the documents until the process ends.
pub fn begin(door: &::door::Door, data: &Path) {
    let shelf = Shelf::new(door.docket().clone(), door.documents().clone(), data.join(FOLDER));
    door.find_by(shelf.clone());
    tokio::spawn(async move {
        loop {
            match shelf.follow().await {
                Ok(round) if round == ::alike::Round::default() => {}
                Ok(round) => tracing::info!(?round, "similar cases"),
                Err(cause) => tracing::error!(%cause, "the index of cases does not follow for now"),
            }
            tokio::time::sleep(EVERY).await;
        }
    });
}

/// Finds the public cases most like the facts of a file.
pub async fn search(global: &Global, asked: &SearchingCases) -> Result<(), Failure> {
    let facts = super::redact::text(&asked.facts)?;
    if facts.chars().count() > ::alike::LONGEST {
        return Err(Failure::Input(format!("{} 超过 {} 个字", asked.facts.display(), ::alike::LONGEST)));
    }
    let docket = open_existing(&global.db).await?;
    let documents = Documents::new(docket.clone(), sealing_of(&docket, &global.data).await?);
    let shelf = Shelf::new(docket, documents, global.data.join(FOLDER));
    match shelf.follow().await {
        Ok(_) => {}
        // the server feeds it: what it has committed is what there is
        Err(Trouble::Held) => drop(shelf.glance().await.map_err(input)?),
        Err(cause) => return Err(input(cause)),
    }
    let standing = shelf.standing().ok_or_else(|| Failure::Input("还没有类案索引".to_owned()))?;
    let found = standing.similar(::alike::pasted(&facts), Sight::default(), asked.most).await.map_err(input)?;
    if global.json {
        output::result(&serde_json::to_string(&found).map_err(input)?);
        return Ok(());
    }
    for hit in &found.hits {
        let cause = hit.card.causes.iter().find_map(|id| law::cause::cause(*id)).map_or("", |cause| cause.name);
        let ending = hit.card.outcome.ending.name();
        let excerpt: String = hit.facts.chars().take(EXCERPT).collect();
        output::result(&format!("{} {cause} {ending}\n{excerpt}\n", hit.card.number));
    }
    output::say(&format!("找到 {} 件相近的", found.hits.len()));
    Ok(())
}
