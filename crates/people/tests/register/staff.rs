//! Staff: passwords, second factors, recovery codes, locks.

use people::session::Duty;
use people::signing::{Second, StaffSignIn, code_at};
use people::terms::{DAY_MS, MINUTE_MS};
use people::{AccountId, Device, Fault, People, Secret, SignedIn};

use crate::fixture::*;

const GOOD: &str = "correct horse battery";
/// A step of an authenticator.
const STEP: i64 = 30_000;

async fn enter(people: &People, password: &str, second: Second<'_>, ms: i64) -> Result<SignedIn, Fault> {
    enter_as(people, ("wangwu", password, second), ms).await
}

async fn enter_as(
    people: &People,
    (login, password, second): (&str, &str, Second<'_>),
    ms: i64,
) -> Result<SignedIn, Fault> {
    let given = StaffSignIn { login, password, second };
    let seed = 9_000_000_000
        + u64::try_from(ms).unwrap() * 1000
        + people.journal(None, None, None, 500).await.unwrap().len() as u64;
    people.sign_in_staff(given, &device("browser"), at(ms), &mut Seeded(seed)).await
}

/// Somebody of the staff with a password.
async fn wangwu(people: &People) -> AccountId {
    let account = make(people, &staff("wangwu")).await;
    people.set_password(account, GOOD, AccountId(1), at(0), &mut Seeded(1)).await.unwrap();
    account
}

/// The same with a second factor, enrolled at `at(0)`: its secret and recovery codes.
async fn enrolled(people: &People) -> (AccountId, String, Vec<String>) {
    let account = wangwu(people).await;
    let enrolment = people.enrol_second(account, &mut Seeded(2)).await.unwrap();
    let secret = enrolment.secret.as_str().to_owned();
    let code = code_at(&secret, at(0)).unwrap();
    let codes = people.confirm_second(account, &code, "", at(0), &mut Seeded(3)).await.unwrap();
    (account, secret, codes.iter().map(|code| code.as_str().to_owned()).collect())
}

pub async fn signing_in_for_the_first_time(people: &People) {
    let account = wangwu(people).await;
    let signed = enter(people, GOOD, Second::None, 0).await.unwrap();
    assert_eq!((signed.account, signed.duty), (account, Duty::Enrol));
    assert_eq!(people.resume(signed.token.as_str(), "browser", at(1)).await.unwrap().duty, Duty::Enrol);
    let first = people.enrol_second(account, &mut Seeded(2)).await.unwrap();
    let second = people.enrol_second(account, &mut Seeded(4)).await.unwrap();
    assert_ne!(first.secret, second.secret);
    assert!(second.uri.as_str().contains(second.secret.as_str()));
    let code = |secret: &str| code_at(secret, at(0)).unwrap();
    let confirm = async |code: &str| people.confirm_second(account, code, "", at(0), &mut Seeded(3)).await;
    assert_eq!(confirm(&code(first.secret.as_str())).await, Err(Fault::WrongCode), "the secret asked for before");
    let codes = confirm(&code(second.secret.as_str())).await.unwrap();
    assert_eq!(codes.len(), 10);
    assert_eq!(people.recovery_left(account).await.unwrap(), 10);
    assert_eq!(people.resume(signed.token.as_str(), "browser", at(1)).await.unwrap().duty, Duty::None);
    assert_eq!(fields(confirm(&code(second.secret.as_str())).await), ["code"]);
    assert_eq!(fields(people.enrol_second(account, &mut Seeded(9)).await), ["code"]);
    let row = sqlx::query("SELECT secret FROM second_factors").fetch_one(people.docket().pool()).await.unwrap();
    let kept: String = sqlx::Row::try_get(&row, 0).unwrap();
    assert!(!kept.contains(second.secret.as_str()));
    let party = make(people, &litigant(1)).await;
    assert_eq!(people.enrol_second(party, &mut Seeded(2)).await, Err(Fault::NotFound));
    assert_eq!(people.set_password(party, GOOD, account, at(0), &mut Seeded(2)).await, Err(Fault::NotFound));
}

pub async fn a_step_is_used_once_and_recovery_codes_too(people: &People) {
    let (account, secret, codes) = enrolled(people).await;
    assert_eq!(enter(people, GOOD, Second::None, 0).await, Err(Fault::NeedsSecond));
    let code = |ms| code_at(&secret, at(ms)).unwrap();
    assert_eq!(
        enter(people, GOOD, Second::Totp(&code(0)), 1).await,
        Err(Fault::WrongCode),
        "it confirmed the enrolment"
    );
    enter(people, GOOD, Second::Totp(&code(STEP)), STEP).await.unwrap();
    assert_eq!(enter(people, GOOD, Second::Totp(&code(STEP)), STEP + 1).await, Err(Fault::WrongCode));
    assert_eq!(enter(people, GOOD, Second::Totp(&code(0)), STEP).await, Err(Fault::WrongCode), "an earlier one");
    enter(people, GOOD, Second::Totp(&code(3 * STEP)), 2 * STEP).await.unwrap();
    let typed = codes[3].to_uppercase().replace('-', " ");
    enter(people, GOOD, Second::Recovery(&typed), 3 * STEP).await.unwrap();
    assert_eq!(enter(people, GOOD, Second::Recovery(&codes[3]), 3 * STEP).await, Err(Fault::WrongCode));
    assert_eq!(enter(people, GOOD, Second::Recovery(""), 3 * STEP).await, Err(Fault::WrongCode));
    assert_eq!(people.recovery_left(account).await.unwrap(), 9);
    assert_eq!(
        enter(people, "wrong horse battery", Second::Recovery(&codes[4]), 3 * STEP).await,
        Err(Fault::WrongPassword)
    );
    assert_eq!(people.recovery_left(account).await.unwrap(), 9, "a wrong password spends no code");
}

pub async fn wrong_passwords_lock_for_longer_and_longer(people: &People) {
    let account = wangwu(people).await;
    let wrong = async |ms: i64| enter(people, "wrong horse battery", Second::None, ms).await.unwrap_err();
    for _ in 0..4 {
        assert_eq!(wrong(0).await, Fault::WrongPassword);
    }
    let until = at(15 * MINUTE_MS);
    assert_eq!(wrong(0).await, Fault::Locked { until });
    assert_eq!(enter(people, GOOD, Second::None, 15 * MINUTE_MS - 1).await, Err(Fault::Locked { until }));
    for _ in 0..4 {
        assert_eq!(wrong(15 * MINUTE_MS).await, Fault::WrongPassword);
    }
    assert_eq!(wrong(15 * MINUTE_MS).await, Fault::Locked { until: at(45 * MINUTE_MS) });
    for _ in 0..4 {
        wrong(45 * MINUTE_MS).await;
    }
    enter(people, GOOD, Second::None, 45 * MINUTE_MS).await.unwrap();
    // success forgets
    for _ in 0..4 {
        assert_eq!(wrong(50 * MINUTE_MS).await, Fault::WrongPassword);
    }
    assert_eq!(wrong(50 * MINUTE_MS).await, Fault::Locked { until: at(65 * MINUTE_MS) });
    assert!(people.unlock_staff(account, AccountId(1), at(51 * MINUTE_MS)).await.unwrap());
    enter(people, GOOD, Second::None, 51 * MINUTE_MS).await.unwrap();
    assert!(!people.unlock_staff(account, AccountId(1), at(52 * MINUTE_MS)).await.unwrap());
}

pub async fn guesses_at_once_get_no_more_tries(people: &People) {
    wangwu(people).await;
    let guess = || {
        let people = people.clone();
        tokio::spawn(async move { enter(&people, "wrong horse battery", Second::None, 0).await })
    };
    let mut told = Vec::new();
    for guess in (0..16).map(|_| guess()).collect::<Vec<_>>() {
        told.push(guess.await.unwrap().unwrap_err());
    }
    assert_eq!(told.iter().filter(|fault| **fault == Fault::WrongPassword).count(), 4, "{told:?}");
    let locked = Fault::Locked { until: at(15 * MINUTE_MS) };
    assert_eq!(told.iter().filter(|fault| **fault == locked).count(), 12, "{told:?}");
}

pub async fn who_is_unknown_is_told_the_same(people: &People) {
    let account = wangwu(people).await;
    make(people, &staff("nopass")).await;
    for login in ["nobody", "nopass", "", "'; DROP TABLE accounts; --", "张三"] {
        for n in 0..5 {
            let told = enter_as(people, (login, GOOD, Second::None), 0).await.unwrap_err();
            let locked = Fault::Locked { until: at(15 * MINUTE_MS) };
            assert_eq!(told, if n < 4 { Fault::WrongPassword } else { locked }, "{login} {n}");
        }
    }
    let long = "x".repeat(5000);
    assert_eq!(enter_as(people, ("wangwu", &long, Second::None), 0).await, Err(Fault::WrongPassword));
    enter_as(people, (" WangWu ", GOOD, Second::None), 0).await.unwrap();
    people.set_closed(account, true, AccountId(1), at(1)).await.unwrap();
    assert_eq!(enter(people, GOOD, Second::None, 2).await, Err(Fault::WrongPassword));
}

pub async fn changing_a_password_ends_other_sessions(people: &People) {
    let account = wangwu(people).await;
    let (here, there) =
        (enter(people, GOOD, Second::None, 0).await.unwrap(), enter(people, GOOD, Second::None, 5).await.unwrap());
    let handle = people.resume(here.token.as_str(), "browser", at(6)).await.unwrap().handle;
    let change = async |old: &str, new: &str, ms: i64| {
        people.change_password(account, (old, new), &handle, at(ms), &mut Seeded(7)).await
    };
    const NEXT: &str = "another horse battery";
    assert_eq!(change("wrong horse battery", NEXT, 6).await, Err(Fault::WrongPassword));
    for weak in ["short", "password1234", "wangwu horse battery", GOOD] {
        assert_eq!(fields(change(GOOD, weak, 6).await), ["password"], "{weak}");
    }
    change(GOOD, NEXT, 7).await.unwrap();
    people.resume(here.token.as_str(), "browser", at(8)).await.unwrap();
    assert_eq!(people.resume(there.token.as_str(), "browser", at(8)).await, Err(Fault::Expired));
    assert_eq!(enter(people, GOOD, Second::None, 9).await, Err(Fault::WrongPassword));
    enter(people, NEXT, Second::None, 9).await.unwrap();
    // an open session does not allow guessing on
    for _ in 0..4 {
        assert_eq!(change(GOOD, "third horse battery", 10).await, Err(Fault::WrongPassword));
    }
    assert!(matches!(change(GOOD, "third horse battery", 10).await, Err(Fault::Locked { .. })));
    assert!(matches!(change(NEXT, "third horse battery", 11).await, Err(Fault::Locked { .. })));
    assert_eq!(fields(people.set_password(account, "short", account, at(0), &mut Seeded(1)).await), ["password"]);
}

pub async fn a_reset_starts_over(people: &People) {
    let (account, secret, codes) = enrolled(people).await;
    let code = code_at(&secret, at(STEP)).unwrap();
    let old = enter(people, GOOD, Second::Totp(&code), STEP).await.unwrap();
    let given = people.reset_staff(account, AccountId(1), at(2 * STEP), &mut Seeded(40)).await.unwrap();
    assert_eq!(people.resume(old.token.as_str(), "browser", at(2 * STEP)).await, Err(Fault::Expired));
    assert_eq!(enter(people, GOOD, Second::Recovery(&codes[0]), 2 * STEP).await, Err(Fault::WrongPassword));
    assert_eq!(people.recovery_left(account).await.unwrap(), 0);
    let temporary = given.password.as_str();
    let signed = enter(people, temporary, Second::None, 2 * STEP).await.unwrap();
    assert_eq!(signed.duty, Duty::ChangePassword);
    let handle = people.resume(signed.token.as_str(), "browser", at(2 * STEP)).await.unwrap().handle;
    let next = (temporary, "another horse battery");
    people.change_password(account, next, &handle, at(3 * STEP), &mut Seeded(41)).await.unwrap();
    assert_eq!(people.resume(signed.token.as_str(), "browser", at(3 * STEP)).await.unwrap().duty, Duty::Enrol);
    // a temporary password runs out
    let given = people.reset_staff(account, AccountId(1), at(4 * STEP), &mut Seeded(42)).await.unwrap();
    assert_eq!(given.until, at(4 * STEP + 3 * DAY_MS));
    let late = enter(people, given.password.as_str(), Second::None, 4 * STEP + 3 * DAY_MS).await;
    assert_eq!(late, Err(Fault::Expired));
    assert_eq!(people.reset_staff(AccountId(9), account, at(0), &mut Seeded(1)).await, Err(Fault::NotFound));
}

pub async fn one_recovery_code_or_totp_at_once_wins_once(people: &People) {
    let (_, secret, codes) = enrolled(people).await;
    let mut step = 1;
    for code in codes.iter().take(4) {
        let second = Second::Recovery(code);
        let (one, two) =
            tokio::join!(enter(people, GOOD, second, step * STEP), enter(people, GOOD, second, step * STEP + 1));
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
        assert!([one, two].contains(&Err(Fault::WrongCode)));
        step += 1;
        let typed = code_at(&secret, at(step * STEP)).unwrap();
        let second = Second::Totp(&typed);
        let (one, two) =
            tokio::join!(enter(people, GOOD, second, step * STEP), enter(people, GOOD, second, step * STEP + 1));
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
        assert!([one, two].contains(&Err(Fault::WrongCode)));
        step += 1;
    }
}

pub async fn recovery_codes_are_renewed_against_a_code(people: &People) {
    let (account, secret, codes) = enrolled(people).await;
    let renew = async |code: &str, ms: i64| people.renew_recovery(account, code, at(ms), &mut Seeded(90)).await;
    assert_eq!(renew("000000", 0).await, Err(Fault::WrongCode));
    let fresh = renew(&code_at(&secret, at(STEP)).unwrap(), STEP).await.unwrap();
    assert_eq!(enter(people, GOOD, Second::Recovery(&codes[0]), STEP).await, Err(Fault::WrongCode));
    enter(people, GOOD, Second::Recovery(fresh[0].as_str()), STEP).await.unwrap();
    for _ in 0..4 {
        assert_eq!(renew("000000", STEP).await, Err(Fault::WrongCode));
    }
    assert!(matches!(renew("000000", STEP).await, Err(Fault::Locked { .. })));
    let other = make(people, &staff("zhao")).await;
    assert_eq!(people.renew_recovery(other, "000000", at(0), &mut Seeded(1)).await, Err(Fault::NotFound));
}

pub async fn wrong_tries_elsewhere_do_not_lock_a_known_device(people: &People) {
    let (_, secret, _) = enrolled(people).await;
    let at_home = |known: Option<Secret>| Device { known, ..device("browser") };
    let enter = async |device: &Device, password: &str, ms: i64| {
        let code = code_at(&secret, at(ms)).unwrap();
        let given = StaffSignIn { login: "wangwu", password, second: Second::Totp(&code) };
        people.sign_in_staff(given, device, at(ms), &mut Seeded(5_000 + u64::try_from(ms).unwrap())).await
    };
    let first = enter(&at_home(None), GOOD, STEP).await.unwrap();
    let known = at_home(first.device);
    assert!(known.known.is_some(), "the browser is told what to keep");
    let stranger = device("other");
    for _ in 0..5 {
        enter(&stranger, "wrong horse battery", STEP).await.unwrap_err();
    }
    let again = enter(&stranger, GOOD, 2 * STEP).await;
    assert!(matches!(again, Err(Fault::Locked { .. })), "anybody who knows the name can lock it elsewhere: {again:?}");
    let forged = at_home(Some(Secret::new("x".repeat(43))));
    assert!(matches!(enter(&forged, GOOD, 2 * STEP).await, Err(Fault::Locked { .. })), "not a device it knows");
    let inside = enter(&known, GOOD, 3 * STEP).await.unwrap();
    assert_eq!(inside.device, None, "known already");
    for n in 0..5 {
        let told = enter(&known, "wrong horse battery", 4 * STEP).await.unwrap_err();
        assert_eq!(matches!(told, Fault::Locked { .. }), n == 4, "a known device has no more tries than another");
    }
    assert!(matches!(enter(&known, GOOD, 5 * STEP).await, Err(Fault::Locked { .. })));
    let account = people.by_login("wangwu").await.unwrap().unwrap().number;
    assert!(people.unlock_staff(account, AccountId(1), at(5 * STEP)).await.unwrap());
    enter(&known, GOOD, 6 * STEP).await.unwrap();
}

pub async fn tries_at_many_names_lock_where_they_come_from(people: &People) {
    wangwu(people).await;
    let mut told = Vec::new();
    for n in 0..50 {
        told.push(enter_as(people, (&format!("name{n}"), GOOD, Second::None), 0).await.unwrap_err());
    }
    assert!(told[..49].iter().all(|fault| *fault == Fault::WrongPassword), "{told:?}");
    assert!(matches!(told[49], Fault::Locked { .. }));
    assert!(matches!(enter(people, GOOD, Second::None, 1).await, Err(Fault::Locked { .. })), "from there");
    let given = StaffSignIn { login: "wangwu", password: GOOD, second: Second::None };
    let elsewhere = Device { address: "198.51.100.1".parse().ok(), ..device("browser") };
    people.sign_in_staff(given, &elsewhere, at(1), &mut Seeded(77)).await.unwrap();
}
