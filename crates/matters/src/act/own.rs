//! What somebody does with their own account, the same for a page and for the API: agents of a company, wards of a guardian.

use frame::fault::Fault;
use law::day::Day;
use people::account::{Agent, AgentDraft, Power};
use people::session::How;
use people::{Account, AccountId, Draft, Kind};
use serde::Deserialize;
use utoipa::ToSchema;

use hall::gate::{Who, trouble, wrongs};
use hall::state::Door;

/// Wrong fields with what is wrong.
pub type Wrong = Vec<(String, String)>;

/// 指定代办人
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    /// 代办人的账户类型：litigant 或者 lawyer
    pub kind: String,
    /// 姓名，与其注册的一致
    pub name: String,
    /// 手机号码，其注册的号码
    pub phone: String,
    /// 特别授权事项：waive、settle、counterclaim、appeal、collect
    #[serde(default)]
    pub powers: Vec<String>,
    /// 特别授权；不是的为一般授权，不能列特别授权事项
    #[serde(default)]
    pub special: bool,
    /// 起，如 2020-03-02
    pub from: String,
    /// 止；没有定期限的不写
    pub until: Option<String>,
}

/// 登记被监护人
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ward {
    /// 姓名
    pub name: String,
    /// 身份证号
    pub id_number: String,
}

/// Agents are named from the company's own account, and by nobody who acts for it.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn keeps_agents(who: &Who) -> Result<(), Fault> {
    if who.signed.kind != Kind::Company || who.scopes.is_some() {
        return Err(Fault::Denied("只有单位自己的账户可以指定代办人".to_owned()));
    }
    if who.signed.acts_for_another() {
        return Err(Fault::Denied("代办人不能再指定代办人，请由单位自己的账户办理".to_owned()));
    }
    Ok(())
}

/// Wards are kept by natural persons for themselves.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn guards(who: &Who) -> Result<(), Fault> {
    let natural = matches!(who.signed.kind, Kind::Litigant | Kind::Lawyer) && who.scopes.is_none();
    if !natural || who.signed.acts_for_another() {
        return Err(Fault::Denied("只有自然人为自己办理时，可以登记被监护人".to_owned()));
    }
    Ok(())
}

/// The company's agents today, with their names.
pub async fn named_agents(door: &Door, who: &Who) -> Result<Vec<(Agent, String)>, Fault> {
    keeps_agents(who)?;
    let agents = door.people().agents_from(who.signed.account, door.now().day()).await.map_err(trouble)?;
    let mut all = Vec::new();
    for agent in agents {
        let account = door.people().account(agent.agent).await.map_err(trouble)?;
        all.push((agent, account.map(|account| account.name).unwrap_or_default()));
    }
    Ok(all)
}

/// Names an agent, or changes the powers and days of one.
pub async fn name_agent(door: &Door, who: &Who, naming: &Naming) -> Result<Result<(), Wrong>, Fault> {
    keeps_agents(who)?;
    let mut wrong = Wrong::new();
    let mut add = |field: &str, told: &str| wrong.push((field.to_owned(), told.to_owned()));
    let kind = Kind::parse(&naming.kind).filter(|kind| matches!(kind, Kind::Litigant | Kind::Lawyer));
    if kind.is_none() {
        add("kind", "请选代办人是自然人还是律师");
    }
    let from = Day::parse(&naming.from);
    if from.is_none() {
        add("from", "日期写作 2020-03-02");
    }
    let until = naming.until.as_deref().map(Day::parse);
    if until == Some(None) {
        add("until", "日期写作 2020-03-02");
    }
    let until = until.flatten();
    if until.is_some_and(|until| until < door.now().day()) {
        add("until", "终止日期已经过去，请改成今天或者以后");
    }
    let powers: Option<Vec<Power>> = naming.powers.iter().map(|word| Power::parse(word)).collect();
    match (&powers, naming.special) {
        (None, _) => add("powers", "特别授权事项不在所列之内"),
        (Some(powers), true) if powers.is_empty() => add("scope", "特别授权须至少勾选一项（民事诉讼法第六十二条）"),
        (Some(powers), false) if !powers.is_empty() => add("scope", "一般授权不能列特别授权事项"),
        _ => {}
    }
    let found = match kind {
        Some(kind) => door.people().by_phone(kind, &naming.phone).await.map_err(trouble)?,
        None => None,
    };
    // one sentence for both, so that nobody learns who is registered with a phone
    let found = found.filter(|found| found.name == naming.name.trim() && found.closed_at.is_none());
    if kind.is_some() && found.is_none() {
        add("phone", "没有姓名和手机号码都相符的账户；对方须先用这个号码注册并登记身份，请核对");
    }
    let (Some(found), Some(from), Some(powers), true) = (found, from, powers, wrong.is_empty()) else {
        return Ok(Err(wrong));
    };
    let draft = AgentDraft { company: who.signed.account, agent: found.number, powers, from, until };
    match door.people().put_agent(&draft, who.signed.person, door.now()).await {
        Ok(()) => Ok(Ok(())),
        Err(cause) => wrongs(cause).map(Err),
    }
}

/// Ends an agent's authority: yesterday was its last day.
pub async fn end_agent(door: &Door, who: &Who, agent: i64) -> Result<(), Fault> {
    keeps_agents(who)?;
    let (now, company) = (door.now(), who.signed.account);
    let last = now.day().plus(-1);
    door.people().end_agent(company, AccountId(agent), last, who.signed.person, now).await.map_err(trouble)
}

/// The wards of somebody; whether they can be acted for.
pub async fn own_wards(door: &Door, who: &Who) -> Result<Vec<(Account, bool)>, Fault> {
    guards(who)?;
    let person = who.signed.person;
    let may = door.people().principals(person, door.now()).await.map_err(trouble)?;
    let mut all = Vec::new();
    for ward in door.people().wards(person).await.map_err(trouble)? {
        let minor = may.iter().any(|one| one.account.number == ward && one.how == How::Guardian);
        all.extend(door.people().account(ward).await.map_err(trouble)?.map(|account| (account, minor)));
    }
    Ok(all)
}

/// Registers a minor with the caller as guardian.
pub async fn add_ward(door: &Door, who: &Who, ward: &Ward) -> Result<Result<AccountId, Wrong>, Fault> {
    guards(who)?;
    let person = who.signed.person;
    let draft = Draft {
        kind: Kind::Litigant,
        name: ward.name.clone(),
        id_number: Some(ward.id_number.clone()),
        guardian: Some(person),
        ..Draft::default()
    };
    match door.people().create_ward(&draft, person, door.now()).await {
        Ok(account) => Ok(Ok(account)),
        Err(cause) => wrongs(cause).map(Err),
    }
}
