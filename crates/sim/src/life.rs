//! A matter while it is lived: its past, the steps still to come, and the command each step becomes.

use std::borrow::Cow;

use law::case_number::Word;
use law::court;
use law::day::Day;
use law::fen::Fen;
use law::ids::JudgeId;
use law::life::codes::{
    AppealOutcome, Asset, Channel, ClosingForm as F, Document, Exclusion, Procedure, Service, Tag, Vote, Withholding,
};
use law::life::command::Command;
use law::life::event::{Intake, Origin};
use law::life::{Case, usual_document};

use crate::chance::Chance;
use crate::fate::{Fate, FateId};
use crate::plan::Plan;
use crate::run::Texts;
use crate::script::{Act, Step};

/// A matter being lived.
#[derive(Debug)]
pub struct Life {
    /// What the log says of it.
    pub case: Option<Case>,
    /// Steps still to come, the next one last.
    pub steps: Vec<Step>,
    /// Judge.
    pub judge: JudgeId,
}

/// What a command needs besides the fate.
pub struct Setting<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The seed.
    pub seed: u64,
    /// Digests of what is published.
    pub texts: Option<Texts>,
    /// The fate and its number.
    pub fate: &'a Fate,
    /// Its number.
    pub id: FateId,
    /// The step.
    pub step: Step,
    /// Where it came from, once that is in a log.
    pub origin: Option<Origin>,
    /// The appeal above: where it is, its form of closing.
    pub above: Option<(Origin, F)>,
    /// The dispute has been remanded before.
    pub remanded_before: bool,
    /// Serial for an acceptance.
    pub serial: u32,
    /// Sealed parties for an opening.
    pub sealed: Option<String>,
}

/// The amount claimed, in fen.
pub fn amount(setting: &Setting<'_>) -> Fen {
    let mut chance = Chance::new(setting.seed, &[71, u64::from(setting.id)]);
    amount_of(setting.plan, setting.fate.word, &mut chance)
}

/// The amount claimed in a matter of a word.
pub fn amount_of(plan: &Plan, word: Word, chance: &mut Chance) -> Fen {
    let group = match word.as_str() {
        "执" | "执恢" => "enforcement",
        "民初" | "民终" | "民申" | "民再" | "财保" | "破" | "破申" | "诉前调" => "civil",
        _ => return Fen(0),
    };
    let Some(points) = plan.amounts.get(group) else { return Fen(0) };
    Fen(chance.quantile(points) * 100 + i64::try_from(chance.below(100)).unwrap_or(0))
}

