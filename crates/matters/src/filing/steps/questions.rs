//! The questions of the cause as fields, and the answers read back as they were typed.

use law::complaint::{Complaint, cause_of};
use law::elements::{self, Kind as Asks, Question};

use hall::form::{Field, Kind, Sent};

pub(super) fn fields(complaint: &Complaint) -> Vec<Field> {
    elements::questions(cause_of(complaint)).map(|question| field(complaint, question)).collect()
}

fn field(complaint: &Complaint, question: &Question) -> Field {
    let choices = |all: Vec<(&str, &str)>| {
        Kind::Choice(all.into_iter().map(|(value, zh)| (value.to_owned(), zh.to_owned())).collect())
    };
    let kind = match question.kind {
        Asks::Yes => choices(vec![("yes", "是，有"), ("no", "不是，没有")]),
        Asks::Choice => choices(question.choices.iter().map(|one| (one.as_str(), one.as_str())).collect()),
        Asks::Date => Kind::Day,
        Asks::Money | Asks::Number => Kind::Line("decimal", "off"),
        Asks::Text => Kind::Text(2),
    };
    let unit = if question.kind == Asks::Money { "（元）" } else { "" };
    let mut field = Field::new(name(&question.id), format!("{}{unit}", question.ask), kind)
        .hint(question.help.as_str())
        .holding(complaint.answers.get(&question.id).map_or("", String::as_str));
    field.needed = question.needed;
    field.when = condition(&question.when);
    field
}

fn name(id: &str) -> String {
    format!("answers.{id}")
}

/// A condition of the list as one of a field.
fn condition(when: &str) -> String {
    match (when.split_once('='), when.strip_prefix('!')) {
        (Some((id, choice)), _) => format!("{}={choice}", name(id)),
        (None, Some(id)) => format!("{}=no", name(id)),
        (None, None) if when.is_empty() => String::new(),
        (None, None) => format!("{}=yes", name(when)),
    }
}

/// Keeps what was typed: also the answer to a question that is no longer asked, in case it is asked again.
pub(super) fn take(complaint: &mut Complaint, sent: &Sent) {
    complaint.own_words = sent.ticked("own_words");
    for question in elements::questions(cause_of(complaint)) {
        let given = sent.get(&name(&question.id)).unwrap_or("");
        complaint.answers.insert(question.id.clone(), given.to_owned());
    }
}
