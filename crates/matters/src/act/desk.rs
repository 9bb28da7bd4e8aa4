//! What the staff of a court does to a filing and a case before its trial.

use court::filing::Matter;
use frame::fault::Fault;
use law::complaint::{REASONS, fee_of, scale_of};
use law::day::Day;
use law::ids::JudgeId;
use law::life::codes::{
    ChangeGround, ClosingForm, Document, LinkGround, NamingGround, Procedure, RefusalGround, Relief, Secrecy,
};
use law::life::command::Command;
use permit::Action;
use serde::Deserialize;
use utoipa::ToSchema;

use super::bench::{own, sits_here};
use super::{Outcome, perform_on, staff_account, worded};
use crate::desk::assign::{Wanted, Way, form};
use crate::desk::linked;
use crate::filing::draft::complaint;
use hall::form::Sent;
use hall::gate::Who;
use hall::may::upon;
use hall::state::Door;

/// Characters a reason to the litigant has at least (services §2.3).
const REASON_LEAST: usize = 10;

/// 工作人员对一件立案申请或案件的办理
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    /// 登记立案，并通知交费
    Accept {},
    /// 一次告知全部要补正的内容
    Correction {
        /// 欠缺的代码，如 R03
        codes: Vec<String>,
        /// 写给当事人看的说明，一行一项，至少十个字
        reason: String,
    },
    /// 提请再次通知补正；要庭长批准
    SecondCorrection {
        /// 欠缺的代码，如 R03
        codes: Vec<String>,
        /// 写给当事人看的说明，一行一项，至少十个字
        reason: String,
        /// 第一次为什么没有告知
        why: String,
    },
    /// 批准再次通知补正
    ApproveCorrection {},
    /// 释明：告诉当事人为什么可能不能立案、怎么办
    Explain {
        /// 事由代码，如 arbitration
        code: String,
        /// 写给当事人看的话；不写就用该事由的通用说明
        #[serde(default)]
        text: String,
    },
    /// 裁定不予受理
    Refuse {
        /// 事由代码，如 arbitration
        code: String,
        /// 具体理由，至少十个字
        ground: String,
    },
    /// 决定诉讼费缓交、减交、免交
    Relief {
        /// defer、reduce、waive 或 none（不准许）
        granted: String,
        /// 减交百分之几；不是减交的为 0
        #[serde(default)]
        percent: u8,
        /// 缓交到哪天，如 2020-06-30；不是缓交的没有
        #[serde(default)]
        until: Option<String>,
        /// 理由
        reason: String,
    },
    /// 逾期不交诉讼费，按撤诉处理
    DeemWithdrawn {},
    /// 答复对立案的投诉
    Answer {
        /// 处理结果和理由
        text: String,
    },
    /// 补正期限届满，退回材料
    Return {},
    /// 接收别院转来的跨域收件，七日内决定
    Take {},
    /// 转诉前调解
    Divert {},
    /// 调解不成，转立案审查
    Reopen {},
    /// 提请指定承办法官
    Propose {
        /// 事由代码
        ground: String,
        /// 法官编号
        judge: u32,
        /// 具体理由，至少十个字
        reason: String,
    },
    /// 决定回避
    Recusal {
        /// 准许
        upheld: bool,
        /// 理由
        reason: String,
    },
    /// 确定密级
    Classify {
        /// open、restricted 或 secret
        level: String,
        /// 依据
        ground: String,
    },
    /// 抽签分案；审判组织有空缺的，只抽空缺的席位
    Draw {
        /// summary、small_claim 或 ordinary
        procedure: String,
        /// 审判组织：1、3、5、7、3+1、3+2 或 7+4；不写按程序的惯例
        #[serde(default)]
        bench: String,
        /// 七人合议庭的事由；其他不写
        #[serde(default)]
        seven: String,
    },
    /// 批准指定
    Approve {
        /// summary、small_claim 或 ordinary
        procedure: String,
        /// 审判组织，同抽签分案
        #[serde(default)]
        bench: String,
        /// 七人合议庭的事由；其他不写
        #[serde(default)]
        seven: String,
    },
    /// 随关联案件分配
    Follow {
        /// 关联案件在本院的卷宗流
        stream: i64,
        /// counterclaim、third_party 或 main_case
        ground: String,
        /// summary、small_claim 或 ordinary
        procedure: String,
        /// 审判组织，同抽签分案
        #[serde(default)]
        bench: String,
    },
    /// 不批准指定
    Decline {
        /// 理由
        reason: String,
    },
    /// 提请变更审判人员
    ProposeChange {
        /// 事由代码
        ground: String,
        /// 要变更的法官或者陪审员的编号
        of: u32,
        /// 具体理由，至少十个字
        reason: String,
    },
    /// 决定变更审判人员
    DecideChange {
        /// 批准
        granted: bool,
        /// 理由
        reason: String,
    },
    /// 作出回避复议决定
    Reconsideration {
        /// 准许回避
        upheld: bool,
        /// 理由
        reason: String,
    },
}

