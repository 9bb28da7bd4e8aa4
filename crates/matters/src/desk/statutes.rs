//! From a matter to the law (查法律): the law as it read on the day of the facts, else on the day the papers arrived.

use court::filing::Matter;
use frame::format::day_text;
use law::complaint::Complaint;
use law::day::Day;
use law::elements::day_of_facts;

use hall::page::{Block, Text};

/// The way to the law of the day, and which day it is.
pub fn statutes(matter: &Matter, filled: Option<&Complaint>) -> Block {
    let cause = |filled: &Complaint| law::cause::by_name(&filled.cause).map(|cause| cause.id);
    let facts = filled.and_then(|filled| day_of_facts(cause(filled), &filled.answers));
    let (told, address) = way(facts, matter.case.facts.received_day);
    Block::Note("plain", vec![Text::link("查法律", address), Text::from(told).looking("muted")])
}

/// What is said of the day, and the address of the search.
fn way(facts: Option<Day>, received: Day) -> (String, String) {
    match facts {
        Some(day) => (
            format!("按事实发生的 {} 有效的法律，打开以后可以改日期。", day_text(day)),
            format!("/laws?on={day}&of=facts.{day}"),
        ),
        None => (
            format!(
                "没有可用的事实发生日期，先按法院收到材料的 {} 有效的法律，打开以后可以改日期。",
                day_text(received)
            ),
            format!("/laws?on={received}&of=filing.{received}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_the_facts_goes_before_that_of_the_papers() {
        let day = |text: &str| Day::parse(text).unwrap();
        let (told, address) = way(Some(day("2019-05-01")), day("2020-03-02"));
        assert!(told.contains("事实发生的 2019年5月1日"), "{told}");
        assert_eq!(address, "/laws?on=2019-05-01&of=facts.2019-05-01");
        let (told, address) = way(None, day("2020-03-02"));
        assert!(told.contains("收到材料的 2020年3月2日"), "{told}");
        assert_eq!(address, "/laws?on=2020-03-02&of=filing.2020-03-02");
    }
}
