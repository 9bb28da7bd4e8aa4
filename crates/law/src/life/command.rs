//! What an office may ask of a matter. A command carries what the person knows; `decide` adds what follows from it.

use super::codes::{
    AppealOutcome, Asset, ChangeGround, ClosingForm, Document, Exclusion, NamingGround, OnlineStep, Procedure, Recall,
    RefusalGround, Relief, Secrecy, Service, Vote, Withholding,
};
use super::event::{Intake, Origin};
use super::papers::{NobodyLeft, Papers};
use crate::day::Day;
use crate::fen::Fen;
use crate::ids::{CourtId, JudgeId};

pub use super::drawn::{Bench, Drawn, Following};

/// A command upon one matter, at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// 收到材料 (online, by post, at the window when not accepted on the spot). Opens a matter. Also opens 诉前调 and 信访.
    Receive(Intake),
    /// 一次性告知补正.
    AskCorrection {
        /// Defects, all of them.
        defects: Vec<String>,
        /// Fields of the complaint they stand in, where it was filled in online.
        fields: Vec<String>,
    },
    /// 当事人补正.
    Correct,
    /// 当事人网上补正: the papers as they are now.
    Resubmit(Papers),
    /// 提供抽签数字, before the draw.
    GiveNumber {
        /// Account.
        by: u32,
        /// One to twenty digits.
        number: String,
    },
    /// 转诉前调解.
    Divert {
        /// The plaintiff agrees.
        consent: bool,
    },
    /// 接收跨域收件: the court it is for has it, and will decide by a day.
    Take,
    /// 调解不成转立案.
    Reopen,
    /// 决定诉讼费缓减免.
    DecideRelief {
        /// Who decides.
        by: u32,
        /// What is granted; none to refuse.
        granted: Option<Relief>,
        /// Per cent that falls away, of a reduction; 0 otherwise.
        percent: u8,
        /// Reason.
        reason: String,
        /// Last day to pay, of a deferral.
        until: Option<Day>,
    },
    /// 变更在线办理同意.
    ChangeConsent {
        /// Who, by number within the matter.
        by: u32,
        /// Agreed to from now on.
        given: bool,
        /// The step.
        step: OnlineStep,
    },
    /// 释明.
    Explain {
        /// Who explains.
        by: u32,
        /// Ground.
        ground: RefusalGround,
        /// In words.
        text: String,
    },
    /// 提请再次通知补正.
    ProposeCorrection {
        /// Who proposes.
        by: u32,
        /// Defects, all of them.
        defects: Vec<String>,
        /// Codes of the reasons.
        fields: Vec<String>,
        /// Why the first notice did not name them.
        reason: String,
    },
    /// 批准再次通知补正.
    ApproveCorrection {
        /// Who agrees.
        by: u32,
    },
    /// 对立案的投诉.
    Complain {
        /// Who, by number within the matter.
        by: u32,
        /// What about.
        text: String,
    },
    /// 答复投诉.
    AnswerComplaint {
        /// Who answers.
        by: u32,
        /// The answer.
        text: String,
    },
    /// 交费通知.
    NoticeFee {
        /// The fee, before any relief.
        amount: Fen,
        /// Scale it was reckoned by.
        scale: String,
    },
    /// 交纳诉讼费.
    PayFee {
        /// What was paid.
        amount: Fen,
        /// Number of the payment.
        reference: String,
    },
    /// 抽签分案: the outcome of a draw becomes the assignment.
    Draw(Box<Drawn>),
    /// 随案分配: the judge of a linked case becomes this one's.
    Follow(Box<Following>),
    /// 无人可以抽签: noted with everybody and every reason.
    NoteNobody(NobodyLeft),
    /// 提请变更审判人员.
    ProposeChange {
        /// Ground.
        ground: ChangeGround,
        /// Who is to leave.
        of: JudgeId,
        /// Who asks.
        proposer: u32,
        /// Reason.
        reason: String,
    },
    /// 变更审判人员的决定.
    DecideChange {
        /// Who decides.
        by: u32,
        /// Granted.
        granted: bool,
        /// Reason.
        reason: String,
    },
    /// 不批准指定分案.
    DeclineNaming {
        /// Who decides.
        by: u32,
        /// Reason.
        reason: String,
    },
    /// 提请指定分案.
    ProposeNaming {
        /// Ground.
        ground: NamingGround,
        /// The judge named.
        judge: JudgeId,
        /// Who proposes.
        proposer: u32,
        /// Reason.
        reason: String,
    },
    /// 批准指定分案: the proposal becomes the assignment; the draw that would have been stands beside it.
    ApproveNaming {
        /// Who agrees.
        approver: u32,
        /// The draw that would have happened, and the form of the bench.
        drawn: Box<Drawn>,
    },
    /// 申请回避.
    AskRecusal {
        /// Who asks.
        by: u32,
        /// Ground.
        ground: String,
        /// Of which judge.
        judge: JudgeId,
    },
    /// 回避决定.
    DecideRecusal {
        /// Who decides.
        by: u32,
        /// Reason.
        reason: String,
        /// The judge is recused.
        upheld: bool,
    },
    /// 申请复议回避决定.
    AskReconsideration {
        /// Who asks.
        by: u32,
        /// Ground.
        ground: String,
    },
    /// 回避复议决定.
    DecideReconsideration {
        /// Who decides.
        by: u32,
        /// Reason.
        reason: String,
        /// The judge is recused after all.
        upheld: bool,
    },
    /// 确定密级.
    Classify {
        /// Who decides.
        by: u32,
        /// Ground.
        ground: String,
        /// From now on.
        level: Secrecy,
    },
    /// 查阅案卷 of restricted cases.
    View {
        /// Who looks.
        by: u32,
        /// In which post.
        role: String,
    },
    /// 退回材料, when the term to correct has run out.
    Return,
    /// 裁定不予受理.
    Refuse {
        /// Ground, from the closed list; none where only words were kept.
        code: Option<RefusalGround>,
        /// Ground in words.
        ground: String,
    },
    /// 登记立案 under a number allotted by the caller's counter. `intake` when accepted on the spot (opens the matter).
    Accept {
        /// The papers, on the spot.
        intake: Option<Intake>,
        /// Year of the number.
        year: u16,
        /// Serial of the number.
        serial: u32,
    },
    /// 分案.
    Assign {
        /// Judge in charge.
        judge: JudgeId,
        /// Members of the panel.
        panel: u8,
        /// Assessors among them.
        assessors: u8,
        /// Procedure.
        procedure: Procedure,
    },
    /// 程序转换.
    Convert {
        /// New procedure.
        to: Procedure,
    },
    /// 送达.
    Serve {
        /// Document.
        document: Document,
        /// Mode.
        mode: Service,
    },
    /// 扣除审限, recorded when the segment is over.
    Exclude {
        /// Ground.
        ground: Exclusion,
        /// First day, not counted.
        from: Day,
        /// Last day, counted.
        to: Day,
    },
    /// 延长审限, granted.
    Extend {
        /// Who asked.
        asked_by: u32,
        /// When.
        asked_on: Day,
        /// Who decided.
        decided_by: u32,
    },
    /// 中止.
    Suspend {
        /// Ground.
        ground: String,
    },
    /// 恢复.
    Resume,
    /// 排期.
    ScheduleHearing {
        /// Day.
        day: Day,
        /// Online.
        online: bool,
        /// Public.
        public: bool,
    },
    /// 延期开庭.
    AdjournHearing {
        /// Ground.
        ground: String,
        /// President's approval for force majeure (P-051).
        approved: bool,
    },
    /// 开庭 (the one scheduled).
    HoldHearing {
        /// Broadcast.
        broadcast: bool,
        /// Minutes.
        minutes: u16,
        /// Recorded.
        recorded: bool,
    },
    /// 结案.
    Close {
        /// Form.
        form: ClosingForm,
        /// Document.
        document: Document,
        /// At the hearing.
        in_court: bool,
    },
    /// 生效 on the day the law gives.
    TakeEffect {
        /// The day.
        on: Day,
    },
    /// 收到上诉或抗诉.
    ReceiveAppeal {
        /// Protest of the procuratorate.
        protest: bool,
    },
    /// 移送卷宗 to the court above.
    SendFile {
        /// The court above.
        to: CourtId,
    },
    /// 上诉结果退回.
    ConcludeAppeal {
        /// The case above.
        above: Origin,
        /// Outcome.
        outcome: AppealOutcome,
        /// Marked as an error.
        error: bool,
    },
    /// 文书上网.
    Publish {
        /// Kind.
        document: Document,
        /// Digest (SM3) of the text as it was masked, where it was masked here.
        text: Option<String>,
    },
    /// 撤回上网文书.
    Recall {
        /// Ground.
        ground: Recall,
        /// Digest (SM3) of the masked text that is taken back, where it was masked here.
        text: Option<String>,
    },
    /// 不上网审批.
    Withhold {
        /// Ground.
        ground: Withholding,
    },
    /// 流程信息公开.
    Disclose {
        /// Every side reached.
        effective: bool,
    },
    /// 归档.
    Archive,
    /// 执行通知.
    NoticeDebtor {
        /// With the order to report property.
        report_order: bool,
    },
    /// 网络查控.
    QueryProperty {
        /// Found.
        found: bool,
        /// Full round.
        full: bool,
    },
    /// 传统查控.
    InspectProperty {
        /// Found.
        found: bool,
    },
    /// 控制财产.
    ControlProperty {
        /// Class.
        asset: Asset,
        /// Estimated value.
        value: Fen,
    },
    /// 案款到账.
    CollectMoney {
        /// Amount.
        amount: Fen,
    },
    /// 限制消费 / 失信.
    RestrictDebtor {
        /// Also listed.
        listed: bool,
    },
    /// 终本约谈.
    InterviewApplicant {
        /// Agrees.
        agrees: bool,
    },
    /// 通知债务人 (破申).
    NotifyDebtor,
    /// 指定管理人.
    AppointAdministrator {
        /// Number in the roll.
        administrator: u32,
    },
    /// 债权申报公告.
    AnnounceClaims {
        /// Last day.
        until: Day,
    },
    /// 债权人会议表决.
    VoteCreditors {
        /// Matter.
        matter: Vote,
        /// Heads present.
        heads_present: u32,
        /// Heads for.
        heads_for: u32,
        /// Claims of the class.
        claims_total: Fen,
        /// Claims for.
        claims_for: Fen,
    },
    /// 裁定重整.
    OrderReorganisation,
    /// 批准重整计划 / 认可和解协议.
    ApprovePlan,
    /// 宣告破产.
    DeclareBankrupt,
    /// 分配.
    DistributeEstate {
        /// Amount.
        amount: Fen,
    },
    /// 裁定保全.
    RulePreservation,
    /// 救助决定.
    DecideAid {
        /// Amount, 0 refuses.
        amount: Fen,
    },
    /// 发放救助金.
    PayAid {
        /// Amount.
        amount: Fen,
    },
    /// 调解员接受.
    AcceptMediation {
        /// Mediator.
        mediator: u32,
    },
    /// 调解.
    HoldMediation {
        /// Online audio or video.
        av: bool,
        /// Minutes.
        minutes: u16,
    },
}
