//! Refusals (不予准许): the law says no. A stable code, the statute, and a Chinese sentence that says what, why and what else.

use std::fmt;

macro_rules! refusals {
    ($($variant:ident = $word:literal, $zh:literal;)*) => {
        /// Why the law says no. Codes are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RefusalCode { $(#[doc = $zh] $variant,)* }

        impl RefusalCode {
            /// Every code with its meaning.
            pub const ALL: &'static [(RefusalCode, &'static str)] = &[$((RefusalCode::$variant, $zh)),*];

            /// The code as written in answers and logs.
            pub const fn as_str(self) -> &'static str { match self { $(RefusalCode::$variant => $word),* } }
        }
    };
}

refusals! {
    TimeRunsBackwards = "time_runs_backwards", "时间早于案件的上一条记录";
    CourtUnknown = "court_unknown", "法院名录中没有该法院";
    NoMatter = "no_matter", "案件尚不存在";
    MatterExists = "matter_exists", "案件已经存在";
    TrackNotSupported = "track_not_supported", "不办理该类型代字的案件";
    CommandNotOfTrack = "command_not_of_track", "该类案件没有这一程序";
    StateForbids = "state_forbids", "案件当前状态不允许";
    IntakeInvalid = "intake_invalid", "收案材料要素有误";
    NumberInvalid = "number_invalid", "案号年度或编号有误";
    ReasonMissing = "reason_missing", "没有写明事由";
    AmountInvalid = "amount_invalid", "金额有误";
    DayInvalid = "day_invalid", "日期有误";
    CorrectionOnce = "correction_once", "补正只能一次性告知";
    CorrectionRunning = "correction_running", "补正期限尚未届满";
    RegistrationTermOver = "registration_term_over", "登记立案审查期限已过";
    PanelInvalid = "panel_invalid", "审判组织不合法";
    ProcedureNotAllowed = "procedure_not_allowed", "不得适用该程序";
    ConversionNotAllowed = "conversion_not_allowed", "不得作该程序转换";
    ConversionTooLate = "conversion_too_late", "程序转换已过审限";
    ServiceNotAllowed = "service_not_allowed", "不得采用该送达方式";
    NotAllowedBefore = "not_allowed_before", "新法施行前不得采用";
    GroundNotAllowed = "ground_not_allowed", "不属于法定扣除事由";
    NoTerm = "no_term", "案件没有审限";
    TermAlreadyOver = "term_already_over", "审限已经届满";
    ExtensionNotAllowed = "extension_not_allowed", "审限不能再延长";
    AskerDecides = "asker_decides", "申请人与审批人相同";
    HearingPending = "hearing_pending", "已有一次开庭待进行";
    NoHearingScheduled = "no_hearing_scheduled", "尚未排期";
    SummonsTooShort = "summons_too_short", "传唤不足三日";
    AdjournmentLimit = "adjournment_limit", "延期开庭次数已满";
    NotAssigned = "not_assigned", "尚未分案";
    NotHeard = "not_heard", "尚未开庭";
    FormNotOfTrack = "form_not_of_track", "该类案件没有这一结案方式";
    DocumentDoesNotFit = "document_does_not_fit", "结案文书与结案方式不符";
    NotPronouncedInCourt = "not_pronounced_in_court", "当日没有开庭，不能当庭宣判";
    RemandLimit = "remand_limit", "发回重审以一次为限";
    NoticeMissing = "notice_missing", "没有发出执行通知和报告财产令";
    QueryMissing = "query_missing", "没有近期的完整网络查控";
    InspectionMissing = "inspection_missing", "没有传统查控";
    RestrictionMissing = "restriction_missing", "没有限制消费";
    InterviewMissing = "interview_missing", "没有终本约谈";
    ThreeMonthsNotPassed = "three_months_not_passed", "立案未满三个月";
    NothingOutstanding = "nothing_outstanding", "债务已经全部清偿";
    NotPerformed = "not_performed", "义务尚未履行完毕";
    NotAppealable = "not_appealable", "裁判不得上诉";
    AppealTooLate = "appeal_too_late", "上诉期已过";
    AlreadyAppealed = "already_appealed", "已经上诉";
    NoAppealPending = "no_appeal_pending", "没有待处理的上诉";
    WindowOpen = "window_open", "上诉期尚未届满";
    AppealPending = "appeal_pending", "上诉尚未终结";
    Replaced = "replaced", "裁判已被上级法院变更或撤销";
    NotEffective = "not_effective", "裁判尚未生效";
    NotPublishable = "not_publishable", "文书依法不公开";
    Archived = "archived", "案件已经归档";
    AdministratorLate = "administrator_late", "管理人应当同时指定";
    ClaimsPeriod = "claims_period", "债权申报期限不合法";
    VoteInvalid = "vote_invalid", "表决数字有误";
    PlanNotVoted = "plan_not_voted", "计划草案未经表决通过";
    BankruptcyStep = "bankruptcy_step", "破产程序前一步骤未完成";
    PreservationTooLate = "preservation_too_late", "四十八小时已过";
    NotRuled = "not_ruled", "尚未裁定保全";
    AidTwice = "aid_twice", "救助只决定一次";
    AidNotDecided = "aid_not_decided", "救助决定与此不符";
    MediatorMissing = "mediator_missing", "没有调解员";
    NumberTwice = "number_twice", "抽签数字已经提供";
    ConsentMissing = "consent_missing", "没有当事人的同意";
    FeeTwice = "fee_twice", "诉讼费已经通知或者交纳";
    FeeNotAsked = "fee_not_asked", "没有交费通知";
    DrawMismatch = "draw_mismatch", "与抽签不符";
    JudgeFixed = "judge_fixed", "承办法官不得擅自变更";
    JudgeBarred = "judge_barred", "法官已经回避";
    NamingMissing = "naming_missing", "没有待批准的指定分案";
    RecusalPending = "recusal_pending", "回避申请待决定";
    RecusalMissing = "recusal_missing", "没有回避申请";
    RecusalNotUpheld = "recusal_not_upheld", "没有准许回避";
    AssessorsTooLate = "assessors_too_late", "人民陪审员抽取过晚";
    ChangePending = "change_pending", "变更审判人员待决定";
    ChangeMissing = "change_missing", "没有待决定的变更";
    ChangeNotGranted = "change_not_granted", "变更没有批准";
    LinkInvalid = "link_invalid", "关联案件有误";
    NothingToReconsider = "nothing_to_reconsider", "没有可以复议的决定";
    ReliefMissing = "relief_missing", "没有待决定的缓减免申请";
    ReliefNotAllowed = "relief_not_allowed", "不符合缓减免的规定";
    ReliefPending = "relief_pending", "缓减免申请待决定";
    FeeRunning = "fee_running", "交费期限尚未届满";
    ConsentUnchanged = "consent_unchanged", "同意没有变化";
    ConsentTooLate = "consent_too_late", "变更同意过晚";
    ProposalMissing = "proposal_missing", "没有待批准的补正提请";
    ComplaintPending = "complaint_pending", "投诉待答复";
    ComplaintMissing = "complaint_missing", "没有待答复的投诉";
    MediationOverdue = "mediation_overdue", "调解期限已过";
    NotCrossRegion = "not_cross_region", "不能跨域立案";
    NotRelayed = "not_relayed", "不是跨域收件";
    TakenTwice = "taken_twice", "跨域收件已经接收";
}

/// The law says no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable code.
    pub code: RefusalCode,
    /// Statute, article and version.
    pub basis: &'static str,
    /// What, why, and what can be done instead.
    pub sentence: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}（{}）", self.sentence, self.basis)
    }
}

impl std::error::Error for Refusal {}

/// The reasons found against a command; allocates nothing while there are none.
#[derive(Debug, Default)]
pub struct Objections(Vec<Refusal>);

impl Objections {
    /// Adds a reason when `wrong`.
    pub(crate) fn when(
        &mut self,
        wrong: bool,
        code: RefusalCode,
        basis: &'static str,
        sentence: impl FnOnce() -> String,
    ) {
        if wrong {
            self.0.push(Refusal { code, basis, sentence: sentence() });
        }
    }

    /// The same with a fixed sentence.
    pub(crate) fn say(&mut self, wrong: bool, code: RefusalCode, basis: &'static str, sentence: &str) {
        self.when(wrong, code, basis, || sentence.to_owned());
    }

    /// Whether nothing stands against it.
    pub(crate) const fn none(&self) -> bool {
        self.0.is_empty()
    }

    /// All reasons.
    pub(crate) fn all(self) -> Vec<Refusal> {
        self.0
    }
}
