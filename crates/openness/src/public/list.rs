//! The list of what is public: by court, cause and year, and by words in the text.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Html;
use court::publication::{Paper, Wanted};
use frame::fault::Fault;
use frame::format::{count, moment};
use frame::problem::ParameterFault;
use frame::shell::Frame;
use hall::form::{Field, Kind, Sent};
use hall::gate::{Asked, escaped, shortened};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;
use law::cause::by_name;
use law::court::{by_code, courts};
use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;
use matters::desk::list::number;

use super::{Public, address, ending};
use crate::facts::{court_name, title};
use crate::paper_fault;
use crate::sheet::Ending;

/// Documents of a page.
pub const ROWS: i64 = 20;
/// Documents that can be passed over at most.
const FURTHEST: i64 = 10_000;
/// Characters of the words looked for at most.
const WORDS: usize = 60;

/// What an address asks of the list: which documents, and how many come before.
///
/// # Errors
/// Everything in it that cannot be read.
pub fn asked(sent: &Sent) -> Result<(Wanted, i64), Vec<ParameterFault>> {
    let mut faults = Vec::new();
    for (name, _) in sent.pairs().filter(|(name, _)| !matches!(*name, "q" | "court" | "cause" | "year" | "skip")) {
        faults.push(ParameterFault::new(&shortened(name), "没有这个参数", "只有 q、court、cause、year 和 skip。"));
    }
    let mut no = |name: &str, what: &str, instead: &str| faults.push(ParameterFault::new(name, what, instead));
    let court = by_code(sent.text("court")).map(|court| court.id);
    if court.is_none() && !sent.text("court").is_empty() {
        no("court", "没有这个法院", "法院代字如 辽0102，见 /api/v1/courts。");
    }
    let cause = by_name(sent.text("cause")).map(|cause| cause.id);
    if cause.is_none() && !sent.text("cause").is_empty() {
        no("cause", "没有这个案由", "案由写全称，如 买卖合同纠纷。");
    }
    let year = sent.text("year").parse().ok().filter(|year| (1949..=2999).contains(year));
    if year.is_none() && !sent.text("year").is_empty() {
        no("year", "年份不能读", "写案号里的年份，如 2020。");
    }
    let words = sent.text("q").to_owned();
    if words.chars().count() > WORDS {
        no("q", "要查的文字过长", "写几个词，不超过 60 个字。");
    }
    let skip = match sent.text("skip") {
        "" => Some(0),
        text => text.parse().ok().filter(|skip| (0..=FURTHEST).contains(skip)),
    };
    if skip.is_none() {
        no("skip", "不能读", "写要跳过几份，如 20，至多 10000。");
    }
    match skip.filter(|_| faults.is_empty()) {
        Some(skip) => Ok((Wanted { court, cause, year, words }, skip)),
        None => Err(faults),
    }
}

/// A part of the list, how many there are in all, and how many come before the next part.
pub async fn part(door: &Door, wanted: &Wanted, skip: i64) -> Result<(Vec<Public>, i64, Option<i64>), Fault> {
    let all = door.documents().count(wanted).await.map_err(paper_fault)?;
    let papers = door.documents().found(wanted, (skip, ROWS)).await.map_err(paper_fault)?;
    let mut keys: Vec<(CourtId, Stream)> = papers.iter().map(|paper| (paper.court, paper.stream)).collect();
    keys.sort_unstable();
    keys.dedup();
    let found = door.docket().facts_of(&keys).await.map_err(|cause| Fault::unavailable(&cause))?;
    let known: BTreeMap<(CourtId, Stream), CaseFacts> =
        found.into_iter().map(|facts| ((facts.court, facts.stream), facts)).collect();
    let one = |paper: Paper| -> Result<Option<Public>, Fault> {
        let facts = known.get(&(paper.court, paper.stream)).cloned();
        let Some((facts, masked)) = facts.zip(paper.masked.clone()) else { return Ok(None) };
        Ok(Some(Public { ending: ending(&paper)?, facts, masked, paper }))
    };
    let public: Vec<Option<Public>> = papers.into_iter().map(one).collect::<Result<_, _>>()?;
    let next = (skip + ROWS < all).then_some(skip + ROWS);
    Ok((public.into_iter().flatten().collect(), all, next))
}

