//! The serving process killed again and again while people file and judges are drawn: whoever was told that they filed
//! holds a receipt that proves, whoever was not still has their draft as they left it.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use docket::receipt::{Receipt, check};
use docket::store::{Docket, KeyFolder};
use law::court::by_code;
use law::day::{Day, Moment};
use law::role::Role;
use people::account::Seed;
use people::signing::{PasswordHash, Second, StaffSignIn, code_at};
use people::terms::Terms;
use people::token::TokenDraft;
use people::{AccountId, Device, Draft, Kind, People, PostDraft, SystemDraw};
use serde_json::{Value, json};

use crate::place::Place;

/// How often it is killed.
const KILLS: u64 = 100;
const COURT: &str = "辽0102";
const PASSWORD: &str = "a-long-password-of-the-court";
const AGENT: &str = "kill/1";

#[allow(clippy::disallowed_methods, reason = "the process that is killed reads the same clock")]
fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Moment(since.as_millis() as i64)
}

/// How they come in.
pub struct Ways {
    pub token: String,
    pub cookie: String,
}

/// A court with three judges and a registrar at the desk, and a bank with a token.
pub async fn people(place: &Place) -> Ways {
    let docket = Docket::open(place.url()).await.unwrap();
    let sealing = KeyFolder::open(place.path("var").join("keys")).unwrap().sealing_or_new("people").unwrap();
    let people = People::new(docket.clone(), sealing);
    let court = by_code(COURT).unwrap().id;
    let hash = PasswordHash::make(PASSWORD, &Terms::default().passwords, &mut SystemDraw).unwrap();
    let seed = |number: i64, login: &str, role: Role| Seed {
        number: AccountId(number),
        draft: Draft { kind: Kind::Staff, name: login.to_owned(), login: Some(login.to_owned()), ..Draft::default() },
        posts: vec![PostDraft {
            account: AccountId(number),
            role,
            court,
            from: Day::new(2019, 1, 1).unwrap(),
            until: None,
            capacity_hundredths: 100,
            groups: if role == Role::Judge { vec!["civil".to_owned()] } else { Vec::new() },
        }],
        password: Some(hash.clone()),
    };
    let seeds = [
        seed(911, "judge-a", Role::Judge),
        seed(912, "judge-b", Role::Judge),
        seed(913, "judge-c", Role::Judge),
        seed(931, "registrar-k", Role::Registrar),
    ];
    people.seed(&seeds, now()).await.unwrap();
    let at = now();
    let enrolment = people.enrol_second(AccountId(931), &mut SystemDraw).await.unwrap();
    let code = code_at(enrolment.secret.as_str(), at).unwrap();
    people.confirm_second(AccountId(931), &code, "", at, &mut SystemDraw).await.unwrap();
    let later = Moment(at.0 + 30_000);
    let code = code_at(enrolment.secret.as_str(), later).unwrap();
    let given = StaffSignIn { login: "registrar-k", password: PASSWORD, second: Second::Totp(&code) };
    let device = Device { agent: AGENT.to_owned(), ..Device::default() };
    let signed = people.sign_in_staff(given, &device, later, &mut SystemDraw).await.unwrap();
    let company = Draft {
        kind: Kind::Company,
        name: "某银行".to_owned(),
        phone: Some("13811110000".to_owned()),
        credit_code: Some("91350100M000100Y43".to_owned()),
        ..Draft::default()
    };
    let account = people.create(&company, AccountId::SYSTEM, at).await.unwrap();
    let draft = TokenDraft {
        name: "某银行".to_owned(),
        scopes: vec!["filings.write".to_owned(), "filings.read".to_owned()],
        court: None,
        account: Some(account),
        expires_at: Moment(at.0 + 86_400_000),
    };
    let (_, token) = people.make_token(&draft, AccountId::SYSTEM, at, &mut SystemDraw).await.unwrap();
    docket.close().await;
    Ways { token: token.as_str().to_owned(), cookie: signed.token.as_str().to_owned() }
}

/// A serving process.
pub struct Served {
    pub child: Child,
    pub host: String,
}

impl Served {
    pub fn start(place: &Place) -> Served {
        let mut child = place.piped(&["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(!host.is_empty(), "it serves");
        Served { child, host }
    }

    /// One request; none when the process died under it.
    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Option<(u16, Value)> {
        let mut stream = TcpStream::connect(&self.host).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.host);
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            text.push_str(&format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len()));
        }
        stream.write_all(format!("{text}\r\n{body}").as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        // an answer cut short is none
        let length: Option<usize> = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.trim().parse().ok());
        if length.is_some_and(|length| length != body.len()) {
            return None;
        }
        Some((status, serde_json::from_str(body).unwrap_or(Value::Null)))
    }
}

