//! The presiding judge's outline of the trial: phase by phase what to say, who speaks next, and what is still missing.

use super::phase::{Flow, Phase};
use super::seat::{Person, Seat};
use super::state::{Called, Hearing};
use crate::life::Refusal;

/// A step of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is missing to leave it: all of it, empty when the guard holds.
    pub missing: Vec<Refusal>,
    /// Who speaks next, in order; empty when nobody is waited for.
    pub next: Vec<Person>,
    /// Phase.
    pub phase: Phase,
    /// The guard to leave it holds.
    pub ready: bool,
    /// What the presiding judge says.
    pub say: &'static str,
    /// Behind, here, or ahead.
    pub stands: Stands,
}

/// Where a step lies seen from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Behind.
    Done,
    /// Here.
    Now,
    /// Ahead.
    Ahead,
}

impl Hearing {
    /// The outline for this procedure, from the waiting room to the signatures.
    pub fn outline(&self) -> Vec<Step> {
        let flow = self.opening.flow;
        let route = [Phase::Waiting].into_iter().chain(flow.route().iter().copied());
        let here = self.place();
        route
            .enumerate()
            .map(|(at, phase)| {
                let missing = self.missing(phase);
                let stands = match here {
                    Some(here) if at < here => Stands::Done,
                    Some(here) if at == here => Stands::Now,
                    Some(_) => Stands::Ahead,
                    None => Stands::Done,
                };
                let next = if stands == Stands::Now { self.next_to_speak(phase) } else { Vec::new() };
                Step { ready: missing.is_empty(), missing, next, phase, say: say(flow, phase), stands }
            })
            .collect()
    }

    /// The place on the outline; a recess, a deliberation or a mediation stands where it leads back to.
    fn place(&self) -> Option<usize> {
        let route = self.opening.flow.route();
        let on = |phase: Phase| route.iter().position(|one| *one == phase).map(|at| at + 1);
        match self.phase {
            Phase::Closed | Phase::Adjourned => None,
            Phase::Scheduled | Phase::Waiting => Some(0),
            Phase::Recess | Phase::Deliberation if self.back == Some(Phase::MediationTalk) => {
                on(Phase::MediationTalk).or_else(|| self.talk.back.and_then(on))
            }
            phase => on(phase).or_else(|| self.returns_to().and_then(on)),
        }
    }

    fn next_to_speak(&self, phase: Phase) -> Vec<Person> {
        let wanting = |lacks: &dyn Fn(Person) -> bool| -> Vec<Person> {
            self.in_order().into_iter().filter(|party| self.represented(*party) && lacks(*party)).collect()
        };
        match phase {
            Phase::Identity => self.in_order(),
            Phase::Rights => wanting(&|party| self.standing(party).is_some_and(|who| !who.rights)),
            Phase::Statements => {
                let focus = self.inquiry.focus.as_ref();
                wanting(&|party| focus.is_none_or(|focus| !focus.answers.contains_key(&party)))
            }
            Phase::Evidence => self.next_upon_evidence(),
            Phase::Debate if !self.inquiry.debate_closed => wanting(&|_| true),
            Phase::Final => wanting(&|party| !self.inquiry.heard.contains(&party) && self.has_last_word(party)),
            Phase::Questions => self.called().into_iter().chain(self.hands.iter().copied()).collect(),
            _ => Vec::new(),
        }
    }

    fn has_last_word(&self, party: Person) -> bool {
        let seat = self.standing(party).map(super::state::Standing::seat);
        if self.opening.flow == Flow::Criminal { seat == Some(Seat::Accused) } else { seat != Some(Seat::Prosecutor) }
    }

    fn called(&self) -> Vec<Person> {
        self.people().filter(|(_, who)| who.called == Called::Now).map(|(person, _)| person).collect()
    }

    /// A witness in the room first; else whoever owes an opinion on the open piece.
    fn next_upon_evidence(&self) -> Vec<Person> {
        let called = self.called();
        if !called.is_empty() {
            return called;
        }
        let open = self.inquiry.exhibits.values().find(|exhibit| exhibit.shown && !exhibit.closed);
        match open {
            Some(exhibit) => {
                let owing = self.without_opinion(exhibit);
                self.in_order().into_iter().filter(|party| owing.contains(party)).collect()
            }
            None => {
                let waiting = |party: &Person| {
                    let side = self.standing(*party).map(|who| who.participant.side);
                    self.inquiry.exhibits.values().any(|one| !one.shown && Some(one.item.side) == side)
                };
                self.in_order().into_iter().filter(waiting).collect()
            }
        }
    }

    /// Parties in the order in which they speak: the one who bears the proof first.
    fn in_order(&self) -> Vec<Person> {
        let administrative = self.opening.flow == Flow::Administrative && self.phase == Phase::Evidence;
        let rank = |seat: Seat| match seat {
            Seat::Defendant if administrative => 0,
            Seat::Plaintiff | Seat::Prosecutor => 1,
            Seat::Defendant | Seat::Accused => 2,
            _ => 3,
        };
        let mut parties: Vec<(u8, Person)> = self.parties().map(|(person, who)| (rank(who.seat()), person)).collect();
        parties.sort_unstable();
        parties.into_iter().map(|(_, person)| person).collect()
    }
}