impl Setting<'_> {
    fn chance(&self, label: u64) -> Chance {
        Chance::new(self.seed, &[label, u64::from(self.id), u64::from(self.step.minute)])
    }

    fn intake(&self, channel: Channel) -> Intake {
        let marks = self.fate.marks;
        let word = self.fate.word;
        let criminal = word.as_str() == "刑初";
        let mut chance = self.chance(72);
        let pairs = [
            (marks.livelihood, Tag::Livelihood),
            (marks.senior, Tag::SeniorDutyCrime),
            (marks.property, Tag::PropertyRights),
            (marks.juvenile, Tag::Juvenile),
            (criminal && chance.one_in(52, 100), Tag::Custody),
            (criminal && chance.one_in(84, 100), Tag::Plea),
            (self.remanded_before, Tag::RemandedBefore),
        ];
        let tags = pairs.into_iter().filter_map(|(yes, tag)| yes.then_some(tag)).collect();
        let parties = if word.as_str().starts_with(['司', '法', '委']) { 1 } else { 2 };
        Intake {
            amount: amount(self),
            cause: self.fate.cause,
            channel,
            origin: self.origin,
            papers: None,
            parties,
            received: self.step.day,
            sealed: self.sealed.clone(),
            tags,
            word,
        }
    }

    fn channel(&self) -> Channel {
        let word = self.fate.word.as_str();
        if word == "刑初" && !self.fate.marks.remanded {
            Channel::Prosecution
        } else if word.ends_with('终') || self.fate.marks.remanded {
            Channel::Transferred
        } else if self.chance(73).one_in(2, 100) {
            Channel::CrossRegion
        } else {
            Channel::Window
        }
    }

    /// The command of the step, and who gives it.
    pub fn command(&self, life: &Life) -> (Command, Cow<'static, str>) {
        let court = self.fate.court.0;
        let judge = || Cow::Owned(format!("judge:{}", life.judge.0));
        let clerk = || Cow::Owned(format!("clerk:{court}"));
        match self.step.act {
            Act::Receive => (Command::Receive(self.intake(Channel::Online)), Cow::Borrowed("party")),
            Act::Accept => (self.accept(life), Cow::Owned(format!("registry:{court}"))),
            Act::Disclose => (Command::Disclose { effective: !self.fate.marks.unreached }, Cow::Borrowed("system")),
            Act::Assign => (self.assign(life), Cow::Owned(format!("registry:{court}"))),
            Act::Mediator => (
                Command::AcceptMediation {
                    mediator: u32::from(court) * 100 + u32::try_from(self.chance(74).below(40)).unwrap_or(0),
                },
                Cow::Borrowed("mediator"),
            ),
            Act::Mediate => (
                Command::HoldMediation { av: self.fate.marks.av, minutes: self.minutes(20, 90) },
                Cow::Borrowed("mediator"),
            ),
            Act::Serve | Act::Schedule(_) | Act::Publish | Act::Withhold | Act::Archive | Act::SendFile => {
                (self.clerical(life), clerk())
            }
            Act::AppealIn => (
                Command::ReceiveAppeal {
                    protest: self.fate.word.as_str() == "刑初" && self.chance(75).one_in(6, 100)
                },
                Cow::Borrowed("party"),
            ),
            _ => (self.judicial(life), judge()),
        }
    }

    fn minutes(&self, low: i32, high: i32) -> u16 {
        u16::try_from(self.chance(76).between(low, high)).unwrap_or(30)
    }

    fn accept(&self, life: &Life) -> Command {
        let intake = life.case.is_none().then(|| self.intake(self.channel()));
        let year = u16::try_from(self.step.day.year()).unwrap_or(0);
        Command::Accept { intake, year, serial: self.serial }
    }

    fn assign(&self, life: &Life) -> Command {
        let procedure = self.fate.procedure;
        let alone = matches!(procedure, Procedure::Summary | Procedure::SmallClaim | Procedure::FastTrack)
            || matches!(self.fate.word.as_str(), "执" | "执恢" | "破申" | "财保");
        let panel = if alone { 1 } else { 3 };
        let first = self.fate.word.as_str().ends_with('初');
        let assessors = if !alone && first && self.chance(77).one_in(88, 100) { 2 } else { 0 };
        Command::Assign { judge: life.judge, panel, assessors, procedure }
    }

    fn clerical(&self, life: &Life) -> Command {
        match self.step.act {
            Act::Serve => {
                let mut chance = self.chance(78);
                let modes = [(Service::Direct, 34), (Service::Electronic, 38), (Service::Post, 22), (Service::Left, 6)];
                let index = chance.weighted(modes.iter().map(|(_, weight)| *weight));
                let mode = modes.get(index).map_or(Service::Direct, |(mode, _)| *mode);
                Command::Serve { document: Document::Notice, mode }
            }
            Act::Schedule(day) => Command::ScheduleHearing {
                day,
                online: self.fate.marks.online && Some(day) == self.fate.last_hearing(),
                public: crate::marks::is_public(self.fate),
            },
            Act::Publish => Command::Publish {
                document: usual_document(self.fate.word, self.fate.form),
                text: self.texts.zip(life.case.as_ref()).and_then(|(digest, case)| digest(self.seed, &case.facts)),
            },
            Act::Withhold => Command::Withhold { ground: self.withholding() },
            Act::SendFile => {
                let to = court::court(self.fate.court).and_then(|court| court.appeals_to());
                Command::SendFile { to: to.map_or(self.fate.court, |court| court.id) }
            }
            _ => Command::Archive,
        }
    }

    fn withholding(&self) -> Withholding {
        if self.fate.marks.juvenile {
            Withholding::Juvenile
        } else if self.fate.form == F::Mediated {
            Withholding::Mediation
        } else if law::cause::cause(self.fate.cause).is_some_and(|cause| cause.name.contains("离婚")) {
            Withholding::Divorce
        } else {
            Withholding::Other
        }
    }

    fn judicial(&self, life: &Life) -> Command {
        let whole = life.case.as_ref().map_or(Fen(0), |case| case.facts.amount);
        match self.step.act {
            Act::Hold { last } => Command::HoldHearing {
                broadcast: last && self.fate.marks.broadcast,
                minutes: self.minutes(25, 180),
                recorded: self.chance(79).one_in(97, 100),
            },
            Act::Exclude { from, to } => {
                let ground =
                    if self.chance(80).one_in(50, 100) { Exclusion::Appraisal } else { Exclusion::Announcement };
                let ground =
                    if matches!(self.fate.word.as_str(), "执" | "执恢") { Exclusion::Auction } else { ground };
                Command::Exclude { ground, from, to }
            }
            Act::Extend => {
                let due = life.case.as_ref().and_then(|case| case.facts.final_end_day).unwrap_or(self.step.day);
                Command::Extend {
                    asked_by: life.judge.0,
                    asked_on: due.plus(-20).min(self.step.day),
                    decided_by: u32::from(self.fate.court.0) * 1000 + 999,
                }
            }
            Act::Notice => Command::NoticeDebtor { report_order: true },
            Act::Query => Command::QueryProperty { found: self.fate.form != F::RoundEnded, full: true },
            Act::Inspect => Command::InspectProperty { found: false },
            Act::Control => Command::ControlProperty { asset: self.asset(), value: Fen(whole.0.max(10_000)) },
            Act::Restrict => Command::RestrictDebtor { listed: self.chance(81).one_in(40, 100) },
            Act::Collect => Command::CollectMoney { amount: whole },
            Act::Interview => Command::InterviewApplicant { agrees: self.chance(82).one_in(90, 100) },
            Act::Conclude(_) => self.conclude(),
            Act::Effect => Command::TakeEffect { on: self.step.day },
            Act::Close => self.close(life),
            _ => self.special(whole),
        }
    }

    fn asset(&self) -> Asset {
        let index = usize::try_from(self.chance(83).below(5)).unwrap_or(0);
        Asset::ALL.get(index).copied().unwrap_or(Asset::Deposit)
    }

    fn conclude(&self) -> Command {
        let (above, form) =
            self.above.unwrap_or((Origin { court: self.fate.court, stream: law::ids::Stream(0) }, F::OtherForm));
        let outcome = match form {
            F::Upheld => AppealOutcome::Upheld,
            F::Changed => AppealOutcome::Changed,
            F::Remanded => AppealOutcome::Remanded,
            F::AppealWithdrawn | F::AppealDeemedWithdrawn => AppealOutcome::Withdrawn,
            F::Mediated => AppealOutcome::Mediated,
            _ => AppealOutcome::Other,
        };
        let graded = matches!(outcome, AppealOutcome::Changed | AppealOutcome::Remanded);
        Command::ConcludeAppeal { above, outcome, error: graded && self.chance(84).one_in(40, 100) }
    }

    fn close(&self, _life: &Life) -> Command {
        let in_court = Some(self.step.day) == self.fate.last_hearing() && self.fate.form == F::Judged;
        Command::Close { form: self.fate.form, document: usual_document(self.fate.word, self.fate.form), in_court }
    }

    fn special(&self, whole: Fen) -> Command {
        match self.step.act {
            Act::Rule => Command::RulePreservation,
            Act::Notify => Command::NotifyDebtor,
            Act::Administrator => Command::AppointAdministrator {
                administrator: 1 + u32::try_from(self.chance(85).below(120)).unwrap_or(0),
            },
            Act::Claims => Command::AnnounceClaims { until: self.step.day.plus(45) },
            Act::Vote => Command::VoteCreditors {
                matter: match self.fate.form {
                    F::ReorganisationEnded => Vote::Plan,
                    F::CompositionEnded => Vote::Composition,
                    _ => Vote::Distribution,
                },
                heads_present: 12,
                heads_for: 9,
                claims_total: whole,
                claims_for: Fen(whole.0 / 4 * 3 + 2),
            },
            Act::Reorganise => Command::OrderReorganisation,
            Act::Approve => Command::ApprovePlan,
            Act::Bankrupt => Command::DeclareBankrupt,
            Act::Distribute => Command::DistributeEstate { amount: Fen(whole.0 / 5) },
            Act::Decide => Command::DecideAid { amount: self.aid() },
            _ => Command::PayAid { amount: self.aid() },
        }
    }

    fn aid(&self) -> Fen {
        if self.fate.form != F::AidGranted {
            return Fen(0);
        }
        Fen(i64::from(Chance::new(self.seed, &[86, u64::from(self.id)]).between(30, 600)) * 10_000)
    }
}

/// Steps that bring a closing beyond the term back inside it: a segment that does not count, or an extension.
pub fn keep_in_term(fate: &Fate, case: &Case, id: FateId, seed: u64) -> Vec<Step> {
    let (Some(end), Some(closed)) = (case.facts.final_end_day, fate.closed) else { return Vec::new() };
    let over = end.until(closed);
    let mut chance = Chance::new(seed, &[87, u64::from(id)]);
    let enforcement = matches!(fate.word.as_str(), "执" | "执恢");
    if over <= 0 || fate.marks.late || fate.form == F::RoundEnded && enforcement || chance.one_in(4, 100) {
        return Vec::new();
    }
    let mut steps = Vec::new();
    let from = fate.filed.plus(8);
    let room = from.until(closed) - 10;
    if over + 12 <= room {
        let to = from.plus(over + 8);
        steps.push(Step { day: to.plus(1), minute: 655, act: Act::Exclude { from, to } });
    } else if case.may_extend() {
        steps.push(Step { day: Day(end.0 - 17), minute: 655, act: Act::Extend });
    }
    steps.retain(|step| step.day > fate.filed.plus(5) && step.day < closed);
    steps
}
