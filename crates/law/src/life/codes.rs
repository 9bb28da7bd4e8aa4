//! Closed lists that bodies and columns use: each value has a code, a word in bodies and a Chinese name.

/// Declares a closed list: `Variant = code, "word", "中文名"`.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident : $int:ty { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $word:literal, $zh:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[doc = $zh] #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// Its code in columns.
            pub const fn code(self) -> $int { match self { $($name::$variant => $code),* } }

            /// The value of a code.
            pub const fn from_code(code: $int) -> Option<$name> {
                match code { $($code => Some($name::$variant),)* _ => None }
            }

            /// Its word in entry bodies.
            pub const fn word(self) -> &'static str { match self { $($name::$variant => $word),* } }

            /// Its Chinese name.
            pub const fn zh(self) -> &'static str { match self { $($name::$variant => $zh),* } }
        }
    };
}

pub(crate) use codes;

codes! {
    /// State of a matter (procedure §1); the trial term runs on its own clock beside it (P-010).
    State: u8 {
        Received = 1, "received", "已收材料";
        Correcting = 2, "correcting", "待补正";
        Registered = 3, "registered", "已立案";
        Assigned = 4, "assigned", "已分案";
        Hearing = 5, "hearing", "审理中";
        Suspended = 6, "suspended", "中止";
        Closed = 7, "closed", "已结案";
        Effective = 8, "effective", "已生效";
        Archived = 9, "archived", "已归档";
        Returned = 10, "returned", "已退回";
        Refused = 11, "refused", "不予受理";
        Appealed = 12, "appealed", "上诉中";
        Diverted = 13, "diverted", "转诉前调解";
    }
}

codes! {
    /// Who may see a matter (密级): open, not public, or a state secret.
    Secrecy: u8 {
        Open = 0, "open", "公开";
        Restricted = 1, "restricted", "不公开";
        Secret = 2, "secret", "国家秘密";
    }
}

codes! {
    /// Why a judge is named and not drawn (指定分案事由), A-050; a closed list.
    NamingGround: u8 {
        Major = 1, "major", "重大、疑难、复杂或者新类型案件";
        Related = 2, "related", "关联案件需要由同一法官审理";
        Knowledge = 3, "knowledge", "需要专门法律知识";
        PoolExhausted = 4, "pool_exhausted", "因回避无人可选";
        SmallPool = 5, "small_pool", "发回重审或者再审，可选法官过少";
        Supervised = 6, "supervised", "“四类案件”需要资深合议庭";
    }
}

codes! {
    /// Why the judge in charge changes after the start (变更承办人事由), A-053; a closed list.
    ChangeGround: u8 {
        Recusal = 1, "recusal", "回避";
        Illness = 2, "illness", "患病";
        Transfer = 3, "transfer", "调离";
        LongLeave = 4, "long_leave", "长期休假";
        Overload = 5, "overload", "工作量过大";
        Discipline = 6, "discipline", "纪律处分";
        QuotaExit = 7, "quota_exit", "退出员额";
    }
}

codes! {
    /// Why seven sit, three judges and four assessors (七人合议庭事由), A-081; a closed list (人民陪审员法 art. 16).
    SevenGround: u8 {
        LongSentence = 1, "long_sentence", "可能判处十年以上有期徒刑、无期徒刑、死刑，社会影响重大的刑事案件";
        PublicInterest = 2, "public_interest", "公益诉讼案件";
        PublicSafety = 3, "public_safety", "涉及征地拆迁、生态环境保护、食品药品安全，社会影响重大的案件";
        GreatInfluence = 4, "great_influence", "其他社会影响重大的案件";
    }
}

codes! {
    /// What of a bench waits for somebody (审判组织待办); each is a bit.
    Wait: u8 {
        Naming = 1, "naming", "指定分案待批准";
        Change = 2, "change", "变更审判人员待决定";
        Recusal = 4, "recusal", "回避申请待决定";
        Reconsideration = 8, "reconsideration", "回避复议待决定";
        Nobody = 16, "nobody", "无人可以抽签";
        Places = 32, "places", "席位空缺，待重新抽签";
    }
}

