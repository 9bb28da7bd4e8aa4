//! A house with a court that works, and browsers that keep cookies and send forms.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use docket::key::CourtKey;
use docket::sealed::StreamKey;
use docket::store::{CourtRow, Docket, KeyRing, VerifyProgress};
use docket::vrf::VrfKey;
use door::{Clock, Door};
use law::court::{by_code, courts};
use law::day::{Day, Moment};
use law::ids::CourtId;
use law::role::Role;
use people::account::Seed;
use people::signing::{PasswordHash, code_at};
use people::terms::Terms;
use people::{AccountId, Draft, Kind, People, PostDraft, SystemDraw};
use tower::ServiceExt as _;

/// The court that works.
pub const COURT: &str = "辽0102";
/// The password of its staff.
pub const PASSWORD: &str = "a-long-password-of-the-court";

/// Keys that follow from the court's number.
pub struct Keys;

impl KeyRing for Keys {
    fn key(&self, court: CourtId) -> Option<CourtKey> {
        Some(CourtKey::from_seed(&court.0.to_be_bytes()))
    }

    fn vrf(&self, court: CourtId) -> Option<VrfKey> {
        Some(VrfKey::from_seed(&court.0.to_be_bytes()))
    }
}

/// A clock that is set.
pub struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Moment {
        Moment(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// The house.
pub struct House {
    pub docket: Docket,
    pub people: People,
    pub hands: Arc<Hands>,
    router: Router,
}

fn staff(number: i64, login: &str, role: Role, court: CourtId, hash: &PasswordHash) -> Seed {
    let from = Day::new(2019, 1, 1).unwrap();
    let post = PostDraft {
        account: AccountId(number),
        role,
        court,
        from,
        until: None,
        capacity_hundredths: 100,
        groups: if role == Role::Judge { vec!["civil".into()] } else { Vec::new() },
    };
    Seed {
        number: AccountId(number),
        draft: Draft { kind: Kind::Staff, name: login.to_owned(), login: Some(login.into()), ..Draft::default() },
        posts: vec![post],
        password: Some(hash.clone()),
    }
}

impl House {
    /// A house with the staff of one court, on a Monday in March.
    pub async fn open(url: &str) -> House {
        let docket = Docket::open(url).await.unwrap();
        let row = |court: &law::court::Court| CourtRow {
            court: court.id,
            code: court.code.to_owned(),
            name: court.name.to_owned(),
            public_key: Keys.key(court.id).unwrap().public().to_bytes().to_vec(),
        };
        docket.register(&courts().iter().map(row).collect::<Vec<_>>()).await.unwrap();
        let hands = Arc::new(Hands(AtomicI64::new(Day::new(2020, 3, 2).unwrap().at_minute(600).0)));
        let sealing = StreamKey::from_seed(b"people");
        let people = People::new(docket.clone(), sealing.clone());
        let court = by_code(COURT).unwrap().id;
        let elsewhere = by_code("辽0103").unwrap().id;
        let hash = PasswordHash::make(PASSWORD, &Terms::default().passwords, &mut SystemDraw).unwrap();
        let seeds = [
            staff(11, "judge11", Role::Judge, court, &hash),
            staff(12, "judge12", Role::Judge, court, &hash),
            staff(13, "judge13", Role::Judge, court, &hash),
            staff(31, "registrar", Role::Registrar, court, &hash),
            staff(32, "head", Role::DivisionHead, court, &hash),
            staff(33, "president", Role::President, court, &hash),
            staff(34, "admin", Role::Administrator, court, &hash),
            staff(35, "clerk", Role::Clerk, court, &hash),
            staff(41, "elsewhere", Role::Registrar, elsewhere, &hash),
        ];
        people.seed(&seeds, hands.now()).await.unwrap();
        let door = Door::new(docket.clone(), Arc::new(Keys), sealing, hands.clone(), true);
        door.begin().await.unwrap();
        House { docket, people, hands, router: door::routes(door) }
    }

    /// The clock goes on by so many minutes.
    pub fn later(&self, minutes: i64) {
        self.hands.0.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    /// A browser nobody has signed in with.
    pub fn browser(&self) -> Browser<'_> {
        Browser { house: self, cookies: BTreeMap::new(), agent: "Journey/1".to_owned(), origin: None }
    }

    /// Everything stored agrees with the entries.
    pub async fn verified(&self) {
        let report = self.docket.verify(None, Arc::new(VerifyProgress::default())).await.unwrap();
        assert_eq!(report.findings, []);
    }

    /// Somebody signed in with a phone, registered at the first time.
    pub async fn litigant(&self, phone: &str, name: &str, id: &str) -> Browser<'_> {
        self.by_phone(phone, &[("kind", "litigant"), ("name", name), ("id_number", id)]).await
    }

    /// Somebody signed in with a phone, with what the registration asks.
    pub async fn by_phone(&self, phone: &str, given: &[(&str, &str)]) -> Browser<'_> {
        let mut browser = self.browser();
        let kind = given.iter().find(|(name, _)| *name == "kind").map_or("litigant", |(_, kind)| kind);
        let page = browser.send("/sign-in", &[("phone", phone), ("kind", kind)]).await;
        let code = page.between("验证码是 ", "。");
        let asked = browser.send("/sign-in/code", &[("phone", phone), ("kind", kind), ("code", &code)]).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
        let mut form = vec![("phone", phone), ("code", code.as_str()), ("registers", "1")];
        form.extend_from_slice(given);
        let done = browser.send("/sign-in/code", &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        browser
    }

    /// Staff signed in, enrolled at the first time.
    pub async fn staff(&self, login: &str) -> Browser<'_> {
        let mut browser = self.browser();
        let form = [("login", login), ("password", PASSWORD)];
        let done = browser.send("/sign-in/staff", &form).await;
        assert_eq!(done.to.as_deref(), Some("/me/second"), "{}", done.text);
        let page = browser.get("/me/second").await;
        let secret = page.between("在验证器里输入：", "<");
        let code = code_at(&secret, self.hands.now()).unwrap();
        let enrolled = browser.submit(&page, "/me/second", &[("code", &code)]).await;
        assert!(enrolled.text.contains("恢复码"), "{}", enrolled.text);
        browser
    }
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub to: Option<String>,
    pub text: String,
}

