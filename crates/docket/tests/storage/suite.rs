//! What storage must do on either engine: every scenario takes an empty database.

use docket::receipt;
use docket::store::{
    AppendError, Beside, CaseFilter, Counter, Cursor, Days, Decision, Docket, EntryFilter, KeyRing, NumberKey, Order,
    Posting, Roll, Sort, StoreError, bulk_writer,
};
use law::day::Day;
use law::ids::{CauseId, CourtId, JudgeId, Stream};

use crate::fixture::{
    Keys, NOON, batch, code, collect, court_rows, docket, draft, facts, open_matter, opening, sealer,
};

const COURT: CourtId = CourtId(1);

pub async fn open_says_what_it_found(url: &str) {
    let first = Docket::open(url).await.unwrap();
    assert!(first.report().created);
    assert_eq!(first.report().migrated_from, None);
    first.register(&court_rows(2)).await.unwrap();
    first.close().await;
    let mut writer = bulk_writer(url).unwrap();
    let mut sealer = sealer(COURT);
    writer.write(&batch(&mut sealer, 70, false)).unwrap();
    writer.finish().unwrap();
    let second = Docket::open(url).await.unwrap();
    let report = second.report();
    assert!(!report.created && !report.facts_remade);
    assert_eq!(report.facts_behind, [(COURT, 70)]);
    assert!(report.sentences().iter().any(|line| line.contains("70 条")), "{report:?}");
    assert_eq!(second.courts().await.unwrap(), court_rows(2));
}

pub async fn an_act_reads_back_with_head_and_receipt(url: &str) {
    let docket = docket(url, 2).await;
    let matter = open_matter(&docket, COURT, Some((2020, 301))).await;
    for n in 1..=140 {
        collect(&docket, COURT, matter.stream, n, 100).await.unwrap();
    }
    assert_eq!(docket.size(COURT).await.unwrap(), 141);
    let stream = docket.stream(COURT, matter.stream).await.unwrap();
    assert_eq!(stream, docket.entries(COURT, 1, 1000).await.unwrap());
    assert_eq!(stream[0], matter.posted.entries[0]);
    let mut again = sealer(COURT);
    for entry in &stream {
        let mut draft = draft(Some(entry.stream), entry.version, "", &entry.body);
        draft.kind = entry.kind.clone();
        assert_eq!(&again.seal(draft), entry);
    }
    let head = docket.latest_head(COURT).await.unwrap().unwrap();
    assert_eq!(head, again.head(NOON).unwrap(), "the head stored is that of a tree never stored");
    for position in [1, 64, 65, 128, 141] {
        let receipt = docket.receipt(COURT, position).await.unwrap();
        let checked = receipt::check(&receipt).unwrap();
        assert_eq!(checked.entry.position, position);
    }
    for (from, to) in [(1, 141), (64, 128), (100, 101)] {
        let receipt = docket.consistency_receipt(COURT, from, to).await.unwrap();
        receipt::check_consistency(&receipt).unwrap();
    }
    let missing = docket.receipt(COURT, 142).await.unwrap_err();
    assert!(matches!(missing, StoreError::Missing(_)), "{missing}");
    assert!(docket.consistency(COURT, 9, 3).await.is_err());
    let row = docket.facts(COURT, matter.stream).await.unwrap().unwrap();
    assert_eq!((row.version, row.collected.0), (141, 100));
    let tallies = docket.tallies(Some(COURT)).await.unwrap();
    assert_eq!(tallies.len(), 2);
    assert_eq!((tallies[1].kind.as_ref(), tallies[1].n, tallies[1].total), ("enforcement.collected.v1", 140, 14_000));
    assert!(docket.tallies(Some(CourtId(2))).await.unwrap().is_empty());
    assert!(Docket::open(url).await.unwrap().report().facts_behind.is_empty());
}