codes! {
    /// Why a case follows the judge of another (关联案件随案事由), A-044, A-047; a closed list.
    LinkGround: u8 {
        SameComplaint = 1, "same_complaint", "三十日内就同一纠纷再次起诉";
        Series = 2, "series", "系列案，当事人和事实相同";
        Counterclaim = 3, "counterclaim", "反诉";
        ThirdParty = 4, "third_party", "第三人提出的诉讼";
        MainCase = 5, "main_case", "本案的保全、制裁等附随案件";
    }
}

codes! {
    /// Channel of filing (立案渠道).
    Channel: u8 {
        Window = 1, "window", "窗口立案";
        Online = 2, "online", "网上立案";
        CrossRegion = 3, "cross_region", "跨域立案";
        Transferred = 4, "transferred", "移送立案";
        Prosecution = 5, "prosecution", "公诉移送";
    }
}

codes! {
    /// Procedure (适用程序); `None` where the track knows no choice.
    Procedure: u8 {
        None = 0, "none", "不区分";
        Ordinary = 1, "ordinary", "普通程序";
        Summary = 2, "summary", "简易程序";
        SmallClaim = 3, "small_claim", "小额诉讼程序";
        FastTrack = 4, "fast_track", "速裁程序";
    }
}

codes! {
    /// Kind of a court document (文书种类).
    Document: u8 {
        Judgment = 1, "judgment", "判决书";
        Ruling = 2, "ruling", "裁定书";
        Mediation = 3, "mediation", "调解书";
        Decision = 4, "decision", "决定书";
        Notice = 5, "notice", "通知书";
    }
}

codes! {
    /// Outcome of an appeal as the court below sees it.
    AppealOutcome: u8 {
        Upheld = 1, "upheld", "维持";
        Changed = 2, "changed", "改判";
        Remanded = 3, "remanded", "发回重审";
        Withdrawn = 4, "withdrawn", "撤回上诉";
        Mediated = 5, "mediated", "二审调解";
        Other = 6, "other", "其他";
    }
}

codes! {
    /// How the court hands over a document (送达方式), procedure §11.
    Service: u8 {
        Direct = 1, "direct", "直接送达";
        Left = 2, "left", "留置送达";
        Electronic = 3, "electronic", "电子送达";
        Post = 4, "post", "邮寄送达";
        Announcement = 5, "announcement", "公告送达";
    }
}

codes! {
    /// Ground of an excluded segment of the term (扣除事由), deadlines D-035.
    Exclusion: u8 {
        Announcement = 1, "GG", "公告";
        Appraisal = 2, "JD", "鉴定";
        Audit = 3, "SJPG", "审计评估清算";
        Jurisdiction = 4, "GX", "管辖异议";
        Settlement = 5, "HJ", "庭外和解";
        AdministrativeMediation = 6, "TJ", "行政调解";
        Suspension = 7, "ZZ", "中止";
        NewEvidence = 8, "YQ", "新证据延期";
        Psychiatric = 9, "JSB", "精神病鉴定";
        NewCounsel = 10, "BHR", "另行委托辩护人";
        SupplementaryInvestigation = 11, "BC", "补充侦查";
        ProcuratorateReading = 12, "YJ", "检察院阅卷";
        Auction = 13, "PM", "拍卖变卖";
    }
}

codes! {
    /// Attributes of a matter that figures ask for.
    Tag: u8 {
        Livelihood = 1, "livelihood", "民生领域";
        SeniorDutyCrime = 2, "senior_duty_crime", "中管省管干部职务犯罪";
        PropertyRights = 3, "property_rights", "涉产权";
        Juvenile = 4, "juvenile", "涉未成年人";
        Custody = 5, "custody", "在押";
        Plea = 6, "plea", "认罪认罚";
        RemandedBefore = 7, "remanded_before", "曾发回重审";
    }
}

codes! {
    /// Class of property found in enforcement (E-045).
    Asset: u8 {
        Deposit = 1, "deposit", "银行存款";
        Vehicle = 2, "vehicle", "车辆";
        RealEstate = 3, "real_estate", "不动产";
        Securities = 4, "securities", "证券股权";
        Payment = 5, "payment", "互联网账户";
    }
}

