//! All of a file or nothing of it: entries, facts, keys, counters, one head.

use court::office::{Request, context, fold, perform};
use docket::sealed::{StreamKey, open};
use docket::store::{Beside, Counter, NumberKey};
use import::NotEntered;
use law::case_number::Word;
use law::day::Day;
use law::life::codes::{ClosingForm, Secrecy, State};
use law::life::command::Command;

use crate::house::{House, Keys, csv, sale, told, xlsx};

fn word() -> u16 {
    Word::parse("民初").unwrap().code()
}

pub async fn the_template_reads_back_and_its_example_fits(house: House) {
    let checked = house.check(import::template().unwrap()).await;
    assert_eq!(told(&checked), [(2, "承办法官".to_owned(), "写了分案日期，没有写承办法官".to_owned())]);
}

pub async fn a_file_is_entered_whole_with_its_true_dates(house: House) {
    let rows = [
        sale(7, &[]),
        sale(
            8,
            &[
                ("分案日期", ""),
                ("承办法官", ""),
                ("适用程序", ""),
                ("开庭日期", ""),
                ("结案日期", ""),
                ("结案方式", ""),
            ],
        ),
        sale(9, &[("密级", "不公开"), ("承办法官", "12"), ("收到日期", "")]),
    ];
    let checked = house.check(xlsx(&rows)).await;
    assert_eq!(checked.faults, []);
    let before = house.docket.size(house.court).await.unwrap();
    assert_eq!(before, 0, "a dry run stores nothing");
    let entered = house.enter(&checked).await.unwrap();
    assert_eq!((entered.cases, entered.entries, entered.position), (3, checked.entries(), 1));
    assert_eq!(house.docket.heads(house.court, 10).await.unwrap().len(), 1, "under one head");
    house.verified().await;

    let key = |serial| NumberKey { court: house.court, year: 2020, word: word(), serial };
    let judged = house.docket.find_number(key(7)).await.unwrap().unwrap();
    assert_eq!((judged.state, judged.closing), (State::Closed.code(), ClosingForm::Judged.code()));
    assert_eq!((judged.hearings, judged.parties, judged.judge.unwrap().0), (2, 3, 11));
    assert_eq!(judged.closed_day, Day::new(2020, 5, 8));
    let waiting = house.docket.find_number(key(8)).await.unwrap().unwrap();
    assert_eq!((waiting.state, waiting.judge), (State::Registered.code(), None));
    let restricted = house.docket.find_number(key(9)).await.unwrap().unwrap();
    assert_eq!(
        (restricted.secrecy, restricted.received_day),
        (Secrecy::Restricted.code(), Day::new(2020, 3, 4).unwrap())
    );

    let entries = house.docket.stream(house.court, judged.stream).await.unwrap();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind.as_ref()).collect();
    assert_eq!(
        kinds,
        [
            "filing.received.v1",
            "case.accepted.v1",
            "case.assigned.v1",
            "hearing.scheduled.v1",
            "hearing.held.v1",
            "hearing.scheduled.v1",
            "hearing.held.v1",
            "case.closed.v1",
        ]
    );
    assert!(entries.is_sorted_by_key(|entry| entry.occurred_at));
    assert_eq!(entries[0].occurred_at.day(), Day::new(2020, 3, 2).unwrap());
    assert!(entries.iter().all(|entry| entry.recorded_at == house.at && entry.actor == "registrar:31"));
    assert_eq!(fold(&entries).unwrap().unwrap().facts, judged);
    assert!(entries.iter().all(|entry| !entry.body.contains("李某") && !entry.body.contains("110105")), "sealed");
    let sealed: serde_json::Value = serde_json::from_str(&entries[0].body).unwrap();
    let field = house.docket.field_key(house.court, judged.stream).await.unwrap().unwrap();
    let place = context(house.court, judged.stream, "parties");
    let plain = open(StreamKey::from_bytes(&field).as_ref(), &place, sealed["sealed"].as_str().unwrap()).unwrap();
    assert!(plain.contains("李某") && plain.contains("11010519491231002X") && plain.contains("\"role\":\"defendant\""));
    docket::receipt::check(&house.docket.receipt(house.court, judged.stream.0).await.unwrap()).unwrap();
}

pub async fn one_wrong_row_keeps_all_out(house: House) {
    let checked = house.check(csv(&[sale(1, &[]), sale(2, &[("标的额", "x")]), sale(3, &[])])).await;
    assert_eq!((checked.good.len(), checked.bad, checked.sound()), (2, 1, false));
    assert!(matches!(house.enter(&checked).await.unwrap_err(), NotEntered::Empty));
    assert_eq!(house.docket.size(house.court).await.unwrap(), 0);
    assert!(house.docket.counters().await.unwrap().is_empty());
}

