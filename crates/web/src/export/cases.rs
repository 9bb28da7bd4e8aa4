//! Cases as rows: read below the driver, one held at a time, so that a whole year can be written.

use std::collections::BTreeMap;

use docket::store::CaseFilter;
use law::case_number::Word;
use law::court;
use law::day::Day;
use law::fen::Fen;
use law::ids::{CourtId, Stream};
use law::life::codes::{Channel, ClosingForm, Procedure};
use law::life::facts::CaseFacts;
use sheet::{Cell, Column, Kind, SheetFault};
use stats::{Listed, Measure};

use super::{Chosen, Each, Ended, Rows, Table, of_list};
use crate::fault::Fault;
use crate::pages::case::{cause_of, is_overdue, number_of, state_of};
use crate::source::{Adds, Source};

/// Keys of a figure's cases taken at once.
const KEYS: usize = 10_000;

/// Which cases, and as of when.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Which.
    pub chosen: Chosen,
    /// The day on which a case counts as overdue.
    pub as_of: Day,
    /// Measured in what, when each case adds something other than one to the figure.
    pub adds: Option<Measure>,
}

/// The table of the cases that an address chooses.
pub async fn table(source: &Source, pairs: &BTreeMap<String, String>) -> Result<Table, Fault> {
    let pairs = of_list(pairs);
    let as_of = source.as_of().await?;
    let listing = source.list(&pairs, as_of, "", 1).await?;
    let chosen = source.chosen(&pairs, as_of)?;
    let mut notes = vec![if listing.words.is_empty() { "全部案件".to_owned() } else { listing.words.join("；") }];
    notes.extend(listing.notice);
    if let Some(adds) = &listing.adds {
        notes.push(format!("末列是每件计入这个数字的{}，合计 {}。", adds.name(), adds.written(adds.total)));
    }
    notes.extend(listing.less.as_ref().map(|(words, _)| format!("按口径要减去另一些案件：{words}。")));
    notes.push(format!("数据截至 {as_of}。金额单位为元。"));
    Ok(Table {
        title: "案件".to_owned(),
        columns: columns(listing.adds.as_ref()),
        notes,
        total: listing.total,
        rows: Rows::Cases(Box::new(Wanted { chosen, as_of, adds: listing.adds.map(|adds| adds.measure) })),
    })
}

fn columns(adds: Option<&Adds>) -> Vec<Column> {
    let added = adds.map(|adds| match adds.measure {
        Measure::Money => ("计入金额（元）", Kind::Money, 9),
        Measure::Days => ("计入天数", Kind::Whole, 6),
        Measure::Hearings => ("计入场次", Kind::Whole, 6),
        Measure::Matters => ("计入件次", Kind::Whole, 6),
    });
    [
        ("案号", Kind::Text, 15),
        ("法院", Kind::Text, 14),
        ("类型代字", Kind::Text, 6),
        ("案由", Kind::Text, 16),
        ("状态", Kind::Text, 6),
        ("超期", Kind::Text, 4),
        ("立案渠道", Kind::Text, 6),
        ("收到材料日", Kind::Day, 7),
        ("立案日", Kind::Day, 7),
        ("分案日", Kind::Day, 7),
        ("承办法官编号", Kind::Whole, 8),
        ("适用程序", Kind::Text, 7),
        ("开庭次数", Kind::Whole, 6),
        ("期限届满日", Kind::Day, 7),
        ("结案日", Kind::Day, 7),
        ("结案方式", Kind::Text, 7),
        ("生效日", Kind::Day, 7),
        ("归档日", Kind::Day, 7),
        ("标的额（元）", Kind::Money, 9),
        ("到位金额（元）", Kind::Money, 9),
    ]
    .into_iter()
    .chain(added)
    .map(|(name, kind, width)| Column::new(name, kind, width))
    .collect()
}

