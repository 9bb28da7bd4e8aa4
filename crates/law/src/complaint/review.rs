//! The registry's check list (立案审查清单, services §2.2): for each item what the machine finds and why. The clerk
//! decides; nothing here does.

use super::{Complaint, Defect, PartyKind, cause_of, check, consents, guided, total};
use crate::cause;
use crate::competence::{courts_of, elsewhere, level};
use crate::court::{self, Level};
use crate::day::Day;
use crate::fen::Fen;
use crate::life::codes::OnlineStep;

/// What the machine finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 符合.
    Fits,
    /// 不符合.
    Defect,
    /// 人工核对: it cannot tell.
    ByEye,
}

impl Verdict {
    /// Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Verdict::Fits => "符合",
            Verdict::Defect => "不符合",
            Verdict::ByEye => "人工核对",
        }
    }
}

/// An item of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its number in the list.
    pub number: u8,
    /// What is looked at.
    pub what: &'static str,
    /// Code of the reason a defect is told under; empty where it is explained and not corrected.
    pub code: &'static str,
    /// What the machine finds.
    pub verdict: Verdict,
    /// Why.
    pub why: String,
    /// What the notice of correction would say; empty while the machine finds nothing.
    pub say: String,
}

/// What is known beside the complaint.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The day it is looked at.
    pub today: Day,
    /// Who handed it in: the name of the account; none at the counter.
    pub filer: Option<String>,
    /// The licence of their account, where a lawyer handed it in.
    pub licence: Option<String>,
    /// Files handed in with it.
    pub files: usize,
    /// Matters of the same parties and cause, and whether the claims are the same too: what to call each.
    pub alike: Vec<(String, bool)>,
    /// Agents who are a near relative of somebody of this court.
    pub related: Vec<String>,
}

/// The whole list, in order.
pub fn review(complaint: &Complaint, known: &Known) -> Vec<Item> {
    let defects = check(complaint, known.today);
    let of = |number, what, code, by_eye| formal(&defects, number, what, code, by_eye);
    let mut items = vec![
        of(1, "原告的身份信息齐全", "R01", ""),
        of(2, "被告明确，能与他人区别", "R02", ""),
        claimed(complaint, &defects),
        told(complaint, &defects),
        of(4, "证据有清单、有来源，证人有姓名和住所", "R05", "证据的来源和证人的住所，请看证据清单"),
        of(5, "身份证明：身份证、营业执照、法定代表人证明", "R06", "请与上传或者带来的证件核对"),
        authorised(complaint, &defects, known),
        of(7, "起诉状有签名或者盖章", "R08", ""),
        of(8, "文件清晰、格式正确", "R09", "请打开文件看是否清晰、每页齐全"),
        competent(complaint, known),
        plain(10, "属于人民法院受理民事诉讼的范围", Verdict::ByEye, "请看请求是不是平等主体之间的民事争议".to_owned()),
        repeated(complaint, known),
        arbitrated(complaint),
        plain(13, "没有不予登记立案的情形（登记立案规定第十条）", Verdict::ByEye, prohibited()),
        copies(complaint),
        of(15, "送达地址已经确认", "R11", ""),
    ];
    if known.files == 0 {
        for item in items.iter_mut().filter(|item| matches!(item.code, "R06" | "R09")) {
            item.why = "没有随起诉状上传的文件；窗口收到纸质材料的，请看原件".to_owned();
        }
    }
    items
}

fn prohibited() -> String {
    "请看有没有违法起诉或者危害国家主权、安全、统一和民族团结、破坏宗教政策等内容".to_owned()
}

/// An item of form: its defects speak for it.
fn formal(defects: &[Defect], number: u8, what: &'static str, code: &'static str, by_eye: &str) -> Item {
    let own: Vec<&str> = defects.iter().filter(|one| one.code == code).map(|one| one.sentence.as_str()).collect();
    let verdict = match (own.is_empty(), by_eye.is_empty()) {
        (false, _) => Verdict::Defect,
        (true, true) => Verdict::Fits,
        (true, false) => Verdict::ByEye,
    };
    let say = own.join("；");
    let why = if own.is_empty() { by_eye.to_owned() } else { say.clone() };
    Item { number, what, code, verdict, why, say }
}

fn plain(number: u8, what: &'static str, verdict: Verdict, why: String) -> Item {
    Item { number, what, code: "", verdict, why, say: String::new() }
}