codes! {
    /// Why a closing document stays offline (不公开理由), openness.
    Withholding: u8 {
        Mediation = 1, "mediation", "以调解方式结案";
        Divorce = 2, "divorce", "离婚诉讼";
        Juvenile = 3, "juvenile", "未成年人犯罪";
        Secret = 4, "secret", "涉及国家秘密";
        Other = 5, "other", "其他不宜公开";
    }
}

codes! {
    /// Why a published document is taken back (撤回事由): 法释〔2016〕19号 art. 16.
    Recall: u8 {
        Differs = 1, "differs", "与裁判文书原本不一致";
        Masking = 2, "masking", "隐名处理不当";
        Unfit = 3, "unfit", "依法不应当公开";
    }
}

codes! {
    /// What a creditors' meeting votes on (表决事项).
    Vote: u8 {
        Plan = 1, "reorganisation_plan", "重整计划";
        Composition = 2, "composition", "和解协议";
        Realisation = 3, "realisation_plan", "财产变价方案";
        Distribution = 4, "distribution_plan", "财产分配方案";
    }
}

codes! {
    /// Form of closing (结案方式), procedure §2.6 and the like; each track allows its own.
    ClosingForm: u16 {
        Judged = 1, "judged", "判决";
        DismissedSuit = 2, "dismissed_suit", "驳回起诉";
        WithdrawalAllowed = 3, "withdrawal_allowed", "准予撤诉";
        DeemedWithdrawn = 4, "deemed_withdrawn", "按撤诉处理";
        Mediated = 5, "mediated", "调解";
        TransferredCourt = 6, "transferred_court", "裁定移送其他法院管辖";
        RaisedLevel = 7, "raised_level", "被上级法院提级管辖";
        DesignatedElsewhere = 8, "designated_elsewhere", "被指定其他法院管辖";
        Joined = 9, "joined", "与本院其他案件并案审理";
        Ended = 10, "ended", "终结";
        NotAccepted = 11, "not_accepted", "不予受理";
        Cancelled = 12, "cancelled", "销案";
        OtherForm = 13, "other", "其他";
        Acquitted = 14, "acquitted", "判决宣告无罪";
        ProsecutionWithdrawn = 15, "prosecution_withdrawn", "准许撤回起诉";
        TrialEnded = 16, "trial_ended", "终止审理";
        ReturnedToProcuratorate = 17, "returned_to_procuratorate", "退回检察院";
        Upheld = 20, "upheld", "维持";
        Changed = 21, "changed", "改判";
        Remanded = 22, "remanded", "发回重审";
        RevokedAndDismissed = 23, "revoked_and_dismissed", "撤销原判并驳回起诉";
        RevokedAndTransferred = 24, "revoked_and_transferred", "撤销原判并移送";
        OrderedToAccept = 25, "ordered_to_accept", "指令立案受理";
        OrderedToHear = 26, "ordered_to_hear", "指令审理";
        AppealWithdrawn = 27, "appeal_withdrawn", "准予撤回上诉";
        AppealDeemedWithdrawn = 28, "appeal_deemed_withdrawn", "按撤回上诉处理";
        SuitWithdrawnOnAppeal = 29, "suit_withdrawn_on_appeal", "二审准予撤回起诉";
        RetrialOrdered = 30, "retrial_ordered", "裁定再审";
        RetrialRefused = 31, "retrial_refused", "驳回再审申请";
        ReviewWithdrawn = 32, "review_withdrawn", "准予撤回再审申请";
        ReviewDeemedWithdrawn = 33, "review_deemed_withdrawn", "按撤回再审申请处理";
        ReviewEnded = 34, "review_ended", "终结审查";
        RetrialEnded = 35, "retrial_ended", "终结再审";
        RetrialWithdrawn = 36, "retrial_withdrawn", "准予撤回再审请求";
        CompensationGranted = 40, "compensation_granted", "决定赔偿";
        CompensationRefused = 41, "compensation_refused", "不予赔偿";
        CompensationUpheld = 42, "compensation_upheld", "维持赔偿决定";
        CompensationRevoked = 43, "compensation_revoked", "撤销并重新决定";
        CompensationAgreed = 44, "compensation_agreed", "按协议制作决定";
        CompensationDismissed = 45, "compensation_dismissed", "驳回赔偿申请";
        CompensationWithdrawn = 46, "compensation_withdrawn", "准予撤回赔偿申请";
        CompensationEnded = 47, "compensation_ended", "终结赔偿审理";
        AidGranted = 50, "aid_granted", "决定救助";
        AidRefused = 51, "aid_refused", "不予救助";
        AidWithdrawn = 52, "aid_withdrawn", "撤回救助申请";
        AidEnded = 53, "aid_ended", "终结救助审查";
        Performed = 60, "performed", "执行完毕";
        RoundEnded = 61, "round_ended", "终结本次执行程序";
        EnforcementEnded = 62, "enforcement_ended", "终结执行";
        EnforcementRefused = 63, "enforcement_refused", "不予执行";
        ApplicationDismissed = 64, "application_dismissed", "驳回申请";
        BankruptcyAccepted = 70, "bankruptcy_accepted", "受理破产申请";
        BankruptcyRefused = 71, "bankruptcy_refused", "不予受理破产申请";
        BankruptcyApplicationDismissed = 72, "bankruptcy_application_dismissed", "驳回破产申请";
        BankruptcyApplicationWithdrawn = 73, "bankruptcy_application_withdrawn", "准予撤回破产申请";
        BankruptcyEnded = 74, "bankruptcy_ended", "终结破产程序";
        ReorganisationEnded = 75, "reorganisation_ended", "终结重整程序";
        CompositionEnded = 76, "composition_ended", "终结和解程序";
        Preserved = 80, "preserved", "保全完毕";
        PartlyPreserved = 81, "partly_preserved", "部分保全";
        NothingToPreserve = 82, "nothing_to_preserve", "无标的物可实施保全";
        PreservationLifted = 83, "preservation_lifted", "解除保全";
        PreservationRefused = 84, "preservation_refused", "驳回保全申请";
        MediationAgreed = 90, "mediation_agreed", "诉前调解成功";
        MediationFailed = 91, "mediation_failed", "诉前调解不成";
        PetitionResolved = 95, "petition_resolved", "信访办结";
    }
}

