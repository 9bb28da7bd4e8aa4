//! What somebody may ask of a hearing. A command carries what the person knows; deciding adds what follows from it.
//!
//! The room itself ([`Person::ROOM`]) asks too: for what its programs notice.

use super::kinds::{
    Absence, Cut, Freeze, Ground, IdentityMethod, Interruption, LossStep, Method, Objected, Room, Rung, Sign, Unsigned,
};
use super::papers::{Item, Opinion, Part, Watcher};
use super::phase::Phase;
use super::seat::{Participant, Person};
use super::told::told;
use crate::day::Moment;

told! {
    /// A command upon a hearing, by somebody, at a moment.
    Command {
        Join = "join", "进入" { person: Person, "Who joins."; }
        Lose = "lose", "断线" { person: Person, "Whose line is lost."; }
        Leave = "leave", "主动退出" {}
        CheckIdentity = "check_identity", "核验身份" {
            method: IdentityMethod, "How."; person: Person, "Whose."; score: u8, "Score in 1/100.";
        }
        FailIdentity = "fail_identity", "身份核验未通过" { method: IdentityMethod, "How."; person: Person, "Whose."; }
        ChangeConsent = "change_consent", "变更在线庭审的同意" {
            given: bool, "Agreed to from now on."; reason: String, "Reason of a refusal.";
        }
        Acknowledge = "acknowledge", "知悉法庭纪律" { shown: Moment, "Since when it was shown."; }
        Admit = "admit", "准许进入法庭" { person: Person, "Who."; }
        DeclareCompanion = "declare_companion", "申报同场人员" { label: String, "Name and identity."; }
        PermitCompanion = "permit_companion", "答复同场人员" {
            permitted: bool, "May stay."; person: Person, "Whose companion.";
        }
        RaiseHand = "raise_hand", "举手" {}
        LowerHand = "lower_hand", "放下" { person: Person, "Whose hand."; }
        GrantFloor = "grant_floor", "准许发言" { person: Person, "Who."; seconds: Option<u32>, "For how long."; }
        RevokeFloor = "revoke_floor", "终止发言" {}
        ExpireFloor = "expire_floor", "发言时间届满" {}
        GrantScreen = "grant_screen", "准许共享屏幕" { person: Person, "Who."; }
        RevokeScreen = "revoke_screen", "终止共享屏幕" { person: Person, "Whose."; }
        Mute = "mute", "静音" { person: Person, "Who."; reason: String, "Why."; }
        Unmute = "unmute", "解除静音" { person: Person, "Who."; }
        Warn = "warn", "法庭纪律处置" { person: Person, "Who."; reason: String, "Why."; rung: Rung, "Rung."; }
        StopVideo = "stop_video", "准许关闭画面" { person: Person, "Whose."; }
        ReturnVideo = "return_video", "恢复画面" { person: Person, "Whose."; }
        Advance = "advance", "进入下一环节" { to: Phase, "Where to."; }
        Return = "return", "恢复前一环节" { reason: String, "Why."; to: Phase, "Where to."; }
        AnswerRights = "answer_rights", "知悉权利，不申请回避" {}
        AskRecusal = "ask_recusal", "申请回避" { ground: String, "Ground."; of: Person, "Of whom."; }
        DecideRecusal = "decide_recusal", "回避决定" {
            granted: bool, "Granted."; of: Person, "Of whom."; reason: String, "Reason.";
        }
        ReplaceJudge = "replace_judge", "更换审判人员" { left: Person, "Who leaves."; seated: Participant, "Who sits."; }
        RecordOfficial = "record_official", "记录负责人出庭应诉" {
            attends: bool, "Appears."; reason: String, "Reason of absence."; who: String, "Name and post.";
        }
        PutFocus = "put_focus", "归纳争议焦点" {
            points: Vec<String>, "Issues."; ruled: bool, "Fixed by the bench after hearing objections.";
        }
        AnswerFocus = "answer_focus", "答复争议焦点" { agrees: bool, "Agrees."; text: String, "In words."; }
        OfferEvidence = "offer_evidence", "提交证据" { item: Item, "The piece."; }
        MarkSecret = "mark_secret", "标记不公开证据" { id: u16, "The piece."; }
        ShowEvidence = "show_evidence", "出示证据" { id: u16, "The piece."; page: u16, "Page, from 1."; }
        PutAway = "put_away", "停止出示" {}
        GiveOpinion = "give_opinion", "质证意见" { opinion: Opinion, "What is said."; }
        CloseEvidence = "close_evidence", "质证完毕" { id: u16, "The piece."; }
        CallWitness = "call_witness", "传证人、鉴定人到庭" { person: Person, "Who."; }
        SignUndertaking = "sign_undertaking", "签署并宣读保证书" {
            incapable: bool, "Without or of limited capacity: need not sign."; person: Person, "Who.";
            read_aloud: bool, "Read aloud.";
        }
        OrderConfrontation = "order_confrontation", "准许对质" { persons: Vec<Person>, "Who face each other."; }
        DismissWitness = "dismiss_witness", "证人、鉴定人退庭" { person: Person, "Who."; }
        CloseDebate = "close_debate", "辩论终结" {}
        WaiveWord = "waive_word", "放弃最后意见" {}
        AnswerMediation = "answer_mediation", "答复是否调解" { willing: bool, "Willing."; }
        StartMediation = "start_mediation", "开始调解" { recorded: bool, "Suitable to be recorded."; }
        EndMediation = "end_mediation", "调解结束" { agreed: bool, "Agreed."; text: String, "What was agreed."; }
        Recess = "recess", "休庭" { minutes: Option<u16>, "For how long."; reason: String, "Why."; }
        Resume = "resume", "恢复庭审" {}
        StartDeliberation = "start_deliberation", "开始合议" {}
        EndDeliberation = "end_deliberation", "合议结束" {}
        EnterRoom = "enter_room", "进入独立房间" {
            of: Person, "The client whose room it is; oneself for 合议室."; room: Room, "Room.";
        }
        LeaveRoom = "leave_room", "离开独立房间" {}
        TakeStep = "take_step", "断线处置" { person: Person, "Who was lost."; step: LossStep, "Step."; }
        CollectSign = "collect_sign", "收集断线证据" {
            note: String, "What was found."; person: Person, "Who was lost."; sign: Sign, "Sign.";
        }
        Classify = "classify", "认定断线原因" { person: Person, "Who was lost."; }
        CallAbsent = "call_absent", "催促到庭" { person: Person, "Who has not come."; }
        NoteAbsent = "note_absent", "记明未到庭" { person: Person, "Who has not come."; }
        DecideAbsence = "decide_absence", "决定未到庭、退庭的处理" {
            agent_agrees: bool, "The agent who is there agrees to go on."; decision: Absence, "Decision.";
            minutes: u16, "Of a recess."; person: Person, "Who is absent."; reason: String, "Reason.";
        }
        Freeze = "freeze", "技术暂停" { reason: Freeze, "Why."; }
        Unfreeze = "unfreeze", "解除技术暂停" {}
        StartRecording = "start_recording", "录音录像已落盘" {}
        StallRecording = "stall_recording", "录音录像受阻" { reason: String, "Why."; }
        ResumeRecording = "resume_recording", "录音录像恢复" {}
        InterruptRecording = "interrupt_recording", "中断录音录像" {
            note: String, "The signed note, of a fault."; reason: Interruption, "Why.";
        }
        ApproveBroadcast = "approve_broadcast", "批准直播" {
            approval: String, "Number of the approval."; delay_s: u16, "Delay in seconds.";
        }
        RefuseBroadcast = "refuse_broadcast", "不批准直播" { reason: String, "Why."; }
        ObjectBroadcast = "object_broadcast", "对直播提出异议" { reason: Option<String>, "Reason, if one is given."; }
        DecideObjection = "decide_objection", "对直播异议的决定" {
            items: Vec<u16>, "Evidence kept from the public, of a partial decision."; outcome: Objected, "Outcome.";
            person: Person, "Who objected."; reason: String, "Reason.";
        }
        StartBroadcast = "start_broadcast", "开始直播" {}
        CutBroadcast = "cut_broadcast", "切断直播" { reason: Cut, "Why."; }
        ResumeBroadcast = "resume_broadcast", "恢复直播" {}
        CloseBroadcast = "close_broadcast", "关闭公开" {}
        ApplyToWatch = "apply_to_watch", "申请旁听" { watcher: Watcher, "Who."; }
        AdmitWatcher = "admit_watcher", "准许旁听" { person: Person, "Who."; }
        RefuseWatcher = "refuse_watcher", "不准许旁听" { person: Person, "Who."; reason: String, "Why."; }
        NoticeSupervision = "notice_supervision", "告知审判长有督察在线" { person: Person, "Who supervises."; }
        PutTranscript = "put_transcript", "提交笔录核对" {
            digest: String, "Digest of the text."; pages: u16, "Pages."; parts: Vec<Part>, "Parts of witnesses.";
        }
        AskCorrection = "ask_correction", "申请补正笔录" { page: u16, "Page."; text: String, "Proposed text."; }
        AnswerCorrection = "answer_correction", "答复补正申请" {
            accepted: bool, "Accepted."; no: u16, "Number of the request."; reason: String, "Reason of a refusal.";
        }
        ReadPage = "read_page", "阅读笔录" { page: u16, "Page."; }
        SignTranscript = "sign_transcript", "签名" {
            digest: String, "Digest of what is signed."; method: Method, "How.";
        }
        NoteUnsigned = "note_unsigned", "记明未签名" {
            person: Person, "Who."; reason: String, "What was said."; why: Unsigned, "Refused or overdue.";
        }
        AskHelp = "ask_help", "请求协助" { text: String, "With what."; }
        Pronounce = "pronounce", "宣告判决" {
            appeal_told: bool, "The right, term and court of appeal were told.";
            marriage_told: bool, "No marriage before the judgment takes effect was told.";
        }
        Close = "close", "闭庭" {}
        Adjourn = "adjourn", "延期或者改期" {
            ground: Ground, "Ground."; reason: String, "In words."; until: Option<Moment>, "Next.";
        }
        GoOffline = "go_offline", "转为线下开庭" { reason: String, "Why."; }
    }
}
