//! One case: where it stands, its time limits, and every entry of it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use docket::entry::Entry;
use law::case_number::{CaseNumber, Word};
use law::cause;
use law::court::{self, Court};
use law::day::Day;
use law::ids::Stream;
use law::life::codes::{AppealOutcome, Channel, ClosingForm, Document, Procedure, State as CaseState};
use law::life::facts::CaseFacts;

use super::Pair;
use crate::address;
use crate::course::{Course, Limit, course, limits};
use crate::fault::Fault;
use crate::format::{count, day_text, moment};
use crate::narrate;
use crate::party::Parties;
use crate::related::{self, Related};
use crate::shell::{Frame, Shell, render};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "case.html")]
pub(crate) struct CasePage {
    shell: Shell,
    court: &'static str,
    court_code: &'static str,
    word: &'static str,
    word_name: String,
    number: String,
    state: &'static str,
    overdue: bool,
    cause: String,
    facts: Vec<Pair>,
    parties: Parties,
    party_count: u8,
    course: Option<Course>,
    has_limit: bool,
    related: Vec<RelatedRow>,
    entry_count: String,
    timeline: Vec<Step>,
}

/// What stands on the timeline.
pub(crate) enum Step {
    /// An entry.
    Done(Done),
    /// A time limit, at its place.
    Limit(LimitRow),
}

/// A time limit on the timeline.
pub(crate) struct LimitRow {
    machine: String,
    at: String,
    limit: Limit,
}

/// A case that belongs to this one.
pub(crate) struct RelatedRow {
    relation: &'static str,
    number: String,
    href: String,
    court: &'static str,
    cause: String,
    state: &'static str,
    late: bool,
}

/// An entry on the timeline.
pub(crate) struct Done {
    key: bool,
    machine: String,
    at: String,
    kind: String,
    what: String,
    href: String,
    position: String,
}

/// `/cases/{court}/{stream}`.
pub async fn case(
    State(state): State<AppState>,
    frame: Frame,
    Path((code, stream)): Path<(String, String)>,
) -> Result<Html<String>, Fault> {
    let court = address::court_of(&code)?;
    let stream = Stream(address::position_of(&stream)?);
    let source = state.source();
    let entries = source.stream(court.id, stream).await?;
    let missing = || Fault::NotFound(format!("{}没有开卷于第 {} 条记录的案件", court.name, stream.0));
    if entries.is_empty() {
        return Err(missing());
    }
    let Some(facts) = source.facts(court.id, stream).await? else {
        return Err(Fault::NotFound("这条记录不属于任何案件，是法院自身的工作记录".to_owned()));
    };
    let parties = source.parties(court.id, stream, &entries).await?;
    let as_of = source.as_of().await?;
    let related = related::related(source, &facts, &entries).await?;
    render(&page(&frame, court, &facts, &entries, parties, related, as_of))
}

/// The number of a case, or what a matter is called before it has one.
pub(crate) fn number_of(facts: &CaseFacts) -> String {
    let word = Word::by_code(facts.word);
    match (facts.year, facts.serial, word) {
        (Some(year), Some(serial), Some(word)) => CaseNumber::new(year, facts.court, word, serial).to_string(),
        (_, _, word) => {
            let word = word.map_or("", Word::as_str);
            format!("未立案材料（{word}）第 {} 号", facts.stream.0)
        }
    }
}

/// Whether a case is open past its last day.
pub(crate) fn is_overdue(facts: &CaseFacts, as_of: Day) -> bool {
    facts.closed_day.is_none() && facts.final_end_day.is_some_and(|end| end < as_of)
}

/// The state in Chinese.
pub(crate) fn state_of(facts: &CaseFacts) -> &'static str {
    CaseState::from_code(facts.state).map_or("未知", CaseState::zh)
}

/// The name of the cause.
pub(crate) fn cause_of(facts: &CaseFacts) -> String {
    let facts = facts.shown();
    let none = if facts.secrecy == 0 { "未定案由" } else { "不公开" };
    facts.cause.and_then(cause::cause).map_or_else(|| none.to_owned(), |cause| cause.name.to_owned())
}

pub(crate) fn page(
    frame: &Frame,
    court: &'static Court,
    facts: &CaseFacts,
    entries: &[Entry],
    parties: Parties,
    related: Vec<Related>,
    as_of: Day,
) -> CasePage {
    let number = number_of(facts);
    let word = Word::by_code(facts.word).map_or("", Word::as_str);
    let word_name = law::case_number::case_types()
        .iter()
        .find(|kind| kind.code == facts.word)
        .map_or_else(|| word.to_owned(), |kind| format!("{}（{word}）", kind.name));
    CasePage {
        shell: frame.shell(number.clone()),
        court: court.name,
        court_code: court.code,
        word,
        word_name,
        number,
        state: state_of(facts),
        overdue: is_overdue(facts, as_of),
        cause: cause_of(facts),
        facts: facts_of(facts),
        parties,
        party_count: facts.parties,
        course: course(facts, entries, as_of),
        has_limit: facts.base_end_day.is_some(),
        related: related.iter().map(|one| related_row(one, as_of)).collect(),
        entry_count: count(i64::try_from(entries.len()).unwrap_or(i64::MAX)),
        timeline: timeline(entries, limits(facts, entries, as_of)),
    }
}

