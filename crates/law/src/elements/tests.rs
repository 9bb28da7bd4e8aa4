//! The lists hold together, and what follows from answers.

use super::*;
use crate::cause::by_name;

fn id(name: &str) -> Option<CauseId> {
    by_name(name).map(|cause| cause.id)
}

fn answers(given: &[(&str, &str)]) -> Answers {
    given.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect()
}

fn today() -> Day {
    Day::new(2020, 3, 2).unwrap()
}

const LOAN: [(&str, &str); 13] = [
    ("lent", "100000"),
    ("lent_on", "2019-05-01"),
    ("paid_by", "银行转账"),
    ("paper", "借条"),
    ("interest", "yes"),
    ("rate", "12"),
    ("interest_owed", "8,000"),
    ("has_due", "no"),
    ("part", "yes"),
    ("repaid", "20000"),
    ("owed", "80000.50"),
    ("sued_before", "no"),
    ("arbitration", "no"),
];

#[test]
fn forty_causes_have_a_list_of_their_own_under_their_name_in_force() {
    assert_eq!(own_lists().count(), 40);
    for list in own_lists() {
        let cause = by_name(&list.cause).unwrap();
        assert_eq!((cause.name, cause.family), (list.cause.as_str(), cause::Family::Civil));
        assert!(list.questions.len() >= 5, "{}", list.cause);
        assert!(!list.claims.is_empty() && !list.facts.is_empty(), "{}", list.cause);
        assert_eq!(of(Some(cause.id)), list);
    }
}

#[test]
fn a_cause_without_a_list_takes_that_of_what_it_is_part_of_or_the_general_one() {
    assert_eq!(of(id("分期付款买卖合同纠纷")).cause, "买卖合同纠纷");
    assert_eq!(of(id("法定继承纠纷")).cause, "继承纠纷");
    assert_eq!(of(id("商品房预售合同纠纷")).cause, "商品房预售合同纠纷", "its own before the wider one");
    assert_eq!(of(id("姓名权纠纷")).cause, "");
    assert_eq!(of(None).cause, "");
    let common = REGISTER.common.questions.len();
    for name in ["离婚纠纷", "姓名权纠纷"] {
        assert_eq!(questions(id(name)).count(), of(id(name)).questions.len() + common);
    }
}

#[test]
fn ids_of_a_list_do_not_meet_those_put_for_every_cause() {
    for list in own_lists().chain([&REGISTER.general]) {
        for common in &REGISTER.common.questions {
            assert!(list.questions.iter().all(|own| own.id != common.id), "{} {}", list.cause, common.id);
        }
    }
}

#[test]
fn a_list_that_does_not_hold_together_is_named() {
    let one = |more: &str| {
        let text = format!("[[list]]\ncause = ''\n{more}");
        load(&[&text, "[[list]]\ncause = '*'\nquestions = []"]).err().unwrap_or_default()
    };
    let question = "id = 'a', kind = 'yes', ask = '?'";
    assert!(one(&format!("questions = [{{ {question} }}, {{ {question} }}]")).contains("stands twice"));
    assert!(one("questions = [{ id = 'a', kind = 'yes', ask = '?', when = 'b' }]").contains("no earlier"));
    assert!(one("questions = [{ id = 'a', kind = 'choice', ask = '?' }]").contains("not whole"));
    assert!(one(&format!("questions = [{{ {question} }}]\nfacts = [{{ text = '{{b}}' }}]")).contains("names no"));
    assert!(
        one(&format!("questions = [{{ {question} }}]\nclaims = [{{ text = 'x', amount = 'a' }}]")).contains("names")
    );
    assert_eq!(one(&format!("questions = [{{ {question} }}]")), "");
    let unknown = "[[list]]\ncause = '没有这个案由'\nquestions = []";
    assert!(load(&[unknown]).err().unwrap().contains("no cause in force"));
}

#[test]
fn everything_needed_and_everything_wrong_is_named_at_once() {
    let loan = id("民间借贷纠纷");
    assert_eq!(check(loan, &answers(&LOAN), today()), []);
    let none: Vec<&str> = check(loan, &Answers::new(), today()).into_iter().map(|(id, _)| id).collect();
    let needed =
        ["lent", "lent_on", "paid_by", "paper", "interest", "has_due", "part", "owed", "sued_before", "arbitration"];
    assert_eq!(none, needed, "what depends on an answer is not asked before it");
    for (question, bad) in [
        ("lent", "十万"),
        ("lent", "-1"),
        ("lent", "99999999999999"),
        ("lent_on", "2020-03-03"),
        ("lent_on", "2019-02-30"),
        ("lent_on", "1899-12-31"),
        ("paid_by", "贝壳"),
        ("interest", "maybe"),
        ("rate", "1e9"),
        ("rate", "-3"),
        ("rate", "1.23456"),
    ] {
        let mut given = answers(&LOAN);
        given.insert(question.to_owned(), bad.to_owned());
        let wrong: Vec<&str> = check(loan, &given, today()).into_iter().map(|(id, _)| id).collect();
        // whoever does not say clearly whether there is interest is not asked for its rate
        assert_eq!(wrong, [question], "{bad}");
    }
}