impl Deed {
    /// The deed of a form.
    ///
    /// # Errors
    /// Everything in it that cannot be read.
    pub fn of_form(word: &str, sent: &Sent) -> Result<Deed, Fault> {
        let text = |name: &str| sent.text(name).to_owned();
        // a page holds several forms; where their fields would be called alike they bear the act's word before
        let own = |name: &str| {
            let marked = sent.text(&format!("{word}-{name}"));
            if marked.is_empty() { text(name) } else { marked.to_owned() }
        };
        Ok(match word {
            "accept" => Deed::Accept {},
            "correction" => {
                let (codes, reason) = checked(sent);
                Deed::Correction { codes, reason }
            }
            "second-correction" => {
                let (codes, reason) = checked(sent);
                Deed::SecondCorrection { codes, reason, why: text("why") }
            }
            "approve-correction" => Deed::ApproveCorrection {},
            "explain" => Deed::Explain { code: text("code"), text: text("text") },
            "refuse" => Deed::Refuse { code: text("code"), ground: text("ground") },
            "relief" => relief_of(sent)?,
            "deem-withdrawn" => Deed::DeemWithdrawn {},
            "answer" => Deed::Answer { text: text("text") },
            "return" => Deed::Return {},
            "take" => Deed::Take {},
            "divert" => Deed::Divert {},
            "reopen" => Deed::Reopen {},
            "propose" => Deed::Propose {
                ground: text("ground"),
                judge: number(&text("judge"), "法官编号不是数字", "请填写本院法官的编号。")?,
                reason: text("reason"),
            },
            "recusal" => Deed::Recusal { upheld: sent.ticked("upheld"), reason: text("reason") },
            "classify" => Deed::Classify { level: text("level"), ground: text("ground") },
            "draw" => Deed::Draw { procedure: text("procedure"), bench: text("bench"), seven: text("seven") },
            "approve" => Deed::Approve { procedure: text("procedure"), bench: text("bench"), seven: text("seven") },
            "follow" => Deed::Follow {
                stream: number(&own("stream"), "关联案件的卷宗流不是数字", "请填写本院案件页面地址里最后的数字。")?,
                ground: own("ground"),
                procedure: own("procedure"),
                bench: own("bench"),
            },
            "decline" => Deed::Decline { reason: own("reason") },
            "change" => Deed::ProposeChange {
                ground: own("ground"),
                of: number(&own("of"), "人员编号不是数字", "请从本案审判组织中选一人。")?,
                reason: own("reason"),
            },
            "decide-change" => Deed::DecideChange { granted: sent.ticked("granted"), reason: own("reason") },
            "reconsideration" => {
                let upheld = sent.ticked("upheld") || sent.ticked("reconsideration-upheld");
                Deed::Reconsideration { upheld, reason: own("reason") }
            }
            _ => return Err(Fault::NotFound("没有这种办理".to_owned())),
        })
    }