/// Claims are concrete, and what is asked for by money says how much.
fn claimed(complaint: &Complaint, defects: &[Defect]) -> Item {
    let mut item = formal(defects, 3, "请求具体，金额相符", "R03", "");
    let bare: Vec<String> = complaint
        .claims
        .iter()
        .zip(1_usize..)
        .filter(|(claim, _)| claim.amount.is_none() && wants_money(&claim.text))
        .map(|(_, n)| format!("第 {n} 项"))
        .collect();
    if !bare.is_empty() {
        let say = format!("{}请求给付金钱，请写明金额和计算方法", bare.join("、"));
        item.say = if item.say.is_empty() { say } else { format!("{}；{say}", item.say) };
        item.why.clone_from(&item.say);
        item.verdict = Verdict::Defect;
    }
    if item.verdict == Verdict::Fits {
        item.why = format!("各项金额合计 {}，诉讼费按这个数计算", total(complaint));
    }
    item
}

/// A claim that asks for a sum without saying that the costs of the suit are meant.
fn wants_money(text: &str) -> bool {
    let pays = ["支付", "偿还", "赔偿", "返还货款", "返还借款", "给付"].iter().any(|word| text.contains(word));
    let every = ["诉讼费", "每月", "每年", "之日止"].iter().any(|word| text.contains(word));
    pays && !every && !text.chars().any(|c| c.is_ascii_digit())
}

fn told(complaint: &Complaint, defects: &[Defect]) -> Item {
    let mut item = formal(defects, 4, "事实和理由写明", "R04", "");
    if item.verdict == Verdict::Fits && !guided(complaint) {
        item.verdict = Verdict::ByEye;
        item.why = "没有逐项问答，请看该案由的要素是否齐全".to_owned();
    }
    item
}

/// Who filed for whom, and by what authority.
fn authorised(complaint: &Complaint, defects: &[Defect], known: &Known) -> Item {
    let mut item = formal(defects, 6, "委托手续、代理人身份齐全", "R07", "");
    let mut say = Vec::new();
    let name = known.filer.as_deref().map(str::trim);
    let own = |filer: &str| {
        let parties = complaint.plaintiffs.iter().flat_map(|one| [&one.name, &one.guardian.name, &one.head]);
        let agents = complaint.agents.iter().map(|one| &one.name);
        parties.chain(agents).any(|name| name.trim() == filer) || complaint.agent.contains(filer)
    };
    if name.is_some_and(|filer| !own(filer)) {
        say.push("提交人不是原告、法定代理人或者代理人，请提交授权委托书".to_owned());
    }
    let mine = complaint.agents.iter().find(|agent| name.is_some_and(|filer| agent.name.trim() == filer));
    let other = mine.zip(known.licence.as_ref()).is_some_and(|(agent, licence)| agent.licence != *licence);
    if other {
        say.push("代理律师的执业证号与账户登记的不一致，请更正".to_owned());
    }
    for name in &known.related {
        say.push(format!("代理人{name}是本院工作人员的配偶、父母或者子女，不能在本院担任代理人，请另行委托"));
    }
    if !say.is_empty() {
        let all = if item.say.is_empty() { say.join("；") } else { format!("{}；{}", item.say, say.join("；")) };
        (item.verdict, item.why, item.say) = (Verdict::Defect, all.clone(), all);
    } else if item.verdict == Verdict::Fits && !complaint.agents.is_empty() {
        item.verdict = Verdict::ByEye;
        let letters: Vec<String> =
            complaint.agents.iter().map(|agent| format!("{}：{}", agent.name, letter(agent))).collect();
        item.why = format!("请核对授权委托书与所填权限一致，并有{}", letters.join("；"));
    } else if item.verdict == Verdict::Fits {
        item.why = "本人或者法定代理人、法定代表人起诉，没有委托代理人".to_owned();
    }
    item
}

/// The papers an agent brings (民诉法解释 art. 88).
fn letter(agent: &super::Agent) -> &'static str {
    use super::AgentKind as K;
    match agent.kind {
        Some(K::Lawyer) => "律师执业证、律师事务所证明",
        Some(K::LegalWorker) => "法律服务工作者执业证、法律服务所介绍信",
        Some(K::Relative) => "身份证、与委托人有近亲属关系的证明",
        Some(K::Employee) => "身份证、与当事人有合法劳动人事关系的证明",
        Some(K::Recommended) => "身份证、推荐材料、当事人属于该社区或者单位的证明",
        None => "身份证和授权委托书",
    }
}

