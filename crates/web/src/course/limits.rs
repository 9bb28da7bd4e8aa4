//! The limits of a case as rows that stand at their place in time among its entries.

use docket::entry::Entry;
use law::day::Day;
use law::life::event::Event;
use law::life::facts::CaseFacts;

use super::folded;
use crate::format::day_text;

/// A limit, or the day up to which the logs go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Its last day.
    pub day: Day,
    /// Its name.
    pub name: &'static str,
    /// How the case stands to it, and the rule.
    pub what: String,
    /// Whether it is overdue.
    pub late: bool,
}

/// Every limit of a case, in order of time; what an entry set for later falls away with the case. Where one lies ahead of an open case, the last day known of stands before it.
pub fn limits(facts: &CaseFacts, entries: &[Entry], as_of: Day) -> Vec<Limit> {
    let last = entries.last().map_or(as_of, |entry| entry.occurred_at.day());
    let stands = |limit: &Limit| facts.closed_day.is_none() || limit.day <= last;
    let mut found: Vec<Limit> = entries.iter().filter_map(of_entry).filter(stands).collect();
    found.extend(of_term(facts, entries, as_of));
    if found.iter().any(|limit| limit.day > as_of) {
        let what = format!("以下期限在{}之后", day_text(as_of));
        found.push(Limit { day: as_of, name: "数据截至", what, late: false });
    }
    found.sort_by_key(|limit| limit.day);
    found
}

/// The trial term: its end by the rule and its end after extension.
fn of_term(facts: &CaseFacts, entries: &[Entry], as_of: Day) -> Vec<Limit> {
    let (Some(base), Some(end)) = (facts.base_end_day, facts.final_end_day) else { return Vec::new() };
    let rule = folded(facts, entries).and_then(|case| case.clock().term);
    let rule = rule.map_or_else(String::new, |term| format!("。{}：{}", term.name, term.source));
    let name = if facts.has_term { "法定审限届满" } else { "期限届满" };
    let (stands, late) = stands(facts, end, as_of);
    if facts.extended {
        let what = format!("经批准延长至{}{rule}", day_text(end));
        let first = Limit { day: base, name, what, late: false };
        return vec![first, Limit { day: end, name: "延长后审限届满", what: stands, late }];
    }
    vec![Limit { day: end, name, what: format!("{stands}{rule}"), late }]
}

/// How a case stands to its end, and whether it is late.
fn stands(facts: &CaseFacts, end: Day, as_of: Day) -> (String, bool) {
    match facts.closed_day {
        Some(closed) if closed > end => (format!("届满后 {} 日结案", end.until(closed)), true),
        Some(closed) if closed == end => ("届满当日结案".to_owned(), false),
        Some(closed) => (format!("此前 {} 日已经结案", closed.until(end)), false),
        None if end < as_of => (format!("没有结案，已超期 {} 日", end.until(as_of)), true),
        None => (format!("还有 {} 日", as_of.until(end)), false),
    }
}

/// The limit that an entry sets.
fn of_entry(entry: &Entry) -> Option<Limit> {
    let (day, name, what) = match Event::read(&entry.kind, &entry.body).ok()? {
        Event::CorrectionAsked(body) => (body.due, "补正期限届满", "登记立案规定（2015）第七条".to_owned()),
        Event::PropertyControlled(body) => {
            (body.until, "控制期限届满", format!("{}，第 {} 条记录所控制", body.asset.zh(), entry.position))
        }
        Event::ClaimsAnnounced(body) => (body.until, "债权申报届满", "企业破产法（2006）第四十五条".to_owned()),
        _ => return None,
    };
    Some(Limit { day, name, what, late: false })
}