fn complaint(n: u64) -> Value {
    json!({
        "address": "沈阳市和平区南京街1号",
        "cause": "金融借款合同纠纷",
        "claims": [{ "text": "判令被告偿还借款本金", "amount": 5_000_000 + n }],
        "court": COURT,
        "defendants": [{ "name": format!("被告{n}"), "domicile": "沈阳市沈河区青年大街2号" }],
        "electronic": true,
        "facts": "2018年5月，被告向原告借款，约定一年后归还。到期后被告没有归还，多次催要未果。",
        "plaintiffs": [{ "kind": "organisation", "name": "某银行", "id": "91350100M000100Y43", "domicile": "沈阳市和平区",
            "phone": "13811110000", "head": "王五" }],
        "signed": true,
    })
}

/// What the clients were told before the process died.
#[derive(Default)]
struct Told {
    /// Drafts by id, with the number in their claim; none filed as far as the client knows.
    drafts: BTreeMap<String, u64>,
    /// Receipts promised: the address, and the draft.
    filed: Vec<(String, String)>,
    /// Positions of draws.
    drawn: Vec<i64>,
}

/// Files, registers and draws until the process dies.
fn works(served: &Served, ways: &Ways, from: u64) -> Told {
    let bearer = format!("Bearer {}", ways.token);
    let token = [("authorization", bearer.as_str())];
    let cookie = format!("__Host-session={}", ways.cookie);
    let mut told = Told::default();
    let csrf = served
        .ask("GET", "/api/v1/me", &[("cookie", &cookie), ("user-agent", AGENT)], None)
        .and_then(|(_, me)| me["csrf"].as_str().map(str::to_owned));
    let Some(csrf) = csrf else { return told };
    let desk = [("cookie", cookie.as_str()), ("user-agent", AGENT), ("x-csrf-token", csrf.as_str())];
    let mut n = from * 1_000;
    loop {
        n += 1;
        let Some((201, draft)) = served.ask("POST", "/api/v1/drafts", &token, Some(&complaint(n))) else { break };
        let id = draft["id"].as_str().unwrap().to_owned();
        told.drafts.insert(id.clone(), n);
        let Some((201, filed)) = served.ask("POST", &format!("/api/v1/drafts/{id}/submit"), &token, None) else {
            break;
        };
        told.filed.push((filed["receipt"].as_str().unwrap().to_owned(), id));
        let at = format!("/api/v1/desk/{}/{}/acts", encoded(COURT), filed["stream"]);
        let Some((201, _)) = served.ask("POST", &at, &desk, Some(&json!({ "act": "accept" }))) else { break };
        let draw = json!({ "act": "draw", "procedure": "summary" });
        let Some((201, drawn)) = served.ask("POST", &at, &desk, Some(&draw)) else { break };
        told.drawn.push(drawn["positions"][0].as_i64().unwrap());
    }
    told
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// What was told is so.
fn holds(served: &Served, ways: &Ways, told: &Told) -> (usize, usize) {
    let bearer = format!("Bearer {}", ways.token);
    let token = [("authorization", bearer.as_str())];
    let proves = |address: &str| {
        let (status, receipt) = served.ask("GET", address, &[], None).expect("it answers");
        assert_eq!(status, 200, "{address}: {receipt}");
        check(&Receipt::read(&receipt.to_string()).unwrap()).unwrap();
    };
    for (receipt, _) in &told.filed {
        proves(receipt);
    }
    for position in &told.drawn {
        proves(&format!("/api/v1/entries/{}/{position}/receipt", encoded(COURT)));
    }
    let mut intact = 0;
    for (id, n) in &told.drafts {
        let (status, draft) = served.ask("GET", &format!("/api/v1/drafts/{id}"), &token, None).expect("it answers");
        assert_eq!(status, 200, "{draft}");
        assert_eq!(draft["complaint"]["claims"][0]["amount"], json!(5_000_000 + n), "as it was left");
        let promised = told.filed.iter().any(|(_, filed)| filed == id);
        match draft["filed"]["receipt"].as_str() {
            Some(receipt) => proves(receipt),
            None => {
                assert!(!promised, "who was told that they filed has filed");
                intact += 1;
            }
        }
    }
    (told.filed.len(), intact)
}

#[test]
fn killed_a_hundred_times_while_people_file_and_draw() {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", "0.0002"]).done();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let ways = runtime.block_on(people(&place));
    let (mut filed, mut intact, mut drawn) = (0, 0, 0);
    let mut served = Served::start(&place);
    let mut state = 2020_u64;
    for round in 1..=KILLS {
        // xorshift: the same moments in each run
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let wait = Duration::from_millis(20 + state % 180);
        let id = served.child.id();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(wait);
            let _ = std::process::Command::new("kill").args(["-9", &id.to_string()]).status();
        });
        let told = works(&served, &ways, round);
        killer.join().unwrap();
        served.child.wait().unwrap();
        served = Served::start(&place);
        let (more, left) = holds(&served, &ways, &told);
        filed += more;
        intact += left;
        drawn += told.drawn.len();
    }
    let _ = served.child.kill();
    served.child.wait().unwrap();
    println!("{filed} filed, {intact} drafts left intact, {drawn} drawn");
    assert!(filed > 100 && drawn > 50 && intact > 5, "{filed} filed, {intact} drafts left intact, {drawn} drawn");
    place.run(&["verify"]).done();
}
