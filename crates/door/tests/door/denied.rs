//! Every cell of the permission matrix that says no, tried as a request: the page and the API. What the matrix allows to
//! be seen is seen.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use court::office::{Request, perform};
use docket::store::{Beside, FIRST_HAND, Hand};
use law::case_number::Word;
use law::fen::Fen;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::codes::{Channel, ClosingForm, Document, Procedure, Secrecy as Level};
use law::life::command::Command;
use law::life::event::Intake;
use law::life::papers::Papers;
use law::role::Role;
use people::token::TokenDraft;
use people::{AccountId, SystemDraw};
use permit::{Action, Ask, Permit, Phase, Relation, Scope, Secrecy};

use crate::asked::{at_large, requests};
use crate::browser::{Browser, COURT, House, Keys, citizen, encoded};
use crate::filing::court;

/// A name nobody may read who may not see the matter.
const NAME: &str = "欧阳不可见";

struct Tried {
    matter: Stream,
    secrecy: Secrecy,
    phase: Phase,
}

const LEVELS: [(Secrecy, Level); 3] =
    [(Secrecy::Open, Level::Open), (Secrecy::Restricted, Level::Restricted), (Secrecy::Secret, Level::Secret)];
const PHASES: [Phase; 4] = [Phase::Received, Phase::Refused, Phase::Pending, Phase::Closed];

fn complaint() -> String {
    let party = |name: &str| serde_json::json!({ "name": name, "domicile": "沈阳市和平区南京街1号" });
    serde_json::json!({ "cause": "买卖合同纠纷", "court": COURT, "plaintiffs": [party(NAME)], "defendants": [party("李四")] })
        .to_string()
}

/// One matter of an account, brought to a phase and a level of secrecy.
async fn matter(house: &House, hand: Hand, secrecy: Level, phase: Phase) -> Stream {
    use door::Clock as _;
    let act = async |stream: Option<Stream>, command: Command| {
        let opens = stream.is_none();
        let request = Request {
            court: court(),
            stream,
            at: house.hands.now(),
            actor: "test:1".into(),
            command,
            field_key: opens.then_some([9; 32]),
            parties: None,
            complaint: opens.then(complaint),
            beside: Beside { hand: opens.then_some(hand), ..Beside::default() },
        };
        perform(&house.docket, &Keys, &request).await.unwrap().entries[0].stream
    };
    let papers = Papers {
        consents: Vec::new(),
        electronic: true,
        filer: FIRST_HAND,
        files: Vec::new(),
        likeness: None,
        mediation: false,
        relayed: None,
        relief: None,
        sealed: None,
    };
    let intake = Intake {
        amount: Fen(100),
        cause: law::cause::by_name("买卖合同纠纷").unwrap().id,
        channel: Channel::Online,
        origin: None,
        papers: Some(Box::new(papers)),
        parties: 2,
        received: house.hands.now().day(),
        sealed: None,
        tags: Vec::new(),
        word: Word::parse("民初").unwrap(),
    };
    let stream = act(None, Command::Receive(intake)).await;
    if secrecy != Level::Open {
        act(Some(stream), Command::Classify { by: 33, ground: "当事人申请".to_owned(), level: secrecy }).await;
    }
    if phase == Phase::Refused {
        act(Some(stream), Command::Refuse { code: None, ground: "不属于受案范围，不予受理".to_owned() }).await;
    }
    if matches!(phase, Phase::Pending | Phase::Closed) {
        act(Some(stream), Command::Accept { intake: None, year: 2020, serial: 0 }).await;
        let assign = Command::Assign { judge: JudgeId(11), panel: 1, assessors: 0, procedure: Procedure::Summary };
        act(Some(stream), assign).await;
    }
    if phase == Phase::Closed {
        let close =
            Command::Close { form: ClosingForm::WithdrawalAllowed, document: Document::Ruling, in_court: false };
        act(Some(stream), close).await;
    }
    stream
}

async fn matters(house: &House, account: u32, agent: bool) -> Vec<Tried> {
    let hand = Hand { number: FIRST_HAND, account, agent };
    let mut all = Vec::new();
    for (secrecy, level) in LEVELS {
        for phase in PHASES {
            all.push(Tried { matter: matter(house, hand, level, phase).await, secrecy, phase });
        }
    }
    all
}

fn shut(status: StatusCode, to: Option<&str>) -> bool {
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
        || to.is_some_and(|to| to == "/me" || to.starts_with("/sign-in") || to.starts_with("/admin"))
}

/// Somebody who tries: who they are and how they stand to the matters they try.
struct Trier<'a> {
    browser: Browser<'a>,
    role: Role,
    relation: Relation,
}

