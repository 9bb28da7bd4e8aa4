//! The cities and courts on the first page: grouped, or sorted by a heading.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use law::court::{self, Court};
use stats::Part;

use crate::address::query;
use crate::format::{count, percent, rate_bp};
use crate::source::{Numbers, Texts};

/// A city on the map.
pub struct City {
    /// Class that places it on the grid.
    pub place: &'static str,
    /// Shade, 1 to 4, darker for a higher rate.
    pub shade: usize,
    /// Anchor of its courts.
    pub anchor: String,
    /// Name.
    pub name: &'static str,
    /// Rate of closing.
    pub rate: String,
    /// Accepted.
    pub accepted: String,
}

/// A heading of the table.
pub struct Head {
    /// Class.
    pub class: &'static str,
    /// Sorted how, if it is the one.
    pub sorted: Option<&'static str>,
    /// What it opens without script.
    pub href: String,
    /// Name.
    pub name: &'static str,
}

/// A row of the table: a city's heading or a court.
pub struct TableRow {
    /// Key of its texts.
    pub key: String,
    /// A city's heading.
    pub group: bool,
    /// Anchor of the city.
    pub anchor: String,
    /// Name.
    pub name: &'static str,
    /// Code.
    pub code: &'static str,
    /// Accepted.
    pub accepted: String,
    /// Concluded.
    pub concluded: String,
    /// Rate.
    pub rate: String,
    /// Open.
    pub open: String,
    /// Sort keys of the four numbers.
    pub key_accepted: i64,
    /// Concluded.
    pub key_concluded: i64,
    /// Rate, in hundredths of a per cent.
    pub key_rate: i64,
    /// Open.
    pub key_open: i64,
    /// What accepted opens.
    pub href_accepted: String,
    /// What concluded opens.
    pub href_concluded: String,
    /// What open opens.
    pub href_open: String,
}

/// Where the cities lie, row and column of a grid, north at the top.
const PLACES: [(&str, &str); 14] = [
    ("朝阳市", "r1 c1"),
    ("阜新市", "r1 c2"),
    ("沈阳市", "r1 c3"),
    ("铁岭市", "r1 c4"),
    ("葫芦岛市", "r2 c1"),
    ("锦州市", "r2 c2"),
    ("辽阳市", "r2 c3"),
    ("抚顺市", "r2 c4"),
    ("盘锦市", "r3 c2"),
    ("鞍山市", "r3 c3"),
    ("本溪市", "r3 c4"),
    ("营口市", "r4 c2"),
    ("丹东市", "r4 c4"),
    ("大连市", "r5 c2"),
];

fn anchor(city: &str) -> String {
    format!("city-{}", city.trim_end_matches('市'))
}

/// The texts of the cities and courts, by key.
pub fn texts(numbers: &Numbers, texts: &mut Texts) {
    for city in cities(numbers) {
        texts.figures.insert(format!("{}.tile.rate", city.anchor), city.rate);
        texts.figures.insert(format!("{}.tile.accepted", city.anchor), city.accepted);
    }
    for row in table(numbers, None, false) {
        for (part, text) in
            [("accepted", row.accepted), ("concluded", row.concluded), ("rate", row.rate), ("open", row.open)]
        {
            texts.figures.insert(format!("{}.{part}", row.key), text);
        }
    }
}

fn by_city(numbers: &Numbers) -> BTreeMap<&'static str, (i64, i64)> {
    let mut sums = BTreeMap::new();
    for court in court::courts() {
        let (accepted, concluded) = numbers.caseload(Some(court.id));
        let sum: &mut (i64, i64) = sums.entry(court.city).or_default();
        sum.0 += accepted;
        sum.1 += concluded;
    }
    sums
}

/// The cities with their rates; the shade is the quarter of the cities in which the rate falls.
pub fn cities(numbers: &Numbers) -> Vec<City> {
    let sums = by_city(numbers);
    let rate = |city: &str| sums.get(city).and_then(|(accepted, concluded)| rate_bp(*concluded, *accepted));
    let mut rates: Vec<i64> = PLACES.iter().filter_map(|(city, _)| rate(city)).collect();
    rates.sort_unstable();
    PLACES
        .iter()
        .map(|(city, place)| {
            let own = rate(city);
            let below = rates.iter().filter(|other| Some(**other) < own).count();
            City {
                place,
                shade: 1 + (below * 4 / rates.len().max(1)).min(3),
                anchor: anchor(city),
                name: city.trim_end_matches('市'),
                rate: percent(own),
                accepted: count(sums.get(city).map_or(0, |sum| sum.0)),
            }
        })
        .collect()
}

const HEADS: [(&str, &str, &str); 6] = [
    ("name", "法院", ""),
    ("code", "代字", "wide"),
    ("accepted", "受理", "n"),
    ("concluded", "审结", "n"),
    ("rate", "结案率", "n"),
    ("open", "未结", "n wide"),
];