    /// What the policies call it.
    pub const fn action(&self) -> Action {
        match self {
            Deed::Accept {} | Deed::Reopen {} | Deed::Take {} => Action::Accept,
            Deed::Correction { .. } | Deed::SecondCorrection { .. } | Deed::Explain { .. } => Action::AskCorrection,
            Deed::ApproveCorrection {} => Action::ApproveCorrection,
            Deed::Relief { .. } => Action::DecideRelief,
            Deed::DeemWithdrawn {} => Action::DeemWithdrawn,
            Deed::Answer { .. } => Action::AnswerComplaint,
            Deed::Refuse { .. } => Action::RefuseFiling,
            Deed::Return {} => Action::ReturnFiling,
            Deed::Divert {} => Action::DivertToMediation,
            Deed::Propose { .. } => Action::ProposeDesignation,
            Deed::Recusal { .. } | Deed::Reconsideration { .. } => Action::DecideRecusal,
            Deed::ProposeChange { .. } => Action::ProposeChange,
            Deed::DecideChange { .. } => Action::DecideChange,
            Deed::Classify { .. } => Action::MarkSecrecy,
            Deed::Draw { .. } | Deed::Follow { .. } => Action::Draw,
            Deed::Approve { .. } | Deed::Decline { .. } => Action::ApproveDesignation,
        }
    }
}

/// Does a deed upon a matter, if the policies and the law allow it.
///
/// # Errors
/// Why it was not done; nothing of it is entered then.
pub async fn do_at_desk(door: &Door, who: &Who, matter: &Matter, deed: Deed) -> Result<Outcome, Fault> {
    let account = staff_account(who)?;
    upon(who, deed.action(), matter, own(&deed, matter, account))?;
    let command = match deed {
        Deed::Accept {} => return accept(door, who, matter).await,
        Deed::Draw { procedure, bench, seven } => {
            return form(door, who, matter, &Wanted { procedure, bench, seven }, Way::Draw).await;
        }
        Deed::Approve { procedure, bench, seven } => {
            return form(door, who, matter, &Wanted { procedure, bench, seven }, Way::Named(account)).await;
        }
        Deed::Follow { stream, ground, procedure, bench } => {
            let ground = LinkGround::ALL.iter().copied().find(|one| one.word() == ground);
            let ground = ground.ok_or_else(|| Fault::unclear("没有选关联的事由", "请从列出的事由中选一项。"))?;
            let link = linked::told(door, matter, stream, ground).await?;
            let wanted = Wanted { procedure, bench, seven: String::new() };
            return form(door, who, matter, &wanted, Way::Along(link)).await;
        }
        Deed::Correction { codes, reason } => {
            let (defects, fields) = correction(codes, &reason)?;
            Command::AskCorrection { defects, fields }
        }
        Deed::SecondCorrection { codes, reason, why } => {
            let (defects, fields) = correction(codes, &reason)?;
            Command::ProposeCorrection { by: account, defects, fields, reason: worded("理由", &why)? }
        }
        Deed::ApproveCorrection {} => Command::ApproveCorrection { by: account },
        Deed::Explain { code, text } => {
            let (ground, text) = (ground_of(&code)?, worded("释明的内容", &text)?);
            let text = if text.is_empty() { ground.advice().to_owned() } else { text };
            Command::Explain { by: account, ground, text }
        }
        Deed::Refuse { code, ground } => refusal(&code, &ground)?,
        Deed::Relief { granted, percent, until, reason } => {
            relief(account, (&granted, percent, until.as_deref()), &reason)?
        }
        Deed::DeemWithdrawn {} => {
            Command::Close { form: ClosingForm::DeemedWithdrawn, document: Document::Ruling, in_court: false }
        }
        Deed::Answer { text } => Command::AnswerComplaint { by: account, text: worded("答复", &text)? },
        Deed::Return {} => Command::Return,
        Deed::Take {} => Command::Take,
        Deed::Divert {} => Command::Divert { consent: false },
        Deed::Reopen {} => Command::Reopen,
        Deed::Propose { ground, judge, reason } => {
            let ground = NamingGround::ALL.iter().copied().find(|one| one.word() == ground);
            let ground = ground.ok_or_else(|| Fault::unclear("没有选事由", "指定分案的事由只有列出的几项。"))?;
            sits_here(door, matter, judge).await?;
            Command::ProposeNaming { ground, judge: JudgeId(judge), proposer: account, reason }
        }
        Deed::Decline { reason } => Command::DeclineNaming { by: account, reason },
        Deed::ProposeChange { ground, of, reason } => {
            let ground = ChangeGround::ALL.iter().copied().find(|one| one.word() == ground);
            let ground = ground.filter(|one| *one != ChangeGround::Recusal).ok_or_else(|| {
                Fault::unclear("没有选事由", "变更审判人员的事由只有列出的几项；回避由当事人申请或者院长决定。")
            })?;
            Command::ProposeChange { ground, of: JudgeId(of), proposer: account, reason }
        }
        Deed::DecideChange { granted, reason } => Command::DecideChange { by: account, granted, reason },
        Deed::Reconsideration { upheld, reason } => Command::DecideReconsideration { by: account, reason, upheld },
        Deed::Recusal { upheld, reason } => Command::DecideRecusal { by: account, reason, upheld },
        Deed::Classify { level, ground } => {
            let level = Secrecy::ALL.iter().copied().find(|one| one.word() == level);
            let level = level.ok_or_else(|| Fault::unclear("没有选密级", "请选公开、不公开或者国家秘密。"))?;
            Command::Classify { by: account, ground, level }
        }
    };
    Ok(Outcome::Done(vec![perform_on(door, who.actor(), matter, command).await?]))
}

