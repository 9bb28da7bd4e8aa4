//! One row: its cells as an old case, or everything that is wrong with them at once.

use std::cell::RefCell;

use court::old_cases::{History, OldCase, Step, Told, history};
use law::case_number::{self, CaseNumber, Parsed};
use law::cause::{self, CauseId, Family};
use law::court::court;
use law::day::Day;
use law::fen::Fen;
use law::ids::{CourtId, JudgeId};
use law::life::RefusalCode as R;
use law::life::codes::{ClosingForm, Procedure, Secrecy};
use law::life::track::{Branch, Stage, Track};
use sheet::read::Line;

use crate::columns::{Column as C, Heading};
use crate::dates;
use crate::faults::{RowFault, shown};
use crate::judges::Judges;
use crate::parties::{Part, Side, roles, side};
use crate::values::{amount, of_list, read, several, text};

/// What rows are read against.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The court that takes over.
    pub court: CourtId,
    /// The account that takes over.
    pub by: u32,
    /// Today.
    pub today: Day,
    /// Where the columns stand.
    pub heading: &'a Heading,
    /// The judges the table names.
    pub judges: &'a Judges,
    /// Days count from 1904.
    pub from_1904: bool,
}

/// A row being read: cells, and what was found wrong so far.
struct Row<'a> {
    reading: Reading<'a>,
    line: &'a Line,
    wrong: RefCell<Vec<RowFault>>,
}

/// Reads a row and has the law decide it; gives its history and number, or everything wrong with it.
pub fn row(line: &Line, reading: Reading<'_>) -> Result<(History, CaseNumber), Vec<RowFault>> {
    let row = Row { reading, line, wrong: RefCell::new(Vec::new()) };
    let read = row.case();
    if !row.wrong.borrow().is_empty() {
        return Err(row.wrong.into_inner());
    }
    let Some((old, number)) = read else {
        row.say(C::Number, "这一行读不懂", "请对照模板重新填写。");
        return Err(row.wrong.into_inner());
    };
    match history(&old, reading.court, reading.by) {
        Ok(history) => Ok((history, number)),
        Err(told) => {
            told.iter().for_each(|one| row.refused(one));
            Err(row.wrong.into_inner())
        }
    }
}