codes! {
    /// Relief from fees (诉讼费缓减免), FEE 44 to 47.
    Relief: u8 {
        Defer = 1, "defer", "缓交";
        Reduce = 2, "reduce", "减交";
        Waive = 3, "waive", "免交";
    }
}

codes! {
    /// A step of a suit that may go online with consent of its own (在线诉讼规则 art. 4; S-051).
    OnlineStep: u8 {
        Service = 1, "service", "电子送达";
        Mediation = 2, "mediation", "在线调解";
        Evidence = 3, "evidence", "在线证据交换";
        Inquiry = 4, "inquiry", "在线询问";
        Hearing = 5, "hearing", "在线庭审";
    }
}

codes! {
    /// Why a suit is not accepted (不予受理事由), P-020, P-021, services §2.2 items 9 to 13; a closed list.
    RefusalGround: u8 {
        NoInterest = 1, "no_interest", "原告与本案没有直接利害关系";
        NoDefendant = 2, "no_defendant", "没有明确的被告";
        NoClaims = 3, "no_claims", "没有具体的诉讼请求和事实、理由";
        Administrative = 4, "administrative", "属于行政诉讼的受案范围";
        Arbitration = 5, "arbitration", "双方有书面仲裁协议";
        OtherBody = 6, "other_body", "应当由其他机关处理";
        OtherCourt = 7, "other_court", "不属于本院管辖";
        Decided = 8, "decided", "重复起诉，或者裁判已经生效";
        Barred = 9, "barred", "法律规定一定期限内不得起诉";
        DivorceAgain = 10, "divorce_again", "判决不准离婚、调解和好或者撤诉后六个月内没有新情况、新理由";
        Prohibited = 11, "prohibited", "属于不予登记立案的情形";
        NotCorrected = 12, "not_corrected", "经补正仍不符合起诉条件";
    }
}