/// What the presiding judge says in a phase.
const fn say(flow: Flow, phase: Phase) -> &'static str {
    match phase {
        Phase::Waiting => "请书记员核对到庭情况，确认录音录像已经开始；各方请阅读法庭纪律并点击“已知悉”。",
        Phase::Identity => identity(flow),
        Phase::Composition => {
            "现在宣布案由，以及合议庭组成人员（或者独任审判员）、法官助理、书记员名单。本次庭审在线进行，全程录音录像。"
        }
        Phase::Rights => "现在告知各方的诉讼权利和义务。请各方依次回答：是否听清？是否申请审判人员、书记员等回避？",
        Phase::Statements => statements(flow),
        Phase::Evidence => evidence(flow),
        Phase::Questions => "各方有问题需要向对方、证人或者鉴定人发问的，请举手，经准许后发问。",
        Phase::Debate => debate(flow),
        Phase::Final => last(flow),
        Phase::MediationTalk => "现在由法庭主持调解。请各方依次说明调解方案；调解内容不公开，也不作为裁判的依据。",
        Phase::Pronounce => "现在宣告判决。宣判一律公开进行。宣判后告知上诉的权利、期限和上诉法院。",
        Phase::Sign => "请各方逐页阅读笔录。认为记录有遗漏或者差错的，可以申请补正；无异议的，请签名确认。",
        Phase::Scheduled | Phase::Recess | Phase::Deliberation | Phase::Closed | Phase::Adjourned => "",
    }
}

const fn identity(flow: Flow) -> &'static str {
    match flow {
        Flow::Criminal => {
            "现在开庭。请被告人说明姓名、出生日期、住址、是否受过处分、采取强制措施的情况和收到起诉书副本的日期。"
        }
        Flow::Administrative => {
            "现在开庭，核对各方身份和权限。请被告说明行政机关负责人是否出庭；不出庭的，请说明理由。"
        }
        Flow::EnforcementHearing => {
            "现在开始听证，核对各方身份和权限。无正当理由不参加或者中途退出的，自行承担不利后果。"
        }
        _ => "现在开庭，核对各方身份和代理权限。请各方依次报告姓名和身份，并说明对对方出庭人员有无异议。",
    }
}

const fn statements(flow: Flow) -> &'static str {
    match flow {
        Flow::Criminal => "现在进行法庭调查。请公诉人宣读起诉书；请被告人就起诉书指控的事实陈述意见。",
        Flow::SecondInstance => {
            "现在进行法庭调查。先由上诉人说明上诉请求和理由，再由被上诉人答辩；审理围绕上诉请求进行。"
        }
        Flow::Administrative => "现在进行法庭调查。请原告陈述诉讼请求和理由，请被告答辩，随后归纳争议焦点。",
        Flow::EnforcementHearing => "请申请人陈述请求和理由，请对方陈述意见。",
        Flow::Summary | Flow::SmallClaim => {
            "现在进行法庭调查和辩论，各环节可以合并进行。请原告说明请求和事实，请被告答辩。"
        }
        Flow::Civil | Flow::Mediation => {
            "现在进行法庭调查。请原告陈述诉讼请求和事实理由，请被告答辩，请第三人陈述；随后归纳争议焦点，请各方确认。"
        }
    }
}

const fn evidence(flow: Flow) -> &'static str {
    match flow {
        Flow::Administrative => {
            "现在举证质证。由被告先出示作出行政行为的证据和依据，各方就真实性、合法性、关联性发表意见。"
        }
        Flow::Criminal => "现在举证质证。请公诉人出示证据，请被告人、辩护人发表意见；再由辩方出示证据。",
        _ => "现在举证质证。请举证方逐项出示证据并说明证明目的，请对方就真实性、合法性、关联性发表意见。",
    }
}

const fn debate(flow: Flow) -> &'static str {
    match flow {
        Flow::Criminal => {
            "法庭调查结束，现在进行法庭辩论。请公诉人发表公诉意见，请被告人自行辩护，请辩护人发表辩护意见。"
        }
        Flow::SmallClaim => "请各方围绕争议依次发表一轮辩论意见，已经说过的不再重复。",
        _ => "法庭调查结束，现在进行法庭辩论。请原告方、被告方、第三人依次发言，然后互相辩论；各方时间相等。",
    }
}

const fn last(flow: Flow) -> &'static str {
    match flow {
        Flow::Criminal => "法庭辩论终结。请被告人作最后陈述；这是被告人的权利，法庭充分听取。",
        _ => "法庭辩论终结。请原告、被告、第三人依次发表最后意见。判决前征询：各方是否愿意调解？",
    }
}