impl Row<'_> {
    fn say(&self, column: C, wrong: impl Into<String>, instead: impl Into<String>) {
        let found = self.reading.heading.place(column).and_then(|place| self.line.cell(place));
        let fault = RowFault {
            row: self.line.number,
            column: self.reading.heading.shown(column),
            read: shown(&found.map(read).unwrap_or_default()),
            wrong: wrong.into(),
            instead: instead.into(),
        };
        // one cell is told the same thing once
        let mut all = self.wrong.borrow_mut();
        if !all.contains(&fault) {
            all.push(fault);
        }
    }

    /// The hint of a column, as what to do instead.
    fn hint(&self, column: C, wrong: impl Into<String>) {
        self.say(column, wrong, format!("{}。", column.about().hint));
    }

    /// The text of a cell; a cell that has none for a bad reason says so.
    fn text(&self, column: C) -> String {
        let Some(found) = self.reading.heading.place(column).and_then(|place| self.line.cell(place)) else {
            return String::new();
        };
        match text(found) {
            Ok(text) => text,
            Err(why) => {
                let (wrong, instead) = why.told();
                self.say(column, wrong, instead);
                String::new()
            }
        }
    }

    fn day(&self, column: C) -> Option<Day> {
        let found = self.reading.heading.place(column).and_then(|place| self.line.cell(place))?;
        if let Err(why) = text(found) {
            let (wrong, instead) = why.told();
            self.say(column, wrong, instead);
            return None;
        }
        match dates::day(found, self.reading.from_1904) {
            Some(day) if day > self.reading.today => {
                self.say(column, format!("{day} 还没有到"), "旧案只写已经发生的日期。");
                None
            }
            None => {
                self.say(column, "不是日期", "写作2020-03-02或者2020年3月2日。");
                None
            }
            day => day,
        }
    }

    fn case(&self) -> Option<(OldCase, CaseNumber)> {
        let number = self.number();
        let registered = self.registered(number);
        let received = self.day(C::Received).or(registered);
        let cause = self.cause(number);
        let parties = number.map_or_else(Vec::new, |number| self.parties(number));
        let procedure = self.procedure(number);
        let assigned = self.assigned();
        let heard = self.heard();
        let closed = self.closed();
        self.order(received, registered, assigned.map(|(day, _)| day), &heard, closed.map(|(day, _)| day));
        let (amount, collected) = (self.money(C::Amount), self.money(C::Collected));
        let (panel, secrecy) = (self.panel(), self.secrecy());
        let (number, registered) = (number?, registered?);
        let old = OldCase {
            row: self.line.number,
            word: number.word,
            year: number.year,
            serial: number.serial,
            cause: cause?,
            amount,
            parties,
            received: received.unwrap_or(registered),
            registered,
            assigned,
            panel,
            procedure,
            heard,
            collected,
            closed,
            secrecy,
        };
        Some((old, number))
    }

    fn number(&self) -> Option<CaseNumber> {
        let text = self.text(C::Number);
        if text.is_empty() {
            self.hint(C::Number, "没有案号");
            return None;
        }
        let number = match case_number::import(&text) {
            Ok(imported) => match imported.parsed {
                Parsed::Case(number) => number,
                Parsed::Elsewhere(_) => {
                    self.say(C::Number, "不是本省法院的案号", "只导入本院的案件。");
                    return None;
                }
                Parsed::Legacy(_) => {
                    self.say(C::Number, "是2015年以前的“字第”式案号", "只导入2016年以后的案件。");
                    return None;
                }
            },
            Err(fault) => {
                self.hint(C::Number, fault.to_string());
                return None;
            }
        };
        if number.court != self.reading.court {
            let of = court(number.court).map_or("", |court| court.name);
            let own = court(self.reading.court).map_or("", |court| court.name);
            self.say(C::Number, format!("是{of}的案号"), format!("这里只导入{own}的案件，请由该院自己导入。"));
        }
        if number.suffix.is_some() {
            self.say(C::Number, "案号后面带着单份文书的编号", "删去“号”字后面的部分。");
        }
        if number.special.is_some() {
            self.say(C::Number, "带有专门审判代字的案号不能由表格导入", "请逐件补录。");
        }
        if Track::of(number.word).is_none_or(|track| !track.accepts()) {
            self.say(
                C::Number,
                format!("本系统不办理“{}”类案件", number.word),
                "请从文件里删去这一行，在原系统里查阅。",
            );
        }
        Some(number)
    }

    fn registered(&self, number: Option<CaseNumber>) -> Option<Day> {
        let day = self.day(C::Registered);
        if day.is_none() && self.text(C::Registered).is_empty() {
            self.hint(C::Registered, "没有立案日期");
        }
        if let (Some(day), Some(number)) = (day, number)
            && i32::from(day.year()) != i32::from(number.year)
        {
            let told = format!("立案在 {} 年，案号却是 {} 年的", day.year(), number.year);
            self.say(C::Registered, told, "案号的年度是立案当年，请核对两处（法〔2015〕137号第三条）。");
        }
        day
    }

    fn cause(&self, number: Option<CaseNumber>) -> Option<CauseId> {
        let text = self.text(C::Cause);
        if text.is_empty() {
            self.hint(C::Cause, "没有案由");
            return None;
        }
        let Some(found) = cause::by_name(&text).filter(|cause| cause.is_fileable()) else {
            self.say(C::Cause, "案由规定里没有这个名称", "请按案由规定的全称填写，如买卖合同纠纷。");
            return None;
        };
        let wanted = number.and_then(|number| Track::of(number.word)).and_then(|track| match track.branch {
            Branch::Criminal => Some(Family::Criminal),
            Branch::Civil => Some(Family::Civil),
            Branch::Administrative => Some(Family::Administrative),
            Branch::Other => None,
        });
        if wanted.is_some_and(|family| family != found.family) {
            self.say(C::Cause, "案由与案号的类型代字不是一类", "请核对案由和案号。");
        }
        Some(found.id)
    }

    fn parties(&self, number: CaseNumber) -> Vec<court::old_cases::OldParty> {
        let (first, second) = roles(number.word);
        let sides = [
            (first, [C::Plaintiffs, C::PlaintiffKinds, C::PlaintiffIds]),
            (second, [C::Defendants, C::DefendantKinds, C::DefendantIds]),
        ];
        let mut all = Vec::new();
        for (role, columns) in sides {
            let [names, kinds, ids] = columns.map(|column| self.text(column));
            if names.is_empty() {
                if role == first {
                    self.hint(C::Plaintiffs, "没有原告或者申请人");
                } else if !ids.is_empty() {
                    self.hint(C::Defendants, "有证件号，没有姓名或者名称");
                }
                continue;
            }
            match side(&Side { names: &names, kinds: &kinds, ids: &ids }, role, self.reading.today) {
                Ok(parties) => all.extend(parties),
                Err(faults) => {
                    for (part, wrong, instead) in faults {
                        let [names, kinds, ids] = columns;
                        let column = match part {
                            Part::Names => names,
                            Part::Kinds => kinds,
                            Part::Ids => ids,
                        };
                        self.say(column, wrong, instead);
                    }
                }
            }
        }
        all
    }

    fn money(&self, column: C) -> Fen {
        let text = self.text(column);
        if text.is_empty() {
            return Fen::ZERO;
        }
        amount(&text).unwrap_or_else(|| {
            self.say(column, "不是金额", "写元，至多两位小数，如100000.00，不写负数和文字。");
            Fen::ZERO
        })
    }

    fn procedure(&self, number: Option<CaseNumber>) -> Procedure {
        let text = self.text(C::Procedure);
        if text.is_empty() {
            let first = number.and_then(|number| Track::of(number.word)).is_some_and(|one| one.stage == Stage::First);
            if first && !self.text(C::Assigned).is_empty() {
                self.say(C::Procedure, "分过案的一审案件没有写适用程序", self.choices(C::Procedure));
            }
            return Procedure::None;
        }
        of_list(&text, Procedure::ALL, Procedure::zh).unwrap_or_else(|| {
            self.say(C::Procedure, "没有这种程序", self.choices(C::Procedure));
            Procedure::None
        })
    }

    fn choices(&self, column: C) -> String {
        let most = column.allowed();
        let shown: Vec<&str> = most.iter().copied().take(6).collect();
        let more = if most.len() > shown.len() { "等，全部见模板的“填写说明”" } else { "" };
        format!("可以填{}{more}。", shown.join("、"))
    }

    fn assigned(&self) -> Option<(Day, JudgeId)> {
        let (day, name) = (self.day(C::Assigned), self.text(C::Judge));
        match (day, name.as_str()) {
            (None, "") => None,
            (None, _) if self.text(C::Assigned).is_empty() => {
                self.hint(C::Assigned, "写了承办法官，没有写分案日期");
                None
            }
            (None, _) => None,
            (Some(_), "") => {
                self.hint(C::Judge, "写了分案日期，没有写承办法官");
                None
            }
            (Some(day), name) => {
                let judge = self.reading.judges.get(name);
                if judge.is_none() {
                    self.say(
                        C::Judge,
                        "本院没有登记过这名法官",
                        "写法官的编号或者登录名；已经离任的，请系统管理员先登记账户和起止任职。",
                    );
                }
                judge.map(|judge| (day, judge))
            }
        }
    }

    fn panel(&self) -> Option<u8> {
        let text = self.text(C::Panel);
        if text.is_empty() {
            return None;
        }
        let panel = text.parse().ok().filter(|n: &u8| (1..=9).contains(n) && !n.is_multiple_of(2));
        if panel.is_none() {
            self.say(C::Panel, "不是1至9之间的单数", "写1、3、5、7或者9；空着的按程序推定。");
        }
        panel
    }

    fn heard(&self) -> Vec<Day> {
        let Some(found) = self.reading.heading.place(C::Heard).and_then(|place| self.line.cell(place)) else {
            return Vec::new();
        };
        let sheet::read::Found::Text(text) = found else { return self.day(C::Heard).into_iter().collect() };
        let mut days = Vec::new();
        for part in several(text) {
            match dates::written(part) {
                Some(day) if day > self.reading.today => {
                    self.say(C::Heard, format!("{day} 还没有到"), "旧案只写已经发生的日期。");
                }
                Some(day) => days.push(day),
                None => self.hint(C::Heard, format!("“{}”不是日期", shown(part))),
            }
        }
        if days.is_sorted_by(|one, next| one < next) {
            return days;
        }
        self.hint(C::Heard, "开庭日期没有按先后写，或者写了两次");
        Vec::new()
    }

    fn closed(&self) -> Option<(Day, ClosingForm)> {
        let (day, text) = (self.day(C::Closed), self.text(C::Form));
        if text.is_empty() {
            if day.is_some() {
                self.say(C::Form, "写了结案日期，没有写结案方式", self.choices(C::Form));
            }
            return None;
        }
        let form = of_list(&text, ClosingForm::ALL, ClosingForm::zh);
        if form.is_none() {
            self.say(C::Form, "没有这种结案方式", self.choices(C::Form));
        }
        if day.is_none() && self.text(C::Closed).is_empty() {
            self.hint(C::Closed, "写了结案方式，没有写结案日期");
        }
        day.zip(form)
    }

    fn secrecy(&self) -> Secrecy {
        let text = self.text(C::Secrecy);
        if text.is_empty() {
            return Secrecy::Open;
        }
        of_list(&text, Secrecy::ALL, Secrecy::zh).unwrap_or_else(|| {
            self.say(C::Secrecy, "没有这种密级", self.choices(C::Secrecy));
            Secrecy::Open
        })
    }

    /// Time does not run backwards within a case.
    fn order(
        &self,
        received: Option<Day>,
        registered: Option<Day>,
        assigned: Option<Day>,
        heard: &[Day],
        closed: Option<Day>,
    ) {
        let mut days = vec![(C::Received, received), (C::Registered, registered), (C::Assigned, assigned)];
        days.extend([(C::Heard, heard.first().copied()), (C::Heard, heard.last().copied()), (C::Closed, closed)]);
        let mut last: Option<(C, Day)> = None;
        for (column, day) in days {
            let Some(day) = day else { continue };
            if let Some((before, earlier)) = last.filter(|(_, earlier)| *earlier > day) {
                let told = format!("{}（{day}）早于{}（{earlier}）", column.name(), before.name());
                self.say(column, told, "请核对两处日期的先后。");
            }
            last = Some((column, day));
        }
    }

    /// What the law says of it, in the column it is about.
    fn refused(&self, told: &Told) {
        let column = match (told.step, told.refusal.code) {
            (_, R::AmountInvalid) if told.step != Step::Collect => C::Amount,
            (Step::Receive | Step::Accept, R::DayInvalid) => C::Received,
            (Step::Receive | Step::Accept, _) => C::Number,
            (Step::Classify, _) => C::Secrecy,
            (Step::Assign, R::PanelInvalid) => C::Panel,
            (Step::Assign, R::ProcedureNotAllowed) => C::Procedure,
            (Step::Assign, _) => C::Assigned,
            (Step::Hear, _) => C::Heard,
            (Step::Collect, _) | (Step::Close, R::NotPerformed) => C::Collected,
            (Step::Close, R::NotHeard) => C::Heard,
            (Step::Close, R::NotAssigned) => C::Assigned,
            (Step::Close, R::PanelInvalid) => C::Panel,
            (Step::Close, _) => C::Form,
        };
        let sentence = told.refusal.sentence.as_str();
        let (wrong, instead) = sentence.rsplit_once('；').unwrap_or((sentence, "请查明原因"));
        self.say(column, format!("{wrong}（{}）", told.refusal.basis), format!("{instead}。"));
    }
}
