//! The index and its answers, on a small court made up here.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use law::ids::{CauseId, CourtId};
use tempfile::tempdir;

use super::*;

const MEMORY: usize = 40_000_000;
const THEFT: &str = "被告人撬开防盗门进入被害人住处，盗窃现金和首饰，后将首饰销赃，被公安机关抓获归案。";
const LOAN: &str = "被告向原告借款，出具借条，约定月利率2%，到期后经原告催要没有归还本金和利息。";

fn case(id: usize, facts: &str) -> Concluded {
    let theft = facts.contains("盗窃");
    Concluded {
        card: Card {
            id: format!("d{id}"),
            number: format!("(2020)辽0102刑初{id}号"),
            court: CourtId(u16::try_from(id % 3).unwrap()),
            level: 1,
            secrecy: u8::from(id.is_multiple_of(7)),
            date: 20_200_101,
            causes: vec![CauseId(if theft { 20_263 } else { 10_205 })],
            articles: vec![if theft { "刑法/264".into() } else { "合同法/206".into() }],
            amount_fen: Some(500_000),
            outcome: Outcome {
                ending: if theft { Ending::Convicted } else { Ending::Granted },
                amount_fen: Some(100_000),
                months: theft.then_some(10),
            },
        },
        position: u64::try_from(id).unwrap(),
        facts: format!("{facts}第{id}笔。"),
        reasons: "本院认为，事实清楚，判决如下。".into(),
    }
}

fn town() -> Vec<Concluded> {
    (1..=60).map(|id| case(id, if id % 2 == 0 { THEFT } else { LOAN })).collect()
}

fn fed(folder: &std::path::Path) -> Cases {
    let mut cases = Cases::open(folder).unwrap();
    let town = town();
    cases.learn(town.iter().map(|case| case.facts.as_str())).unwrap();
    assert_eq!(cases.rebuild(MEMORY, town).unwrap(), 60);
    cases
}

fn draft(facts: &str) -> Draft {
    Draft { facts: facts.into(), ..Draft::default() }
}

#[test]
fn what_is_held_is_read_back() {
    let folder = tempdir().unwrap();
    let cases = fed(folder.path());
    let mut ids = cases.ids().unwrap();
    assert_eq!((ids.len(), cases.has_learnt()), (60, true));
    let mut feeder = cases.feeder(MEMORY).unwrap();
    feeder.remove("d7");
    feeder.commit().unwrap();
    cases.refresh().unwrap();
    ids.retain(|id| id != "d7");
    ids.sort_unstable();
    let mut left = cases.ids().unwrap();
    left.sort_unstable();
    assert_eq!(left, ids);
    let mut seen = 0;
    cases.each(5, &mut |card, facts| seen += usize::from(!card.id.is_empty() && facts.contains('笔'))).unwrap();
    assert_eq!(seen, 5);
}

#[test]
fn like_cases_come_first_and_say_why() {
    let folder = tempdir().unwrap();
    let cases = fed(folder.path());
    let asked = Draft {
        causes: vec![CauseId(20_263)],
        articles: vec!["刑法/264".into()],
        amount_fen: Some(450_000),
        ..draft("被告人撬开防盗门进入室内盗窃首饰。")
    };
    let found = cases.similar(&asked, &Reach::open(), 5).unwrap();
    assert_eq!(found.hits.len(), 5);
    for hit in &found.hits {
        assert_eq!(hit.card.causes, [CauseId(20_263)]);
        assert_eq!(hit.why.causes, [CauseId(20_263)]);
        assert_eq!(hit.why.articles, ["刑法/264"]);
        assert!(hit.why.amount_band);
        let phrase = &hit.why.phrases[0];
        assert_eq!(&asked.facts[phrase.first.clone()], &hit.facts[phrase.second.clone()]);
    }
}

#[test]
fn pasted_facts_alone_are_enough() {
    let folder = tempdir().unwrap();
    let cases = fed(folder.path());
    let found = cases.similar(&draft("借款没有归还，有借条，月利率2%。"), &Reach::open(), 3).unwrap();
    assert!(found.hits.iter().all(|hit| hit.card.causes == [CauseId(10_205)]));
    assert!(found.hits[0].why.elements.contains(&"出具借条"), "{:?}", found.hits[0].why.elements);
}