/// Level by amount, place by address.
fn competent(complaint: &Complaint, known: &Known) -> Item {
    let what = "属于本院管辖（级别、地域、专属）";
    let item = |verdict, why: String| {
        let say = if verdict == Verdict::Defect { why.clone() } else { String::new() };
        Item { number: 9, what, code: "R10", verdict, why, say }
    };
    let Some(own) = court::by_code(&complaint.court) else {
        return item(Verdict::Defect, "没有选择法院".to_owned());
    };
    let cause = cause_of(complaint).and_then(cause::cause);
    let parties = || complaint.plaintiffs.iter().chain(&complaint.defendants);
    let across = parties().any(|party| elsewhere(&party.domicile));
    if let Some((wanted, source)) = level(cause, total(complaint), across, known.today)
        && wanted != own.level
    {
        let right = match wanted {
            Level::Basic => placed(complaint).first().map(|court| court.name),
            Level::Intermediate => own.parent.and_then(court::court).map(|court| court.name),
            Level::High => Some("辽宁省高级人民法院"),
        };
        let to = right.map_or_else(|| wanted.name().to_owned(), str::to_owned);
        let amount = total(complaint);
        return item(Verdict::Defect, format!("标的额 {amount}，按{source}应当由{to}管辖，请向该院起诉"));
    }
    let found = placed(complaint);
    if found.iter().any(|court| court.id == own.id) {
        return item(Verdict::Fits, "被告住所地在本院辖区，标的额属于本院级别".to_owned());
    }
    let names: Vec<&str> = found.iter().map(|court| court.name).collect();
    let why = if names.is_empty() {
        "级别相符；从住所看不出辖区，请核对合同履行地、侵权行为地等连接点".to_owned()
    } else {
        format!("级别相符；按被告住所地是{}，请核对本院有没有其他连接点", names.join("、"))
    };
    item(Verdict::ByEye, why)
}

/// Basic courts of the defendants' places.
fn placed(complaint: &Complaint) -> Vec<&'static court::Court> {
    complaint.defendants.iter().flat_map(|party| courts_of(&party.domicile)).collect()
}

fn repeated(complaint: &Complaint, known: &Known) -> Item {
    let what = "不是重复起诉";
    let said = complaint.answers.get("sued_before").is_some_and(|answer| answer == "yes");
    let same: Vec<&str> = known.alike.iter().filter(|(_, same)| *same).map(|(name, _)| name.as_str()).collect();
    let near: Vec<&str> = known.alike.iter().map(|(name, _)| name.as_str()).collect();
    if !same.is_empty() {
        let why = format!("当事人、案由、请求金额都相同的还有：{}（民诉法解释第二百四十七条）", same.join("、"));
        return plain(11, what, Verdict::Defect, why);
    }
    if !near.is_empty() || said {
        let own = if said { "原告说以前起诉过，见问答；" } else { "" };
        let other = if near.is_empty() {
            String::new()
        } else {
            format!("当事人和案由相同的还有：{}", near.join("、"))
        };
        return plain(11, what, Verdict::ByEye, format!("{own}{other}"));
    }
    plain(11, what, Verdict::Fits, "近期收到的申请里没有当事人和案由相同的".to_owned())
}

fn arbitrated(complaint: &Complaint) -> Item {
    let what = "没有仲裁条款";
    match complaint.answers.get("arbitration").map(String::as_str) {
        Some("yes") => plain(12, what, Verdict::Defect, "原告说合同里写了仲裁；条款有效的，告知申请仲裁".to_owned()),
        Some("no") => plain(12, what, Verdict::Fits, "原告说没有约定仲裁".to_owned()),
        _ => plain(12, what, Verdict::ByEye, "没有问答，请看合同有没有仲裁条款".to_owned()),
    }
}

fn copies(complaint: &Complaint) -> Item {
    let others = complaint.defendants.len();
    let why = if consents(complaint).contains(&OnlineStep::Service) {
        format!("对方 {others} 人；原告同意电子送达，副本由系统生成")
    } else {
        format!("对方 {others} 人，纸质副本应有 {others} 份")
    };
    plain(14, "副本份数", Verdict::Fits, why)
}

/// What two complaints of the same suit have in common, as texts whose keyed digests are kept: parties and cause, and these
/// with the sum claimed (民诉法解释 art. 247). A name is taken for its party: not everybody knows the other's number.
pub fn likeness(complaint: &Complaint) -> (String, String) {
    let side = |list: &[super::Party]| {
        let mut names: Vec<String> = list.iter().map(|party| folded(&party.name, party.kind)).collect();
        names.sort();
        names.dedup();
        names.join("\n")
    };
    let cause = cause_of(complaint).map_or(0, |cause| cause.0);
    let parties = format!("{cause}\n\n{}\n\n{}", side(&complaint.plaintiffs), side(&complaint.defendants));
    let Fen(sum) = total(complaint);
    let claims = format!("{parties}\n\n{}\n{sum}", complaint.claims.len());
    (parties, claims)
}

/// A name without blanks and brackets of either width.
fn folded(name: &str, kind: PartyKind) -> String {
    let plain = name.chars().filter(|c| !c.is_whitespace() && !super::hidden(*c));
    let plain: String = plain.filter(|c| !matches!(c, '(' | ')' | '（' | '）')).flat_map(char::to_uppercase).collect();
    format!("{}{plain}", if kind == PartyKind::Person { "p" } else { "o" })
}
