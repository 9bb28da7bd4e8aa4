//! A term of an indicator: which matters of a period it counts, or what it adds up over them.

use crate::condition::{self, Sets};

/// Which matters belong to a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Attribution {
    /// The day of this month column lies in it.
    Point(&'static str),
    /// In stock since the month of the first column: open at some moment of the period.
    Pending,
    /// Open when it ends.
    Open,
    /// Open when it begins.
    Carried,
    /// Open when it ends, and by then past the month of this column.
    Past(&'static str),
}

/// Every attribution by its word in the indicator file.
pub(crate) const ATTRIBUTIONS: &[(&str, Attribution)] = &[
    ("accepted", Attribution::Point("accepted_month")),
    ("closed", Attribution::Point("closed_month")),
    ("effective", Attribution::Point("effective_month")),
    ("received", Attribution::Point("received_month")),
    ("appealed", Attribution::Point("appealed_month")),
    ("outcome", Attribution::Point("outcome_month")),
    ("archived", Attribution::Point("archived_month")),
    ("pending", Attribution::Pending),
    ("open", Attribution::Open),
    ("carried", Attribution::Carried),
    ("open6", Attribution::Past("aged6_month")),
    ("open12", Attribution::Past("aged12_month")),
    ("open18", Attribution::Past("aged18_month")),
    ("open24", Attribution::Past("aged24_month")),
    ("open36", Attribution::Past("aged36_month")),
    ("overdue", Attribution::Past("overdue_month")),
];

impl Attribution {
    /// The months of the rows one scan reads: from this column to `left_month`, or just this column.
    pub(crate) const fn first_column(self) -> &'static str {
        match self {
            Attribution::Point(column) | Attribution::Past(column) => column,
            Attribution::Pending | Attribution::Open | Attribution::Carried => "accepted_month",
        }
    }

    /// Whether rows belong to every month between two columns and not to one.
    pub(crate) const fn is_stock(self) -> bool {
        !matches!(self, Attribution::Point(_))
    }

    /// The condition on rows for the months `from..=to`, with columns `first` and `left`.
    pub(crate) fn within(self, first: &str, left: &str, from: &str, to: &str) -> String {
        match self {
            Attribution::Point(_) => format!("{first} BETWEEN {from} AND {to}"),
            Attribution::Pending => format!("{first} <= {to} AND {left} >= {from}"),
            Attribution::Open | Attribution::Past(_) => format!("{first} <= {to} AND {left} > {to}"),
            Attribution::Carried => format!("{first} < {from} AND {left} >= {from}"),
        }
    }
}

impl Attribution {
    /// The same of one month, for a matter that came in month `first` and left in month `left`.
    pub(crate) const fn holds(self, month: i64, first: i64, left: i64) -> bool {
        match self {
            Attribution::Point(_) => first == month,
            Attribution::Pending => first <= month && left >= month,
            Attribution::Open | Attribution::Past(_) => first <= month && left > month,
            Attribution::Carried => first < month && left >= month,
        }
    }
}

/// What a term counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Counted {
    /// Matters.
    Matters {
        /// Which belong to a period.
        on: Attribution,
        /// What all terms of the indicator ask for, when it is more than kinds of case.
        profile: Option<String>,
        /// The kinds of case among which it counts: a condition on type words alone.
        family: Option<String>,
        /// Condition over columns, sets put in.
        condition: Option<String>,
        /// What is added up; without it, the matters are counted.
        sum: Option<String>,
    },
    /// Entries of a kind, from the tallies; `total` adds up their quantities.
    Entries {
        /// Kind of entry.
        kind: String,
        /// Quantities instead of the number of entries.
        total: bool,
    },
}

/// A term with its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// Taken away.
    pub(crate) less: bool,
    /// What it counts.
    pub(crate) counted: Counted,
}