/// A number in a form.
fn number<T: std::str::FromStr>(text: &str, wrong: &str, instead: &str) -> Result<T, Fault> {
    text.parse().map_err(|_| Fault::unclear(wrong, instead))
}

/// Registers the case and asks for the fee.
async fn accept(door: &Door, who: &Who, matter: &Matter) -> Result<Outcome, Fault> {
    let year = u16::try_from(door.now().day().year()).unwrap_or(0);
    let command = Command::Accept { intake: None, year, serial: 0 };
    let mut done = vec![perform_on(door, who.actor(), matter, command).await?];
    let filled = matter.complaint.as_deref().map(complaint);
    if let Some((filled, fee)) = filled.and_then(|filled| fee_of(&filled).ok().map(|fee| (filled, fee))) {
        let notice = Command::NoticeFee { amount: fee.total, scale: scale_of(&filled).to_owned() };
        done.push(perform_on(door, who.actor(), matter, notice).await?);
    }
    Ok(Outcome::Done(done))
}

/// What the check list's form says: the items decided against and what each asks for, and what was added in words.
fn checked(sent: &Sent) -> (Vec<String>, String) {
    let against = |code: &str| sent.text(&format!("item-{code}")) == "defect";
    let found = REASONS.iter().filter(|(code, _)| sent.ticked(&format!("code-{code}")) || against(code));
    let codes: Vec<String> = found.map(|(code, _)| (*code).to_owned()).collect();
    let said = codes.iter().filter(|code| against(code)).map(|code| sent.text(&format!("say-{code}")));
    let lines: Vec<&str> = said.chain([sent.text("reason")]).filter(|line| !line.is_empty()).collect();
    let reason = lines.join("\n");
    (codes, reason)
}

