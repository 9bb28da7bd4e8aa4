//! What happened at a hearing. Who asked for it stands in the envelope of the log; here stands what it changes.

use super::kinds::{
    Absence, Classification, Cut, Freeze, Ground, IdentityMethod, Interruption, LossStep, Method, Objected, Room, Rung,
    Sign, Unsigned,
};
use super::papers::{Item, Opinion, Version, Watcher};
use super::phase::Phase;
use super::seat::{Participant, Person};
use super::told::told;
use crate::day::{Day, Moment};

told! {
    /// Something that happened at a hearing, at a moment.
    Event {
        Joined = "joined", "进入" { person: Person, "Who."; }
        Lost = "lost", "断线" { person: Person, "Who."; }
        LeftOnPurpose = "left_on_purpose", "主动退出" { person: Person, "Who."; }
        IdentityChecked = "identity_checked", "身份核验通过" {
            by: Person, "Who checked; the room, if its programs did."; method: IdentityMethod, "How.";
            person: Person, "Whose."; score: u8, "Score in 1/100.";
        }
        IdentityFailed = "identity_failed", "身份核验未通过" { method: IdentityMethod, "How."; person: Person, "Whose."; }
        ConsentChanged = "consent_changed", "变更在线庭审的同意" {
            given: bool, "Agreed."; person: Person, "Who."; reason: String, "Reason.";
        }
        DisciplineAcknowledged = "discipline_acknowledged", "已知悉法庭纪律" { person: Person, "Who."; }
        Admitted = "admitted", "准许进入法庭" { person: Person, "Who."; }
        CompanionDeclared = "companion_declared", "申报同场人员" { label: String, "Name."; person: Person, "Whose."; }
        CompanionAnswered = "companion_answered", "答复同场人员" {
            permitted: bool, "May stay."; person: Person, "Whose.";
        }
        HandRaised = "hand_raised", "举手" { person: Person, "Who."; }
        HandLowered = "hand_lowered", "放下" { person: Person, "Who."; }
        FloorGranted = "floor_granted", "准许发言" { person: Person, "Who."; until: Option<Moment>, "Until when."; }
        FloorRevoked = "floor_revoked", "发言终止" { person: Person, "Whose."; }
        FloorExpired = "floor_expired", "发言时间届满" { person: Person, "Whose."; }
        ScreenGranted = "screen_granted", "准许共享屏幕" { person: Person, "Who."; }
        ScreenRevoked = "screen_revoked", "终止共享屏幕" { person: Person, "Whose."; }
        Muted = "muted", "静音" { person: Person, "Who."; reason: String, "Why."; }
        Unmuted = "unmuted", "解除静音" { person: Person, "Who."; }
        Warned = "warned", "法庭纪律处置" { person: Person, "Who."; reason: String, "Why."; rung: Rung, "Rung."; }
        Removed = "removed", "退出法庭" { person: Person, "Who."; reason: String, "Why."; }
        VideoStopped = "video_stopped", "关闭画面" { person: Person, "Whose."; }
        VideoReturned = "video_returned", "恢复画面，待重新核验身份" { person: Person, "Whose."; }
        PhaseAdvanced = "phase_advanced", "进入环节" { from: Phase, "From."; to: Phase, "To."; }
        PhaseReturned = "phase_returned", "恢复环节" { from: Phase, "From."; reason: String, "Why."; to: Phase, "To."; }
        RightsAnswered = "rights_answered", "知悉权利，不申请回避" { person: Person, "Who."; }
        RecusalAsked = "recusal_asked", "申请回避" {
            ground: String, "Ground."; of: Person, "Of whom."; person: Person, "Who asks.";
        }
        RecusalDecided = "recusal_decided", "回避决定" {
            granted: bool, "Granted."; of: Person, "Of whom."; reason: String, "Reason.";
        }
        JudgeReplaced = "judge_replaced", "更换审判人员" {
            left: Person, "Who leaves."; seated: Participant, "Who sits.";
        }
        OfficialRecorded = "official_recorded", "记录负责人出庭应诉" {
            attends: bool, "Appears."; reason: String, "Reason of absence."; who: String, "Name and post.";
        }
        FocusPut = "focus_put", "归纳争议焦点" { points: Vec<String>, "Issues."; ruled: bool, "Fixed by the bench."; }
        FocusAnswered = "focus_answered", "答复争议焦点" {
            agrees: bool, "Agrees."; person: Person, "Who."; text: String, "In words.";
        }
        EvidenceOffered = "evidence_offered", "提交证据" { item: Item, "The piece."; }
        EvidenceMarkedSecret = "evidence_marked_secret", "证据不公开" { id: u16, "The piece."; }
        EvidenceShown = "evidence_shown", "出示证据" { id: u16, "The piece."; page: u16, "Page."; }
        EvidencePutAway = "evidence_put_away", "停止出示" { id: u16, "The piece."; }
        OpinionGiven = "opinion_given", "质证意见" { opinion: Opinion, "What is said."; person: Person, "By whom."; }
        EvidenceClosed = "evidence_closed", "质证完毕" { id: u16, "The piece."; }
        WitnessCalled = "witness_called", "传证人、鉴定人到庭" { person: Person, "Who."; }
        UndertakingSigned = "undertaking_signed", "签署并宣读保证书" {
            incapable: bool, "Need not sign."; person: Person, "Who."; read_aloud: bool, "Read aloud.";
        }
        ConfrontationOrdered = "confrontation_ordered", "准许对质" { persons: Vec<Person>, "Who face each other."; }
        WitnessDismissed = "witness_dismissed", "证人、鉴定人退庭" { person: Person, "Who."; }
        DebateClosed = "debate_closed", "辩论终结" {}
        WordWaived = "word_waived", "放弃最后意见" { person: Person, "Who."; }
        MediationAnswered = "mediation_answered", "答复是否调解" { person: Person, "Who."; willing: bool, "Willing."; }
        MediationStarted = "mediation_started", "开始调解" { recorded: bool, "Recorded."; }
        MediationEnded = "mediation_ended", "调解结束" { agreed: bool, "Agreed."; text: String, "What was agreed."; }
        RecessStarted = "recess_started", "休庭" { minutes: Option<u16>, "For how long."; reason: String, "Why."; }
        Resumed = "resumed", "恢复庭审" {}
        DeliberationStarted = "deliberation_started", "开始合议" {}
        DeliberationEnded = "deliberation_ended", "合议结束" {}
        RoomEntered = "room_entered", "进入独立房间" {
            of: Person, "Whose room."; person: Person, "Who."; room: Room, "Room.";
        }
        RoomLeft = "room_left", "离开独立房间" { person: Person, "Who."; }
        StepTaken = "step_taken", "断线处置" { person: Person, "Who was lost."; step: LossStep, "Step."; }
        SignCollected = "sign_collected", "收集断线证据" {
            note: String, "What."; person: Person, "Who."; sign: Sign, "Sign.";
        }
        Classified = "classified", "认定断线原因" { class: Classification, "Class."; person: Person, "Who was lost."; }
        AbsentCalled = "absent_called", "催促到庭" { nth: u8, "Which call, from 1."; person: Person, "Who."; }
        AbsentNoted = "absent_noted", "记明未到庭" { person: Person, "Who."; }
        AbsenceDecided = "absence_decided", "未到庭、退庭的处理" {
            decision: Absence, "Decision."; due: Option<Day>, "Last day to show cause."; person: Person, "Who.";
            reason: String, "Reason.";
        }
        Frozen = "frozen", "技术暂停" { reason: Freeze, "Why."; }
        Unfrozen = "unfrozen", "解除技术暂停" {}
        RecordingStarted = "recording_started", "录音录像开始" {}
        RecordingStalled = "recording_stalled", "录音录像受阻" { reason: String, "Why."; }
        RecordingResumed = "recording_resumed", "录音录像恢复" {}
        RecordingInterrupted = "recording_interrupted", "录音录像中断" {
            note: String, "Note."; reason: Interruption, "Why.";
        }
        BroadcastApproved = "broadcast_approved", "批准直播" {
            approval: String, "Number."; delay_s: u16, "Delay in seconds.";
        }
        BroadcastRefused = "broadcast_refused", "不批准直播" { reason: String, "Why."; }
        BroadcastObjected = "broadcast_objected", "对直播提出异议" {
            person: Person, "Who."; reason: Option<String>, "Reason.";
        }
        ObjectionDecided = "objection_decided", "对直播异议的决定" {
            items: Vec<u16>, "Evidence kept from the public."; outcome: Objected, "Outcome.";
            person: Person, "Who objected."; reason: String, "Reason.";
        }
        BroadcastStarted = "broadcast_started", "开始直播" {}
        BroadcastCut = "broadcast_cut", "切断直播" { reason: Cut, "Why."; }
        BroadcastResumed = "broadcast_resumed", "恢复直播" {}
        BroadcastClosed = "broadcast_closed", "关闭公开" {}
        SpectatorApplied = "spectator_applied", "申请旁听" { watcher: Watcher, "Who."; }
        SpectatorAdmitted = "spectator_admitted", "准许旁听" { person: Person, "Who."; }
        SpectatorRefused = "spectator_refused", "不准许旁听" { person: Person, "Who."; reason: String, "Why."; }
        SupervisionNoticed = "supervision_noticed", "已告知审判长有督察在线" { person: Person, "Who."; }
        TranscriptPut = "transcript_put", "提交笔录核对" { version: Version, "The version."; }
        SignaturesVoided = "signatures_voided", "笔录变动，签名作废" {}
        CorrectionAsked = "correction_asked", "申请补正笔录" {
            no: u16, "Number."; page: u16, "Page."; person: Person, "Who."; text: String, "Proposed text.";
        }
        CorrectionAnswered = "correction_answered", "答复补正申请" {
            accepted: bool, "Accepted."; no: u16, "Number."; reason: String, "Reason.";
        }
        PageRead = "page_read", "阅读笔录" { page: u16, "Page."; person: Person, "Who."; }
        Signed = "signed", "签名" { digest: String, "Of what."; method: Method, "How."; person: Person, "Who."; }
        SigningNoted = "signing_noted", "记明未签名" {
            person: Person, "Who."; reason: String, "What was said."; why: Unsigned, "Why.";
        }
        HelpAsked = "help_asked", "请求协助" { person: Person, "Who."; text: String, "With what."; }
        Pronounced = "pronounced", "宣告判决" {
            appeal_told: bool, "Appeal told."; marriage_told: bool, "Told of marriage.";
        }
        Closed = "closed", "闭庭" {}
        Adjourned = "adjourned", "延期或者改期" {
            ground: Ground, "Ground."; reason: String, "In words."; until: Option<Moment>, "Next.";
        }
        ChangedToOffline = "changed_to_offline", "转为线下开庭" { reason: String, "Why."; }
    }
}
