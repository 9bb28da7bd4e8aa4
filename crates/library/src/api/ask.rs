//! The parameters of a request, read with all their faults at once. A name that is not known is a fault too.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::RangeInclusive;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use frame::problem::{ParameterFault, Problem};
use law::day::Day;

/// Characters of a name that is told back.
const TOLD: usize = 40;

/// The parameters under way.
#[derive(Debug, Default)]
pub struct Ask {
    pairs: BTreeMap<String, String>,
    faults: Vec<ParameterFault>,
}

impl<S: Send + Sync> FromRequestParts<S> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Ask, Infallible> {
        Ok(match Query::<Vec<(String, String)>>::from_request_parts(parts, state).await {
            Ok(Query(pairs)) => Ask::of(pairs),
            Err(_) => {
                let fault = ParameterFault::new("", "查询部分不能读", "请写作 名称=值，用 & 相连。");
                Ask { faults: vec![fault], ..Ask::default() }
            }
        })
    }
}

impl Ask {
    /// The parameters of a query.
    pub fn of(pairs: Vec<(String, String)>) -> Ask {
        let mut ask = Ask::default();
        for (name, value) in pairs {
            if ask.pairs.insert(name.clone(), value).is_some() {
                ask.fault(&told(&name), "同一参数给了两次", "每个参数只写一次。");
            }
        }
        ask
    }

    /// Notes a fault.
    pub fn fault(&mut self, name: &str, detail: impl Into<String>, instead: impl Into<String>) {
        self.faults.push(ParameterFault::new(name, detail, instead));
    }

    /// The value of a name; none where it is not given, and a fault where it is given empty or too long.
    pub fn text(&mut self, name: &str, longest: usize) -> Option<String> {
        let value = self.pairs.remove(name)?;
        let value = value.trim();
        if value.is_empty() {
            self.fault(name, format!("参数 {name} 是空的"), "不用的参数不要写。");
        } else if value.chars().nth(longest).is_some() {
            self.fault(name, "参数值过长", format!("请写 {longest} 个字以内。"));
        } else {
            return Some(value.to_owned());
        }
        None
    }

    /// A value that must be given.
    pub fn needed<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.faults.iter().any(|fault| fault.parameter == name) {
            self.fault(name, format!("缺少参数 {name}"), "这个参数必须给出。");
        }
        value
    }

    /// One of those that have a name.
    pub fn named<T: Copy>(&mut self, name: &str, all: &[(T, &'static str)]) -> Option<T> {
        let value = self.text(name, TOLD)?;
        let found = all.iter().find(|(_, word)| *word == value).map(|(one, _)| *one);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|(_, word)| *word).collect();
            self.fault(name, format!("没有“{value}”"), format!("可以写：{}。", words.join("、")));
        }
        found
    }

    /// A day.
    pub fn day(&mut self, name: &str) -> Option<Day> {
        let value = self.text(name, TOLD)?;
        let day = day(&value);
        if day.is_none() {
            self.fault(name, format!("“{value}”不是日期"), "日期写作 2020-03-02。");
        }
        day
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, name: &str, bounds: RangeInclusive<usize>) -> Option<usize> {
        let value = self.text(name, TOLD)?;
        let number = value.parse::<usize>().ok().filter(|number| bounds.contains(number));
        if number.is_none() {
            let (low, high) = (bounds.start(), bounds.end());
            self.fault(name, format!("“{value}”不是可用的整数"), format!("应为 {low} 至 {high} 的整数。"));
        }
        number
    }

    /// All faults so far, and every name that was never asked for.
    ///
    /// # Errors
    /// Where there are any.
    pub fn done(mut self) -> Result<(), Problem> {
        for name in std::mem::take(&mut self.pairs).into_keys() {
            let name = told(&name);
            self.fault(&name, format!("没有名为“{name}”的参数"), "可用的参数见 /api。");
        }
        if self.faults.is_empty() { Ok(()) } else { Err(Problem::unclear(self.faults)) }
    }
}

/// A day as it is written in addresses, `2020-03-02` and nothing else.
pub fn day(text: &str) -> Option<Day> {
    Day::parse(text).filter(|day| day.to_string() == text)
}

fn told(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(TOLD).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_told_at_once() {
        let pairs = [("q", "长".repeat(10_000)), ("on", "2020-02-30".into()), ("limit", "0".into()), ("x", "1".into())];
        let twice = [("kind", "法律".to_owned()), ("kind", "宪法".to_owned()), ("law", "  ".to_owned())];
        let mut ask = Ask::of(pairs.into_iter().chain(twice).map(|(name, value)| (name.to_owned(), value)).collect());
        let q = ask.text("q", 4_000);
        ask.needed("q", q);
        ask.day("on");
        ask.whole("limit", 1..=200);
        ask.text("law", 200);
        ask.text("kind", 9);
        let problem = serde_json::to_value(ask.done().unwrap_err()).unwrap();
        let names: Vec<&str> =
            problem["faults"].as_array().unwrap().iter().map(|fault| fault["parameter"].as_str().unwrap()).collect();
        assert_eq!(names, ["kind", "q", "on", "limit", "law", "x"]);
        assert!(problem["detail"].as_str().unwrap().len() < 2_000);
    }

    #[test]
    fn a_day_is_written_in_one_way() {
        assert!(day("2020-02-29").is_some());
        for text in ["2020-2-29", "20200229", "2020-02-30", "2020-02-29T10:00", "+002020-02-29", "昨天", ""] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