/// The headings; choosing one again turns the order.
pub fn heads(year: u16, sort: Option<&str>, ascending: bool) -> Vec<Head> {
    HEADS
        .iter()
        .map(|(key, name, class)| {
            let own = sort == Some(key);
            let turned = if own && !ascending { "asc" } else { "" };
            let href = query("/", [("year", year.to_string().as_str()), ("sort", key), ("dir", turned)]);
            let sorted = own.then_some(if ascending { "ascending" } else { "descending" });
            Head { class, sorted, href: format!("{href}#courts"), name }
        })
        .collect()
}

/// The rows: by city with a heading each, or all courts in the order asked for.
pub fn table(numbers: &Numbers, sort: Option<&str>, ascending: bool) -> Vec<TableRow> {
    match sort {
        Some(key) if HEADS.iter().any(|(known, ..)| *known == key) => {
            let mut rows: Vec<TableRow> = court::courts().iter().map(|court| court_row(numbers, court)).collect();
            rows.sort_by(|a, b| {
                let order = order(key, a, b);
                if ascending { order } else { order.reverse() }
            });
            rows
        }
        _ => grouped(numbers),
    }
}

fn order(key: &str, a: &TableRow, b: &TableRow) -> Ordering {
    match key {
        "accepted" => a.key_accepted.cmp(&b.key_accepted),
        "concluded" => a.key_concluded.cmp(&b.key_concluded),
        "rate" => a.key_rate.cmp(&b.key_rate),
        "open" => a.key_open.cmp(&b.key_open),
        _ => b.code.cmp(a.code),
    }
}

fn grouped(numbers: &Numbers) -> Vec<TableRow> {
    let sums = by_city(numbers);
    let mut rows = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for court in court::courts() {
        if done.contains(&court.city) {
            continue;
        }
        done.push(court.city);
        let (accepted, concluded) = sums.get(court.city).copied().unwrap_or_default();
        let mut head = numbers_row(court.city, "", accepted, concluded);
        head.group = true;
        head.anchor = anchor(court.city);
        rows.push(head);
        let own = court::courts().iter().filter(|other| other.city == court.city);
        rows.extend(own.map(|court| court_row(numbers, court)));
    }
    rows
}

fn court_row(numbers: &Numbers, court: &'static Court) -> TableRow {
    let (accepted, concluded) = numbers.caseload(Some(court.id));
    TableRow {
        href_accepted: numbers.opens("C-001", Some(court.id), Part::Numerator),
        href_concluded: numbers.opens("C-003", Some(court.id), Part::Numerator),
        href_open: numbers.opens("C-004", Some(court.id), Part::Numerator),
        ..numbers_row(court.short, court.code, accepted, concluded)
    }
}

fn numbers_row(name: &'static str, code: &'static str, accepted: i64, concluded: i64) -> TableRow {
    let rate = rate_bp(concluded, accepted);
    TableRow {
        key: if code.is_empty() { anchor(name) } else { code.to_owned() },
        group: false,
        anchor: String::new(),
        name,
        code,
        accepted: count(accepted),
        concluded: count(concluded),
        rate: percent(rate),
        open: count(accepted - concluded),
        key_accepted: accepted,
        key_concluded: concluded,
        key_rate: rate.unwrap_or(-1),
        key_open: accepted - concluded,
        href_accepted: String::new(),
        href_concluded: String::new(),
        href_open: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_city_of_the_register_has_its_place() {
        let mut cities: Vec<_> = court::courts().iter().map(|court| court.city).collect();
        cities.sort_unstable();
        cities.dedup();
        for city in cities {
            assert!(PLACES.iter().any(|(known, _)| *known == city), "{city}");
        }
        let mut places: Vec<_> = PLACES.iter().map(|(_, place)| place).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 14, "no two cities on one tile");
    }

    #[test]
    fn all_courts_stand_in_the_table_grouped_or_sorted() {
        let numbers = Numbers::empty(2020);
        let grouped = table(&numbers, None, false);
        assert_eq!(grouped.iter().filter(|row| row.group).count(), 14);
        assert_eq!(grouped.iter().filter(|row| !row.group).count(), 128);
        assert_eq!(table(&numbers, Some("rate"), false).len(), 128);
        assert_eq!(table(&numbers, Some("nothing"), false).len(), 142);
    }

    #[test]
    fn choosing_a_heading_again_turns_the_order() {
        let heads = heads(2020, Some("rate"), false);
        let rate = heads.iter().find(|head| head.name == "结案率").unwrap();
        assert_eq!(rate.sorted, Some("descending"));
        assert_eq!(rate.href, "/?year=2020&sort=rate&dir=asc#courts");
    }
}
