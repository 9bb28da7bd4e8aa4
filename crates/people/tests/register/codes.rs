//! One-time codes to phones.

use people::account::{AccountId, Draft, Kind};
use people::terms::{HOUR_MS, MINUTE_MS};
use people::{Fault, People, SignedIn};

use crate::fixture::*;

async fn ask(people: &People, n: u16, ms: i64) -> String {
    let seed = u64::try_from(ms).unwrap() + u64::from(n) * 1_000_000_000;
    let asked = people.ask_code(&phone(n), at(ms), &mut Seeded(seed)).await.unwrap();
    assert_eq!((asked.phone.as_str(), asked.valid_until), (phone(n).as_str(), at(ms + 5 * MINUTE_MS)));
    asked.code.as_str().to_owned()
}

async fn enter(people: &People, n: u16, code: &str, ms: i64) -> Result<SignedIn, Fault> {
    let seed = 7_000_000_000 + u64::try_from(ms).unwrap() * 1000;
    people.sign_in_by_code(Kind::Litigant, (&phone(n), code), &device("browser"), at(ms), &mut Seeded(seed)).await
}

/// A code that is another.
fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

pub async fn a_code_signs_in_once(people: &People) {
    let one = make(people, &litigant(1)).await;
    assert_eq!(enter(people, 1, "000000", 0).await, Err(Fault::Expired), "none was asked for");
    let code = ask(people, 1, 0).await;
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let signed = enter(people, 1, &spaced, 1000).await.unwrap();
    assert_eq!(signed.account, one);
    let resumed = people.resume(signed.token.as_str(), "browser", at(2000)).await.unwrap();
    assert_eq!((resumed.account, resumed.name.as_str(), resumed.kind), (one, "张1", Kind::Litigant));
    assert_eq!(enter(people, 1, &code, 2000).await, Err(Fault::Expired), "used");
    let found = sqlx::query("SELECT code_digest FROM phone_codes").fetch_one(people.docket().pool()).await.unwrap();
    let kept: Vec<u8> = sqlx::Row::try_get(&found, 0).unwrap();
    assert_ne!(kept, docket::digest::sm3(code.as_bytes()), "six digits are found from a bare digest");
    assert_eq!(fields(people.ask_code("12345", at(0), &mut Seeded(1)).await), ["phone"]);
    people.set_closed(one, true, AccountId(1), at(3 * MINUTE_MS)).await.unwrap();
    let code = ask(people, 1, 4 * MINUTE_MS).await;
    assert_eq!(enter(people, 1, &code, 4 * MINUTE_MS).await, Err(Fault::Closed));
}

pub async fn codes_come_at_a_measured_pace(people: &People) {
    let again = async |ms: i64| people.ask_code(&phone(1), at(ms), &mut Seeded(1)).await.map(drop);
    again(0).await.unwrap();
    assert_eq!(again(MINUTE_MS - 1).await, Err(Fault::TooSoon { until: at(MINUTE_MS) }));
    for minute in 1..5 {
        again(minute * MINUTE_MS).await.unwrap();
    }
    assert_eq!(again(10 * MINUTE_MS).await, Err(Fault::TooSoon { until: at(HOUR_MS) }));
    // another phone is not held up
    ask(people, 2, 10 * MINUTE_MS).await;
    assert_eq!(again(HOUR_MS - 1).await, Err(Fault::TooSoon { until: at(HOUR_MS) }));
    again(HOUR_MS).await.unwrap();
    let until = at(HOUR_MS + MINUTE_MS);
    assert_eq!(again(HOUR_MS).await, Err(Fault::TooSoon { until }));
    // two at once: one code is sent
    let late = 5 * HOUR_MS;
    let (one, two) = tokio::join!(again(late), again(late));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
}

pub async fn wrong_tries_end_a_code(people: &People) {
    make(people, &litigant(1)).await;
    let code = ask(people, 1, 0).await;
    for typed in [other(&code), String::new(), "一二三四五六".to_owned(), format!("{code}{code}")] {
        assert_eq!(enter(people, 1, &typed, 1000).await, Err(Fault::WrongCode), "{typed}");
    }
    assert_eq!(enter(people, 1, &other(&code), 1000).await, Err(Fault::WrongCode), "the fifth");
    assert_eq!(enter(people, 1, &code, 1000).await, Err(Fault::Expired), "right, too late");
    // the fourth wrong one does not end it
    let code = ask(people, 1, MINUTE_MS).await;
    for _ in 0..4 {
        enter(people, 1, &other(&code), MINUTE_MS).await.unwrap_err();
    }
    enter(people, 1, &code, MINUTE_MS).await.unwrap();
}

pub async fn a_code_runs_out_and_gives_way_to_the_next(people: &People) {
    make(people, &litigant(1)).await;
    let first = ask(people, 1, 0).await;
    assert_eq!(enter(people, 1, &first, 5 * MINUTE_MS).await, Err(Fault::Expired));
    let second = ask(people, 1, 6 * MINUTE_MS).await;
    let third = ask(people, 1, 7 * MINUTE_MS).await;
    assert_ne!(second, third);
    assert_eq!(enter(people, 1, &second, 7 * MINUTE_MS).await, Err(Fault::WrongCode));
    enter(people, 1, &third, 12 * MINUTE_MS - 1).await.unwrap();
    // a code for one phone is none for another
    make(people, &litigant(2)).await;
    let mine = ask(people, 1, 20 * MINUTE_MS).await;
    ask(people, 2, 20 * MINUTE_MS).await;
    assert_eq!(enter(people, 2, &mine, 20 * MINUTE_MS).await, Err(Fault::WrongCode));
}

pub async fn one_code_used_twice_at_once_wins_once(people: &People) {
    make(people, &litigant(1)).await;
    for round in 0..4 {
        let ms = round * 20 * MINUTE_MS;
        let code = ask(people, 1, ms).await;
        let (one, two) = tokio::join!(enter(people, 1, &code, ms + 1), enter(people, 1, &code, ms + 2));
        let won = [&one, &two].into_iter().filter(|result| result.is_ok()).count();
        assert_eq!(won, 1, "{one:?} {two:?}");
        assert!([one, two].contains(&Err(Fault::Expired)));
    }
}

pub async fn registering_costs_the_code_and_refusals_cost_tries(people: &People) {
    let draft = litigant(1);
    let register = async |draft: &Draft, code: &str, ms: i64| {
        people.register(draft, code, &device("browser"), at(ms), &mut Seeded(50_000)).await
    };
    let code = ask(people, 1, 0).await;
    assert_eq!(enter(people, 1, &code, 1).await, Err(Fault::NoAccount));
    assert_eq!(fields(register(&Draft { name: String::new(), ..draft.clone() }, &code, 2).await), ["name"]);
    assert_eq!(register(&draft, &other(&code), 2).await, Err(Fault::WrongCode));
    let signed = register(&draft, &code, 3).await.unwrap();
    let found = people.by_phone(Kind::Litigant, &phone(1)).await.unwrap().unwrap();
    assert_eq!(found.number, signed.account);
    assert_eq!(people.resume(signed.token.as_str(), "browser", at(4)).await.unwrap().account, signed.account);
    // whose number is registered cannot be tried out: each refusal is a try
    let code = ask(people, 2, 0).await;
    let thief = Draft { phone: Some(phone(2)), ..draft };
    for _ in 0..5 {
        assert_eq!(fields(register(&thief, &code, 4).await), ["id_number"]);
    }
    assert_eq!(register(&thief, &code, 4).await, Err(Fault::Expired));
    assert_eq!(fields(register(&staff("wangwu"), "1", 4).await), ["kind"]);
}