/// Accepts a case today, through the online door; gives its serial.
async fn accepted_today(house: &House, year: u16) -> u32 {
    let intake = law::life::event::Intake {
        amount: law::fen::Fen(100),
        cause: law::cause::by_name("买卖合同纠纷").unwrap().id,
        channel: law::life::codes::Channel::Window,
        origin: None,
        papers: None,
        parties: 2,
        received: house.at.day(),
        sealed: None,
        tags: Vec::new(),
        word: Word::parse("民初").unwrap(),
    };
    let request = Request {
        court: house.court,
        stream: None,
        at: house.at,
        actor: "registrar:31".into(),
        command: Command::Accept { intake: Some(intake), year, serial: 0 },
        field_key: Some([7; 32]),
        parties: None,
        complaint: None,
        beside: Beside::default(),
    };
    let posted = perform(&house.docket, &Keys, &request).await.unwrap();
    let stream = posted.entries[0].stream;
    house.docket.facts(house.court, stream).await.unwrap().unwrap().serial.unwrap()
}

pub async fn cn_061_numbers_go_on_after_the_highest_and_gaps_are_told(house: House) {
    assert_eq!([accepted_today(&house, 2021).await, accepted_today(&house, 2021).await], [1, 2]);
    let of_2021 = |serial: u32| {
        let number = format!("（2021）辽0102民初{serial}号");
        let given = [
            ("案号", number.as_str()),
            ("收到日期", "2021-03-02"),
            ("立案日期", "2021-03-04"),
            ("分案日期", ""),
            ("承办法官", ""),
            ("适用程序", ""),
            ("开庭日期", ""),
            ("结案日期", ""),
            ("结案方式", ""),
        ];
        sale(serial, &given)
    };
    let clash = house.check(csv(&[of_2021(2), of_2021(5)])).await;
    assert_eq!(told(&clash), [(2, "案号".to_owned(), "本院已经有这个案号的案件".to_owned())]);
    let checked = house.check(csv(&[of_2021(7), of_2021(5), sale(40, &[])])).await;
    assert_eq!(checked.faults, []);
    let gaps: Vec<_> =
        checked.gaps.iter().map(|gap| (gap.year, gap.last, gap.raised, gap.missing, gap.first.clone())).collect();
    assert_eq!(gaps, [(2020, 0, 40, 39, (1..=10).collect::<Vec<_>>()), (2021, 2, 7, 3, vec![3, 4, 6])]);
    house.enter(&checked).await.unwrap();
    let counter = |year, last| Counter { court: house.court, year, word: word(), last };
    assert_eq!(house.docket.counters().await.unwrap(), [counter(2020, 40), counter(2021, 7)]);
    assert_eq!(accepted_today(&house, 2021).await, 8, "no number twice");
    let below = house.check(csv(&[of_2021(3)])).await;
    assert_eq!(below.gaps[0].raised, 8, "a counter is never set back");
    house.enter(&below).await.unwrap();
    assert_eq!(accepted_today(&house, 2021).await, 9);
    house.verified().await;
}

pub async fn the_same_file_and_the_same_numbers_are_refused(house: House) {
    let file = csv(&[sale(1, &[]), sale(2, &[])]);
    let checked = house.check(file.clone()).await;
    house.enter(&checked).await.unwrap();
    let size = house.docket.size(house.court).await.unwrap();
    let again = house.enter(&checked).await.unwrap_err();
    assert!(matches!(again, NotEntered::Twice), "{again}");
    let twice = house.check(file).await;
    assert!(twice.twice && !twice.sound());
    let other = house.check(csv(&[sale(2, &[]), sale(3, &[])])).await;
    assert_eq!(other.bad, 1, "by its number, in another file");
    let load = house.check(csv(&[sale(4, &[])])).await;
    house.enter(&load).await.unwrap();
    let stale = import::Checked { digest: "ff".to_owned(), ..load };
    let taken = house.enter(&stale).await.unwrap_err();
    assert!(matches!(&taken, NotEntered::Taken(rows) if rows.len() == 1), "{taken}");
    assert!(taken.to_string().contains("（2020）辽0102民初4号"), "{taken}");
    assert!(house.docket.size(house.court).await.unwrap() > size);
    house.verified().await;
}

pub async fn two_imports_at_once_enter_one_of_them(house: House) {
    let rows: Vec<Vec<String>> = (1..=60).map(|serial| sale(serial, &[])).collect();
    let checked = house.check(csv(&rows)).await;
    let all = futures(&house, &checked).await;
    assert_eq!(all.iter().filter(|done| done.is_ok()).count(), 1, "{all:?}");
    assert_eq!(house.docket.size(house.court).await.unwrap(), i64::try_from(checked.entries()).unwrap());
    house.verified().await;
}

async fn futures(house: &House, checked: &import::Checked) -> Vec<Result<import::Entered, NotEntered>> {
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let (docket, checked, at) = (house.docket.clone(), checked.clone(), house.at);
        tasks.push(tokio::spawn(async move {
            import::enter(&docket, &Keys, &checked, "registrar:31".to_owned(), at).await
        }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.push(task.await.unwrap());
    }
    all
}

pub async fn ten_thousand_rows_go_in_at_once(house: House) {
    let rows: Vec<Vec<String>> = (1..=10_000).map(|serial| sale(serial, &[])).collect();
    let file = xlsx(&rows);
    let checked = house.check(file).await;
    assert_eq!((checked.good.len(), checked.bad), (10_000, 0));
    let entered = house.enter(&checked).await.unwrap();
    assert_eq!(entered.cases, 10_000);
    assert_eq!(house.docket.size(house.court).await.unwrap(), 80_001);
}
