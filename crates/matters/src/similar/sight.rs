//! Whose concluded cases a reader may be shown: the policies that filter lists, asked once a court and not once a case.

use alike::{Key, Sight};
use law::court::courts;
use law::life::codes::Secrecy as Level;
use permit::{Action, Permit, Phase, Relation, Secrecy};
use search::cases::Card;

use hall::gate::Who;
use hall::may::to_court;
use hall::state::Door;

/// The courts whose cases somebody may list beside the public ones.
pub fn sight(who: &Who) -> Sight {
    let reach = Permit::embedded().reach(who.role, Action::ListCases);
    let mut sight = Sight::default();
    for court in courts() {
        let relation = to_court(who, court.id);
        if relation == Relation::Stranger {
            continue;
        }
        if reach.allows(relation, Secrecy::Open, Phase::Closed) {
            sight.inside.insert(court.id);
        }
        if reach.allows(relation, Secrecy::Restricted, Phase::Closed) {
            sight.restricted.insert(court.id);
        }
    }
    sight
}

/// Whether a case of the index may still be shown: its secrecy may have risen since it was fed.
pub async fn still(door: &Door, card: &Card, sight: &Sight) -> bool {
    let Some((key, _)) = Key::read(&card.id) else { return false };
    let Ok(Some(facts)) = door.docket().facts(key.court, key.stream).await else { return false };
    match Level::from_code(facts.secrecy) {
        Some(Level::Open) => true,
        Some(Level::Restricted) => sight.restricted.contains(&key.court),
        Some(Level::Secret) | None => false,
    }
}
