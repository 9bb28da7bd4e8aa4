//! Closed lists that stand in commands and events of a hearing.

use super::told::spoken;

spoken! {
    /// What is sent: a picture, a voice or a screen.
    Track {
        Camera = "camera", "画面";
        Microphone = "microphone", "声音";
        Screen = "screen", "屏幕";
    }

    /// Why a case may not be heard online (H-001).
    Bar {
        AllRefuse = "all_refuse", "各方明确表示不同意，或者一方不同意且有正当理由";
        NoMeans = "no_means", "各方均不具备参与在线庭审的技术条件和能力";
        OnTheSpot = "on_the_spot", "需要通过庭审现场查明身份、核对原件、查验实物";
        Complex = "complex", "案件疑难复杂、证据繁多，不利于查明事实";
        Security = "security", "涉及国家安全、国家秘密";
        Influence = "influence", "具有重大社会影响，受到广泛关注";
        Other = "other", "其他不宜在线庭审的情形";
    }

    /// How somebody's identity was checked (§3, 5).
    IdentityMethod {
        Face = "face", "人脸比对";
        Certificate = "certificate", "数字证书";
        Video = "video", "书记员视频核对证件";
        Courtroom = "courtroom", "法庭现场核对证件";
    }

    /// The ladder of warnings (H-011).
    Rung {
        Hint = "hint", "提示";
        Warning = "warning", "警告";
        Reprimand = "reprimand", "训诫";
        Removal = "removal", "责令退出法庭";
    }

    /// What a side says of one quality of a piece of evidence (§6).
    View {
        Yes = "yes", "认可";
        No = "no", "不认可";
        Partly = "partly", "部分认可";
        None = "none", "不发表意见";
    }

    /// Signs that a loss has a technical cause, or has not (H-102).
    Sign {
        ServerLog = "server_log", "服务器记录显示线路中断";
        ServerFault = "server_fault", "法院服务器故障";
        OperatorNotice = "operator_notice", "运营商故障通知";
        PowerCut = "power_cut", "停电通知";
        OthersLost = "others_lost", "同地其他参与人同时掉线";
        Reconnects = "reconnects", "多次尝试重新连接";
        DeviceLog = "device_log", "设备故障记录";
        PhoneAnswered = "phone_answered", "电话接通并说明情况";
        CameraCovered = "camera_covered", "遮挡镜头或者关闭声音";
    }

    /// What a loss is taken for (H-102).
    Classification {
        Technical = "technical", "技术原因";
        Unclear = "unclear", "原因不明";
        Voluntary = "voluntary", "擅自退出";
    }

    /// Steps after a loss, before the presiding judge decides (H-101).
    LossStep {
        Link = "link", "发送重新连接的短信";
        Call = "call", "书记员电话联系";
        Offer = "offer", "建议更换设备，或者电话接入核对身份";
    }

    /// What the presiding judge decides upon an absence (H-100, H-101, H-103). Software never does.
    Absence {
        Continue = "continue", "代理人（或者委托人）在庭并同意，继续审理";
        Recess = "recess", "休庭等候";
        Adjourn = "adjourn", "延期开庭";
        Offline = "offline", "转为线下开庭";
        ShowCause = "show_cause", "责令三日内说明理由";
        WalkedOut = "walked_out", "认定中途退庭";
        Withdrawn = "withdrawn", "按撤诉处理";
        Default = "default", "缺席审理";
    }

    /// Why a hearing is put off (CPL 149).
    Ground {
        PartyAbsent = "party_absent", "必须到庭的人有正当理由没有到庭";
        Recusal = "recusal", "临时提出回避申请";
        NewEvidence = "new_evidence", "需要通知新的证人、调取新的证据、重新鉴定或者补充调查";
        Technical = "technical", "技术故障";
        Other = "other", "其他应当延期的情形";
    }

    /// Why the recording may be interrupted (H-080), or was (H-081).
    Interruption {
        Recess = "recess", "休庭";
        Secret = "secret", "公开庭审中不公开质证";
        Mediation = "mediation", "不宜录制的调解";
        Fault = "fault", "技术故障";
    }

    /// Why the room stands still.
    Freeze {
        Technical = "technical", "技术故障";
        Server = "server", "服务器故障";
    }

    /// Why a case is kept off the network (O-200, O-203, O-204).
    Exclusion {
        Security = "security", "涉及国家安全";
        Secret = "secret", "涉及国家秘密";
        Privacy = "privacy", "涉及个人隐私";
        Minor = "minor", "涉及未成年人";
        TradeSecret = "trade_secret", "涉及商业秘密";
        Divorce = "divorce", "离婚案件当事人申请不公开";
        Unsuitable = "unsuitable", "其他不宜直播的情形";
    }

    /// What becomes of an objection to a broadcast.
    Objected {
        Upheld = "upheld", "成立，不予直播";
        Partial = "partial", "部分成立，相关证据不公开";
        Rejected = "rejected", "不成立";
    }

    /// Why a broadcast was cut (O-206).
    Cut {
        Secret = "secret", "出示不公开的证据";
        Protected = "protected", "受保护的证人出庭";
        Minor = "minor", "未成年人发言";
        Operator = "operator", "值守人员切断";
        Presiding = "presiding", "审判长切断";
    }

    /// Why somebody may not watch (H-110).
    Unfit {
        Minor = "minor", "未获准旁听的未成年人";
        Ill = "ill", "精神病人";
        Drunk = "drunk", "醉酒的人";
        Other = "other", "其他不宜旁听的人";
    }

    /// How a transcript is signed (§7).
    Method {
        Handwriting = "handwriting", "手写签名并人脸核验";
        Certificate = "certificate", "数字证书";
    }

    /// Why a signature is missing (H-070).
    Unsigned {
        Refused = "refused", "拒签";
        Overdue = "overdue", "逾期未签";
    }

    /// Rooms of the hearing whose talk is nobody else's.
    Room {
        Bench = "bench", "合议室";
        Counsel = "counsel", "休庭室";
    }
}