#[test]
fn a_day_may_lie_ahead_only_where_the_question_says_so() {
    let given = |due: &str| {
        let mut all = answers(&LOAN);
        all.extend(answers(&[("has_due", "yes"), ("due", due)]));
        check(id("民间借贷纠纷"), &all, today())
    };
    assert_eq!(given("2021-05-01"), []);
    assert_eq!(given("2999-05-01").len(), 1);
}

#[test]
fn answers_no_longer_asked_for_are_kept_and_say_nothing() {
    let loan = id("民间借贷纠纷");
    let mut given = answers(&LOAN);
    given.insert("interest".to_owned(), "no".to_owned());
    given.insert("rate".to_owned(), "not a number".to_owned());
    assert_eq!(check(loan, &given, today()), []);
    assert!(claims(loan, &given).iter().all(|claim| !claim.text.contains("利息")));
    assert!(facts(loan, &given).contains("没有约定利息"));
}

#[test]
fn claims_and_facts_follow_from_the_answers() {
    let loan = id("民间借贷纠纷");
    let made = claims(loan, &answers(&LOAN));
    let made: Vec<(&str, Option<i64>)> =
        made.iter().map(|claim| (claim.text.as_str(), claim.amount.map(|amount| amount.0))).collect();
    assert_eq!(
        made,
        [
            ("判令被告偿还借款本金", Some(8_000_050)),
            ("判令被告支付截至起诉之日的利息", Some(800_000)),
            ("本案诉讼费由被告承担", None),
        ]
    );
    assert_eq!(
        facts(loan, &answers(&LOAN)),
        "2019年5月1日，被告向原告借款100000元，原告以银行转账的方式交付。双方写有借条。双方约定年利率为12%。\
         被告已经归还20000元。尚欠本金80000.50元，原告多次催要，被告至今没有归还。"
    );
    assert_eq!(facts(loan, &Answers::new()), "", "nothing is made of nothing");
    let zero = answers(&[("owed", "0")]);
    assert!(claims(loan, &zero).iter().all(|claim| claim.amount.is_none()), "nobody claims nothing");
}

#[test]
fn every_list_asks_its_questions_to_their_end_and_proposes_from_right_answers() {
    for list in own_lists().chain([&REGISTER.general]) {
        let cause = id(&list.cause);
        for yes in ["yes", "no"] {
            for last in [false, true] {
                let mut given = Answers::new();
                for question in questions(cause) {
                    let text = match question.kind {
                        Kind::Yes => yes,
                        Kind::Choice if last => question.choices.last().unwrap(),
                        Kind::Choice => &question.choices[0],
                        Kind::Date => "2019-05-01",
                        Kind::Money => "1000",
                        Kind::Number => "3",
                        Kind::Text => "某事",
                    };
                    given.insert(question.id.clone(), text.to_owned());
                }
                assert_eq!(check(cause, &given, today()), [], "{}", list.cause);
                let made = claims(cause, &given);
                assert!(made.iter().all(|claim| claim.text.chars().count() >= 4), "{}", list.cause);
                assert!(made.iter().any(|claim| claim.text != "本案诉讼费由被告承担"), "{} {yes} {last}", list.cause);
                let told = facts(cause, &given);
                assert!(told.chars().count() >= 20 && !told.contains('{') && !told.contains("。。"), "{told}");
            }
        }
    }
}

#[test]
fn hostile_answers_are_refused_and_never_stop_it() {
    let sale = id("买卖合同纠纷");
    for bad in ["长".repeat(10_000), "钢\u{202e}材".to_owned(), "钢\u{0}材".to_owned(), "钢\u{200b}材".to_owned()]
    {
        let wrong = check(sale, &answers(&[("goods", &bad)]), today());
        assert!(wrong.iter().any(|(id, sentence)| *id == "goods" && !sentence.starts_with("请回答")), "{wrong:?}");
        assert!(!facts(sale, &answers(&[("goods", &bad)])).contains('材'));
    }
    let braces = answers(&[("relation", "{since}"), ("since", "2019-05-01"), ("what", "{what}{")]);
    assert!(facts(None, &braces).contains("{since}"), "an answer is no template");
}

#[test]
fn the_day_of_the_facts_is_the_one_its_question_asks_for() {
    let loan = id("民间借贷纠纷");
    assert_eq!(day_of_facts(loan, &answers(&LOAN)), Day::new(2019, 5, 1));
    assert_eq!(day_of_facts(loan, &answers(&[("lent_on", "2019-02-30")])), None, "no such day");
    assert_eq!(day_of_facts(loan, &answers(&[])), None);
    assert_eq!(day_of_facts(id("离婚纠纷"), &answers(&[("married_on", "2010-05-01")])), None, "a state that lasts");
    assert_eq!(day_of_facts(None, &answers(&[("since", " 2020-01-05 ")])), Day::new(2020, 1, 5));
    // asked only of those who left
    let work = id("劳动合同纠纷");
    assert_eq!(day_of_facts(work, &answers(&[("left", "no"), ("left_on", "2020-01-05")])), None);
    assert_eq!(day_of_facts(work, &answers(&[("left", "yes"), ("left_on", "2020-01-05")])), Day::new(2020, 1, 5));
    let without: Vec<&str> = own_lists()
        .filter(|list| !list.questions.iter().any(|question| question.of_facts))
        .map(|list| list.cause.as_str())
        .collect();
    assert_eq!(without.len(), 2, "{without:?}");
}