impl Trier<'_> {
    fn may(&self, action: Action, secrecy: Secrecy, phase: Phase) -> bool {
        let ask = Ask { role: self.role, action, relation: self.relation, secrecy, phase, own: false };
        Permit::embedded().may(&ask).allowed
    }

    /// Tries every action upon a matter; gives how many denied cells were tried.
    async fn tries(&mut self, tried: &Tried) -> usize {
        let mut denied = 0;
        for action in Action::ALL.iter().copied() {
            let may = match action {
                // what either shows is one page
                Action::ViewFiling => {
                    self.may(Action::ViewFiling, tried.secrecy, tried.phase)
                        || self.may(Action::ViewCase, tried.secrecy, tried.phase)
                }
                _ => self.may(action, tried.secrecy, tried.phase),
            };
            for (method, address, body) in requests(action, tried.matter) {
                // similar cases start from the papers, which the course alone does not open
                let papers = address.contains("/similar");
                let may = if papers { self.may(action, tried.secrecy, tried.phase) } else { may };
                let told = format!(
                    "{} {} {address} {:?} {:?} {:?}",
                    self.role.zh(),
                    self.relation.zh(),
                    action,
                    tried.secrecy,
                    tried.phase
                );
                let party = matches!(self.relation, Relation::Party | Relation::Agent);
                if may && (method != Method::GET || party) {
                    continue;
                }
                let answer = self.browser.tries(&method, &address, body).await;
                if may {
                    // nobody handed a document in
                    let there = if address.contains("/judgments/1") { StatusCode::NOT_FOUND } else { StatusCode::OK };
                    assert_eq!(answer.status, there, "{told}: {}", answer.text);
                    continue;
                }
                denied += 1;
                assert!(shut(answer.status, answer.to.as_deref()), "{told}: {} {}", answer.status, answer.text);
                assert!(!answer.text.contains(NAME), "{told}");
            }
        }
        denied
    }
}

fn places() -> [(CourtId, Relation, i64); 3] {
    let own = law::court::by_code(COURT).unwrap();
    let elsewhere = law::court::by_code("辽0103").unwrap();
    [
        (own.id, Relation::SameCourt, 500),
        (own.parent.unwrap(), Relation::Above, 600),
        (elsewhere.id, Relation::Stranger, 700),
    ]
}

fn of_staff(role: Role) -> bool {
    !matches!(role, Role::Visitor | Role::Litigant | Role::Lawyer | Role::Institution)
}

pub async fn every_denied_cell_is_denied_over_http(house: House) {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| of_staff(*role)).collect();
    let mut seeds = Vec::new();
    for (court, _, base) in places() {
        for (n, role) in (0..).zip(&roles) {
            seeds.push((base + n, *role, court));
        }
    }
    house.appoint(&seeds).await;
    let tried = matters(&house, 2_000_001, false).await;
    let size = house.docket.size(court()).await.unwrap();
    let mut cells = 0;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, relation, base) in places() {
        for (n, role) in (0..).zip(&roles) {
            let browser = house.staff(&format!("staff{}", base + n)).await;
            let mut trier = Trier { browser, role: *role, relation };
            for one in &tried {
                cells += trier.tries(one).await;
            }
            let list = trier.browser.get("/desk/cases").await;
            for one in &tried {
                let shown = list.text.contains(&format!("/desk/{}/{}\"", encoded(COURT), one.matter.0))
                    || list.text.contains(&format!("/desk/{COURT}/{}\"", one.matter.0));
                assert_eq!(
                    shown,
                    trier.may(Action::ListCases, one.secrecy, one.phase),
                    "{} {} {:?} {:?}",
                    role.zh(),
                    relation.zh(),
                    one.secrecy,
                    one.phase
                );
                *seen.entry(relation.word()).or_default() += usize::from(shown);
            }
            if relation == Relation::SameCourt {
                cells += at_large_tries(&mut trier).await;
            }
        }
    }
    let mut in_charge =
        Trier { browser: house.staff("judge11").await, role: Role::Judge, relation: Relation::InCharge };
    for one in tried.iter().filter(|one| matches!(one.phase, Phase::Pending | Phase::Closed)) {
        cells += in_charge.tries(one).await;
    }
    println!("{cells} denied requests; cases listed {seen:?}");
    assert!(cells > 5_000, "{cells}");
    assert!(seen.values().all(|n| *n > 0) || seen.get("stranger") == Some(&0), "{seen:?}");
    let after = house.docket.size(court()).await.unwrap();
    let looked = house.docket.newest_of_kind(court(), "access.viewed.v1", i64::MAX, 10_000).await.unwrap();
    assert_eq!(after - size, i64::try_from(looked.len()).unwrap(), "nothing was entered but who looked");
    house.verified().await;
}

async fn at_large_tries(trier: &mut Trier<'_>) -> usize {
    let mut denied = 0;
    for action in Action::ALL.iter().copied() {
        let may_any = |action: Action| {
            let phases = |secrecy: Secrecy| Phase::ALL.iter().any(|phase| trier.may(action, secrecy, *phase));
            Secrecy::ALL.iter().any(|secrecy| phases(*secrecy))
        };
        // a draft is begun by those who file and by the counter alike
        let drafts = may_any(Action::File) || may_any(Action::ReceiveAtCounter);
        // a list is of all that somebody may list, however they stand to it
        let may = may_any(action)
            || matches!(action, Action::ListCases | Action::ListDocuments)
                && !matches!(trier.relation, Relation::Party | Relation::Agent)
                && !Permit::embedded().reach(trier.role, action).is_empty();
        for (method, address, body) in at_large(action) {
            let own_page = address == "/desk";
            let begins = drafts && (address.ends_with("/drafts") || address.contains("/uploads"));
            if may || own_page || begins {
                continue;
            }
            let answer = trier.browser.tries(&method, address, body).await;
            denied += 1;
            let told = format!("{} {address} {action:?}", trier.role.zh());
            assert!(shut(answer.status, answer.to.as_deref()), "{told}: {} {}", answer.status, answer.text);
        }
    }
    denied
}

