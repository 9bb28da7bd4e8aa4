//! Medians: the middle of what an indicator of means adds up, by group.

use std::collections::BTreeMap;

use crate::compute::{self, Stats};
use crate::definition::Indicator;
use crate::error::StatsError;
use crate::filter::{By, FigureFilter, Scope};
use crate::listing::{matters, whole};
use crate::sql;
use crate::term::Counted;

impl Stats {
    /// The median in hundredths of what an indicator of means averages, by a group of the year; groups with nothing to
    /// average are left out. The key of a group is that of its filter; one without cause or judge has key 0.
    ///
    /// # Errors
    /// An indicator that is not the mean of one sum.
    pub async fn medians(&self, indicator: &str, by: By, scope: &Scope) -> Result<BTreeMap<i64, i64>, StatsError> {
        let filter = FigureFilter {
            indicator: indicator.into(),
            year: self.period().year,
            convention: self.period().convention,
            ..FigureFilter::default()
        };
        let one = self.indicator_of(&filter)?;
        let (sum, condition) = self.averaged(one)?;
        let key = by.column().unwrap_or("0");
        let mut all = sql::scoped(scope);
        all.push(condition);
        let text = format!(
            "SELECT COALESCE(CAST({key} AS BIGINT), 0) AS k, CAST({sum} AS BIGINT) AS n FROM facts WHERE {}",
            all.join(" AND ")
        );
        let mut groups: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for batch in compute::ask(self.context(), &text).await? {
            for (key, n) in whole(&batch, "k")?.into_iter().zip(whole(&batch, "n")?) {
                if let (Some(key), Some(n)) = (key, n) {
                    groups.entry(key).or_default().push(n);
                }
            }
        }
        Ok(groups.into_iter().filter_map(|(key, mut values)| Some((key, middle(&mut values)?))).collect())
    }

    /// What an indicator of means averages, and over which matters of the year.
    fn averaged(&self, indicator: &Indicator) -> Result<(String, String), StatsError> {
        let wrong = || StatsError::Unknown(format!("“{}”的中位数：它不是一个平均数", indicator.id));
        let [term] = indicator.numerator.as_slice() else { return Err(wrong()) };
        let Counted::Matters { sum: Some(sum), .. } = &term.counted else { return Err(wrong()) };
        let condition = matters(term, self.period(), (1, 12)).ok_or_else(wrong)?;
        Ok((sql::dated(sum, self.period()), condition))
    }
}

/// The middle of the values in hundredths; of an even number, half way between the two in the middle.
fn middle(values: &mut [i64]) -> Option<i64> {
    values.sort_unstable();
    let last = values.len().checked_sub(1)?;
    let (low, high) = (values.get(last / 2)?, values.get(last.div_ceil(2))?);
    Some((low + high) * 50)
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        assert_eq!(middle(&mut []), None);
        assert_eq!(middle(&mut [7]), Some(700));
        assert_eq!(middle(&mut [9, 1]), Some(500));
        assert_eq!(middle(&mut [4, 1, 2]), Some(200));
        assert_eq!(middle(&mut [4, 1, 2, 3]), Some(250));
    }
}