pub async fn a_stale_version_conflicts_and_a_refusal_takes_nothing(url: &str) {
    let docket = docket(url, 1).await;
    let matter = open_matter(&docket, COURT, None).await;
    collect(&docket, COURT, matter.stream, 1, 5).await.unwrap();
    let stale = collect(&docket, COURT, matter.stream, 1, 5).await.unwrap_err();
    assert!(matches!(stale, AppendError::Store(StoreError::Conflict(_))), "{stale}");
    let unknown = collect(&docket, COURT, Stream(99), 1, 5).await.unwrap_err();
    assert!(matches!(unknown, AppendError::Store(StoreError::Missing(_))), "{unknown}");
    let posting = Posting { number: Some((2020, 301)), ..posting() };
    let declined = docket.append::<_, _>(&posting, &Keys, |_| Err::<Decision, _>("no")).await;
    assert_eq!(declined.unwrap_err(), AppendError::Declined("no"));
    assert!(docket.counters().await.unwrap().is_empty(), "a refusal takes no serial");
    let broken = docket
        .append::<StoreError, _>(&posting, &Keys, |place| {
            let mut decision = opening(COURT, place, posting.number);
            decision.drafts[0].body = "{ }".to_owned();
            Ok(decision)
        })
        .await
        .unwrap_err();
    assert!(matches!(broken, AppendError::Store(StoreError::Invalid(_))), "{broken}");
    let stranger = Posting { court: CourtId(9), ..posting.clone() };
    let unknown =
        docket.append::<StoreError, _>(&stranger, &Keys, |place| Ok(opening(COURT, place, None))).await.unwrap_err();
    assert!(matches!(unknown, AppendError::Store(StoreError::Missing(_))), "{unknown}");
    assert_eq!(docket.size(COURT).await.unwrap(), 2);
    assert_eq!(docket.heads(COURT, 10).await.unwrap().len(), 2);
}

/// A matter is opened at noon.
fn posting() -> Posting {
    let beside = Beside::default();
    Posting { court: COURT, stream: None, expected: 0, number: None, at: NOON, loads: None, beside }
}