/// Hands over a case as a row; what it adds to a figure stands last.
fn row(facts: &CaseFacts, as_of: Day, adds: Option<Cell<'static>>, each: Each<'_>) -> Result<(), SheetFault> {
    let facts = &*facts.shown();
    let (number, cause) = (number_of(facts), cause_of(facts));
    let day = |day: Option<Day>| Cell::maybe(day, Cell::Day);
    let procedure = Procedure::from_code(facts.procedure).filter(|procedure| *procedure != Procedure::None);
    let cells = [
        Cell::text(&number),
        Cell::text(court::court(facts.court).map_or("", |court| court.name)),
        Cell::text(Word::by_code(facts.word).map_or("", Word::as_str)),
        Cell::text(&cause),
        Cell::text(state_of(facts)),
        if is_overdue(facts, as_of) { Cell::text("超期") } else { Cell::Empty },
        Cell::maybe(Channel::from_code(facts.channel), |channel| Cell::text(channel.zh())),
        Cell::Day(facts.received_day),
        day(facts.accepted_day),
        day(facts.assigned_day),
        Cell::maybe(facts.judge, |judge| Cell::Whole(i64::from(judge.0))),
        Cell::maybe(procedure, |procedure| Cell::text(procedure.zh())),
        Cell::Whole(i64::from(facts.hearings)),
        day(facts.final_end_day),
        day(facts.closed_day),
        Cell::maybe(ClosingForm::from_code(facts.closing), |form| Cell::text(form.zh())),
        day(facts.effective_day),
        day(facts.archived_day),
        Cell::Money(facts.amount),
        Cell::Money(facts.collected),
    ];
    match adds {
        None => each(&cells),
        Some(adds) => each(&cells.into_iter().chain([adds]).collect::<Vec<_>>()),
    }
}

/// Hands over every case wanted.
pub fn pour(source: &Source, wanted: &Wanted, each: Each<'_>) -> Result<(), Ended> {
    match &wanted.chosen {
        Chosen::Filter(filter) => read(source, filter, None, wanted.as_of, &mut |_| Some(None), each),
        Chosen::Figure(filter, part) => {
            let runtime = tokio::runtime::Handle::current();
            let (stats, _) = runtime.block_on(source.stats(u16::try_from(filter.year).unwrap_or(0)))?;
            let mut after = None;
            loop {
                let listed =
                    runtime.block_on(stats.list(filter, *part, after, KEYS)).map_err(|e| Ended(e.to_string()))?;
                let key = |one: &Listed| (one.court, one.stream);
                let (Some(first), Some(last)) = (listed.first().map(key), listed.last().map(key)) else {
                    return Ok(());
                };
                let mut left = listed.iter().peekable();
                let mut counted = |wanted_key: (CourtId, Stream)| {
                    let one = left.next_if(|one| key(one) == wanted_key)?;
                    Some(wanted.adds.map(|measure| quantity(measure, one.n)))
                };
                read(source, &CaseFilter::default(), Some((first, last)), wanted.as_of, &mut counted, each)?;
                after = Some(last);
            }
        }
    }
}

fn quantity(measure: Measure, n: i64) -> Cell<'static> {
    if measure == Measure::Money { Cell::Money(Fen(n)) } else { Cell::Whole(n) }
}

/// Hands over the cases of a filter, within a range of keys, that are let through, each with what it adds.
fn read(
    source: &Source,
    filter: &CaseFilter,
    range: Option<((CourtId, Stream), (CourtId, Stream))>,
    as_of: Day,
    through: &mut (dyn FnMut((CourtId, Stream)) -> Option<Option<Cell<'static>>> + Send),
    each: Each<'_>,
) -> Result<(), Ended> {
    let mut fault = None;
    let read = source.each_case(filter, range, &mut |facts| {
        let Some(adds) = through((facts.court, facts.stream)) else { return true };
        fault = row(facts, as_of, adds, each).err();
        fault.is_none()
    });
    match fault {
        Some(fault) => Err(fault.into()),
        None => Ok(read?),
    }
}