impl Answer {
    /// What stands between two marks.
    pub fn between(&self, from: &str, to: &str) -> String {
        let rest = self.text.split_once(from).unwrap_or_else(|| panic!("no {from} in {}", self.text)).1;
        rest.split_once(to).unwrap().0.to_owned()
    }

    /// The token of the page's forms.
    pub fn csrf(&self) -> String {
        self.between("name=\"csrf\" value=\"", "\"")
    }

    /// Whether a form is sent to an address.
    pub fn offers(&self, action: &str) -> bool {
        self.text.contains(&format!("action=\"{action}\""))
    }
}

/// A browser.
pub struct Browser<'a> {
    house: &'a House,
    pub cookies: BTreeMap<String, String>,
    pub agent: String,
    pub origin: Option<&'static str>,
}

pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

impl Browser<'_> {
    async fn ask(&mut self, method: Method, address: &str, body: String) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::HOST, "court.example")
            .header(header::USER_AGENT, &self.agent)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(origin) = self.origin {
            request = request.header(header::ORIGIN, origin);
        }
        let response = self.house.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(text.contains(part), "{text}");
            }
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let status = response.status();
        let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        if let Some(fault) = response.extensions().get::<frame::fault::Fault>() {
            let words = fault.words();
            return Answer { status, to, text: format!("{} {} {}", words.heading, words.what, words.instead) };
        }
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, to, text: String::from_utf8(body.to_vec()).unwrap() }
    }

    /// Opens a page.
    pub async fn get(&mut self, address: &str) -> Answer {
        self.ask(Method::GET, address, String::new()).await
    }

    /// Sends a form.
    pub async fn send(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        self.ask(Method::POST, address, body.join("&")).await
    }

    /// Sends a form of a page, with its token.
    pub async fn submit(&mut self, page: &Answer, address: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = page.csrf();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.send(address, &all).await
    }

    /// Opens a page and sends a form of it.
    pub async fn does(&mut self, page: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(page).await;
        self.submit(&page, address, fields).await
    }
}

/// A citizen's number with a right check digit.
pub fn citizen(born: &str, order: u32) -> String {
    let body = format!("210102{born}{order:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(weights).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    format!("{body}{}", "10X98765432".chars().nth((sum % 11) as usize).unwrap())
}
