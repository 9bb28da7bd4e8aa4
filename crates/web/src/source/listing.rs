//! A page of the case list: its order and its place in it, read from an address; the rows, from the roll where it can.

use std::collections::BTreeMap;

use docket::store::{CaseFilter, Key, Order, Sort, Spot};
use law::court;
use law::day::Day;
use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;

use super::{Listing, Source, failed};
use crate::address::short;
use crate::fault::Fault;
use crate::filter::Chosen;

/// The orders of a list: word in addresses and name.
pub const ORDERS: [(&str, &str); 4] =
    [("accepted", "立案日"), ("closed", "结案日"), ("amount", "标的额"), ("running", "审理天数")];

/// The order an address asks for: `sort=amount`, or `sort=-amount` for the greatest first.
pub fn order_of(pairs: &BTreeMap<String, String>, as_of: Day) -> Result<Order, Fault> {
    let text = pairs.get("sort").map_or("", |text| text.trim());
    let word = text.strip_prefix('-').unwrap_or(text);
    let sort = match word {
        "" if text.is_empty() => Sort::Key,
        "accepted" => Sort::Accepted,
        "closed" => Sort::Closed,
        "amount" => Sort::Amount,
        "running" => Sort::Running(as_of),
        _ => {
            return Err(Fault::unclear(
                format!("没有“{}”这种次序", short(text)),
                "次序有 accepted、closed、amount、running，前加 - 为从大到小。",
            ));
        }
    };
    Ok(Order { sort, descending: text.starts_with('-') })
}

/// A place as it stands in an address: the value, `x` for none, before the key; the key alone when the order is by key.
pub fn place_text(order: Order, facts: &CaseFacts) -> String {
    let spot = order.spot(facts);
    let key = format!("{}.{}", facts.court.0, facts.stream.0);
    match (order.sort, spot.value) {
        (Sort::Key, _) => key,
        (_, None) => format!("x.{key}"),
        (_, Some(value)) => format!("{value}.{key}"),
    }
}

fn unreadable() -> Fault {
    Fault::unclear("翻页的位置不能读", "请从列表首页重新翻页。")
}

/// The place an address gives, as written; whether a case stands there is not looked at.
fn spot_of(order: Order, text: &str) -> Result<Option<Spot>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let key = |text: &str| -> Option<Key> {
        let (court, stream) = text.split_once('.')?;
        let court = court::court(CourtId(court.parse().ok()?))?.id;
        Some((court, Stream(stream.parse().ok().filter(|stream: &i64| *stream > 0)?)))
    };
    let spot = || match order.sort {
        Sort::Key => Some(Spot { value: None, key: key(text)? }),
        _ => {
            let (value, rest) = text.split_once('.')?;
            let value = if value == "x" { None } else { Some(value.parse().ok()?) };
            Some(Spot { value, key: key(rest)? })
        }
    };
    spot().map(Some).ok_or_else(unreadable)
}

impl Source {
    /// The place after which a page begins. One where no case stands, or no longer stands, is said to be stale.
    pub async fn place(&self, order: Order, text: &str) -> Result<Option<Spot>, Fault> {
        let Some(spot) = spot_of(order, text.trim())? else { return Ok(None) };
        let facts = self.facts(spot.key.0, spot.key.1).await?;
        if facts.is_none_or(|facts| order.spot(&facts) != spot) {
            return Err(Fault::unclear(
                "翻页的位置已经变化，或者不是本站给出的",
                "列表在翻页时有了新的记录。请从列表首页重新翻页。",
            ));
        }
        Ok(Some(spot))
    }

    /// A page of the cases that a filter chooses.
    pub(super) async fn list_chosen(
        &self,
        chosen: Chosen,
        order: Order,
        after: Option<Spot>,
        page: usize,
    ) -> Result<Listing, Fault> {
        let words = chosen.words.iter().map(|(_, words)| words.clone()).collect();
        let ends = self.ends().await?;
        let picked = self.roll.pick(&ends.logs, &chosen.filter, (order, after), page + 1).await.map_err(failed)?;
        let (mut cases, total) = match picked {
            Some(picked) => (self.docket.facts_of(&picked.keys).await.map_err(failed)?, Some(picked.total)),
            None => self.list_stored(chosen.filter, order, after, page).await?,
        };
        let more = cases.len() > page;
        cases.truncate(page);
        Ok(Listing { cases, more, total, words, notice: None, adds: None, less: None, entries: ends.size })
    }

    /// The same from the store, for filters that ask for more than the roll has.
    async fn list_stored(
        &self,
        filter: CaseFilter,
        order: Order,
        after: Option<Spot>,
        page: usize,
    ) -> Result<(Vec<CaseFacts>, Option<i64>), Fault> {
        let limit = i64::try_from(page + 1).unwrap_or(i64::MAX);
        let cases = self.docket.list_ordered(&filter, order, after, limit).await.map_err(failed)?;
        let total = match after {
            None if cases.len() <= page => i64::try_from(cases.len()).ok(),
            _ => self.count(filter).await?,
        };
        Ok((cases, total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_and_a_place_in_it_are_read_or_said_to_be_wrong() {
        let order = |text: &str| order_of(&BTreeMap::from([("sort".to_owned(), text.to_owned())]), Day(9));
        assert_eq!(order(""), Ok(Order::default()));
        assert_eq!(order("-running"), Ok(Order { sort: Sort::Running(Day(9)), descending: true }));
        for wrong in ["x", "-", "--amount", "stream"] {
            assert!(matches!(order(wrong), Err(Fault::Unclear { .. })), "{wrong}");
        }
        let amount = Order { sort: Sort::Amount, descending: false };
        assert_eq!(spot_of(Order::default(), ""), Ok(None));
        let key = (CourtId(3), Stream(120));
        assert_eq!(spot_of(Order::default(), "3.120"), Ok(Some(Spot { value: None, key })));
        assert_eq!(spot_of(amount, "-7.3.120"), Ok(Some(Spot { value: Some(-7), key })));
        assert_eq!(spot_of(amount, "x.3.120"), Ok(Some(Spot { value: None, key })));
        for forged in ["3", "3.0", "999.1", "3.-1", "3.1.1.1", "y.3.1", "3.99999999999999999999", "3.120"] {
            assert!(spot_of(amount, forged).is_err(), "{forged}");
        }
    }
}
