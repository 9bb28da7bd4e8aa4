//! Judgments of simulated cases, as texts: the facts of a case in the words of its cause, what was decided as the docket has
//! it. Nobody in them is real; the same case has the same text on every machine.

use std::sync::LazyLock;

use law::case_number::{CaseNumber, Word};
use law::cause;
use law::court::court;
use law::day::Day;
use law::life::codes::ClosingForm;
use law::life::facts::CaseFacts;
use serde::Deserialize;

use crate::chance::Chance;
use crate::persons::name;

/// What disputes of a cause are about.
#[derive(Debug, Deserialize)]
struct Matter {
    /// Name of the cause.
    cause: String,
    /// What the parties did: `{a}`, `{b}` stand for them, `{y}` for a year, `{m}` a month, `{n}` a sum, `{t}` a thing.
    facts: Vec<String>,
    /// What happened then.
    breach: Vec<String>,
    /// Things it can be about.
    things: Vec<String>,
    /// What the defendant says.
    defence: Vec<String>,
    /// Why the court decides as it does.
    reason: String,
    /// Articles relied on.
    articles: String,
    /// What is ordered, before the sum.
    orders: String,
}

/// The matters of `data/judgments.toml`.
static MATTERS: LazyLock<Vec<Matter>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct Table {
        matter: Vec<Matter>,
    }
    // the file is part of the program, and a test reads it
    toml::from_str::<Table>(include_str!("../../../data/judgments.toml"))
        .map_or_else(|_| Vec::new(), |table| table.matter)
});

fn pick<'a>(list: &'a [String], chance: &mut Chance) -> &'a str {
    let n = u64::try_from(list.len()).unwrap_or(1);
    usize::try_from(chance.below(n)).ok().and_then(|at| list.get(at)).map_or("", String::as_str)
}

/// A sum in yuan as judgments write it.
fn yuan(fen: i64) -> String {
    let yuan = fen / 100;
    match yuan {
        10_000.. if yuan % 10_000 == 0 => format!("{}万元", yuan / 10_000),
        _ => format!("{yuan}元"),
    }
}

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A day as judgments are dated: 二〇二〇年三月五日.
fn dated(day: Day) -> String {
    let text = day.to_string();
    let part = |at: usize| text.split('-').nth(at).unwrap_or("");
    let small = |number: &str| {
        let number: usize = number.parse().unwrap_or(0);
        let tens = match number / 10 {
            0 => String::new(),
            1 => "十".to_owned(),
            tens => format!("{}十", DIGITS.get(tens).unwrap_or(&"")),
        };
        let ones = number % 10;
        format!("{tens}{}", if ones == 0 { "" } else { DIGITS.get(ones).unwrap_or(&"") })
    };
    let year: String = part(0)
        .chars()
        .filter_map(|c| c.to_digit(10))
        .filter_map(|d| DIGITS.get(usize::try_from(d).ok()?))
        .copied()
        .collect();
    format!("{year}年{}月{}日", small(part(1)), small(part(2)))
}

/// Whether such cases have texts.
pub fn tells(name: &str) -> bool {
    MATTERS.iter().any(|matter| matter.cause == name)
}

