//! What a matter's entries say: one body type a kind. Bodies never change once stored; a new form gets a new version.
//!
//! Fields stand in the order of their names, so that the plain JSON writer already writes RFC 8785.

use serde::{Deserialize, Serialize};

use super::codes::{
    AppealOutcome, Asset, Channel, ClosingForm, Document, Exclusion, Procedure, RefusalGround, Service, SevenGround,
    Tag, Vote,
};
use super::papers::{
    Change, ChangeDecided, ChangeProposed, Classified, Complained, ComplaintAnswered, ConsentChanged,
    CorrectionProposed, Diverted, Explained, FeeNoticed, FeePaid, Linked, Naming, NamingDeclined, NobodyLeft,
    NumberGiven, Papers, ReconsiderationAsked, RecusalAsked, RecusalDecided, ReliefDecided, Seated, Viewed,
};
use crate::assignment::Draw;
use crate::case_number::Word;
use crate::day::Day;
use crate::fen::Fen;
use crate::ids::{CauseId, CourtId, JudgeId, Stream};

/// Where a matter came from: another matter, here or in another court.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The court of that matter.
    pub court: CourtId,
    /// Its stream in that court's log.
    pub stream: Stream,
}

/// What the papers say when they arrive (收到材料).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// Amount claimed.
    pub amount: Fen,
    /// Cause.
    pub cause: CauseId,
    /// Channel.
    pub channel: Channel,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub origin: Option<Origin>,
    /// What was handed in with it, where it was handed in as files.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub papers: Option<Box<Papers>>,
    /// Number of parties.
    pub parties: u8,
    /// The day the papers arrived.
    pub received: Day,
    /// Parties' names, numbers and addresses, sealed; the key lies beside the log and can be destroyed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sealed: Option<String>,
    /// Attributes.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tags: Vec<Tag>,
    /// Type word of the case asked for.
    pub word: Word,
}

macro_rules! bodies {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $t:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $t,)* }
    )*};
}

