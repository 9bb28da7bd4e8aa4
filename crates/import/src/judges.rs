//! Which judge a cell means: by number or by login, of those who hold or held a judge's post in the court.

use std::collections::{BTreeMap, BTreeSet};

use law::ids::{CourtId, JudgeId};
use law::role::Role;
use people::{AccountId, Fault, People};

/// Judges by what a table calls them.
#[derive(Debug, Clone, Default)]
pub struct Judges(BTreeMap<String, JudgeId>);

impl Judges {
    /// Finds those a table names; what is left out is none of this court.
    ///
    /// # Errors
    /// When the register of people cannot be read.
    pub async fn find(people: &People, court: CourtId, names: BTreeSet<String>) -> Result<Judges, Fault> {
        let mut found = BTreeMap::new();
        for name in names {
            let account = match name.parse::<i64>() {
                Ok(number) => Some(AccountId(number)),
                Err(_) => people.by_login(&name).await?.map(|account| account.number),
            };
            let Some(account) = account else { continue };
            let posts = people.posts_of(account).await?;
            let sat = posts.iter().any(|post| {
                post.court == court && matches!(post.role, Role::Judge | Role::DivisionHead | Role::President)
            });
            if let (true, Some(judge)) = (sat, account.judge()) {
                found.insert(name, judge);
            }
        }
        Ok(Judges(found))
    }

    /// The judge of a name.
    pub fn get(&self, name: &str) -> Option<JudgeId> {
        self.0.get(name).copied()
    }
}
