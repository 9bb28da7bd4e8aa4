//! A house with a court that works, and browsers that keep cookies and send forms.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
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
    pub folder: tempfile::TempDir,
    pub alike: alike::Shelf,
    pub documents: court::publication::Documents,
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
        House::beside(url, None, Day::new(2020, 3, 2).unwrap().at_minute(600)).await
    }

    /// The same beside a system that vouches for its staff, at a moment.
    pub async fn beside(url: &str, vouching: Option<vouch::Settings>, at: Moment) -> House {
        let docket = Docket::open(url).await.unwrap();
        let row = |court: &law::court::Court| CourtRow {
            court: court.id,
            code: court.code.to_owned(),
            name: court.name.to_owned(),
            public_key: Keys.key(court.id).unwrap().public().to_bytes().to_vec(),
        };
        docket.register(&courts().iter().map(row).collect::<Vec<_>>()).await.unwrap();
        let hands = Arc::new(Hands(AtomicI64::new(at.0)));
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
        let folder = tempfile::tempdir().unwrap();
        let shelf = files::Shelf::local(folder.path()).unwrap();
        let door = Door::new(docket.clone(), Arc::new(Keys), sealing, hands.clone(), true, shelf);
        door.begin().await.unwrap();
        let alike = alike::Shelf::new(docket.clone(), door.documents().clone(), folder.path().join("cases"));
        door.find_by(alike.clone());
        let documents = door.documents().clone();
        let door = match vouching {
            Some(settings) => door.with_provider(vouch::Provider::new(settings).unwrap()),
            None => door,
        };
        let router = door::routes(door.clone()).merge(door::unhurried(door));
        House { docket, people, hands, router, folder, alike, documents }
    }

    /// The same pages by another door.
    pub fn through(self, door: Door) -> House {
        House { router: door::routes(door), ..self }
    }

    /// The clock goes on by so many minutes.
    pub fn later(&self, minutes: i64) {
        self.hands.0.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    /// A browser nobody has signed in with.
    pub fn browser(&self) -> Browser<'_> {
        Browser {
            house: self,
            cookies: BTreeMap::new(),
            agent: "Journey/1".to_owned(),
            origin: None,
            token: None,
            background: false,
            csrf: None,
        }
    }

    /// More staff: number, role and court; the login is `staff` and the number.
    pub async fn appoint(&self, all: &[(i64, Role, CourtId)]) {
        let hash = PasswordHash::make(PASSWORD, &Terms::default().passwords, &mut SystemDraw).unwrap();
        let seeds: Vec<Seed> = all
            .iter()
            .map(|(number, role, court)| staff(*number, &format!("staff{number}"), *role, *court, &hash))
            .collect();
        self.people.seed(&seeds, self.hands.now()).await.unwrap();
    }

    /// Number of the account under a name.
    pub async fn account_of(&self, name: &str) -> u32 {
        let filter = people::account::AccountFilter {
            name: Some(name.to_owned()),
            ..people::account::AccountFilter::all(self.hands.now().day())
        };
        let found = self.people.accounts(&filter, None, 10).await.unwrap();
        u32::try_from(found[0].number.0).unwrap()
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

    /// A litigant who registered before, signed in anew.
    pub async fn again(&self, phone: &str) -> Browser<'_> {
        let mut browser = self.browser();
        let page = browser.send("/sign-in", &[("phone", phone), ("kind", "litigant")]).await;
        let code = page.between("验证码是 ", "。");
        let done = browser.send("/sign-in/code", &[("phone", phone), ("kind", "litigant"), ("code", &code)]).await;
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
    pub token: Option<String>,
    /// Its pages ask by themselves.
    pub background: bool,
    csrf: Option<String>,
}

pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// What a browser makes of an answer; where the page goes on by itself counts as where it leads.
async fn told(response: axum::response::Response) -> Answer {
    let status = response.status();
    let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    let onward = response.headers().get(header::REFRESH).map(|to| to.to_str().unwrap().to_owned());
    let to = to.or(onward.and_then(|onward| Some(onward.split_once("url=")?.1.to_owned())));
    if let Some(fault) = response.extensions().get::<frame::fault::Fault>() {
        let words = fault.words();
        return Answer { status, to, text: format!("{} {} {}", words.heading, words.what, words.instead) };
    }
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    Answer { status, to, text: String::from_utf8_lossy(&body).into_owned() }
}

