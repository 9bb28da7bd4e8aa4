//! A matter under test: commands by date, the past they leave, the reasons against them.

use law::case_number::Word;
use law::court::by_code;
use law::day::{Day, Moment};
use law::fen::Fen;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::codes::{Channel, ClosingForm, Document, Procedure, Tag};
use law::life::command::Command;
use law::life::event::{Event, Intake, Origin};
use law::life::{Case, Refusal, RefusalCode, decide, why_not};

/// A basic court, an intermediate court.
pub const BASIC: &str = "辽0102";
/// An intermediate court.
pub const MIDDLE: &str = "辽01";

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub fn court(code: &str) -> CourtId {
    by_code(code).unwrap().id
}

pub fn intake(word: &str, received: Day) -> Intake {
    Intake {
        amount: Fen(1_000_000),
        cause: law::ids::CauseId(10_100),
        channel: Channel::Window,
        origin: None,
        papers: None,
        parties: 2,
        received,
        sealed: None,
        tags: Vec::new(),
        word: Word::parse(word).unwrap(),
    }
}

/// A matter and the court it is in.
#[derive(Clone)]
pub struct Matter {
    pub court: CourtId,
    pub case: Option<Case>,
}

impl Matter {
    pub fn at(code: &str) -> Matter {
        Matter { court: court(code), case: None }
    }

    /// Accepted on the spot.
    pub fn filed(code: &str, word: &str, on: &str) -> Matter {
        Matter::filed_with(code, word, on, |_| {})
    }

    pub fn filed_with(code: &str, word: &str, on: &str, change: impl FnOnce(&mut Intake)) -> Matter {
        let mut matter = Matter::at(code);
        let mut papers = intake(word, day(on));
        change(&mut papers);
        let year = u16::try_from(day(on).year()).unwrap();
        matter.does(on, Command::Accept { intake: Some(papers), year, serial: 1 });
        matter
    }

    /// The same, remanded from above.
    pub fn remanded(code: &str, word: &str, on: &str) -> Matter {
        let origin = Origin { court: court(MIDDLE), stream: Stream(9) };
        Matter::filed_with(code, word, on, |papers| {
            papers.channel = Channel::Transferred;
            papers.origin = Some(origin);
        })
    }

    pub fn assigned(self, on: &str, procedure: Procedure) -> Matter {
        let alone = matches!(procedure, Procedure::Summary | Procedure::SmallClaim | Procedure::FastTrack);
        let panel = if alone { 1 } else { 3 };
        self.then(on, Command::Assign { judge: JudgeId(7), panel, assessors: 0, procedure })
    }

    pub fn then(mut self, on: &str, command: Command) -> Matter {
        self.does(on, command);
        self
    }

    pub fn does(&mut self, on: &str, command: Command) -> Event {
        let at = day(on).at_minute(600);
        self.does_at(at, &command).unwrap_or_else(|refusal| panic!("{on} {command:?}: {refusal}"))
    }

    pub fn does_at(&mut self, at: Moment, command: &Command) -> Result<Event, Refusal> {
        let reasons = why_not(self.case.as_ref(), self.court, at, command);
        let event = decide(self.case.as_ref(), self.court, at, command);
        assert_eq!(reasons.is_empty(), event.is_ok(), "{command:?}: {reasons:?}");
        let event = event?;
        match &mut self.case {
            Some(case) => case.apply(at, &event),
            None => self.case = Some(Case::open(self.court, Stream(1), at, &event).unwrap()),
        }
        Ok(event)
    }

    /// The codes against a command.
    pub fn refuses(&self, on: &str, command: &Command) -> Vec<RefusalCode> {
        let at = day(on).at_minute(600);
        why_not(self.case.as_ref(), self.court, at, command).into_iter().map(|refusal| refusal.code).collect()
    }

    pub fn facts(&self) -> &law::life::facts::CaseFacts {
        &self.case.as_ref().unwrap().facts
    }

    /// One public hearing, summoned a week ahead.
    pub fn heard(self, on: &str) -> Matter {
        let before = day(on).plus(-5).to_string();
        self.then(&before, Command::ScheduleHearing { day: day(on), online: false, public: true })
            .then(on, Command::HoldHearing { broadcast: false, minutes: 60, recorded: true })
    }

    pub fn closed(self, on: &str, form: ClosingForm, document: Document) -> Matter {
        self.then(on, close(form, document))
    }

    pub fn ends(&self) -> (String, String) {
        let facts = self.facts();
        (facts.base_end_day.unwrap().to_string(), facts.final_end_day.unwrap().to_string())
    }
}

pub fn close(form: ClosingForm, document: Document) -> Command {
    Command::Close { form, document, in_court: false }
}

pub fn tagged(tag: Tag) -> impl FnOnce(&mut Intake) {
    move |papers| papers.tags = vec![tag]
}