fn relief_of(sent: &Sent) -> Result<Deed, Fault> {
    let percent = match sent.text("percent").trim_end_matches('%') {
        "" => 0,
        text => text.parse().map_err(|_| Fault::unclear("减交的百分比不是数字", "请写 30 至 99 的整数。"))?,
    };
    Ok(Deed::Relief {
        granted: sent.text("granted").to_owned(),
        percent,
        until: Some(sent.text("until").to_owned()).filter(|text| !text.is_empty()),
        reason: sent.text("reason").to_owned(),
    })
}

/// The decision on a relief; everything in it that cannot be read is named.
fn relief(by: u32, (granted, percent, until): (&str, u8, Option<&str>), reason: &str) -> Result<Command, Fault> {
    let mut faults = Vec::new();
    let known = Relief::ALL.iter().copied().find(|kind| kind.word() == granted);
    if known.is_none() && granted != "none" {
        faults.push(Fault::unclear("没有选怎样决定", "请选准许缓交、减交、免交，或者不准许。"));
    }
    let until = until.map(|text| {
        let day = Day::parse(text);
        if day.is_none() {
            faults.push(Fault::unclear("缓交到的日期不能读", "请写成 2020-06-30 的样子。"));
        }
        day.unwrap_or_default()
    });
    let reason = worded("理由", reason).map_err(|fault| faults.push(fault)).unwrap_or_default();
    if !faults.is_empty() {
        return Err(Fault::all(faults));
    }
    Ok(Command::DecideRelief { by, granted: known, percent, reason, until })
}

/// The ground of a word.
fn ground_of(word: &str) -> Result<RefusalGround, Fault> {
    let known = RefusalGround::ALL.iter().copied().find(|ground| ground.word() == word);
    known.ok_or_else(|| Fault::unclear("没有选事由", "不能立案的事由只有列出的几项，请选一项。"))
}

/// A refusal rests on a ground of the list and says why.
fn refusal(code: &str, reason: &str) -> Result<Command, Fault> {
    let mut faults = Vec::new();
    let ground = ground_of(code).map_err(|fault| faults.push(fault)).ok();
    let reason = worded("理由", reason).map_err(|fault| faults.push(fault)).unwrap_or_default();
    if reason.chars().count() < REASON_LEAST {
        faults.push(Fault::unclear("理由不足十个字", "请写清事实和依据，当事人才能决定是否上诉。"));
    }
    match ground.filter(|_| faults.is_empty()) {
        Some(ground) => {
            let ground_text = format!("{}（{}）。{reason}", ground.zh(), ground.article());
            Ok(Command::Refuse { code: Some(ground), ground: ground_text })
        }
        None => Err(Fault::all(faults)),
    }
}

/// One notice that names all defects, and the reasons it names.
fn correction(codes: Vec<String>, reason: &str) -> Result<(Vec<String>, Vec<String>), Fault> {
    let mut faults = Vec::new();
    if codes.is_empty() {
        faults.push(Fault::unclear("没有选补正的事项", "请至少勾选一项。"));
    }
    for code in codes.iter().filter(|code| !REASONS.iter().any(|(known, _)| known == code)) {
        faults
            .push(Fault::unclear(format!("没有代码为 {} 的欠缺", hall::gate::shortened(code)), "代码从 R01 到 R99。"));
    }
    if reason.trim().chars().count() < REASON_LEAST {
        faults.push(Fault::unclear("具体说明不足十个字", "请写清哪里不对、怎样改，当事人才能一次改好。"));
    }
    if !faults.is_empty() {
        return Err(Fault::all(faults));
    }
    let lines = reason.split('\n').map(str::trim).filter(|line| !line.is_empty());
    Ok((lines.map(str::to_owned).collect(), codes))
}

/// The procedure of a word.
///
/// # Errors
/// When there is none of it.
pub fn procedure_of(word: &str) -> Result<Procedure, Fault> {
    let known = Procedure::ALL.iter().copied().find(|one| one.word() == word && *one != Procedure::None);
    known.ok_or_else(|| Fault::unclear("没有选程序", "请选简易、小额或者普通程序。"))
}
