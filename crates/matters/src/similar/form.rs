//! The note of whoever tries a case, as a form, and read back: the facts so far, and the decision in mind.

use alike::{Draft, Note};
use search::cases::Ending;

use crate::filing::steps::money;
use hall::form::{Field, Form, Kind, Sent};

/// Longest term that can be in mind, in months.
const LONGEST: u32 = 300;

/// The endings a judge decides between, with their words in a form.
const ENDINGS: [(&str, Ending); 8] = [
    ("granted", Ending::Granted),
    ("partly", Ending::Partly),
    ("dismissed", Ending::Dismissed),
    ("rejected", Ending::Rejected),
    ("convicted", Ending::Convicted),
    ("acquitted", Ending::Acquitted),
    ("upheld", Ending::Upheld),
    ("changed", Ending::Changed),
];

/// The form, holding a note.
pub fn form(action: &str, saves: &str, csrf: &str, note: &Note) -> Form {
    let endings = ENDINGS.iter().map(|(word, ending)| ((*word).to_owned(), ending.name().to_owned()));
    let endings = std::iter::once((String::new(), "还没有".to_owned())).chain(endings).collect();
    let draft = note.draft.as_ref();
    let ending = draft.and_then(|draft| ENDINGS.iter().find(|(_, ending)| *ending == draft.ending));
    let amount = draft.and_then(|draft| draft.amount).map(|amount| amount.to_string().replace('¥', ""));
    let months = draft.and_then(|draft| draft.months).map(|months| months.to_string());
    let mut form = Form::new(action, csrf, "查找")
        .with(
            Field::new("facts", "查明的事实", Kind::Text(10))
                .hint("随写随存，只有您自己看得到；相近的案件随着事实更新。")
                .holding(note.facts.as_str()),
        )
        .with(
            Field::new("ending", "拟判结果", Kind::Select(endings))
                .hint("填了就与最相近的一百件比较，偏离时提醒。")
                .holding(ending.map_or("", |(word, _)| word)),
        )
        .with(
            Field::new("amount", "拟判金额（元）", Kind::Line("decimal", "off"))
                .holding(amount.unwrap_or_default())
                .when("ending=granted|partly|changed|convicted"),
        )
        .with(
            Field::new("months", "拟判刑期（月）", Kind::Line("numeric", "off"))
                .holding(months.unwrap_or_default())
                .when("ending=convicted|changed"),
        );
    form.saves = saves.to_owned();
    form
}

/// The note that was sent, and everything wrong with it.
pub fn taken(sent: &Sent) -> (Note, Vec<(String, String)>) {
    let mut wrong = Vec::new();
    let mut say = |field: &str, sentence: &str| wrong.push((field.to_owned(), sentence.to_owned()));
    let facts = sent.text("facts").replace("\r\n", "\n");
    if facts.chars().count() > alike::LONGEST {
        say("facts", &format!("最多 {} 个字，请只留下与判断有关的事实", alike::LONGEST));
    }
    let word = sent.text("ending");
    let ending = ENDINGS.iter().find(|(own, _)| *own == word).map(|(_, ending)| *ending);
    if ending.is_none() && !word.is_empty() {
        say("ending", "请从列出的结果里选一个");
    }
    let amount = sent.text("amount");
    let read = money(amount);
    if read.is_none() && !amount.is_empty() {
        say("amount", "金额只写数字，最多两位小数，例如 12345.60");
    }
    let months = sent.text("months");
    let term = months.parse::<u32>().ok().filter(|months| (1..=LONGEST).contains(months));
    if term.is_none() && !months.is_empty() {
        say("months", &format!("刑期写月数，1 至 {LONGEST}"));
    }
    let draft = ending.map(|ending| {
        let sums = matches!(ending, Ending::Granted | Ending::Partly | Ending::Changed | Ending::Convicted);
        let terms = matches!(ending, Ending::Convicted | Ending::Changed);
        Draft { ending, amount: read.filter(|_| sums), months: term.filter(|_| terms) }
    });
    (Note { facts, draft }, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::fen::Fen;

    fn sent(pairs: &[(&str, &str)]) -> Sent {
        Sent::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_note_is_read_back_as_it_was_sent() {
        let (note, wrong) =
            taken(&sent(&[("facts", " 借款未还 "), ("ending", "partly"), ("amount", "1,200.50"), ("months", "9")]));
        assert_eq!(wrong, []);
        let draft = note.draft.unwrap();
        assert_eq!((note.facts.as_str(), draft.amount, draft.months), ("借款未还", Some(Fen(120_050)), None));
        let form = form("/a", "/b", "c", &note);
        let value = |name: &str| form.fields.iter().find(|field| field.name == name).unwrap().value.clone();
        assert_eq!((value("ending").as_str(), value("amount").as_str()), ("partly", "1,200.50"));
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let long = "字".repeat(alike::LONGEST + 1);
        let (_, wrong) = taken(&sent(&[("facts", &long), ("ending", "x"), ("amount", "-3"), ("months", "9999")]));
        let names: Vec<&str> = wrong.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["facts", "ending", "amount", "months"]);
    }
}