pub async fn parties_agents_and_institutions_reach_their_own_alone(house: House) {
    let mut cells = 0;
    let party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let lawyer = house
        .by_phone(
            "13822220000",
            &[
                ("kind", "lawyer"),
                ("name", "李律师"),
                ("id_number", &citizen("19750505", 7)),
                ("licence", "12101201510000001"),
                ("firm", "和平律师事务所"),
            ],
        )
        .await;
    let stranger = house.litigant("13833330000", "王五", &citizen("19810202", 2)).await;
    let account = house.account_of("张三").await;
    let agent = house.account_of("李律师").await;
    let of_party = matters(&house, account, false).await;
    let of_agent = matters(&house, agent, true).await;
    let size = house.docket.size(court()).await.unwrap();
    let triers = [
        (party, Role::Litigant, &of_party, &of_agent),
        (lawyer, Role::Lawyer, &of_agent, &of_party),
        (stranger, Role::Litigant, &Vec::new(), &of_party),
    ];
    for (browser, role, own, others) in triers {
        let relation = if role == Role::Lawyer { Relation::Agent } else { Relation::Party };
        let mut trier = Trier { browser, role, relation };
        for one in own {
            let page = trier.browser.get(&format!("/filings/{}/{}", encoded(COURT), one.matter.0)).await;
            assert_eq!(page.status, StatusCode::OK, "{role:?} {:?} {:?}", one.secrecy, one.phase);
            assert!(page.text.contains(NAME));
            cells += trier.tries(one).await;
        }
        trier.relation = Relation::Stranger;
        for one in others {
            let page = trier.browser.get(&format!("/filings/{}/{}", encoded(COURT), one.matter.0)).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            let answer = trier.browser.get(&format!("/api/v1/filings/{}/{}", encoded(COURT), one.matter.0)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            cells += trier.tries(one).await;
        }
        cells += at_large_tries(&mut trier).await;
    }
    cells += tokens(&house, agent, &of_agent, &of_party).await;
    println!("{cells} denied requests");
    assert!(cells > 1_000, "{cells}");
    assert_eq!(house.docket.size(court()).await.unwrap(), size, "nothing was entered");
}

/// A token reaches what its account may, and of that what its scopes hold.
async fn tokens(house: &House, account: u32, own: &[Tried], others: &[Tried]) -> usize {
    use door::Clock as _;
    let mut cells = 0;
    for scopes in [vec![Scope::File], vec![Scope::Follow], vec![]] {
        let draft = TokenDraft {
            name: "某银行".to_owned(),
            scopes: scopes.iter().map(|scope| scope.word().to_owned()).chain(["other.thing".to_owned()]).collect(),
            court: None,
            account: Some(AccountId(i64::from(account))),
            expires_at: law::day::Moment(house.hands.now().0 + 86_400_000),
        };
        let (_, secret) =
            house.people.make_token(&draft, AccountId(34), house.hands.now(), &mut SystemDraw).await.unwrap();
        let mut browser = house.browser();
        browser.token = Some(secret.as_str().to_owned());
        let holds = |action: Action| scopes.iter().any(|scope| scope.holds(action));
        for one in own {
            let answer = browser.get(&format!("/api/v1/filings/{}/{}", encoded(COURT), one.matter.0)).await;
            let wanted = if holds(Action::ViewFiling) { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(answer.status, wanted, "{scopes:?}");
            for action in [Action::GiveNumber, Action::PayFee, Action::AskRecusal, Action::AnswerCorrection] {
                if holds(action) {
                    continue;
                }
                for (method, address, body) in requests(action, one.matter) {
                    let answer = browser.tries(&method, &address, body).await;
                    assert!(shut(answer.status, answer.to.as_deref()), "{scopes:?} {address} {}", answer.status);
                    cells += 1;
                }
            }
        }
        for one in others {
            for action in Action::ALL.iter().copied() {
                for (method, address, body) in requests(action, one.matter) {
                    let answer = browser.tries(&method, &address, body).await;
                    assert!(shut(answer.status, answer.to.as_deref()), "{scopes:?} {address} {}", answer.status);
                    assert!(!answer.text.contains(NAME));
                    cells += 1;
                }
            }
        }
        for address in ["/me", "/desk", "/admin", "/drafts/x/review"] {
            let answer = browser.get(address).await;
            assert!(shut(answer.status, answer.to.as_deref()), "a token opens no page: {address}");
        }
    }
    cells
}