#[test]
fn a_case_is_not_like_itself() {
    let folder = tempdir().unwrap();
    let cases = fed(folder.path());
    let own = case(2, THEFT);
    let asked = Draft { id: Some("d2".into()), ..draft(&own.facts) };
    let found = cases.similar(&asked, &Reach::open(), 60).unwrap();
    assert!(!found.order.contains(&"d2".to_owned()) && !found.order.is_empty());
}

#[test]
fn what_may_not_be_seen_is_in_no_hit_and_no_count() {
    let folder = tempdir().unwrap();
    let cases = fed(folder.path());
    let only = Reach { courts: Some(BTreeSet::from([CourtId(1)])), ..Reach::open() };
    let found = cases.similar(&draft(THEFT), &only, 60).unwrap();
    assert!(found.hits.iter().all(|hit| hit.card.court == CourtId(1) && hit.card.secrecy == 0));
    assert_eq!(found.spread.cases, found.hits.len());
    let secret = Reach { secrecy: 1, ..Reach::open() };
    let all = cases.similar(&draft(THEFT), &secret, 60).unwrap();
    assert!(all.hits.iter().any(|hit| hit.card.secrecy == 1));
    let none = Reach { permits: Some(&|_| false), ..Reach::open() };
    assert!(cases.similar(&draft(THEFT), &none, 60).unwrap().hits.is_empty());
    assert!(cases.find("盗窃", &only, 100).unwrap().iter().all(|(card, _)| card.court == CourtId(1)));
}

#[test]
fn outcomes_are_spread_and_a_departure_is_named() {
    let folder = tempdir().unwrap();
    let cases = fed(folder.path());
    let outcome = Outcome { ending: Ending::Convicted, amount_fen: None, months: Some(60) };
    let asked = Draft { outcome: Some(outcome), ..draft("被告人撬开防盗门进入室内盗窃首饰。") };
    let found = cases.similar(&asked, &Reach::open(), 5).unwrap();
    assert!(found.spread.months.is_some_and(|months| months.median == 10));
    assert!(found.departures.iter().any(|departure| departure.text().contains("拟判刑期60个月，高于")));
}

#[test]
fn a_new_judgment_is_findable_after_its_commit() {
    let folder = tempdir().unwrap();
    let cases = fed(folder.path());
    let mut feeder = cases.feeder(MEMORY).unwrap();
    feeder.feed(&case(999, "被告人酒后驾驶摩托车追逐竞驶。")).unwrap();
    cases.refresh().unwrap();
    assert!(cases.find("追逐竞驶", &Reach::open(), 5).unwrap().is_empty());
    feeder.commit().unwrap();
    cases.refresh().unwrap();
    assert_eq!(cases.find("追逐竞驶", &Reach::open(), 5).unwrap()[0].0.id, "d999");
    feeder.feed(&case(999, "被告人醉酒驾驶。")).unwrap();
    feeder.commit().unwrap();
    cases.refresh().unwrap();
    assert_eq!(cases.count(), 61, "a case fed twice replaces itself");
    feeder.remove("d999");
    feeder.commit().unwrap();
    cases.refresh().unwrap();
    assert_eq!(cases.count(), 60);
}

#[test]
fn a_second_writer_is_refused() {
    let folder = tempdir().unwrap();
    let cases = Cases::open(folder.path()).unwrap();
    let _one = cases.feeder(MEMORY).unwrap();
    assert!(cases.feeder(MEMORY).is_err());
}

#[test]
fn positions_stand_with_the_commit() {
    let folder = tempdir().unwrap();
    let cases = fed(folder.path());
    let positions = cases.positions().unwrap();
    assert_eq!(positions.into_iter().collect::<Vec<_>>(), [(CourtId(0), 60), (CourtId(1), 58), (CourtId(2), 59)]);
}

