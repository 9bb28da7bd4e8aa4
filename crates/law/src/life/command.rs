//! What an office may ask of a matter. A command carries what the person knows; `decide` adds what follows from it.

use super::codes::{
    AppealOutcome, Asset, ClosingForm, Document, Exclusion, NamingGround, Procedure, Secrecy, Service, Vote,
    Withholding,
};
use super::event::{Intake, Origin};
use super::papers::{Change, Papers};
use crate::assignment::Draw;
use crate::day::Day;
use crate::fen::Fen;
use crate::ids::{CourtId, JudgeId};

/// What a draw came to, and the bench it forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// People's assessors on the panel.
    pub assessors: u8,
    /// Why the judge changes; none for the first assignment.
    pub change: Option<Change>,
    /// The draw.
    pub draw: Draw,
    /// Judge in charge.
    pub judge: JudgeId,
    /// Members of the panel.
    pub panel: u8,
    /// Procedure.
    pub procedure: Procedure,
}

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
    /// 调解不成转立案.
    Reopen,
    /// 交费通知.
    NoticeFee {
        /// To be paid in advance.
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
        /// Ground.
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
