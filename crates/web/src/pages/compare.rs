//! Up to six courts side by side: every indicator, inside or outside its interval, against the province, and a chart of
//! one of them by month. It ranks nobody unless the site was started with ranking.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use law::court::{self, Court};
use law::ids::CourtId;
use stats::Part;

use super::compare_chart::{Panels, panels};
use super::options::{Choice, CityChoices};
use crate::address::{query, short};
use crate::fault::Fault;
use crate::ranking::{self, Place};
use crate::report::bulletin::Position;
use crate::shell::{Frame, Shell, render};
use crate::source::{About, Form, Numbers, Ratio, Source};
use crate::spread::{self, Dot};
use crate::state::AppState;

/// Most courts side by side.
pub const MOST: usize = 6;
/// Courts suggested.
const ALIKE: usize = 5;
/// What the chart shows unless another is asked for.
const CHARTED: &str = "I-020";
const PATH: &str = "/compare";

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    shell: Shell,
    year: u16,
    faults: Vec<String>,
    courts: Vec<Head>,
    standings: Vec<Standing>,
    groups: Vec<Group>,
    panels: Option<Panels>,
    charted: Vec<Choice>,
    codes: String,
    alike: Vec<Choice>,
    cities: Vec<CityChoices>,
    ranked: bool,
}

/// A court's column.
struct Head {
    name: &'static str,
    level: &'static str,
    href: String,
    without: String,
}

/// How many of a court's values lie inside their intervals, and which do not.
struct Standing {
    name: &'static str,
    href: String,
    inside: usize,
    known: usize,
    outside: Vec<Outside>,
}

/// A value outside its interval.
struct Outside {
    name: String,
    anchor: String,
    position: Position,
    value: String,
}

/// Indicators under a heading.
struct Group {
    name: String,
    rows: Vec<Row>,
}

/// An indicator.
struct Row {
    name: String,
    href: String,
    id: String,
    reference: String,
    middle: Option<String>,
    cells: Vec<Cell>,
    whole: Cell,
}

/// An indicator of a court, or of the province.
struct Cell {
    court: &'static str,
    value: String,
    value_href: Option<String>,
    sides: Option<(Side, Side)>,
    difference: Option<String>,
    position: Option<Position>,
    place: Option<Place>,
}

/// A numerator or denominator.
struct Side {
    text: String,
    href: String,
}

/// What an address asks for, and all that is wrong with it.
pub struct Asked {
    /// Courts in the order asked for, each once.
    pub courts: Vec<&'static Court>,
    /// What is wrong.
    pub faults: Vec<String>,
    listed: bool,
}

/// Reads `courts=辽01,辽02` and `court=辽01&court=辽02` alike.
pub fn read(pairs: &[(String, String)]) -> Asked {
    let mut asked =
        Asked { courts: Vec::new(), faults: Vec::new(), listed: pairs.iter().any(|(name, _)| name == "court") };
    let texts = pairs.iter().filter(|(name, _)| name == "courts" || name == "court").map(|(_, value)| value.as_str());
    let codes =
        texts.flat_map(|text| text.split([',', '，', '、', ' '])).map(str::trim).filter(|code| !code.is_empty());
    let mut twice: Vec<&str> = Vec::new();
    for code in codes {
        match court::by_code(code) {
            None => {
                let fault = format!("没有代字为“{}”的法院", short(code));
                if !asked.faults.contains(&fault) {
                    asked.faults.push(fault);
                }
            }
            Some(court) if asked.courts.iter().any(|other| other.id == court.id) => {
                if !twice.contains(&court.code) {
                    twice.push(court.code);
                    asked.faults.push(format!("{}（{}）写了不止一次", court.name, court.code));
                }
            }
            Some(court) => asked.courts.push(court),
        }
    }
    if asked.courts.len() > MOST {
        asked.faults.push(format!("选了 {} 家法院，一次最多对比 {MOST} 家", asked.courts.len()));
    }
    asked
}

fn get<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(one, value)| one == name && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// The year of an address; one that is none is a fault, and the last year stands in for it.
pub async fn year_of(source: &Source, pairs: &[(String, String)], faults: &mut Vec<String>) -> Result<u16, Fault> {
    match source.year_of(get(pairs, "year")).await {
        Err(Fault::Unclear { what, .. }) => {
            faults.push(what);
            source.year_of(None).await
        }
        year => year,
    }
}

