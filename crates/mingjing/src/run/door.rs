//! The door's wiring: the clock, the keys, accounts made from the command line, and those of the demonstration.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use docket::sealed::StreamKey;
use docket::store::{Docket, KeyFolder};
use door::{Clock, Door};
use files::{Bucket, Shelf};
use law::assignment::group::group_code;
use law::court::courts;
use law::day::{Day, Moment};
use law::ids::CourtId;
use law::role::Role;
use people::account::{AccountFilter, Seed};
use people::signing::PasswordHash;
use people::terms::Terms;
use people::{AccountId, Draft, Kind, People, PostDraft, SystemDraw};

use crate::args::{AccountAction, Global};
use crate::output;
use crate::run::{Failure, court_of, input, open_existing};

/// The system's clock.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the binary asks the clock, once a request")]
    fn now(&self) -> Moment {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Now, by the system's clock.
pub fn now() -> Moment {
    SystemClock.now()
}

/// Opens the door of a docket; keys of draws are made where there were none.
pub async fn open(docket: Docket, data: &Path, shows_codes: bool, bucket: Option<&Bucket>) -> Result<Door, Failure> {
    let keys = KeyFolder::open(data.join("keys"))?;
    for court in courts() {
        keys.vrf_or_new(court.id)?;
    }
    let sealing = sealing(&docket, data, &keys).await?;
    let shelf = shelf(data, bucket).await?;
    let door = Door::new(docket, Arc::new(keys), sealing, Arc::new(SystemClock), shows_codes, shelf);
    door.begin().await.map_err(input)?;
    Ok(door)
}

/// Where files handed in are kept; a store that does not answer is told before anything is served.
async fn shelf(data: &Path, bucket: Option<&Bucket>) -> Result<Shelf, Failure> {
    let folder = data.join("files");
    let Some(bucket) = bucket else { return Shelf::local(&folder).map_err(input) };
    let told = |cause| {
        Failure::Input(format!("[files] 的对象存储（{}，桶 {}）不能用：{cause}", bucket.endpoint, bucket.bucket))
    };
    bucket.answers().await.map_err(told)?;
    bucket.shelf(&folder.join("coming")).map_err(told)
}

async fn register(docket: &Docket, data: &Path) -> Result<People, Failure> {
    Ok(People::new(docket.clone(), sealing_of(docket, data).await?))
}

/// The key that what lies beside the log is sealed under.
pub async fn sealing_of(docket: &Docket, data: &Path) -> Result<StreamKey, Failure> {
    let keys = KeyFolder::open(data.join("keys"))?;
    sealing(docket, data, &keys).await
}

/// The key people's fields are sealed under. It is made for a register that is empty, and never in the place of one that
/// is missing.
async fn sealing(docket: &Docket, data: &Path, keys: &KeyFolder) -> Result<StreamKey, Failure> {
    let path = data.join("keys").join("people.seal");
    if !path.exists() {
        let none = StreamKey::generate().ok_or_else(|| Failure::Input("系统没有给出随机数".to_owned()))?;
        let all = AccountFilter { closed: true, ..AccountFilter::all(Day(0)) };
        let held = People::new(docket.clone(), none).accounts(&all, None, 1).await.map_err(input)?;
        if !held.is_empty() {
            return Err(Failure::Input(format!(
                "数据库里已有账户，而 {} 不在：没有它，账户的联系方式、证件号码和动态口令都无法使用；请从保管处放回后再试",
                path.display()
            )));
        }
    }
    Ok(keys.sealing_or_new("people")?)
}

/// Makes an account of staff with a post, and prints its temporary password.
pub async fn account(global: &Global, action: AccountAction) -> Result<(), Failure> {
    let AccountAction::Add { login, name, role, court, groups } = action;
    let role = Role::parse(&role)
        .ok_or_else(|| Failure::Input(format!("没有职务“{role}”；见 mingjing account add --help")))?;
    let court = court_of(&court)?.id;
    let docket = open_existing(&global.db).await?;
    let people = register(&docket, &global.data).await?;
    let at = SystemClock.now();
    let draft = Draft { kind: Kind::Staff, name, login: Some(login), ..Draft::default() };
    let number = people.create(&draft, AccountId::SYSTEM, at).await.map_err(input)?;
    let groups = groups.iter().map(|written| group_code(written).to_owned()).collect();
    people.add_post(&post(number, role, court, at.day(), groups), AccountId::SYSTEM, at).await.map_err(input)?;
    let temporary = people.reset_staff(number, AccountId::SYSTEM, at, &mut SystemDraw).await.map_err(input)?;
    output::result(temporary.password.as_str());
    output::say("以上是临时密码，只显示这一次；首次登录后须改密码并启用动态口令");
    Ok(())
}

fn post(account: AccountId, role: Role, court: CourtId, from: Day, groups: Vec<String>) -> PostDraft {
    PostDraft { account, role, court, from, until: None, capacity_hundredths: 100, groups }
}

/// The court whose staff can sign in to the demonstration.
pub const SHOWN: &str = "辽0102";
/// Its posts: login name, role, and the number within the court.
const POSTS: [(&str, Role, i64); 5] = [
    ("registrar", Role::Registrar, 901),
    ("head", Role::DivisionHead, 902),
    ("president", Role::President, 903),
    ("discipline", Role::Discipline, 904),
    ("admin", Role::Administrator, 905),
];
/// Judges of a court that has done nothing yet.
const JUDGES: i64 = 3;
/// People's assessors on that court's list, and where their numbers begin within the court.
const ASSESSORS: i64 = 30;
const ASSESSORS_FROM: i64 = 920;
/// The password of them all.
const PASSWORD: &str = "mingjing-demo-2020";

/// Settles the demonstration's people once: the judges the simulated cases name, and a staff that can sign in.
pub async fn settle(docket: &Docket, data: &Path) -> Result<(), Failure> {
    let people = register(docket, data).await?;
    let shown = court_of(SHOWN)?;
    if people.by_login("registrar").await.map_err(input)?.is_none() {
        let at = SystemClock.now();
        let from = Day::new(2020, 1, 1).unwrap_or_default();
        let mut judges = BTreeSet::new();
        docket
            .scan_facts(&mut |cells| {
                let column = |name: &str| {
                    let at = law::life::facts::CaseFacts::COLUMNS.iter().position(|one| *one == name)?;
                    cells.get(at).copied().flatten()
                };
                judges.extend(column("court").zip(column("judge")));
            })
            .await?;
        if judges.is_empty() {
            let base = i64::from(shown.id.0) * 1_000;
            judges.extend((1..=JUDGES).map(|nth| (i64::from(shown.id.0), base + nth)));
        }
        let hash = PasswordHash::make(PASSWORD, &Terms::default().passwords, &mut SystemDraw).map_err(input)?;
        let mut seeds: Vec<Seed> = judges
            .into_iter()
            .filter_map(|(court, judge)| Some((CourtId(u16::try_from(court).ok()?), judge)))
            .map(|(court, judge)| seed(judge, &format!("judge{judge}"), Role::Judge, court, from, None))
            .collect();
        let base = i64::from(shown.id.0) * 1_000;
        seeds.extend((1..=ASSESSORS).map(|nth| {
            let number = base + ASSESSORS_FROM + nth;
            seed(number, &format!("assessor{number}"), Role::Assessor, shown.id, from, None)
        }));
        seeds.extend(
            POSTS.iter().map(|(login, role, nth)| seed(base + nth, login, *role, shown.id, from, Some(hash.clone()))),
        );
        people.seed(&seeds, at).await.map_err(input)?;
    }
    output::say(&format!("{}的工作人员账户（密码都是 {PASSWORD}，首次登录启用动态口令）：", shown.name));
    for (login, role, _) in POSTS {
        output::say(&format!("  {login}  {}", role.zh()));
    }
    output::say("当事人用任意手机号登录，验证码显示在页面上");
    Ok(())
}

fn seed(number: i64, login: &str, role: Role, court: CourtId, from: Day, password: Option<PasswordHash>) -> Seed {
    let groups = if role == Role::Judge { vec!["civil".to_owned()] } else { Vec::new() };
    let name = format!("{}{number}", role.zh());
    Seed {
        number: AccountId(number),
        draft: Draft { kind: Kind::Staff, name, login: Some(login.to_owned()), ..Draft::default() },
        posts: vec![post(AccountId(number), role, court, from, groups)],
        password,
    }
}
