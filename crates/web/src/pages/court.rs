//! One court: its year, its indicators, and the signed head of its log.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use docket::digest::to_hex;
use docket::head::Head;
use law::court::{Court, Level};
use stats::Part;

use super::aged::Aged;
use super::figure::{Figure, Months};
use super::judges::{self, JudgeRow};
use super::live::Live;
use crate::address::{self, query};
use crate::fault::Fault;
use crate::format::{count, moment, percent, rate_bp};
use crate::shell::{Frame, Shell, render};
use crate::source::{Judges, Numbers, Texts};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "court.html")]
struct CourtPage {
    shell: Shell,
    year: u16,
    city: &'static str,
    name: &'static str,
    code: &'static str,
    level: &'static str,
    above: Option<(&'static str, String)>,
    as_of: String,
    live: Live,
    large: Vec<Figure>,
    months: Months,
    aged: Option<Aged>,
    judges: Vec<JudgeRow>,
    whole_court: Option<JudgeRow>,
    indicators: Vec<Line>,
    head: Option<SignedHead>,
}

/// An indicator's line.
pub(crate) struct Line {
    key: String,
    href: String,
    name: String,
    value: String,
    value_href: Option<String>,
    num: String,
    den: String,
    num_href: Option<String>,
    den_href: Option<String>,
    reference: String,
}

/// The newest signed head.
struct SignedHead {
    size: String,
    root: String,
    signed_at: String,
    signature: String,
}

/// `/courts/{code}?year=`.
pub async fn court(
    State(state): State<AppState>,
    frame: Frame,
    Path(code): Path<String>,
    Query(pairs): Query<BTreeMap<String, String>>,
) -> Result<Html<String>, Fault> {
    let court = address::court_of(&code)?;
    let source = state.source();
    let year = source.year_of(pairs.get("year").map(String::as_str)).await?;
    let numbers = source.numbers(year).await?;
    let head = source.latest_head(court.id).await?;
    let judges = source.judges(year, court.id).await?;
    render(&page(&frame, court, &numbers, head, &judges))
}

fn page(frame: &Frame, court: &'static Court, numbers: &Numbers, head: Option<Head>, judges: &Judges) -> CourtPage {
    let year = numbers.year;
    let (judges, whole_court) = judges::rows(year, court.id, judges);
    CourtPage {
        shell: frame.shell(court.name),
        year,
        city: court.city,
        name: court.name,
        code: court.code,
        level: match court.level {
            Level::High => "高级人民法院",
            Level::Intermediate => "中级人民法院",
            Level::Basic => "基层人民法院",
        },
        above: court.appeals_to().map(|above| (above.name, format!("/courts/{}?year={year}", above.code))),
        as_of: numbers.until(),
        live: Live::figures(numbers, Some(court)),
        large: large(court, numbers),
        months: Months::new(numbers, Some(court.id)),
        aged: Aged::new(numbers, Some(court.id), numbers.day()),
        judges,
        whole_court,
        indicators: lines(court, numbers),
        head: head.map(|head| SignedHead {
            size: count(head.size),
            root: to_hex(&head.root),
            signed_at: moment(head.signed_at),
            signature: hex::encode(head.signature),
        }),
    }
}

/// The texts of a court's page, by key.
pub fn texts(numbers: &Numbers, court: &'static Court, texts: &mut Texts) {
    large(court, numbers).iter().for_each(|figure| figure.texts(texts));
    Months::new(numbers, Some(court.id)).rows.iter().for_each(|row| row.texts(texts));
    for line in lines(court, numbers) {
        texts.figures.insert(format!("{}.num", line.key), line.num);
        texts.figures.insert(format!("{}.den", line.key), line.den);
        texts.figures.insert(line.key, line.value);
    }
    if let Some(aged) = Aged::new(numbers, Some(court.id), numbers.day()) {
        aged.texts(texts);
    }
}

fn large(court: &'static Court, numbers: &Numbers) -> Vec<Figure> {
    let (accepted, concluded) = numbers.caseload(Some(court.id));
    let figure = |label: &str, value: String, unit, href, formula: &str| Figure {
        key: format!("large.{label}"),
        label: label.to_owned(),
        value,
        unit,
        href,
        formula: formula.to_owned(),
        change: None,
    };
    let opens = |id| numbers.opens(id, Some(court.id), Part::Numerator);
    let rate = query("/indicators/I-020", [("year", numbers.year.to_string().as_str())]);
    vec![
        figure("受理", count(accepted), "件", opens("C-001"), "旧存加新收。"),
        figure("审结", count(concluded), "件", opens("C-003"), "结案日在本年内的案件，不问哪年立案。"),
        figure("结案率", percent(rate_bp(concluded, accepted)), "", rate, "审结÷受理，保留两位小数，四舍五入。"),
        figure("未结", count(accepted - concluded), "件", opens("C-004"), "受理减审结。"),
    ]
}

fn lines(court: &'static Court, numbers: &Numbers) -> Vec<Line> {
    numbers
        .indicators
        .iter()
        .filter_map(|about| {
            let ratio = numbers.value(&about.id, Some(court.id))?;
            let opens = |part| Some(numbers.opens(&about.id, Some(court.id), part));
            let counted = !about.form.is_quotient();
            Some(Line {
                key: about.id.clone(),
                href: query(&format!("/indicators/{}", about.id), [("year", numbers.year.to_string().as_str())]),
                name: about.name.clone(),
                value: Numbers::written(about, ratio),
                value_href: opens(Part::Numerator).filter(|_| counted),
                num: if counted { String::new() } else { Numbers::side(about, ratio.num) },
                den: if counted { String::new() } else { Numbers::side(about, ratio.den) },
                num_href: opens(Part::Numerator).filter(|_| !counted),
                den_href: opens(Part::Denominator).filter(|_| !counted),
                reference: about.reference.clone(),
            })
        })
        .collect()
}
