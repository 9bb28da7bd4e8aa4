//! The question: in which role, what, and how one stands to the matter.

use law::role::Role;
use law::words;

words! {
    /// What is to be done.
    Action {
        File = "file", "提交立案";
        ViewFiling = "view_filing", "查看立案材料";
        AnswerCorrection = "answer_correction", "补正";
        GiveNumber = "give_number", "提供抽签数字";
        PayFee = "pay_fee", "交费";
        AskRecusal = "ask_recusal", "申请回避";
        ChangeConsent = "change_consent", "变更在线办理同意";
        Complain = "complain", "对立案投诉";
        ListFilings = "list_filings", "立案工作台";
        AskCorrection = "ask_correction", "通知补正";
        Accept = "accept", "登记立案";
        RefuseFiling = "refuse_filing", "不予受理";
        ReturnFiling = "return_filing", "退回材料";
        DivertToMediation = "divert_to_mediation", "转诉前调解";
        ReceiveAtCounter = "receive_at_counter", "窗口收件";
        ReceiveForOther = "receive_for_other", "跨域收件";
        ImportCases = "import_cases", "导入旧案";
        DecideRelief = "decide_relief", "决定诉讼费缓减免";
        DeemWithdrawn = "deem_withdrawn", "不交费按撤诉处理";
        ApproveCorrection = "approve_correction", "批准再次补正";
        AnswerComplaint = "answer_complaint", "答复立案投诉";
        Draw = "draw", "抽签分案";
        ProposeDesignation = "propose_designation", "提请指定分案";
        ApproveDesignation = "approve_designation", "批准指定分案";
        DecideRecusal = "decide_recusal", "决定回避";
        ProposeChange = "propose_change", "提请变更审判人员";
        DecideChange = "decide_change", "决定变更审判人员";
        ViewDrawStatistics = "view_draw_statistics", "查看抽签统计";
        ViewCase = "view_case", "查看案卷";
        ListCases = "list_cases", "案件列表";
        ViewParties = "view_parties", "查看当事人信息";
        MarkSecrecy = "mark_secrecy", "确定密级";
        ManageAccounts = "manage_accounts", "管理账户";
        ManagePosts = "manage_posts", "管理任职";
        NameStandIn = "name_stand_in", "指定代班";
        ManageTokens = "manage_tokens", "管理接口令牌";
        ManageNotices = "manage_notices", "管理公告";
        ViewJournal = "view_journal", "查看安全日志";
        ViewAccessLog = "view_access_log", "查看查阅记录";
        ReadLetters = "read_letters", "查看自己的通知";
        ManageLetters = "manage_letters", "管理通知的发送";
        ListDocuments = "list_documents", "查看裁判文书的处理";
        MaskDocument = "mask_document", "裁判文书隐名处理";
        CheckDocument = "check_document", "审核裁判文书上网";
        HoldHearing = "hold_hearing", "组织在线庭审";
    }
}

words! {
    /// How somebody stands to a matter, or to the court it is in.
    Relation {
        Party = "party", "当事人";
        Agent = "agent", "代理人";
        InCharge = "in_charge", "承办";
        OnPanel = "on_panel", "合议庭";
        SameCourt = "same_court", "本院";
        Above = "above", "上级法院";
        Stranger = "stranger", "无关";
    }
}

words! {
    /// Who may see a matter.
    Secrecy {
        Open = "open", "公开";
        Restricted = "restricted", "不公开";
        Secret = "secret", "国家秘密";
    }
}

impl Secrecy {
    /// Its level, as policies compare it.
    pub const fn level(self) -> i64 {
        match self {
            Secrecy::Open => 0,
            Secrecy::Restricted => 1,
            Secrecy::Secret => 2,
        }
    }
}

words! {
    /// How far a matter is.
    Phase {
        Draft = "draft", "草稿";
        Received = "received", "审查中";
        Refused = "refused", "未立案";
        Pending = "pending", "审理中";
        Closed = "closed", "已结案";
    }
}

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// Acting as.
    pub role: Role,
    /// To do.
    pub action: Action,
    /// Standing to the matter.
    pub relation: Relation,
    /// The matter's level.
    pub secrecy: Secrecy,
    /// How far it is.
    pub phase: Phase,
    /// They made what they would now approve.
    pub own: bool,
}