/// Feeds until it is killed; only runs as the child of the test below.
#[test]
fn child_that_is_killed() {
    let Ok(folder) = std::env::var("SEARCH_KILLED_CHILD") else { return };
    let cases = Cases::open(folder.as_ref()).unwrap();
    let mut feeder = cases.feeder(MEMORY).unwrap();
    for id in 1.. {
        feeder.feed(&case(id, THEFT)).unwrap();
        if id % 20 == 0 {
            feeder.commit().unwrap();
            println!("committed {id}");
        }
    }
}

#[test]
fn a_killed_feed_goes_on_behind_its_last_commit() {
    let folder = tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "cases::tests::child_that_is_killed", "--nocapture"])
        .env("SEARCH_KILLED_CHILD", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let commits = lines.map_while(Result::ok).filter(|line| line.contains("committed")).take(3).count();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(commits, 3);

    let cases = Cases::open(folder.path()).unwrap();
    let positions = cases.positions().unwrap();
    let last = positions.values().copied().max().unwrap();
    assert!(last >= 60 && last % 20 == 0, "{positions:?}");
    assert_eq!(cases.count(), last);
    let mut feeder = cases.feeder(MEMORY).unwrap();
    for id in 1..=usize::try_from(last).unwrap() + 5 {
        let case = case(id, THEFT);
        if positions.get(&case.card.court).is_none_or(|last| case.position > *last) {
            feeder.feed(&case).unwrap();
        }
    }
    feeder.commit().unwrap();
    cases.refresh().unwrap();
    assert_eq!(cases.count(), last + 5);
}

#[test]
fn spaces_of_other_cases_are_not_mixed_up() {
    let folder = tempdir().unwrap();
    let mut cases = fed(folder.path());
    cases.learn(["甲乙丙丁戊己", "甲乙丙丁庚辛"]).unwrap();
    let found = cases.similar(&draft(THEFT), &Reach::open(), 3).unwrap();
    assert!(found.hits.iter().all(|hit| hit.score < 2.0 && hit.card.causes == [CauseId(20_263)]));
    let again = Cases::open(folder.path()).unwrap();
    assert_eq!(again.similar(&draft(THEFT), &Reach::open(), 3).unwrap(), found);
}

#[test]
fn an_index_without_spaces_still_answers() {
    let folder = tempdir().unwrap();
    let cases = Cases::open(folder.path()).unwrap();
    cases.rebuild(MEMORY, town()).unwrap();
    let found = cases.similar(&draft("撬开防盗门盗窃首饰"), &Reach::open(), 3).unwrap();
    assert_eq!(found.hits[0].card.causes, [CauseId(20_263)]);
}

#[test]
fn bad_input_gets_an_answer() {
    let folder = tempdir().unwrap();
    let cases = fed(folder.path());
    for facts in [
        String::new(),
        "，。！？；：".repeat(1_000),
        "\u{0}\u{1}\u{fffd}".repeat(5_000),
        "AND OR NOT (\"*:* +-~^[] TO {}".repeat(300),
        "盗窃".repeat(9_000_000),
        "竊盜財物，撬開防盜門".into(),
    ] {
        let found = cases.similar(&draft(&facts), &Reach::open(), 5).unwrap();
        assert!(found.hits.len() <= 5);
        assert!(cases.find(&facts, &Reach::open(), 5).unwrap().len() <= 5);
    }
    let traditional = cases.similar(&draft("被告人竊盜財物，撬開防盜門，盜竊首飾"), &Reach::open(), 1).unwrap();
    assert_eq!(traditional.hits[0].card.causes, [CauseId(20_263)]);
    assert!(cases.similar(&draft(THEFT), &Reach::open(), 0).unwrap().hits.is_empty());
}

#[test]
fn a_foreign_index_is_named() {
    let folder = tempdir().unwrap();
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_text_field("other", tantivy::schema::STRING);
    tantivy::Index::create_in_dir(folder.path(), schema.build()).unwrap();
    assert!(matches!(Cases::open(folder.path()), Err(Trouble::Foreign(_))));
}
