//! The register comes back from a backup, into either engine: whoever could sign in still can, and nobody is signed in.

use docket::store::StoreError;
use docket::testing::{Scratch, postgres, sqlite};
use people::account::Kind;
use people::signing::{Second, StaffSignIn, code_at};
use people::terms::MINUTE_MS;
use people::{AccountId, Fault};

use crate::fixture::*;

const GOOD: &str = "correct horse battery";

async fn there_and_back(from: Scratch, to: Scratch) {
    let old = people(&from.url).await;
    let staff = make(&old, &staff("wangwu")).await;
    old.set_password(staff, GOOD, AccountId(1), at(0), &mut Seeded(1)).await.unwrap();
    let secret = old.enrol_second(staff, &mut Seeded(2)).await.unwrap().secret;
    let code = |ms: i64| code_at(secret.as_str(), at(ms)).unwrap();
    let codes = old.confirm_second(staff, &code(0), "", at(0), &mut Seeded(3)).await.unwrap();
    old.add_post(&post(staff, law::role::Role::Judge, 2), staff, at(0)).await.unwrap();
    old.link_oidc(("https://id.example.cn", "a\\b\\N"), staff, staff, at(0)).await.unwrap();
    let party = make(&old, &litigant(1)).await;
    let signed = {
        let asked = old.ask_code(&phone(1), at(0), &mut Seeded(5)).await.unwrap();
        let given = (asked.phone.as_str(), asked.code.as_str());
        old.sign_in_by_code(Kind::Litigant, given, &device("b"), at(0), &mut Seeded(6)).await.unwrap()
    };
    let folder = from.path("copy");
    old.docket().backup(&folder).await.unwrap();
    for left_out in ["sessions", "phone_codes", "known_devices", "oidc_pending", "sign_in_failures"] {
        assert!(!folder.join(format!("{left_out}.rows.jsonl")).exists(), "{left_out}");
    }
    let text = std::fs::read_to_string(folder.join("accounts.rows.jsonl")).unwrap();
    assert!(!text.contains(&phone(1)) && !text.contains(&number("19900101", 1)), "sealed in the copy too");

    let new = people(&to.url).await;
    new.docket().restore(&folder).await.unwrap();
    assert_eq!(new.account(staff).await.unwrap(), old.account(staff).await.unwrap());
    assert_eq!(new.contact(party).await.unwrap(), old.contact(party).await.unwrap());
    assert_eq!(new.posts_of(staff).await.unwrap(), old.posts_of(staff).await.unwrap());
    assert_eq!(new.oidc_links(staff).await.unwrap(), old.oidc_links(staff).await.unwrap());
    let journal = async |of: &people::People| of.journal(None, None, None, 500).await.unwrap();
    assert_eq!(journal(&new).await, journal(&old).await);
    assert_eq!(new.resume(signed.token.as_str(), "b", at(1)).await, Err(Fault::Expired), "nobody is signed in");
    let enter = async |second: Second<'_>, ms: i64| {
        let given = StaffSignIn { login: "wangwu", password: GOOD, second };
        new.sign_in_staff(given, &device("b"), at(ms), &mut Seeded(100 + ms as u64)).await
    };
    assert_eq!(enter(Second::Totp(&code(0)), 1).await, Err(Fault::WrongCode), "used before the backup is used");
    enter(Second::Totp(&code(MINUTE_MS)), MINUTE_MS).await.unwrap();
    enter(Second::Recovery(codes[0].as_str()), MINUTE_MS + 1).await.unwrap();
    assert_eq!(make(&new, &litigant(2)).await, AccountId(party.0 + 1), "numbers go on where they were");

    let again = new.docket().restore(&folder).await.unwrap_err();
    assert!(matches!(again, StoreError::Conflict(_)), "never into a register that is in use: {again}");
    // a damaged, foreign or missing file is refused before anything is written
    let fresh = sqlite().unwrap();
    let empty = people(&fresh.url).await;
    let accounts = folder.join("accounts.rows.jsonl");
    let good = std::fs::read_to_string(&accounts).unwrap();
    let refused = async |what: &str| {
        let fault = empty.docket().restore(&folder).await.unwrap_err();
        assert!(fault.to_string().contains(what), "{what}: {fault}");
        assert!(journal(&empty).await.is_empty());
        assert_eq!(empty.account(staff).await.unwrap(), None);
    };
    std::fs::write(&accounts, good.replace("wangwu", "wangliu")).unwrap();
    refused("accounts.rows.jsonl").await;
    std::fs::write(&accounts, &good).unwrap();
    std::fs::write(folder.join("extra.jsonl"), "{}").unwrap();
    refused("extra.jsonl").await;
    std::fs::remove_file(folder.join("extra.jsonl")).unwrap();
    let listed = folder.join("manifest.json");
    let manifest = std::fs::read_to_string(&listed).unwrap();
    std::fs::write(&listed, manifest.replace("accounts.rows.jsonl", "../accounts.rows.jsonl")).unwrap();
    refused("不认识的文件").await;
    let digest = |text: &str| docket::digest::to_hex(&docket::digest::sm3(text.as_bytes()));
    for (wrong, told) in [
        (good.replace("\"kind\"", "\"surprise\""), "未知的列"),
        (good.lines().map(|line| line.replacen('[', "[1,", 1) + "\n").collect(), "未知的列"),
        (good.replacen("\"staff\"", "5", 1), "与其列不符"),
    ] {
        std::fs::write(&accounts, &wrong).unwrap();
        std::fs::write(&listed, manifest.replace(&digest(&good), &digest(&wrong))).unwrap();
        refused(told).await;
    }
    std::fs::write(&accounts, &good).unwrap();
    std::fs::write(&listed, &manifest).unwrap();
    empty.docket().restore(&folder).await.unwrap();
    assert!(empty.account(staff).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_register_of_sqlite_comes_back_into_postgres() {
    there_and_back(sqlite().unwrap(), postgres().unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_register_of_postgres_comes_back_into_sqlite() {
    there_and_back(postgres().unwrap(), sqlite().unwrap()).await;
}
