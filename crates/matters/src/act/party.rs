//! What a party or its lawyer does in a matter of their own.

use court::filing::Matter;
use docket::store::{Hand, Posted};
use frame::fault::Fault;
use law::complaint::{Complaint, changed, check};
use law::ids::{CourtId, JudgeId, Stream};
use law::life::codes::{OnlineStep, State};
use law::life::command::Command;
use permit::Action;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{perform_on, perform_with, worded};
use crate::files::corrected;
use crate::filing::correct::asked;
use crate::filing::draft::complaint;
use crate::filing::submit::papers;
use hall::gate::{Who, not_done};
use hall::may::upon;
use hall::state::Door;

/// 当事人对自己案件的办理
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// 为抽签提供一个数字
    Number {
        /// 1 至 20 位数字
        number: String,
    },
    /// 登记已交诉讼费
    Fee {
        /// 缴费凭证号
        reference: String,
    },
    /// 申请审判人员回避
    Recusal {
        /// 理由
        ground: String,
        /// 法官或者陪审员的编号
        judge: u32,
    },
    /// 对不准许回避的决定申请复议一次
    Reconsider {
        /// 理由
        ground: String,
    },
    /// 同意或者不再同意在线进行的一步，对以后有效
    Consent {
        /// 同意
        given: bool,
        /// service、mediation、evidence、inquiry 或 hearing
        step: String,
    },
    /// 对立案办理提出投诉，法院十五日内答复
    Complain {
        /// 事情和要求
        text: String,
    },
    /// 补正：起诉状现在的样子，只能改通知里问到的部分
    Correct {
        /// 起诉状
        #[schema(value_type = Object)]
        complaint: Box<Complaint>,
    },
}

impl Step {
    /// What the policies call it.
    pub const fn action(&self) -> Action {
        match self {
            Step::Number { .. } => Action::GiveNumber,
            Step::Fee { .. } => Action::PayFee,
            Step::Recusal { .. } | Step::Reconsider { .. } => Action::AskRecusal,
            Step::Consent { .. } => Action::ChangeConsent,
            Step::Complain { .. } => Action::Complain,
            Step::Correct { .. } => Action::AnswerCorrection,
        }
    }
}

/// A matter of whoever asks, and the hand they act in it by; another's is as none.
///
/// # Errors
/// When there is none of theirs.
pub async fn own(door: &Door, who: &Who, court: CourtId, stream: i64) -> Result<(Matter, Hand), Fault> {
    let found = Matter::load(door.docket(), court, Stream(stream)).await.map_err(not_done)?;
    let own = found.and_then(|matter| matter.hand_of(who.account()).map(|hand| (matter, hand)));
    own.filter(|_| !who.is_staff()).ok_or_else(|| Fault::NotFound("没有这件立案申请".to_owned()))
}

/// Takes a step in an own matter.
///
/// # Errors
/// Why it was not done; nothing of it is entered then.
pub async fn take(door: &Door, who: &Who, (matter, hand): &(Matter, Hand), step: Step) -> Result<Posted, Fault> {
    upon(who, step.action(), matter, false)?;
    let by = hand.number;
    let actor = who.hand(by);
    let command = match step {
        Step::Number { number } => Command::GiveNumber { by, number },
        Step::Fee { reference } => {
            let amount = matter.case.fee().0.unwrap_or(law::fen::Fen::ZERO);
            Command::PayFee { amount, reference }
        }
        Step::Recusal { ground, judge } => Command::AskRecusal { by, ground, judge: JudgeId(judge) },
        Step::Reconsider { ground } => Command::AskReconsideration { by, ground },
        Step::Consent { given, step } => {
            let known = OnlineStep::ALL.iter().copied().find(|one| one.word() == step);
            let step = known.ok_or_else(|| Fault::unclear("没有这一步", "请选电子送达、在线调解等列出的一步。"))?;
            Command::ChangeConsent { by, given, step }
        }
        Step::Complain { text } => Command::Complain { by, text: worded("投诉的内容", &text)? },
        Step::Correct { complaint: after } => {
            let files = corrected(door, matter, &after).await?;
            let wrong = uncorrected(door, matter, &after, files.len() > matter.files().len())?;
            if !wrong.is_empty() {
                return Err(Fault::all(wrong));
            }
            let text = serde_json::to_string(&after).map_err(|cause| Fault::unavailable(&cause))?;
            let command = Command::Resubmit(papers(door, &after, by, files));
            return perform_with(door, actor, matter, command, Some(text)).await;
        }
    };
    perform_on(door, actor, matter, command).await
}

/// What keeps a correction from being handed in.
fn uncorrected(door: &Door, matter: &Matter, after: &Complaint, added: bool) -> Result<Vec<Fault>, Fault> {
    if matter.case.state() != State::Correcting {
        return Err(Fault::Conflict("这件申请现在不需要补正".to_owned()));
    }
    let before = matter.complaint.as_deref().map(complaint).unwrap_or_default();
    let (_, open) = asked(matter);
    let touched = changed(&before, after);
    let mut wrong = Vec::new();
    if touched.is_empty() && !added {
        wrong.push(Fault::unclear("内容没有改动", "请按通知补正后再提交。"));
    }
    for step in touched.iter().filter(|step| !open.contains(step)) {
        wrong.push(Fault::unclear(format!("“{}”不在补正的范围内，不能改", step.zh()), "请只改通知里问到的内容。"));
    }
    for defect in check(after, door.now().day()).into_iter().filter(|defect| open.contains(&defect.step)) {
        wrong.push(Fault::unclear(format!("{}：{}", defect.step.zh(), defect.sentence), "请改好后再提交。"));
    }
    Ok(wrong)
}