bodies! {
    /// 补正通知: one notice names all defects (登记立案规定 art. 7).
    CorrectionAsked { /// Who agreed to a second notice (S-012).
        #[serde(skip_serializing_if = "Option::is_none", default)] approver: Option<u32>, /// What is missing.
        defects: Vec<String>, /// Last day to correct.
        due: Day, /// Fields of the complaint the notice asks for, where it was filled in online.
        #[serde(skip_serializing_if = "Vec::is_empty", default)] fields: Vec<String>, }
    /// 接收跨域收件: answered for now, decided by a day (services S-020).
    Taken { /// Last day of the registry's seven days.
        due: Day, }
    /// 立案: acceptance under a number.
    Accepted { /// End of the term, if one runs.
        #[serde(skip_serializing_if = "Option::is_none", default)] due: Option<Day>, /// The papers, when accepted on the spot.
        #[serde(skip_serializing_if = "Option::is_none", default)] intake: Option<Intake>, /// Case number, canonical.
        number: String, /// Rule of the term, such as `D-100`.
        #[serde(skip_serializing_if = "Option::is_none", default)] rule: Option<String>, }
    /// 不予受理 / 不予立案: refusal by ruling.
    Refused { /// Ground, from the closed list.
        #[serde(skip_serializing_if = "Option::is_none", default)] code: Option<RefusalGround>, /// Ground in words.
        ground: String, }
    /// 分案: judge, panel and procedure.
    Assigned { /// People's assessors on the panel.
        assessors: u8, /// Why the judge changes, after the first assignment.
        #[serde(skip_serializing_if = "Option::is_none", default)] change: Option<Box<Change>>, /// The draw, where it was drawn online.
        #[serde(skip_serializing_if = "Option::is_none", default)] draw: Option<Box<Draw>>, /// End of the term under the procedure.
        #[serde(skip_serializing_if = "Option::is_none", default)] due: Option<Day>, /// Judge in charge.
        judge: JudgeId, /// The case it follows, where its judge was not drawn for.
        #[serde(skip_serializing_if = "Option::is_none", default)] linked: Option<Box<Linked>>, /// The naming, where a judge was named.
        #[serde(skip_serializing_if = "Option::is_none", default)] named: Option<Box<Naming>>, /// Members of the panel.
        panel: u8, /// Procedure.
        procedure: Procedure, /// Rule of the term.
        #[serde(skip_serializing_if = "Option::is_none", default)] rule: Option<String>, /// Who sits from now on, where it is known; substitutes last.
        #[serde(skip_serializing_if = "Vec::is_empty", default)] seated: Vec<Seated>, /// Why seven sit.
        #[serde(skip_serializing_if = "Option::is_none", default)] seven: Option<SevenGround>, }
    /// 程序转换: the procedure changes and with it the term.
    Converted { /// New end of the term.
        #[serde(skip_serializing_if = "Option::is_none", default)] due: Option<Day>, /// New procedure.
        procedure: Procedure, /// Rule of the term.
        #[serde(skip_serializing_if = "Option::is_none", default)] rule: Option<String>, }
    /// 送达.
    Served { /// Document.
        document: Document, /// Mode.
        mode: Service, }
    /// 扣除审限: a segment that does not count (D-031).
    Excluded { /// New end of the base term.
        #[serde(skip_serializing_if = "Option::is_none", default)] due: Option<Day>, /// First day, not counted itself.
        from: Day, /// Ground.
        ground: Exclusion, /// Last day, counted.
        to: Day, }
    /// 延长审限 (D-030): asked by one, decided by another (P-013).
    Extended { /// Who asked.
        asked_by: u32, /// When.
        asked_on: Day, /// Who decided.
        decided_by: u32, /// New end of the term.
        due: Day, /// Asked later than the law allows (D-038).
        late: bool, }
    /// 中止.
    Suspended { /// Ground.
        ground: String, }
    /// 恢复审理.
    Resumed { /// New end of the base term.
        #[serde(skip_serializing_if = "Option::is_none", default)] due: Option<Day>, }
    /// 排期开庭.
    HearingScheduled { /// Day of the hearing.
        day: Day, /// Online (云审).
        online: bool, /// Public.
        public: bool, }
    /// 延期开庭.
    HearingAdjourned { /// Ground.
        ground: String, }
    /// 开庭.
    HearingHeld { /// Broadcast live (庭审直播).
        broadcast: bool, /// Length in minutes.
        minutes: u16, /// Online (云审).
        online: bool, /// Public.
        public: bool, /// Recorded.
        recorded: bool, }
    /// 结案.
    Closed { /// Kind of the closing document.
        document: Document, /// Form of closing.
        form: ClosingForm, /// Pronounced at the hearing (当庭宣判).
        in_court: bool, /// All items of the 终本 check list met; only for that form.
        #[serde(skip_serializing_if = "Option::is_none", default)] qualified: Option<bool>, }
    /// 生效.
    Effective { /// The day of effect.
        on: Day, }
    /// 收到上诉状 / 抗诉书.
    AppealReceived { /// A protest of the procuratorate (抗诉).
        protest: bool, }
    /// 移送上诉卷宗: the message up.
    FileSent { /// The court above.
        to: CourtId, }
    /// 上诉结果退回: the message down.
    AppealConcluded { /// The case above.
        above: Origin, /// An error, not a mere difference.
        error: bool, /// Outcome.
        outcome: AppealOutcome, }
    /// 文书上网.
    Published { /// Kind of document.
        document: Document, /// Which of the case's documents, from 1.
        nth: u16, /// Digest (SM3) of the text as it was masked, where it was masked here.
        #[serde(skip_serializing_if = "Option::is_none", default)] text: Option<String>, }
    /// 撤回上网文书.
    Recalled { /// Ground.
        ground: super::codes::Recall, /// Digest (SM3) of the masked text that is taken back, where it was masked here.
        #[serde(skip_serializing_if = "Option::is_none", default)] text: Option<String>, }
    /// 不上网公开审批.
    Withheld { /// Ground.
        ground: super::codes::Withholding, }
    /// 流程信息公开: pushed to the parties.
    Disclosed { /// Every party side was reached (O-109).
        effective: bool, }
    /// 执行通知, with or without the order to report property.
    EnforcementNoticed { /// Report order issued with it.
        report_order: bool, }
    /// 网络查控: one round over all heads.
    PropertyQueried { /// Anything found.
        found: bool, /// All heads answered (E-045).
        full: bool, }
    /// 传统查控: on the spot, housing fund, insurance and the like.
    PropertyInspected { /// Anything found.
        found: bool, }
    /// 控制财产: seizure, detention, freezing.
    PropertyControlled { /// Class.
        asset: Asset, /// Last day of the measure (E-060).
        until: Day, /// Estimated value.
        value: Fen, }
    /// 案款到账.
    MoneyCollected { /// Amount.
        amount: Fen, }
    /// 限制消费 / 失信.
    DebtorRestricted { /// Also put on the dishonest list.
        listed: bool, }
    /// 终本约谈.
    ApplicantInterviewed { /// The applicant agrees.
        agrees: bool, }
    /// 指定管理人.
    AdministratorAppointed { /// Number in the roll of administrators.
        administrator: u32, }
    /// 债权申报公告.
    ClaimsAnnounced { /// Last day to declare.
        until: Day, }
    /// 债权人会议表决.
    CreditorsVoted { /// Claims for, in fen.
        claims_for: Fen, /// Claims of the class, in fen.
        claims_total: Fen, /// Heads for.
        heads_for: u32, /// Heads present.
        heads_present: u32, /// Matter.
        matter: Vote, /// Passed.
        passed: bool, }
    /// 破产财产分配.
    EstateDistributed { /// Amount.
        amount: Fen, }
    /// 司法救助委员会决定.
    AidDecided { /// Amount granted; 0 when refused.
        amount: Fen, }
    /// 救助金发放.
    AidPaid { /// Amount.
        amount: Fen, }
    /// 调解员接受.
    MediatorAccepted { /// Number in the roll of mediators.
        mediator: u32, }
    /// 调解.
    MediationHeld { /// By audio or video online.
        av: bool, /// Length in minutes.
        minutes: u16, }
}

/// Declares `Event`: each kind once, with its name in the log and its Chinese label.
macro_rules! events {
    ($($variant:ident $(($body:ty))? = $kind:literal, $zh:literal;)*) => {
        /// An entry of a matter, typed.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Event { $(#[doc = $zh] $variant $(($body))?,)* }

        impl Event {
            /// Every kind with its Chinese label.
            pub const KINDS: &'static [(&'static str, &'static str)] = &[$(($kind, $zh)),*];

            /// The kind in the log.
            pub const fn kind(&self) -> &'static str {
                match self { $(events!(@pat $variant $(, $body)?) => $kind),* }
            }

            /// Its Chinese label.
            pub const fn zh(&self) -> &'static str {
                match self { $(events!(@pat $variant $(, $body)?) => $zh),* }
            }

            /// Writes the body as canonical JSON at the end of `out`.
            pub fn write_body(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
                match self { $(events!(@bind body $variant $(, $body)?) => events!(@write out body $($body)?)),* }
            }

            /// Reads a stored entry.
            pub fn read(kind: &str, body: &str) -> Result<Event, ReadError> {
                match kind {
                    $($kind => events!(@read kind body $variant $(, $body)?),)*
                    _ => Err(ReadError { kind: kind.to_owned(), cause: "unknown kind".to_owned() }),
                }
            }
        }
    };
    (@pat $variant:ident, $body:ty) => { Event::$variant(_) };
    (@pat $variant:ident) => { Event::$variant };
    (@bind $b:ident $variant:ident, $body:ty) => { Event::$variant($b) };
    (@bind $b:ident $variant:ident) => { Event::$variant };
    (@write $out:ident $b:ident $body:ty) => { serde_json::to_writer($out, $b) };
    (@write $out:ident $b:ident) => {{ $out.extend_from_slice(b"{}"); Ok(()) }};
    (@read $kind:ident $text:ident $variant:ident, $body:ty) => {
        serde_json::from_str::<$body>($text).map(Event::$variant)
            .map_err(|e| ReadError { kind: $kind.to_owned(), cause: e.to_string() })
    };
    (@read $kind:ident $text:ident $variant:ident) => { Ok(Event::$variant) };
}

events! {
    Received(Intake) = "filing.received.v1", "收到材料";
    CorrectionAsked(CorrectionAsked) = "filing.correction_asked.v1", "通知补正";
    Corrected = "filing.corrected.v1", "材料补正";
    Resubmitted(Papers) = "filing.corrected.v2", "网上补正";
    NumberGiven(NumberGiven) = "filing.number_given.v1", "提供抽签数字";
    Diverted(Diverted) = "filing.diverted.v1", "转诉前调解";
    Reopened = "filing.reopened.v1", "调解不成转立案";
    FeeNoticed(FeeNoticed) = "fee.noticed.v1", "交费通知";
    FeePaid(FeePaid) = "fee.paid.v1", "交纳诉讼费";
    NamingProposed(Naming) = "assignment.proposed.v1", "提请指定分案";
    NamingDeclined(NamingDeclined) = "assignment.declined.v1", "不批准指定分案";
    ChangeProposed(ChangeProposed) = "assignment.change_proposed.v1", "提请变更审判人员";
    ChangeDecided(ChangeDecided) = "assignment.change_decided.v1", "变更审判人员的决定";
    NobodyLeft(NobodyLeft) = "assignment.impossible.v1", "无人可以抽签";
    RecusalAsked(RecusalAsked) = "recusal.asked.v1", "申请回避";
    RecusalDecided(RecusalDecided) = "recusal.decided.v1", "回避决定";
    ReconsiderationAsked(ReconsiderationAsked) = "recusal.reconsideration_asked.v1", "申请复议回避决定";
    Reconsidered(RecusalDecided) = "recusal.reconsidered.v1", "回避复议决定";
    Classified(Classified) = "case.classified.v1", "确定密级";
    Viewed(Viewed) = "access.viewed.v1", "查阅案卷";
    Taken(Taken) = "filing.taken.v1", "接收跨域收件";
    ReliefDecided(ReliefDecided) = "fee.relief_decided.v1", "诉讼费缓减免决定";
    ConsentChanged(ConsentChanged) = "service.consent_changed.v1", "变更在线办理同意";
    Explained(Explained) = "filing.explained.v1", "释明";
    CorrectionProposed(CorrectionProposed) = "filing.correction_proposed.v1", "提请再次通知补正";
    Complained(Complained) = "filing.complained.v1", "对立案的投诉";
    ComplaintAnswered(ComplaintAnswered) = "filing.complaint_answered.v1", "投诉答复";
    Returned = "filing.returned.v1", "退回材料";
    Refused(Refused) = "filing.refused.v1", "裁定不予受理";
    Accepted(Accepted) = "case.accepted.v1", "立案";
    Assigned(Assigned) = "case.assigned.v1", "分案";
    Converted(Converted) = "case.converted.v1", "程序转换";
    Served(Served) = "case.served.v1", "送达";
    Excluded(Excluded) = "term.excluded.v1", "扣除审限";
    Extended(Extended) = "term.extended.v1", "延长审限";
    Suspended(Suspended) = "case.suspended.v1", "中止";
    Resumed(Resumed) = "case.resumed.v1", "恢复";
    HearingScheduled(HearingScheduled) = "hearing.scheduled.v1", "排期";
    HearingAdjourned(HearingAdjourned) = "hearing.adjourned.v1", "延期开庭";
    HearingHeld(HearingHeld) = "hearing.held.v1", "开庭";
    Closed(Closed) = "case.closed.v1", "结案";
    Effective(Effective) = "case.effective.v1", "生效";
    AppealReceived(AppealReceived) = "appeal.received.v1", "收到上诉";
    FileSent(FileSent) = "appeal.file_sent.v1", "移送卷宗";
    AppealConcluded(AppealConcluded) = "appeal.concluded.v1", "上诉结果退回";
    Published(Published) = "document.published.v1", "文书上网";
    Recalled(Recalled) = "document.recalled.v1", "撤回上网文书";
    Withheld(Withheld) = "document.withheld.v1", "不上网审批";
    Disclosed(Disclosed) = "process.disclosed.v1", "流程信息公开";
    Archived = "case.archived.v1", "归档";
    EnforcementNoticed(EnforcementNoticed) = "enforcement.noticed.v1", "执行通知";
    PropertyQueried(PropertyQueried) = "enforcement.queried.v1", "网络查控";
    PropertyInspected(PropertyInspected) = "enforcement.inspected.v1", "传统查控";
    PropertyControlled(PropertyControlled) = "enforcement.controlled.v1", "控制财产";
    MoneyCollected(MoneyCollected) = "enforcement.collected.v1", "案款到账";
    DebtorRestricted(DebtorRestricted) = "enforcement.restricted.v1", "限制消费";
    ApplicantInterviewed(ApplicantInterviewed) = "enforcement.interviewed.v1", "终本约谈";
    DebtorNotified = "bankruptcy.debtor_notified.v1", "通知债务人";
    AdministratorAppointed(AdministratorAppointed) = "bankruptcy.administrator_appointed.v1", "指定管理人";
    ClaimsAnnounced(ClaimsAnnounced) = "bankruptcy.claims_announced.v1", "债权申报公告";
    CreditorsVoted(CreditorsVoted) = "bankruptcy.creditors_voted.v1", "债权人会议表决";
    ReorganisationOrdered = "bankruptcy.reorganisation_ordered.v1", "裁定重整";
    PlanApproved = "bankruptcy.plan_approved.v1", "批准重整计划或和解协议";
    DeclaredBankrupt = "bankruptcy.declared.v1", "宣告破产";
    EstateDistributed(EstateDistributed) = "bankruptcy.distributed.v1", "破产财产分配";
    PreservationRuled = "preservation.ruled.v1", "裁定保全";
    AidDecided(AidDecided) = "aid.decided.v1", "救助决定";
    AidPaid(AidPaid) = "aid.paid.v1", "发放救助金";
    MediatorAccepted(MediatorAccepted) = "mediation.accepted.v1", "调解员接受";
    MediationHeld(MediationHeld) = "mediation.held.v1", "调解";
}

impl Event {
    /// The quantity a day's tally adds up: 1 for a broadcast hearing, fen collected; 0 where counting is enough.
    pub const fn quantity(&self) -> i64 {
        match self {
            Event::HearingHeld(HearingHeld { broadcast: true, .. }) => 1,
            Event::MoneyCollected(body) => body.amount.0,
            _ => 0,
        }
    }
}

/// A stored entry that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Kind found.
    pub kind: String,
    /// Cause.
    pub cause: String,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "entry of kind `{}` cannot be read: {}", self.kind, self.cause)
    }
}

impl std::error::Error for ReadError {}