/// Reads a term; `profile` is the condition all its matters must also meet.
pub(crate) fn read(text: &str, profile: Option<&str>, sets: &Sets, columns: &[&str]) -> Result<Term, String> {
    let text = text.trim();
    let (less, text) = match text.strip_prefix("less ") {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let counted = match text.strip_prefix("tally ") {
        Some(rest) => entries(rest)?,
        None => matters(text, profile, sets, columns)?,
    };
    Ok(Term { less, counted })
}

fn entries(text: &str) -> Result<Counted, String> {
    let (kind, of) = text.trim().split_once(' ').ok_or_else(|| format!("“tally {text}”缺少 n 或 total"))?;
    let total = match of.trim() {
        "n" => false,
        "total" => true,
        other => return Err(format!("“tally {kind}”只能取 n 或 total，不能取“{other}”")),
    };
    let known = law::life::event::Event::KINDS.iter().chain(law::life::office::OfficeAct::KINDS);
    if !known.clone().any(|(one, _)| *one == kind) {
        return Err(format!("没有“{kind}”这种记录"));
    }
    Ok(Counted::Entries { kind: kind.to_owned(), total })
}

fn matters(text: &str, profile: Option<&str>, sets: &Sets, columns: &[&str]) -> Result<Counted, String> {
    let (sum, text) = match text.strip_prefix("sum ") {
        Some(rest) => {
            let (sum, rest) = rest.split_once(" of ").ok_or_else(|| format!("“{text}”缺少 of"))?;
            (Some(condition::expand(sum, &Sets::new(), columns)?), rest)
        }
        None => (None, text),
    };
    let (word, given) = match text.split_once(" where ") {
        Some((word, given)) => (word.trim(), Some(condition::expand(given, sets, columns)?)),
        None => (text.trim(), None),
    };
    let on = ATTRIBUTIONS.iter().find(|(name, _)| *name == word).map(|(_, on)| *on);
    let on = on.ok_or_else(|| format!("没有“{word}”这种归属方式"))?;
    let of_words = |text: &&str| {
        let names =
            text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|name| columns.contains(name));
        names.clone().count() > 0 && names.clone().all(|name| name == "word")
    };
    if let Some(family) = profile.filter(of_words) {
        return Ok(Counted::Matters { on, profile: None, family: Some(family.to_owned()), condition: given, sum });
    }
    let (family, rest) = match given.as_deref().map(first_conjunct) {
        Some((first, rest)) if of_words(&first) => (Some(first.to_owned()), rest),
        _ => (None, given.as_deref()),
    };
    let condition = rest.map(str::to_owned);
    Ok(Counted::Matters { on, profile: profile.map(str::to_owned), family, condition, sum })
}

/// A condition split after its first bracketed set, when all of it is joined by AND.
fn first_conjunct(text: &str) -> (&str, Option<&str>) {
    let mut depth = 0_i32;
    let mut first_end = None;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        let rest = text.get(at..).unwrap_or_default();
        if depth == 0 && rest.starts_with(" OR ") {
            return ("", None);
        }
        if depth == 0 && c == ')' && first_end.is_none() && text.starts_with('(') {
            first_end = Some(at + 1);
        }
    }
    let Some((first, rest)) = first_end.and_then(|end| text.split_at_checked(end)) else { return ("", None) };
    match rest.strip_prefix(" AND ") {
        Some(rest) => (first, Some(rest)),
        None if rest.is_empty() => (first, None),
        None => ("", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["word", "closed_day", "accepted_day"];

    fn term(text: &str) -> Result<Term, String> {
        read(text, Some("accepted_day > 0"), &Sets::from([("civil".to_owned(), "word = 301".to_owned())]), COLUMNS)
    }

    #[test]
    fn a_term_is_read_with_its_parts() {
        let read = term("less sum closed_day - accepted_day of closed where civil AND word < 400").unwrap();
        assert!(read.less);
        let counted = Counted::Matters {
            on: Attribution::Point("closed_month"),
            profile: Some("accepted_day > 0".to_owned()),
            family: Some("(word = 301)".to_owned()),
            condition: Some("word < 400".to_owned()),
            sum: Some("closed_day - accepted_day".to_owned()),
        };
        assert_eq!(read.counted, counted);
        let tally = term("tally hearing.held.v1 total").unwrap();
        assert_eq!(tally.counted, Counted::Entries { kind: "hearing.held.v1".to_owned(), total: true });
    }

    #[test]
    fn a_family_is_a_condition_on_words_that_all_else_adds_to() {
        for (text, first) in [
            ("(word = 301) AND closed_day > 3", ("(word = 301)", Some("closed_day > 3"))),
            ("(word = 301)", ("(word = 301)", None)),
            ("(word = 301) OR closed_day > 3", ("", None)),
            ("(word = 301) AND closed_day > 3 OR word = 2", ("", None)),
            ("NOT (word = 301) AND closed_day > 3", ("", None)),
        ] {
            assert_eq!(first_conjunct(text), first, "{text}");
        }
    }

    #[test]
    fn a_term_that_says_nothing_known_is_refused() {
        for (text, says) in [
            ("finished", "finished"),
            ("closed where colour = 3", "colour"),
            ("sum days of closed", "days"),
            ("sum closed_day closed", "of"),
            ("tally hearing.held.v1", "n 或 total"),
            ("tally hearing.held.v1 mean", "mean"),
            ("tally hearing.sung.v1 n", "hearing.sung.v1"),
        ] {
            assert!(term(text).unwrap_err().contains(says), "{text}");
        }
    }

    #[test]
    fn a_period_holds_its_matters() {
        assert_eq!(Attribution::Pending.within("a", "b", "1", "12"), "a <= 12 AND b >= 1");
        assert_eq!(Attribution::Open.within("a", "b", "1", "12"), "a <= 12 AND b > 12");
        assert_eq!(Attribution::Carried.within("a", "b", "3", "3"), "a < 3 AND b >= 3");
    }
}