impl Browser<'_> {
    /// Sends a request as somebody who wants to get in would: with the session's own token against forgery.
    pub async fn tries(&mut self, method: &Method, address: &str, body: &str) -> Answer {
        if self.csrf.is_none() && self.token.is_none() {
            let me = self.get("/api/v1/me").await;
            self.csrf = serde_json::from_str::<serde_json::Value>(&me.text).ok().and_then(|me| {
                let text = me.get("csrf")?.as_str()?;
                Some(text.to_owned())
            });
        }
        let body = match (method, address.starts_with("/api/")) {
            (&Method::POST, false) => format!("csrf={}&{body}", self.csrf.clone().unwrap_or_default()),
            _ => body.to_owned(),
        };
        self.ask(method.clone(), address, body).await
    }

    async fn ask(&mut self, method: Method, address: &str, body: String) -> Answer {
        told(self.answer(method, address, body).await).await
    }

    /// Opens an address that goes on answering.
    pub async fn opens(&mut self, address: &str) -> axum::response::Response {
        self.answer(Method::GET, address, String::new()).await
    }

    async fn answer(&mut self, method: Method, address: &str, body: String) -> axum::response::Response {
        let kind = if address.starts_with("/api/") { "application/json" } else { "application/x-www-form-urlencoded" };
        self.sends(method, address, kind, body.into_bytes()).await
    }

    /// Sends a form of a page with a file, as browsers send it.
    pub async fn upload(&mut self, page: &Answer, address: &str, file: &[u8]) -> Answer {
        let part = |name: &str, more: &str| {
            format!("--boundary\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n").into_bytes()
        };
        let file = [part("file", "; filename=\"old.csv\"\r\nContent-Type: text/csv"), file.to_vec()].concat();
        let csrf = [part("csrf", ""), page.csrf().into_bytes()].concat();
        let body = [csrf, b"\r\n".to_vec(), file, b"\r\n--boundary--\r\n".to_vec()].concat();
        self.ask_as(Method::POST, address, "multipart/form-data; boundary=boundary", body).await
    }

    /// Sends a body of a kind.
    pub async fn ask_as(&mut self, method: Method, address: &str, kind: &str, body: Vec<u8>) -> Answer {
        told(self.sends(method, address, kind, body).await).await
    }

    async fn sends(&mut self, method: Method, address: &str, kind: &str, body: Vec<u8>) -> axum::response::Response {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::HOST, "court.example")
            .header(header::USER_AGENT, &self.agent)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, kind);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        } else if let Some(csrf) = &self.csrf {
            request = request.header("x-csrf-token", csrf);
        }
        if self.background {
            request = request.header("x-background", "1");
        }
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
        response
    }

    /// Sends a request with headers of its own, as clients of the API do; gives the answer's headers too.
    pub async fn raw(
        &mut self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        if self.csrf.is_none() && self.token.is_none() {
            let me = self.get("/api/v1/me").await;
            let me: serde_json::Value = serde_json::from_str(&me.text).unwrap_or_default();
            self.csrf = me["csrf"].as_str().map(str::to_owned);
        }
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::HOST, "court.example")
            .header(header::USER_AGENT, &self.agent)
            .header(header::COOKIE, cookies.join("; "));
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.house.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let mut bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        if let Some(fault) = parts.extensions.get::<frame::fault::Fault>() {
            let words = fault.words();
            bytes = format!("{} {} {}", words.heading, words.what, words.instead).into_bytes();
        }
        (parts.status, parts.headers, bytes)
    }

    /// The session's token against forgery.
    pub async fn own_csrf(&mut self) -> String {
        self.raw("GET", "/api/v1/me", &[], Vec::new()).await;
        self.csrf.clone().unwrap_or_default()
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
