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
    NotOfHearing = "not_of_hearing", "不是本次庭审的参与人";
    PersonUnknown = "person_unknown", "本次庭审没有此人";
    NotOfSeat = "not_of_seat", "该席位不能作此操作";
    HearingOver = "hearing_over", "庭审已经结束";
    PhaseForbids = "phase_forbids", "当前环节不允许";
    NothingChanges = "nothing_changes", "没有变化，无需办理";
    HearingHalted = "hearing_halted", "庭审暂停中";
    NotForFlow = "not_for_flow", "本程序不适用";
    NotConnected = "not_connected", "没有连接";
    NotInRoom = "not_in_room", "没有在庭";
    WasRemoved = "was_removed", "已退出法庭";
    IdentityCheckInvalid = "identity_check_invalid", "身份核验方式不合规定";
    IdentityMissing = "identity_missing", "没有通过身份核验";
    DisciplineTooShort = "discipline_too_short", "法庭纪律展示不足";
    AcknowledgementMissing = "acknowledgement_missing", "没有知悉法庭纪律";
    OnlineBarred = "online_barred", "不适用在线庭审";
    RecordingMissing = "recording_missing", "录音录像没有开始";
    AttendanceUnsettled = "attendance_unsettled", "到庭情况没有核清";
    OfficialUnrecorded = "official_unrecorded", "没有记录负责人出庭应诉情况";
    RightsUnanswered = "rights_unanswered", "没有答复权利告知";
    RecusalInvalid = "recusal_invalid", "不适用回避";
    ReplacementInvalid = "replacement_invalid", "接替人员有误";
    FocusUnconfirmed = "focus_unconfirmed", "争议焦点没有确认";
    EvidenceOpen = "evidence_open", "证据质证没有完毕";
    EvidenceUnknown = "evidence_unknown", "没有该证据";
    EvidenceFixed = "evidence_fixed", "证据或者意见不能更改";
    EvidenceIncomplete = "evidence_incomplete", "证据要素不全";
    EvidenceNotShown = "evidence_not_shown", "证据没有出示";
    OpinionMissing = "opinion_missing", "没有质证意见";
    PageUnknown = "page_unknown", "没有该页";
    BurdenFirst = "burden_first", "应当先由被告举证";
    DebateOpen = "debate_open", "辩论没有终结";
    SideMissing = "side_missing", "有一方没有在线";
    LastWordMissing = "last_word_missing", "没有发表最后意见";
    FloorHeld = "floor_held", "陈述没有完毕";
    MediationUnasked = "mediation_unasked", "没有征询调解意愿";
    MediationUnwilling = "mediation_unwilling", "没有表示愿意调解";
    MediationOpen = "mediation_open", "调解没有结果";
    NotAPanel = "not_a_panel", "不足以合议";
    NotDeliberated = "not_deliberated", "没有评议";
    NotPronounced = "not_pronounced", "尚未宣判";
    AppealNotTold = "appeal_not_told", "没有告知上诉权利";
    MarriageNotTold = "marriage_not_told", "没有告知不得另行结婚";
    RoomForbidden = "room_forbidden", "不能进入该独立房间";
    NeverSpeaks = "never_speaks", "不得发言";
    IsMuted = "is_muted", "已被静音";
    FloorNotOver = "floor_not_over", "发言时间没有届满";
    NeverShares = "never_shares", "不能共享屏幕";
    BenchUntouchable = "bench_untouchable", "不能对合议庭成员采取";
    RungSkipped = "rung_skipped", "纪律处置应当逐级";
    SoundAlone = "sound_alone", "不能仅以声音作证";
    NotAWitness = "not_a_witness", "不是证人、鉴定人";
    WitnessNotCalled = "witness_not_called", "没有传唤到庭";
    WitnessGone = "witness_gone", "已经作证完毕";
    WitnessInRoom = "witness_in_room", "另有证人、鉴定人在庭";
    UndertakingMissing = "undertaking_missing", "没有宣读保证书";
    NoIncident = "no_incident", "没有断线记录";
    StepTooEarly = "step_too_early", "时间没有届满";
    MustAppear = "must_appear", "必须到庭";
    AbsenceUnproven = "absence_unproven", "拒不到庭没有证明";
    FirstUnclear = "first_unclear", "首次原因不明";
    NotVoluntary = "not_voluntary", "不属于擅自退出";
    NotWarned = "not_warned", "没有提示和警告";
    AgentMissing = "agent_missing", "没有代理人到庭并同意";
    RecessTooLong = "recess_too_long", "休庭时间过长";
    RecordingGround = "recording_ground", "录音录像不得间断";
    BroadcastBarred = "broadcast_barred", "不得直播";
    BroadcastUnapproved = "broadcast_unapproved", "直播没有批准";
    ObjectionPending = "objection_pending", "直播异议待决定";
    NoObjection = "no_objection", "没有待决的直播异议";
    DelayInvalid = "delay_invalid", "直播延时不合规定";
    CutLasts = "cut_lasts", "切断直播的情形没有结束";
    NotPublic = "not_public", "不公开审理";
    NoApplication = "no_application", "没有旁听申请";
    WatcherInvalid = "watcher_invalid", "旁听申请有误";
    WatcherTestifies = "watcher_testifies", "证人不得旁听";
    WatcherUnfit = "watcher_unfit", "不得旁听的人";
    WatcherLimit = "watcher_limit", "旁听席位已满";
    VersionMissing = "version_missing", "没有提交笔录";
    VersionInvalid = "version_invalid", "笔录要素有误";
    NotASigner = "not_a_signer", "不在笔录上签名";
    ReadTooFast = "read_too_fast", "阅读过快";
    PagesUnread = "pages_unread", "有页没有阅读";
    DigestStale = "digest_stale", "签名内容不是当前笔录";
    CorrectionPending = "correction_pending", "补正申请待答复";
    NoCorrection = "no_correction", "没有该补正申请";
    SignatureMissing = "signature_missing", "没有签名";
    SigningRunning = "signing_running", "签名期限没有届满";
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