/// The judgment of a civil case of first instance that was judged; none for others and for causes without words here.
pub fn judgment(seed: u64, facts: &CaseFacts) -> Option<String> {
    let named = facts.cause.and_then(cause::cause)?.name;
    let matter = MATTERS.iter().find(|matter| matter.cause == named)?;
    let (closed, own) = (facts.closed_day?, court(facts.court)?);
    let word = Word::by_code(facts.word).filter(|word| word.as_str() == "民初")?;
    if facts.closing != ClosingForm::Judged.code() {
        return None;
    }
    let number = CaseNumber::new(facts.year?, facts.court, word, facts.serial?).to_string();
    let stream = u64::try_from(facts.stream.0).unwrap_or(0);
    let mut chance = Chance::new(seed, &[77, u64::from(facts.court.0), stream]);
    let chance = &mut chance;
    let people: Vec<String> = (0..5).map(|_| name(chance)).collect();
    let [a, b, judge, clerk, agent] = people.as_slice() else { return None };
    let city = own.city;
    let claimed = if facts.amount.0 > 0 { facts.amount.0 } else { 2_000_000 };
    let granted = if chance.one_in(2, 3) { claimed / 100 * 100 } else { claimed * 7 / 1_000 * 100 };
    let outcome = chance.below(10);
    let year = i64::from(facts.year?) - 1;
    let month = 1 + chance.below(12);
    let thing = pick(&matter.things, chance);
    let told = |text: &str| {
        text.replace("{a}", a)
            .replace("{b}", b)
            .replace("{y}", &year.to_string())
            .replace("{m}", &month.to_string())
            .replace("{n}", &yuan(claimed))
            .replace("{t}", thing)
    };
    let (facts_found, breach) = (told(pick(&matter.facts, chance)), told(pick(&matter.breach, chance)));
    let defence = pick(&matter.defence, chance);
    let disposition = match outcome {
        0 => format!("驳回原告{a}的诉讼请求。"),
        1..=6 => format!("被告{b}于本判决生效之日起十日内{}{}。", told(&matter.orders), yuan(claimed)),
        _ => format!(
            "一、被告{b}于本判决生效之日起十日内{}{}；\n二、驳回原告{a}的其他诉讼请求。",
            told(&matter.orders),
            yuan(granted)
        ),
    };
    let (reason, held) = match outcome {
        0 => ("原告提供的证据不足以证明其主张的事实，应当承担举证不能的后果", "对原告的诉讼请求不予支持"),
        1..=6 => (matter.reason.as_str(), "原告的诉讼请求有事实和法律依据，本院予以支持"),
        _ => (matter.reason.as_str(), "对原告合理部分的请求，本院予以支持，超出部分没有依据"),
    };
    let street = 1 + chance.below(90);
    let phone = format!("1390000{:04}", chance.below(10_000));
    Some(format!(
        "{court}\n民 事 判 决 书\n{number}\n\
         原告：{a}，女，汉族，住{city}合成路{street}号，联系电话{phone}。\n\
         委托诉讼代理人：{agent}，辽宁合成律师事务所律师。\n\
         被告：{b}，男，汉族，住{city}合成小区{street}号楼。\n\
         原告{a}与被告{b}{named}一案，本院立案后依法适用简易程序，公开开庭进行了审理。本案现已审理终结。\n\
         原告{a}向本院提出诉讼请求：判令被告{b}{orders}{sum}；诉讼费由被告负担。事实和理由：{facts_found}{breach}\n\
         被告{b}辩称，{defence}\n\
         经审理查明，{facts_found}{breach}以上事实，有当事人陈述和书证在卷佐证，经过质证，本院予以确认。\n\
         本院认为，{reason}。{held}。被告的抗辩意见没有相应证据证明，本院不予采信。\
         依照{articles}，《中华人民共和国民事诉讼法》第一百四十四条规定，判决如下：\n{disposition}\n\
         案件受理费{fee}元，由败诉一方负担。\n\
         如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，上诉于上一级人民法院。\n\
         审　判　员　{judge}\n{date}\n书　记　员　{clerk}\n",
        court = own.name,
        orders = told(&matter.orders).replace("原告", ""),
        sum = yuan(claimed),
        articles = &matter.articles,
        fee = 50 + claimed / 100 / 50,
        date = dated(closed),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::fen::Fen;

    fn facts(cause: &str) -> CaseFacts {
        CaseFacts {
            court: law::court::by_code("辽0102").unwrap().id,
            stream: law::ids::Stream(9),
            word: Word::parse("民初").unwrap().code(),
            year: Some(2020),
            serial: Some(12),
            cause: cause::by_name(cause).map(|cause| cause.id),
            amount: Fen(5_000_000),
            closing: ClosingForm::Judged.code(),
            closed_day: Day::new(2020, 3, 25),
            ..CaseFacts::default()
        }
    }

    #[test]
    fn every_cause_with_words_has_a_judgment_and_always_the_same() {
        assert_eq!(MATTERS.len(), 6);
        for matter in MATTERS.iter() {
            let text = judgment(1, &facts(&matter.cause)).unwrap();
            assert_eq!(judgment(1, &facts(&matter.cause)).unwrap(), text);
            assert_ne!(judgment(2, &facts(&matter.cause)).unwrap(), text);
            assert!(tells(&matter.cause) && !text.contains('{'), "{text}");
            for part in ["（2020）辽0102民初12号", "二〇二〇年三月二十五日", "判决如下", "经审理查明", &matter.cause]
            {
                assert!(text.contains(part), "{part} in {text}");
            }
        }
    }

    #[test]
    fn what_was_not_judged_has_none() {
        assert_eq!(judgment(1, &facts("离婚纠纷")), None);
        assert_eq!(judgment(1, &CaseFacts { closed_day: None, ..facts("民间借贷纠纷") }), None);
        let mediated = CaseFacts { closing: ClosingForm::Mediated.code(), ..facts("民间借贷纠纷") };
        assert_eq!(judgment(1, &mediated), None);
    }

    #[test]
    fn days_and_sums_are_written_as_judgments_write_them() {
        assert_eq!(dated(Day::new(2020, 10, 30).unwrap()), "二〇二〇年十月三十日");
        assert_eq!(dated(Day::new(2019, 12, 11).unwrap()), "二〇一九年十二月十一日");
        assert_eq!((yuan(2_000_000).as_str(), yuan(123_400).as_str()), ("2万元", "1234元"));
    }
}