pub async fn cn_061_writers_at_once_get_each_serial_once(url: &str) {
    let docket = docket(url, 1).await;
    let mut writers = Vec::new();
    for _ in 0..6 {
        let docket = docket.clone();
        writers.push(tokio::spawn(async move {
            for _ in 0..5 {
                open_matter(&docket, COURT, Some((2020, 301))).await;
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let counter = Counter { court: COURT, year: 2020, word: 301, last: 30 };
    assert_eq!(docket.counters().await.unwrap(), [counter]);
    let cases = docket.list_cases(&CaseFilter::default(), None, 100).await.unwrap();
    let mut serials: Vec<u32> = cases.iter().map(|case| case.serial.unwrap()).collect();
    serials.sort_unstable();
    assert_eq!(serials, (1..=30).collect::<Vec<_>>());
    let heads = docket.heads(COURT, 100).await.unwrap();
    let sizes: Vec<i64> = heads.iter().map(|head| head.size).collect();
    assert_eq!(sizes, (1..=30).rev().collect::<Vec<_>>());
    let key = Keys.key(COURT).unwrap();
    assert!(heads.iter().all(|head| head.verify(code(COURT), key.public())));
}

pub async fn a_batch_is_stored_whole_or_not_at_all(url: &str) {
    let docket = docket(url, 2).await;
    let mut writer = bulk_writer(url).unwrap();
    let mut first = sealer(COURT);
    let mut one = batch(&mut first, 100, true);
    one.counters.push(Counter { court: COURT, year: 2020, word: 301, last: 100 });
    one.cursors.push(Cursor { name: "facts".into(), court: COURT, position: 100 });
    one.progress = Some(("sim".into(), "day 1".into()));
    writer.write(&one).unwrap();
    let mut two = batch(&mut sealer(CourtId(2)), 10, true);
    two.entries.push(one.entries[99].clone());
    two.progress = Some(("sim".into(), "day 2".into()));
    let taken = writer.write(&two).unwrap_err();
    assert!(matches!(taken, StoreError::Conflict(_)), "{taken}");
    assert_eq!(docket.size(CourtId(2)).await.unwrap(), 0);
    assert_eq!(docket.progress("sim").await.unwrap().as_deref(), Some("day 1"));
    let mut three = batch(&mut first, 1, false);
    let mut changed = one.facts[4].clone();
    changed.hearings = 3;
    three.facts = vec![one.facts[4].clone(), changed.clone()];
    writer.write(&three).unwrap();
    writer.finish().unwrap();
    assert_eq!(docket.entries(COURT, 1, 1000).await.unwrap()[..100], one.entries[..]);
    assert_eq!(docket.facts(COURT, changed.stream).await.unwrap().unwrap(), changed);
    assert_eq!(docket.count_cases(&CaseFilter::default()).await.unwrap(), 100);
    assert_eq!(docket.tallies(None).await.unwrap()[0].n, 101);
    assert_eq!(docket.heads(COURT, 9).await.unwrap(), [three.heads[0].clone(), one.heads[0].clone()]);
    let posted = open_matter(&docket, COURT, Some((2020, 301))).await.posted;
    first.seal(draft(None, 1, "case.archived.v1", "{}"));
    assert_eq!(posted.head, first.head(NOON).unwrap(), "the online path goes on where the bulk path ended");
    let row = docket.facts(COURT, posted.entries[0].stream).await.unwrap().unwrap();
    assert_eq!(row.serial, Some(101));
}

pub async fn awkward_text_survives_both_paths(url: &str) {
    let docket = docket(url, 1).await;
    let awkward = "反斜杠\\ 制表\t 换行\n 回车\r 引号\"' \\N \\. 😀 {a,b} NULL \u{7f}";
    let mut sealer = sealer(COURT);
    let mut one = batch(&mut sealer, 1, false);
    let mut next = draft(None, 1, "case.refused", "{}");
    next.kind = "filing.refused.v1".into();
    next.body = serde_json::json!({ "ground": awkward }).to_string();
    next.actor = awkward.into();
    next.on_behalf_of = Some(awkward.into());
    one.entries.push(sealer.seal(next.clone()));
    one.heads = vec![sealer.head(NOON).unwrap()];
    let mut writer = bulk_writer(url).unwrap();
    writer.write(&one).unwrap();
    writer.finish().unwrap();
    assert_eq!(docket.entries(COURT, 1, 9).await.unwrap(), one.entries);
    let posting = posting();
    let decision = Decision { drafts: vec![next.clone()], facts: None, field_key: None, sittings: Vec::new() };
    let posted = docket.append::<StoreError, _>(&posting, &Keys, |_| Ok(decision.clone())).await.unwrap();
    assert_eq!(posted.entries[0], sealer.seal(next));
    assert_eq!(docket.entries(COURT, 3, 9).await.unwrap(), posted.entries);
    receipt::check(&docket.receipt(COURT, 3).await.unwrap()).unwrap();
}

pub async fn lists_filter_page_and_count(url: &str) {
    let docket = docket(url, 3).await;
    let mut one = docket::store::Batch::default();
    for court in 1..=3_u16 {
        for n in 1..=20_i64 {
            let mut given = vec![
                ("word", 301 + n % 2),
                ("year", 2020),
                ("serial", n),
                ("counts", 1),
                ("state", 1 + n % 3),
                ("cause", n % 4),
                ("judge", n % 5),
                ("accepted_day", 18_262 + n),
                ("has_term", 1),
                ("base_end_day", 18_270),
            ];
            if n % 2 == 0 {
                given.push(("closed_day", 18_270 + n));
                given.push(("closing", 5));
            }
            one.facts.push(facts(CourtId(court), n, &given));
        }
    }
    let mut writer = bulk_writer(url).unwrap();
    writer.write(&one).unwrap();
    writer.finish().unwrap();
    let all = docket.list_cases(&CaseFilter::default(), None, 1000).await.unwrap();
    assert_eq!(all, one.facts);
    let check = |filter: CaseFilter, keep: fn(&law::life::facts::CaseFacts) -> bool| {
        let docket = docket.clone();
        let expected: Vec<_> = one.facts.iter().filter(|row| keep(row)).cloned().collect();
        async move {
            assert!(!expected.is_empty() && expected.len() < 60, "{filter:?}");
            let mut found = Vec::new();
            let mut after = None;
            loop {
                let page = docket.list_cases(&filter, after, 7).await.unwrap();
                let Some(last) = page.last() else { break };
                after = Some((last.court, last.stream));
                found.extend(page);
            }
            assert_eq!(found, expected, "{filter:?}");
            let count = docket.count_cases(&filter).await.unwrap();
            assert_eq!(usize::try_from(count).unwrap(), expected.len());
        }
    };
    let any = CaseFilter::default;
    check(CaseFilter { courts: vec![CourtId(2), CourtId(3)], ..any() }, |r| r.court.0 > 1).await;
    check(CaseFilter { words: vec![301], ..any() }, |r| r.word == 301).await;
    check(CaseFilter { states: vec![1, 2], ..any() }, |r| r.state < 3).await;
    check(CaseFilter { causes: vec![law::ids::CauseId(2)], ..any() }, |r| r.cause.is_some_and(|c| c.0 == 2)).await;
    check(CaseFilter { judge: Some(JudgeId(4)), ..any() }, |r| r.judge == Some(JudgeId(4))).await;
    check(CaseFilter { closings: vec![5], ..any() }, |r| r.closing == 5).await;
    let week = Some(Days { from: Day(18_265), to: Day(18_272) });
    check(CaseFilter { accepted: week, ..any() }, |r| r.accepted_day.is_some_and(|d| (18_265..=18_272).contains(&d.0)))
        .await;
    check(CaseFilter { closed: week, ..any() }, |r| r.closed_day.is_some_and(|d| (18_265..=18_272).contains(&d.0)))
        .await;
    let day = Day(18_275);
    check(CaseFilter { open_on: Some(day), ..any() }, |r| {
        r.accepted_day.is_some_and(|d| d.0 <= 18_275) && r.closed_day.is_none_or(|d| d.0 > 18_275)
    })
    .await;
    check(CaseFilter { overdue_on: Some(Day(18_271)), ..any() }, |r| {
        r.accepted_day.is_some_and(|d| d.0 <= 18_271) && r.closed_day.is_none_or(|d| d.0 > 18_271)
    })
    .await;
    check(CaseFilter { between: vec![("serial", 3, 4)], ..any() }, |r| matches!(r.serial, Some(3 | 4))).await;
    check(CaseFilter { absent: vec!["closed_day"], ..any() }, |r| r.closed_day.is_none()).await;
    assert_eq!(docket.count_cases(&CaseFilter { overdue_on: Some(Day(18_270)), ..any() }).await.unwrap(), 0);
    assert_eq!(docket.count_cases(&CaseFilter { year: Some(2019), ..any() }).await.unwrap(), 0);
    assert_eq!(docket.count_cases(&CaseFilter { counts: Some(true), ..any() }).await.unwrap(), 60);
    let alien = CaseFilter { absent: vec!["1; DROP TABLE entries"], ..any() };
    assert!(matches!(docket.count_cases(&alien).await, Err(StoreError::Invalid(_))));
    let number = NumberKey { court: CourtId(2), year: 2020, word: 302, serial: 7 };
    assert_eq!(docket.find_number(number).await.unwrap().unwrap().stream, Stream(7));
    assert_eq!(docket.find_number(NumberKey { serial: 21, ..number }).await.unwrap(), None);
    let mut scanned = Vec::new();
    let rows = docket.scan_facts(&mut |cells| scanned.push(cells.to_vec())).await.unwrap();
    assert_eq!(rows, 60);
    let cells: Vec<_> = one.facts.iter().map(|row| row.cells().to_vec()).collect();
    assert_eq!(scanned, cells);
}

/// The roll and the store give the same pages of the same cases, whatever the filter and order; and so does one of cases
/// added since.
pub async fn the_roll_lists_as_the_store_does(url: &str) {
    let docket = docket(url, 3).await;
    let mut one = docket::store::Batch::default();
    for n in 0..240_i64 {
        let mut given = vec![
            ("word", 301 + n % 3),
            ("state", 1 + n % 4),
            ("cause", n % 5),
            ("judge", n % 7),
            ("amount", (n * 7_919) % 50 * 1_000),
            ("has_term", n % 2),
            ("final_end_day", 18_290 + n % 11),
            ("livelihood", i64::from(n % 8 == 1)),
            ("year", 2020),
        ];
        if n % 6 > 0 {
            given.push(("accepted_day", 18_262 + (n * 31) % 40));
        }
        if n % 3 == 0 && n % 6 > 0 {
            given.push(("closed_day", 18_310 + (n * 17) % 30));
        }
        one.facts.push(facts(CourtId(1 + u16::try_from(n % 3).unwrap()), 1 + n, &given));
    }
    for court in 1..=3 {
        let mut sealer = sealer(CourtId(court));
        let part = batch(&mut sealer, 1, false);
        one.entries.extend(part.entries);
        one.heads.extend(part.heads);
        one.nodes.extend(part.nodes);
        one.cursors.push(Cursor { name: "facts".to_owned(), court: CourtId(court), position: 1 });
    }
    let mut writer = bulk_writer(url).unwrap();
    writer.write(&one).unwrap();
    writer.finish().unwrap();
    let roll = Roll::new(docket.clone());
    let ends = docket.log_ends().await.unwrap();
    let day = Day(18_300);
    let days = Some(Days { from: Day(18_270), to: day });
    let all = CaseFilter::default;
    let filters = [
        all(),
        CaseFilter { courts: vec![CourtId(2)], ..all() },
        CaseFilter { words: vec![301, 303], states: vec![2], ..all() },
        CaseFilter { causes: vec![CauseId(1), CauseId(70_000)], judge: Some(JudgeId(3)), ..all() },
        CaseFilter { accepted: days, ..all() },
        CaseFilter { closed: Some(Days { from: Day(0), to: Day(i32::MAX) }), ..all() },
        CaseFilter { open_on: Some(day), ..all() },
        CaseFilter { overdue_on: Some(day), ..all() },
        CaseFilter { between: vec![("amount", 10_000, 30_000)], absent: vec!["closed_day"], ..all() },
        CaseFilter { between: vec![("livelihood", 1, 1), ("year", i64::MIN, i64::MAX)], ..all() },
    ];
    let sorts = [Sort::Key, Sort::Accepted, Sort::Closed, Sort::Amount, Sort::Running(day)];
    for filter in &filters {
        let total = docket.count_cases(filter).await.unwrap();
        assert!(total > 0, "{filter:?}");
        let mut sorted = docket.list_cases(filter, None, 1_000).await.unwrap();
        for (sort, descending) in sorts.iter().flat_map(|sort| [(*sort, false), (*sort, true)]) {
            let order = Order { sort, descending };
            sorted.sort_by_key(|facts| {
                let value = sort.value(facts);
                let turned = value.map(|value| if descending { -value } else { value });
                (value.is_none() && sort != Sort::Key, turned, facts.court, facts.stream)
            });
            let (mut after, mut seen) = (None, Vec::new());
            loop {
                let stored = docket.list_ordered(filter, order, after, 23).await.unwrap();
                let picked = roll.pick(&ends, filter, (order, after), 23).await.unwrap().unwrap();
                assert_eq!(docket.facts_of(&picked.keys).await.unwrap(), stored, "{filter:?} {order:?} {after:?}");
                assert_eq!(picked.total, total);
                let Some(last) = stored.last() else { break };
                after = Some(order.spot(last));
                seen.extend(stored);
            }
            assert_eq!(seen, sorted, "every case once, in order: {filter:?} {order:?}");
        }
    }
    let other = CaseFilter { between: vec![("plea", 1, 1)], ..all() };
    assert_eq!(roll.pick(&ends, &other, (Order::default(), None), 9).await.unwrap(), None, "not on the roll");
    open_matter(&docket, CourtId(3), None).await;
    let ends = docket.log_ends().await.unwrap();
    let picked = roll.pick(&ends, &all(), (Order::default(), None), 1).await.unwrap().unwrap();
    assert_eq!(picked.total, docket.count_cases(&all()).await.unwrap(), "what was added since is seen");
}

pub async fn a_scan_hands_over_every_row_however_many(url: &str) {
    const MATTERS: i64 = 5_000;
    let docket = docket(url, 1).await;
    let rows = (1..=MATTERS).map(|n| facts(COURT, n, &[("word", 301), ("serial", n)])).collect();
    let mut writer = bulk_writer(url).unwrap();
    writer.write(&docket::store::Batch { facts: rows, ..Default::default() }).unwrap();
    writer.finish().unwrap();
    let at = law::life::facts::CaseFacts::COLUMNS.iter().position(|column| *column == "serial").unwrap();
    let mut serials = Vec::new();
    assert_eq!(docket.scan_facts(&mut |cells| serials.extend(cells[at])).await.unwrap(), 5_000);
    assert_eq!(serials, (1..=MATTERS).collect::<Vec<_>>());
}

pub async fn a_follower_stops_at_the_entry_that_fails(url: &str) {
    let docket = docket(url, 2).await;
    let matter = open_matter(&docket, COURT, None).await;
    for n in 1..10 {
        collect(&docket, COURT, matter.stream, n, 1).await.unwrap();
    }
    let follower = docket.follower("notices");
    let mut seen = Vec::new();
    let first = follower
        .batch(COURT, 4, |entry| {
            seen.push(entry.position);
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!((first.done, first.fault), (4, None));
    let stop = |entry: &docket::entry::Entry| match entry.position {
        7 => Err("打印机缺纸".to_owned()),
        _ => Ok(()),
    };
    let second = follower.batch(COURT, 100, stop).await.unwrap();
    assert_eq!(second.done, 2);
    assert_eq!(second.fault, Some((7, "打印机缺纸".to_owned())));
    let standing = follower.faults().await.unwrap();
    assert_eq!((standing[0].court, standing[0].position), (COURT, 7));
    assert_eq!(standing[0].fault, "打印机缺纸");
    let again = follower.batch(COURT, 100, stop).await.unwrap();
    assert_eq!(again.done, 0, "it stands before the entry");
    let rest = follower
        .batch(COURT, 100, |entry| {
            seen.push(entry.position);
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(rest.done, 4);
    assert_eq!(seen, [1, 2, 3, 4, 7, 8, 9, 10]);
    assert!(follower.faults().await.unwrap().is_empty());
    assert_eq!(docket.follower("index").position(COURT).await.unwrap(), 0, "followers are apart");
    assert_eq!(follower.position(CourtId(2)).await.unwrap(), 0, "courts are apart");
}

pub async fn a_field_key_can_be_destroyed(url: &str) {
    let docket = docket(url, 1).await;
    let matter = open_matter(&docket, COURT, None).await;
    assert_eq!(docket.field_key(COURT, matter.stream).await.unwrap(), Some(vec![7; 32]));
    assert!(docket.destroy_field_key(COURT, matter.stream).await.unwrap());
    assert!(!docket.destroy_field_key(COURT, matter.stream).await.unwrap());
    assert_eq!(docket.field_key(COURT, matter.stream).await.unwrap(), None);
    receipt::check(&docket.receipt(COURT, 1).await.unwrap()).unwrap();
}

pub async fn a_statement_becomes_figures(url: &str) {
    let docket = docket(url, 1).await;
    let posting = posting();
    for value in [9348, 9349] {
        let body = format!(r#"{{"figures":{{"a.b":{value},"c":1}},"source":"年报","year":2019}}"#);
        let entry = draft(None, 1, "office.statement_imported.v1", &body);
        let decision = Decision { drafts: vec![entry], facts: None, field_key: None, sittings: Vec::new() };
        docket.append::<StoreError, _>(&posting, &Keys, |_| Ok(decision.clone())).await.unwrap();
    }
    let figures = docket.statements(Some(COURT)).await.unwrap();
    let found: Vec<_> = figures.iter().map(|row| (row.year, row.key.as_str(), row.value)).collect();
    assert_eq!(found, [(2019, "a.b", 9349), (2019, "c", 1)], "the later statement stands");
}

pub async fn a_court_keeps_its_code_and_key(url: &str) {
    let docket = docket(url, 2).await;
    docket.register(&court_rows(2)).await.unwrap();
    let mut changed = court_rows(1);
    changed[0].public_key = vec![2; 33];
    let fault = docket.register(&changed).await.unwrap_err();
    assert!(matches!(fault, StoreError::Conflict(_)), "{fault}");
    assert_eq!(docket.courts().await.unwrap(), court_rows(2));
}

pub async fn logs_are_leafed_through_and_counted(url: &str) {
    let docket = docket(url, 3).await;
    let matter = open_matter(&docket, COURT, None).await;
    for (version, fen) in [(1, 500), (2, 700)] {
        collect(&docket, COURT, matter.stream, version, fen).await.unwrap();
    }
    open_matter(&docket, CourtId(3), None).await;
    let ends = docket.log_ends().await.unwrap();
    let told: Vec<_> = ends.iter().map(|end| (end.court.0, end.size, end.folded)).collect();
    assert_eq!(told, [(1, 3, 3), (3, 1, 1)], "a court without entries has no end");
    assert!(ends.iter().all(|end| end.recorded_at >= NOON));
    let collected = EntryFilter { kind: Some("enforcement.collected.v1".to_owned()), days: None };
    let day = |day: Day| Some(Days { from: day, to: day });
    let on = |days| EntryFilter { days, ..collected.clone() };
    for (filter, positions, counted) in [
        (EntryFilter::default(), vec![1, 2, 3], vec![(1, 3, 1200), (3, 1, 0)]),
        (collected.clone(), vec![2, 3], vec![(1, 2, 1200)]),
        (on(day(NOON.day())), vec![2, 3], vec![(1, 2, 1200)]),
        (on(day(NOON.day().plus(1))), vec![], vec![]),
        (on(day(NOON.day().plus(-1))), vec![], vec![]),
    ] {
        let found = docket.leaf_through(COURT, &filter, 0, 10).await.unwrap();
        assert_eq!(found.iter().map(|entry| entry.position).collect::<Vec<_>>(), positions, "{filter:?}");
        let sums = docket.count_entries(None, &filter).await.unwrap();
        assert_eq!(sums.iter().map(|sum| (sum.court.0, sum.n, sum.total)).collect::<Vec<_>>(), counted, "{filter:?}");
    }
    let second = docket.leaf_through(COURT, &collected, 2, 1).await.unwrap();
    assert_eq!(second.len(), 1);
    assert_eq!(second[0].position, 3);
    assert_eq!(docket.count_entries(Some(CourtId(3)), &collected).await.unwrap(), []);
    assert_eq!(docket.count_by_day(COURT).await.unwrap(), [(NOON.day(), 3)]);
    assert_eq!(docket.count_by_day(CourtId(9)).await.unwrap(), []);
}

pub async fn a_checkpoint_copies_the_log_of_a_file(url: &str) {
    let docket = docket(url, 1).await;
    let matter = open_matter(&docket, COURT, None).await;
    collect(&docket, COURT, matter.stream, 1, 5).await.unwrap();
    let file = docket.engine() == docket::store::Engine::Sqlite;
    assert_eq!(docket.checkpoint().await.unwrap() > 0, file, "a server sees to it itself");
    assert_eq!(docket.size(COURT).await.unwrap(), 2, "nothing reads otherwise for it");
}