/// `GET /judgments`.
pub async fn list(State(door): State<Door>, frame: Frame, Asked(sent): Asked) -> Result<Html<String>, Fault> {
    let (wanted, skip) = asked(&sent).map_err(|faults| {
        let one = |fault: ParameterFault| Fault::unclear(fault.detail, fault.instead);
        Fault::all(faults.into_iter().map(one).collect())
    })?;
    let (found, all, next) = part(&door, &wanted, skip).await?;
    let next = next.map(|skip| {
        let kept = ["q", "court", "cause", "year"].map(|name| format!("{name}={}", escaped(sent.text(name))));
        format!("/judgments?{}&skip={skip}", kept.join("&"))
    });
    let everywhere = (String::new(), "所有法院".to_owned());
    let options = courts().iter().map(|court| (court.code.to_owned(), court.name.to_owned()));
    let ask = Block::Ask(vec![
        Field::line("q", "文书里的字").holding(sent.text("q")),
        Field::new("court", "法院", Kind::Select(std::iter::once(everywhere).chain(options).collect()))
            .holding(sent.text("court")),
        Field::line("cause", "案由（全称）").holding(sent.text("cause")),
        Field::line("year", "案号年份").holding(sent.text("year")),
    ]);
    let asks = wanted != Wanted::default();
    let table = Table {
        title: if asks { "找到的文书".to_owned() } else { "公布的文书".to_owned() },
        heads: vec!["文书", "案号", "法院", "裁判日期", "公布"],
        rows: found.iter().map(row).collect(),
        empty: if asks {
            "没有这样的文书。换几个字，或者去掉一些条件再试。"
        } else {
            "还没有公布文书。法院审核公布以后列在这里。"
        },
        count: if all > 0 { format!("共 {} 份", count(all)) } else { String::new() },
        next,
    };
    Page::new(
        "裁判文书",
        "各个法院已经生效、依法公布的裁判文书，姓名等信息已经隐去。依法不公布全文的，列出案号、法院、日期和理由。",
    )
    .with(ask)
    .with(Block::Table(table))
    .with(Block::Links(vec![Text::link("查询反映的答复", "/judgments/report")]))
    .render(&frame)
}

fn row(public: &Public) -> Vec<Text> {
    let facts = &public.facts;
    let told = match public.ending {
        Ending::Full => title(public.paper.kind, facts),
        Ending::Stub(reason) => format!("{}（不公布全文：{}）", public.paper.kind.zh(), reason.text()),
    };
    vec![
        Text::link(told, address(facts, public.paper.nth)),
        Text::from(number(facts)).looking("number"),
        Text::from(court_name(facts)),
        Text::from(facts.closed_day.map(|day| day.to_string()).unwrap_or_default()),
        Text::from(public.paper.published_at.map(moment).unwrap_or_default()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_in_an_address_is_named() {
        let sent = |query: &str| Sent::read(query).unwrap();
        let (wanted, skip) = asked(&sent("q=+x+&court=%E8%BE%BD0102&year=2020&skip=20")).unwrap();
        assert_eq!((wanted.words.as_str(), wanted.year, skip), ("x", Some(2020), 20));
        assert_eq!(wanted.court, by_code("辽0102").map(|court| court.id));
        let long = format!("q={}&court=x&cause=y&year=z&skip=-1&page=2", "a".repeat(61));
        let faults = asked(&sent(&long)).unwrap_err();
        let names: Vec<&str> = faults.iter().map(|fault| fault.parameter.as_str()).collect();
        assert_eq!(names, ["page", "court", "cause", "year", "q", "skip"]);
        assert_eq!(asked(&sent("")).unwrap(), (Wanted::default(), 0));
    }
}