/// Entries in their order, each limit before the first entry that came after its day.
fn timeline(entries: &[Entry], limits: Vec<Limit>) -> Vec<Step> {
    let mut limits = limits.into_iter().peekable();
    let mut steps = Vec::with_capacity(entries.len());
    for entry in entries {
        while let Some(limit) = limits.next_if(|limit| limit.day < entry.occurred_at.day()) {
            steps.push(Step::Limit(limit_row(limit)));
        }
        steps.push(Step::Done(done(entry)));
    }
    steps.extend(limits.map(limit_row).map(Step::Limit));
    steps
}

fn limit_row(limit: Limit) -> LimitRow {
    LimitRow { machine: limit.day.to_string(), at: limit.day.to_string(), limit }
}

fn done(entry: &Entry) -> Done {
    Done {
        key: narrate::is_turning_point(&entry.kind),
        machine: entry.occurred_at.day().to_string(),
        at: moment(entry.occurred_at),
        kind: narrate::kind_zh(&entry.kind).to_owned(),
        what: narrate::sentence(&entry.kind, &entry.body).unwrap_or_default(),
        href: address::entry(entry.court, entry.position),
        position: count(entry.position),
    }
}

fn facts_of(facts: &CaseFacts) -> Vec<Pair> {
    let day = |day: Option<Day>| day.map(day_text);
    let judge = facts.judge.map(|judge| format!("{} 号", judge.0));
    let mut pairs = vec![
        Pair::maybe("收到材料", Some(day_text(facts.received_day))),
        Pair::maybe("立案渠道", Channel::from_code(facts.channel).map(|channel| channel.zh().to_owned())),
        Pair::maybe("立案日", day(facts.accepted_day)),
        Pair::maybe("承办法官", judge.clone()).map(|pair| match facts.judge {
            Some(judge) => pair.to(address::query(
                "/cases",
                [("court", court::court(facts.court).map_or("", |court| court.code)), ("judge", &judge.0.to_string())],
            )),
            None => pair,
        }),
        Pair::maybe("审判组织", (facts.panel > 0).then(|| panel(facts))),
        Pair::maybe(
            "适用程序",
            Procedure::from_code(facts.procedure).filter(|p| *p != Procedure::None).map(|p| p.zh().to_owned()),
        ),
        Pair::maybe("标的额", (facts.amount.0 > 0).then(|| facts.amount.to_string())),
        Pair::maybe("开庭", (facts.hearings > 0).then(|| hearings(facts))),
        Pair::maybe("结案日", day(facts.closed_day)),
        Pair::maybe("结案方式", ClosingForm::from_code(facts.closing).map(|form| form.zh().to_owned())),
        Pair::maybe("结案文书", Document::from_code(facts.document).map(|document| document.zh().to_owned())),
        Pair::maybe("上诉结果", AppealOutcome::from_code(facts.appeal_outcome).map(|o| o.zh().to_owned())),
        Pair::maybe("生效日", day(facts.effective_day)),
        Pair::maybe("归档日", day(facts.archived_day)),
        Pair::maybe("上网文书", (facts.published > 0).then(|| format!("{} 份", facts.published))),
        Pair::maybe("到位金额", (facts.collected.0 > 0).then(|| facts.collected.to_string())),
    ];
    pairs.push(Pair::maybe("标记", Some(marks(facts)).filter(|marks| !marks.is_empty())));
    pairs.into_iter().flatten().collect()
}

fn panel(facts: &CaseFacts) -> String {
    let assessors = if facts.assessors { "，有人民陪审员" } else { "" };
    if facts.panel > 1 { format!("合议庭 {} 人{assessors}", facts.panel) } else { "独任审理".to_owned() }
}

fn hearings(facts: &CaseFacts) -> String {
    let mut text = format!("{} 次", facts.hearings);
    for (n, what) in [(facts.hearings_online, "在线"), (facts.hearings_broadcast, "直播")] {
        if n > 0 {
            text.push_str(&format!("，{what} {n} 次"));
        }
    }
    text
}

fn marks(facts: &CaseFacts) -> String {
    [
        (facts.livelihood, "民生"),
        (facts.property_rights, "涉产权"),
        (facts.duty_crime_senior, "职务犯罪"),
        (facts.juvenile, "涉未成年人"),
        (facts.plea, "认罪认罚"),
        (facts.mediated_av, "音视频调解"),
        (facts.restricted, "限制消费"),
        (facts.listed, "失信被执行人"),
        (facts.announced, "公告送达"),
    ]
    .iter()
    .filter(|(holds, _)| *holds)
    .map(|(_, word)| *word)
    .collect::<Vec<_>>()
    .join("、")
}

fn related_row(one: &Related, as_of: Day) -> RelatedRow {
    let facts = one.facts.as_ref();
    RelatedRow {
        relation: one.relation,
        number: facts.map_or_else(|| format!("第 {} 条记录", one.stream.0), number_of),
        href: address::case(one.court, one.stream),
        court: court::court(one.court).map_or("未知法院", |court| court.name),
        cause: facts.map_or_else(String::new, cause_of),
        state: facts.map_or("", state_of),
        late: facts.is_some_and(|facts| is_overdue(facts, as_of)),
    }
}