/// `/compare?courts=&year=&by=`.
pub async fn compare(
    State(state): State<AppState>,
    frame: Frame,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let source = state.source();
    let mut asked = read(&pairs);
    let year = year_of(source, &pairs, &mut asked.faults).await?;
    let numbers = source.numbers(year).await?;
    let by = get(&pairs, "by").unwrap_or(CHARTED);
    let charted = numbers.indicators.iter().find(|about| about.id == by);
    if charted.is_none() && by != CHARTED {
        asked.faults.push(format!("没有编号为“{}”的指标", short(by)));
    }
    if asked.listed && asked.faults.is_empty() && !asked.courts.is_empty() {
        // one address for one comparison, whichever way it was chosen
        return Ok(Redirect::to(&address(&asked.courts, year, get(&pairs, "by"))).into_response());
    }
    let faulty = !asked.faults.is_empty();
    let page = page(&frame, &numbers, asked, charted, state.ranking());
    let status = if faulty { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    Ok((status, render(&page)?).into_response())
}

/// The address of a comparison.
fn address(courts: &[&'static Court], year: u16, by: Option<&str>) -> String {
    let codes = codes(courts);
    query(PATH, [("courts", codes.as_str()), ("year", year.to_string().as_str()), ("by", by.unwrap_or(""))])
}

fn codes(courts: &[&'static Court]) -> String {
    courts.iter().map(|court| court.code).collect::<Vec<_>>().join(",")
}

fn page(frame: &Frame, numbers: &Numbers, asked: Asked, charted: Option<&About>, ranked: bool) -> ComparePage {
    let year = numbers.year;
    let (chosen, faults) = (asked.courts, asked.faults);
    let by = charted.map(|about| about.id.as_str()).filter(|id| *id != CHARTED);
    let shown: &[&'static Court] = if faults.is_empty() { &chosen } else { &[] };
    let head = |court: &&'static Court| {
        let others: Vec<&'static Court> = chosen.iter().copied().filter(|other| other.id != court.id).collect();
        Head {
            name: court.short,
            level: court.level.name(),
            href: query(&format!("/courts/{}", court.code), [("year", year.to_string().as_str())]),
            without: address(&others, year, by),
        }
    };
    let more = |court: &'static Court| {
        let with: Vec<&'static Court> = chosen.iter().copied().chain([court]).collect();
        Choice { value: address(&with, year, by), name: court.short.to_owned(), selected: false }
    };
    let names: Vec<&str> = shown.iter().map(|court| court.short).collect();
    ComparePage {
        shell: frame.shell(if names.is_empty() {
            "法院对比".to_owned()
        } else {
            format!("对比：{}", names.join("、"))
        }),
        year,
        courts: shown.iter().map(head).collect(),
        standings: shown.iter().map(|court| standing(numbers, court)).collect(),
        groups: if shown.is_empty() { Vec::new() } else { groups(numbers, shown, ranked) },
        panels: charted.filter(|_| !shown.is_empty()).and_then(|about| panels(numbers, about, shown)),
        charted: charts(numbers, charted),
        codes: codes(shown),
        alike: if faults.is_empty() { alike(numbers, &chosen).into_iter().map(more).collect() } else { Vec::new() },
        cities: cities(&chosen),
        faults,
        ranked,
    }
}

/// Courts of the same level with about as many cases as the first one chosen.
fn alike(numbers: &Numbers, chosen: &[&'static Court]) -> Vec<&'static Court> {
    let Some(first) = chosen.first().filter(|_| chosen.len() < MOST) else { return Vec::new() };
    let accepted = |court: &Court| numbers.caseload(Some(court.id)).0;
    let own = accepted(first);
    let mut others: Vec<&'static Court> = court::courts()
        .iter()
        .filter(|court| court.level == first.level && chosen.iter().all(|other| other.id != court.id))
        .collect();
    others.sort_by_key(|court| ((accepted(court) - own).abs(), court.id));
    others.truncate(ALIKE);
    others
}

/// What the chart can show: what has months.
fn charts(numbers: &Numbers, charted: Option<&About>) -> Vec<Choice> {
    let choice = |about: &About| Choice {
        value: about.id.clone(),
        name: about.name.clone(),
        selected: charted.is_some_and(|charted| charted.id == about.id),
    };
    numbers.indicators.iter().filter(|about| about.form != Form::Evenness).map(choice).collect()
}

/// All courts by city, those chosen marked.
fn cities(chosen: &[&'static Court]) -> Vec<CityChoices> {
    let mut cities = super::options::courts("");
    for option in cities.iter_mut().flat_map(|city| &mut city.options) {
        option.selected = chosen.iter().any(|court| court.code == option.value);
    }
    cities
}

fn groups(numbers: &Numbers, courts: &[&'static Court], ranked: bool) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for about in &numbers.indicators {
        let places = if ranked { ranking::places(numbers, about) } else { BTreeMap::new() };
        let Some(row) = row(numbers, about, courts, &places) else { continue };
        match groups.iter_mut().find(|group| group.name == about.group) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { name: about.group.clone(), rows: vec![row] }),
        }
    }
    groups
}

/// An indicator's row; none when no court has a value.
fn row(numbers: &Numbers, about: &About, courts: &[&'static Court], places: &BTreeMap<CourtId, Place>) -> Option<Row> {
    let values: Vec<Option<Ratio>> = courts.iter().map(|court| numbers.value(&about.id, Some(court.id))).collect();
    if values.iter().all(Option::is_none) {
        return None;
    }
    let whole = numbers.value(&about.id, None);
    let cell = |(court, ratio): (&&'static Court, &Option<Ratio>)| Cell {
        difference: ratio.and_then(|ratio| difference(about, ratio, whole?)),
        position: ratio.and_then(|ratio| position(about, ratio)),
        place: places.get(&court.id).copied(),
        ..plain(numbers, about, Some(court), *ratio)
    };
    Some(Row {
        name: about.name.clone(),
        href: query(&format!("/indicators/{}", about.id), [("year", numbers.year.to_string().as_str())]),
        id: about.id.clone(),
        reference: about.reference.clone(),
        middle: middle(numbers, about),
        cells: courts.iter().zip(&values).map(cell).collect(),
        whole: Cell { position: whole.and_then(|whole| position(about, whole)), ..plain(numbers, about, None, whole) },
    })
}

/// Where a court lies in the intervals there are.
fn standing(numbers: &Numbers, court: &'static Court) -> Standing {
    let year = numbers.year.to_string();
    let href = query(&format!("/courts/{}", court.code), [("year", year.as_str())]);
    let mut standing = Standing { name: court.short, href, inside: 0, known: 0, outside: Vec::new() };
    for about in &numbers.indicators {
        let Some(ratio) = numbers.value(&about.id, Some(court.id)) else { continue };
        let Some(position) = position(about, ratio) else { continue };
        standing.known += 1;
        if position.is_inside() {
            standing.inside += 1;
        } else {
            standing.outside.push(Outside {
                name: about.name.clone(),
                anchor: format!("#{}", about.id),
                position,
                value: Numbers::written(about, ratio),
            });
        }
    }
    standing
}

/// Median and quartiles of all courts that have a value.
fn middle(numbers: &Numbers, about: &About) -> Option<String> {
    let dot = |court: &'static Court| {
        let value = Numbers::smallest(about, numbers.value(&about.id, Some(court.id))?)?;
        Some(Dot { name: court.short, value, written: String::new() })
    };
    let dots: Vec<Dot> = court::courts().iter().filter_map(dot).collect();
    let middle = spread::middle(&dots).filter(|_| dots.len() > 3)?;
    let write = |value| Numbers::written_smallest(about, value);
    Some(format!("各院中位 {}，四分位 {}～{}", write(middle.median), write(middle.low), write(middle.high)))
}

/// A value with its sides, opening what it counts.
fn plain(numbers: &Numbers, about: &About, court: Option<&'static Court>, ratio: Option<Ratio>) -> Cell {
    let quotient = about.form.is_quotient();
    let opens = |part| numbers.opens(&about.id, court.map(|court| court.id), part);
    let side = |n, part| Side { text: Numbers::side(about, n), href: opens(part) };
    Cell {
        court: court.map_or("全省", |court| court.short),
        value: ratio.map_or_else(|| "—".to_owned(), |ratio| Numbers::written(about, ratio)),
        value_href: ratio.filter(|_| !quotient).map(|_| opens(Part::Numerator)),
        sides: ratio
            .filter(|_| quotient)
            .map(|ratio| (side(ratio.num, Part::Numerator), side(ratio.den, Part::Denominator))),
        difference: None,
        position: None,
        place: None,
    }
}

/// Where a value lies; none without an interval or a value.
pub fn position(about: &About, ratio: Ratio) -> Option<Position> {
    if about.interval == (None, None) {
        return None;
    }
    Numbers::smallest(about, ratio).map(|value| Position::at(value, about.interval))
}

/// How far a court's printed value lies from the province's, in points or in the unit.
pub fn gap(about: &About, ratio: Ratio, whole: Ratio) -> Option<i64> {
    let both = Numbers::smallest(about, ratio).zip(Numbers::smallest(about, whole));
    both.filter(|_| about.form.is_quotient()).map(|(own, whole)| own - whole)
}

fn difference(about: &About, ratio: Ratio, whole: Ratio) -> Option<String> {
    let by = gap(about, ratio, whole)?;
    let sign = match by {
        0 => return Some("与全省持平".to_owned()),
        1.. => "高",
        _ => "低",
    };
    let unit = if about.form == Form::Rate { "个百分点" } else { about.unit.as_str() };
    Some(format!("{sign} {}.{:02} {unit}", by.unsigned_abs() / 100, by.unsigned_abs() % 100).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let asked = read(&pairs(&[
            ("courts", "辽01,京01,辽0102,辽01,辽02,辽03"),
            ("court", "辽04、辽05，辽06 辽07"),
            ("court", "京01"),
        ]));
        assert_eq!(asked.courts.len(), 8);
        assert_eq!(asked.faults.len(), 3, "{:?}", asked.faults);
        for words in ["“京01”", "（辽01）写了不止一次", "选了 8 家法院"] {
            assert!(asked.faults.iter().any(|fault| fault.contains(words)), "{words}");
        }
        let sound = read(&pairs(&[("courts", "辽01,辽0102"), ("year", "2020")]));
        assert!(sound.faults.is_empty() && sound.courts.len() == 2 && !sound.listed);
        assert!(read(&[]).courts.is_empty());
    }

    #[test]
    fn a_difference_is_of_printed_values() {
        let about = About::rate("X");
        let of = |num, den| difference(&about, Ratio { num, den }, Ratio { num: 9_000, den: 10_000 });
        assert_eq!(of(95, 100).as_deref(), Some("高 5.00 个百分点"));
        assert_eq!(of(8_995, 10_000).as_deref(), Some("低 0.05 个百分点"));
        assert_eq!(of(9, 10).as_deref(), Some("与全省持平"));
        assert_eq!(of(0, 0), None);
        let days = About { form: Form::Mean, unit: "天".to_owned(), ..About::rate("X") };
        assert_eq!(
            difference(&days, Ratio { num: 31, den: 2 }, Ratio { num: 20, den: 1 }).as_deref(),
            Some("低 4.50 天")
        );
        let count = About { form: Form::Count, ..About::rate("X") };
        assert_eq!(difference(&count, Ratio { num: 3, den: 0 }, Ratio { num: 9, den: 0 }), None);
    }

    #[test]
    fn an_interval_tells_inside_from_outside() {
        let about = About { interval: (Some(9_000), None), ..About::rate("X") };
        assert_eq!(position(&about, Ratio { num: 9, den: 10 }), Some(Position::Inside));
        assert_eq!(position(&about, Ratio { num: 89, den: 100 }), Some(Position::Below));
        assert_eq!(position(&about, Ratio { num: 0, den: 0 }), None);
        assert_eq!(position(&About::rate("X"), Ratio { num: 9, den: 10 }), None);
    }

    #[test]
    fn courts_alike_are_of_the_same_level() {
        let chosen: Vec<&'static Court> = vec![court::by_code("辽0102").unwrap()];
        let found = alike(&Numbers::empty(2020), &chosen);
        assert_eq!(found.len(), ALIKE);
        assert!(found.iter().all(|court| court.level == chosen[0].level && court.id != chosen[0].id));
        assert!(alike(&Numbers::empty(2020), &[]).is_empty());
    }
}
