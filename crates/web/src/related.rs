//! Cases that belong to a case, both ways: where it came from, and what came from it in this or other courts.

use docket::entry::Entry;
use law::case_number::Word;
use law::ids::{CourtId, Stream};
use law::life::event::{Event, Origin};
use law::life::facts::CaseFacts;
use law::life::track::{Stage, Track};

use crate::fault::Fault;
use crate::source::Source;

/// Most cases that one names.
pub const MOST: i64 = 200;

/// A case that belongs to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What it is to the other.
    pub relation: &'static str,
    /// Its court.
    pub court: CourtId,
    /// Its stream.
    pub stream: Stream,
    /// Its facts; none while its court's log has none of it.
    pub facts: Option<CaseFacts>,
}

/// The related cases of a case: its origin first, then those above, then the rest by the day they came.
pub async fn related(source: &Source, facts: &CaseFacts, entries: &[Entry]) -> Result<Vec<Related>, Fault> {
    let mut found = Vec::new();
    if let (Some(court), Some(stream)) = (facts.origin_court, facts.origin_stream) {
        found.push(of("来源案件", Origin { court, stream }, source).await?);
    }
    let mut onward = source.cases_from(facts.court, facts.stream, MOST).await?;
    onward.sort_by_key(|case| (case.received_day, case.court, case.stream));
    for entry in entries.iter().filter(|entry| entry.kind == "appeal.concluded.v1") {
        if let Ok(Event::AppealConcluded(body)) = Event::read(&entry.kind, &entry.body) {
            onward.retain(|case| (case.court, case.stream) != (body.above.court, body.above.stream));
            found.push(of("上级法院案件", body.above, source).await?);
        }
    }
    found.extend(onward.into_iter().map(|case| Related {
        relation: onward_relation(facts.word, case.word),
        court: case.court,
        stream: case.stream,
        facts: Some(case),
    }));
    Ok(found)
}

async fn of(relation: &'static str, origin: Origin, source: &Source) -> Result<Related, Fault> {
    let facts = source.facts(origin.court, origin.stream).await?;
    Ok(Related { relation, court: origin.court, stream: origin.stream, facts })
}

fn stage(word: u16) -> Option<Stage> {
    Word::by_code(word).and_then(Track::of).map(|track| track.stage)
}

/// What a case that names another as its origin is to that other, by the type words of both.
pub fn onward_relation(from: u16, to: u16) -> &'static str {
    match (stage(from), stage(to)) {
        (_, Some(Stage::Second)) => "上诉案件",
        (_, Some(Stage::Review)) => "再审审查案件",
        (_, Some(Stage::Retrial)) => "再审案件",
        (_, Some(Stage::Enforcement)) => "执行案件",
        (_, Some(Stage::Preservation)) => "保全案件",
        (_, Some(Stage::Bankruptcy)) => "破产案件",
        (_, Some(Stage::Aid)) => "司法救助案件",
        (_, Some(Stage::Petition)) => "信访事项",
        (Some(Stage::Mediation), Some(Stage::First)) => "诉讼案件",
        (Some(Stage::First | Stage::Second | Stage::Retrial), Some(Stage::First)) => "重审案件",
        _ => "后续案件",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_is_named_by_what_the_later_case_is() {
        let code = |word: &str| Word::parse(word).unwrap().types().next().unwrap().code;
        for (from, to, name) in [
            ("民初", "民终", "上诉案件"),
            ("民终", "民申", "再审审查案件"),
            ("民初", "执", "执行案件"),
            ("诉前调", "民初", "诉讼案件"),
            ("民初", "民初", "重审案件"),
            ("破申", "破", "破产案件"),
        ] {
            assert_eq!(onward_relation(code(from), code(to)), name, "{from} → {to}");
        }
    }
}
