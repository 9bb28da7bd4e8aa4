//! Charts as data: whole numbers with the words printed beside them. How they are drawn is `drawing`'s business.

use crate::text::printable;

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chart {
    /// Bars and a line by month.
    Months(Months),
    /// Horizontal bars, one a row.
    Bars {
        /// Caption: the answer the chart gives.
        caption: String,
        /// Rows from the top.
        bars: Vec<Bar>,
        /// Reference interval, in the bars' own measure: lower and upper bound, either open.
        interval: (Option<i64>, Option<i64>),
    },
    /// A two-dimensional code.
    Code(Code),
}

/// A square of dark and light modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Caption: what the code holds.
    pub caption: String,
    /// Modules on a side, the light margin among them.
    pub side: i64,
    /// Dark modules that stand beside each other: row, first of them, how many.
    pub runs: Vec<(i64, i64, i64)>,
}

/// Two rows of bars and, if wanted, a line, over named places on one scale that begins at zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Months {
    /// Caption: the answer the chart gives.
    pub caption: String,
    /// Unit of the scale.
    pub unit: String,
    /// Names of the places, such as 1月.
    pub places: Vec<String>,
    /// Bars, side by side.
    pub bars: Vec<Series>,
    /// A line over them.
    pub line: Option<Series>,
}

/// A named row of numbers, one a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Name.
    pub name: String,
    /// Numbers.
    pub values: Vec<i64>,
}

/// A horizontal bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Name.
    pub name: String,
    /// Length.
    pub value: i64,
    /// The number as printed.
    pub printed: String,
}

impl Chart {
    /// The caption.
    pub fn caption(&self) -> &str {
        match self {
            Chart::Months(months) => &months.caption,
            Chart::Bars { caption, .. } => caption,
            Chart::Code(code) => &code.caption,
        }
    }

    /// The chart fit to print, under the caption made of its own.
    pub(crate) fn printable(&self, caption: impl FnOnce(&str) -> String) -> Chart {
        let caption = caption(&printable(self.caption()));
        let series = |one: &Series| Series { name: printable(&one.name), values: one.values.clone() };
        match self {
            Chart::Months(months) => Chart::Months(Months {
                caption,
                unit: printable(&months.unit),
                places: months.places.iter().map(|place| printable(place)).collect(),
                bars: months.bars.iter().map(series).collect(),
                line: months.line.as_ref().map(series),
            }),
            Chart::Bars { bars, interval, .. } => {
                let bar =
                    |bar: &Bar| Bar { name: printable(&bar.name), value: bar.value, printed: printable(&bar.printed) };
                Chart::Bars { caption, bars: bars.iter().map(bar).collect(), interval: *interval }
            }
            Chart::Code(code) => Chart::Code(Code { caption, ..code.clone() }),
        }
    }

    /// The chart in words, for who cannot see it.
    pub(crate) fn told(&self) -> String {
        match self {
            Chart::Months(months) => {
                let rows = months.bars.iter().chain(&months.line).map(|series| {
                    let points = months.places.iter().zip(&series.values).map(|(place, n)| format!("{place}{n}"));
                    format!("{}（{}）：{}", series.name, months.unit, points.collect::<Vec<_>>().join("、"))
                });
                format!("{}。{}。", months.caption, rows.collect::<Vec<_>>().join("；"))
            }
            Chart::Bars { caption, bars, .. } => {
                let rows: Vec<_> = bars.iter().map(|bar| format!("{}{}", bar.name, bar.printed)).collect();
                format!("{caption}。{}。", rows.join("、"))
            }
            Chart::Code(code) => format!("{}。", code.caption),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_says_every_number_in_words() {
        let series = |name: &str, values: &[i64]| Series { name: name.to_owned(), values: values.to_vec() };
        let months = Chart::Months(Months {
            caption: "各月收结".to_owned(),
            unit: "件".to_owned(),
            places: vec!["1月".to_owned(), "2月".to_owned()],
            bars: vec![series("新收", &[10, 20])],
            line: Some(series("未结", &[3, 4])),
        });
        assert_eq!(months.told(), "各月收结。新收（件）：1月10、2月20；未结（件）：1月3、2月4。");
        let bar = Bar { name: "沈阳".to_owned(), value: 9312, printed: "93.12%".to_owned() };
        let bars = Chart::Bars { caption: "结案率".to_owned(), bars: vec![bar], interval: (None, None) };
        assert_eq!(bars.printable(|caption| format!("图1 {caption}")).told(), "图1 结案率。沈阳93.12%。");
    }
}
