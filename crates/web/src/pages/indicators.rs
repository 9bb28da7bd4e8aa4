//! The list of indicators: what each counts, in words, and its value in the province.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use stats::Part;

use crate::address::query;
use crate::fault::Fault;
use crate::shell::{Frame, Shell, render};
use crate::source::{About, Numbers};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "indicators.html")]
struct IndicatorsPage {
    shell: Shell,
    year: u16,
    count: usize,
    as_of: String,
    groups: Vec<Group>,
}

/// Indicators under a heading.
struct Group {
    name: String,
    rows: Vec<Row>,
}

/// An indicator of the province.
struct Row {
    href: String,
    name: String,
    value: String,
    num: String,
    num_href: String,
    den: String,
    den_href: String,
    words: String,
}

/// `/indicators?year=`.
pub async fn indicators(
    State(state): State<AppState>,
    frame: Frame,
    Query(pairs): Query<BTreeMap<String, String>>,
) -> Result<Html<String>, Fault> {
    let source = state.source();
    let year = source.year_of(pairs.get("year").map(String::as_str)).await?;
    let numbers = source.numbers(year).await?;
    let mut groups: Vec<Group> = Vec::new();
    for about in &numbers.indicators {
        let row = row(&numbers, about);
        match groups.iter_mut().find(|group| group.name == about.group) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { name: about.group.clone(), rows: vec![row] }),
        }
    }
    let page = IndicatorsPage {
        shell: frame.shell("指标"),
        year,
        count: numbers.indicators.len(),
        as_of: numbers.until(),
        groups,
    };
    render(&page)
}

fn row(numbers: &Numbers, about: &About) -> Row {
    let ratio = numbers.value(&about.id, None);
    let side = |n: Option<i64>| n.map_or_else(String::new, |n| Numbers::side(about, n));
    Row {
        href: query(&format!("/indicators/{}", about.id), [("year", numbers.year.to_string().as_str())]),
        name: about.name.clone(),
        value: ratio.map_or_else(|| "—".to_owned(), |ratio| Numbers::written(about, ratio)),
        num: side(ratio.filter(|_| about.form.is_quotient()).map(|ratio| ratio.num)),
        num_href: numbers.opens(&about.id, None, Part::Numerator),
        den: side(ratio.filter(|_| about.form.is_quotient()).map(|ratio| ratio.den)),
        den_href: numbers.opens(&about.id, None, Part::Denominator),
        words: about.words.clone(),
    }
}
