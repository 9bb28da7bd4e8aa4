//! Phases of a hearing (hearing.md §5) and the way through them for each kind of procedure.

use super::told::spoken;

spoken! {
    /// Where a hearing stands.
    Phase {
        Scheduled = "scheduled", "已排期";
        Waiting = "waiting", "候庭";
        Identity = "identity", "核对身份";
        Composition = "composition", "宣布案由和审判人员";
        Rights = "rights", "告知权利和回避";
        Statements = "statements", "法庭调查（陈述）";
        Evidence = "evidence", "举证质证";
        Questions = "questions", "发问";
        Debate = "debate", "法庭辩论";
        Final = "final", "最后意见";
        MediationTalk = "mediation_talk", "调解";
        Recess = "recess", "休庭";
        Deliberation = "deliberation", "合议";
        Pronounce = "pronounce", "宣判";
        Sign = "sign", "核对笔录并签名";
        Closed = "closed", "闭庭";
        Adjourned = "adjourned", "延期或者改期";
    }

    /// The kind of procedure a hearing follows.
    Flow {
        Civil = "civil", "民事普通程序";
        Summary = "summary", "民事简易程序";
        SmallClaim = "small_claim", "小额诉讼程序";
        SecondInstance = "second_instance", "第二审程序";
        Administrative = "administrative", "行政诉讼程序";
        Criminal = "criminal", "刑事诉讼程序";
        EnforcementHearing = "enforcement_hearing", "执行听证";
        Mediation = "mediation", "调解";
    }
}

use Phase as P;

const TRIAL: &[Phase] = &[
    P::Identity,
    P::Composition,
    P::Rights,
    P::Statements,
    P::Evidence,
    P::Questions,
    P::Debate,
    P::Final,
    P::Pronounce,
    P::Sign,
];
const HEARD: &[Phase] = &[P::Identity, P::Composition, P::Rights, P::Statements, P::Evidence, P::Questions, P::Sign];
const TALK: &[Phase] = &[P::Identity, P::Composition, P::Rights, P::MediationTalk, P::Sign];

impl Phase {
    /// The court sits: what is said is said in session.
    pub const fn in_session(self) -> bool {
        matches!(self, P::Identity | P::Composition | P::Rights | P::Pronounce)
            || self.inquiry()
            || matches!(self, P::Final)
    }

    /// Phases 4 to 7: inquiry and debate, which quick procedures may merge (CPL 163).
    pub const fn inquiry(self) -> bool {
        matches!(self, P::Statements | P::Evidence | P::Questions | P::Debate)
    }

    /// Nothing can follow.
    pub const fn over(self) -> bool {
        matches!(self, P::Closed | P::Adjourned)
    }
}

impl Flow {
    /// Phases in their order.
    pub const fn route(self) -> &'static [Phase] {
        match self {
            Flow::Mediation => TALK,
            Flow::EnforcementHearing => HEARD,
            _ => TRIAL,
        }
    }

    /// Phases 4 to 7 may be merged (CPL 163).
    pub const fn merges(self) -> bool {
        matches!(self, Flow::Summary | Flow::SmallClaim)
    }

    /// The parties confirm the issues before evidence is taken.
    pub const fn has_focus(self) -> bool {
        matches!(self, Flow::Civil | Flow::SecondInstance | Flow::Administrative)
    }

    /// The presiding judge asks for mediation before judgment.
    pub const fn mediates(self) -> bool {
        matches!(self, Flow::Civil | Flow::Summary | Flow::SmallClaim | Flow::SecondInstance)
    }

    /// The phase that usually follows.
    pub fn after(self, phase: Phase) -> Option<Phase> {
        match phase {
            P::Scheduled => Some(P::Waiting),
            P::Waiting => Some(P::Identity),
            _ => {
                let at = self.route().iter().position(|one| *one == phase)?;
                self.route().get(at + 1).copied()
            }
        }
    }

    /// Whether the presiding judge may go on from one phase to another. Recess, deliberation, mediation and the end
    /// have commands of their own.
    pub fn leads(self, from: Phase, to: Phase) -> bool {
        let on_route = self.route().contains(&to);
        if self.merges() && to.inquiry() && from.inquiry() {
            return from != to;
        }
        let next = self.after(from) == Some(to);
        let merged = self.merges() && ((from == P::Rights && to.inquiry()) || (from.inquiry() && to == P::Final));
        // questions are optional; judgment may be given on another day
        let skips =
            (from == P::Evidence && self.after(P::Questions) == Some(to)) || (from == P::Final && to == P::Sign);
        (on_route && to != P::MediationTalk && (next || merged || skips)) || (from == P::Scheduled && next)
    }

    /// Whether the presiding judge may go back, with a reason that is logged (恢复法庭调查, 恢复法庭辩论).
    pub fn leads_back(self, from: Phase, to: Phase) -> bool {
        let place = |phase| self.route().iter().position(|one| *one == phase);
        (from.inquiry() || from == P::Final) && to.inquiry() && place(to) < place(from) && place(to).is_some()
    }
}
