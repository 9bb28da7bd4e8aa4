//! Forms: fields with what was typed and what is wrong with it, and reading what a browser sends. No rule stands here.

use std::collections::BTreeMap;

use frame::fault::Fault;

/// Bytes of a form at most.
pub const LARGEST: usize = 2 * 1024 * 1024;

/// What a field asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A line; the words are `inputmode` and `autocomplete`.
    Line(&'static str, &'static str),
    /// A line that is not shown.
    Secret(&'static str),
    /// Several lines.
    Text(u8),
    /// A day.
    Day,
    /// One of a list, as a drop-down.
    Select(Vec<(String, String)>),
    /// One of a list, all shown.
    Choice(Vec<(String, String)>),
    /// Yes or not said.
    Tick,
    /// A file; the words are what is accepted. The form is sent in parts then.
    File(&'static str),
    /// Sent along and not shown.
    Hidden,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name in the form.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// What helps to answer.
    pub hint: String,
    /// What it asks for.
    pub kind: Kind,
    /// What was typed.
    pub value: String,
    /// Must be filled in.
    pub needed: bool,
    /// What is wrong with it.
    pub wrong: String,
    /// The answer that makes it be asked, as `name=value`, `name=one|other`, or `name=+` for any; empty for always. Without
    /// script it stands there always, and what is not asked for is not looked at.
    pub when: String,
}

impl Field {
    /// A field of a kind.
    pub fn new(name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Field {
        Field {
            name: name.into(),
            label: label.into(),
            hint: String::new(),
            kind,
            value: String::new(),
            needed: false,
            wrong: String::new(),
            when: String::new(),
        }
    }

    /// Asked only after an answer: `name=value`.
    #[must_use]
    pub fn when(mut self, when: impl Into<String>) -> Field {
        self.when = when.into();
        self
    }

    /// The same under a condition of its own: hidden while there is no reason to ask, unless something is wrong with it.
    pub fn waits(&self) -> &str {
        if self.wrong.is_empty() { &self.when } else { "" }
    }

    /// A plain line.
    pub fn line(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(name, label, Kind::Line("text", "off"))
    }

    /// A hidden value.
    pub fn hidden(name: impl Into<String>, value: impl Into<String>) -> Field {
        Field::new(name, "", Kind::Hidden).holding(value)
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = hint.into();
        self
    }

    /// That must be filled in.
    #[must_use]
    pub fn needed(mut self) -> Field {
        self.needed = true;
        self
    }

    /// Holding a value.
    #[must_use]
    pub fn holding(mut self, value: impl Into<String>) -> Field {
        self.value = value.into();
        self
    }

    /// Which input element it is; empty for those that are none.
    pub fn input(&self) -> &'static str {
        match self.kind {
            Kind::Line(mode, _) if mode == "tel" || mode == "email" => mode,
            Kind::Line(..) => "text",
            Kind::Secret(_) => "password",
            Kind::Day => "date",
            _ => "",
        }
    }

    /// The word for `autocomplete`.
    pub fn remembered(&self) -> &'static str {
        match self.kind {
            Kind::Line(_, word) | Kind::Secret(word) => word,
            _ => "off",
        }
    }

    /// The word for `inputmode`.
    pub fn keyboard(&self) -> &'static str {
        match self.kind {
            Kind::Line(mode, _) => mode,
            _ => "text",
        }
    }
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Its heading; empty for none.
    pub title: String,
    /// Where it is sent.
    pub action: String,
    /// The token that shows it was made by this site for this session.
    pub csrf: String,
    /// Fields.
    pub fields: Vec<Field>,
    /// What the button says.
    pub button: String,
    /// What cannot be undone about it; empty for nothing.
    pub warning: String,
    /// A second button: its name and value, and what it says.
    pub second: Option<(String, String, String)>,
    /// Saved as it is typed: the address that takes it; empty for not.
    pub saves: String,
    /// The button is the one most want.
    pub quiet: bool,
    /// Questions stand apart from each other, one after the other.
    pub paced: bool,
}

impl Form {
    /// A form sent somewhere.
    pub fn new(action: impl Into<String>, csrf: &str, button: impl Into<String>) -> Form {
        Form { action: action.into(), csrf: csrf.to_owned(), button: button.into(), ..Form::default() }
    }

    /// Under a heading.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Form {
        self.title = title.into();
        self
    }

    /// With a field more.
    #[must_use]
    pub fn with(mut self, field: Field) -> Form {
        self.fields.push(field);
        self
    }

    /// Which says what cannot be undone.
    #[must_use]
    pub fn warning(mut self, warning: impl Into<String>) -> Form {
        self.warning = warning.into();
        self
    }

    /// Whose button is one of several.
    #[must_use]
    pub fn quiet(mut self) -> Form {
        self.quiet = true;
        self
    }

    /// With what was typed put back and what is wrong said beside it; a fault of no field stands in the summary alone.
    #[must_use]
    pub fn again(mut self, sent: &Sent, wrong: &[(String, String)]) -> Form {
        for field in &mut self.fields {
            let secret = matches!(field.kind, Kind::Secret(_) | Kind::Hidden);
            if let Some(value) = sent.get(&field.name).filter(|_| !secret) {
                field.value = value.to_owned();
            }
            let own = wrong.iter().filter(|(name, _)| *name == field.name).map(|(_, sentence)| sentence.as_str());
            field.wrong = own.collect::<Vec<_>>().join("；");
        }
        let known: Vec<String> = self.fields.iter().map(|field| field.name.clone()).collect();
        let loose = wrong.iter().filter(|(name, _)| !known.contains(name));
        for (name, sentence) in loose {
            let mut field = Field::hidden(format!("fault-{name}"), "");
            field.wrong = sentence.clone();
            self.fields.push(field);
        }
        self
    }

    /// Sent in parts, for it brings a file.
    pub fn in_parts(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.kind, Kind::File(_)))
    }

    /// Everything wrong: the field's name where there is one to go to, and the sentence.
    pub fn wrongs(&self) -> Vec<(String, String)> {
        let wrong = self.fields.iter().filter(|field| !field.wrong.is_empty());
        wrong
            .map(|field| {
                let shown = field.kind != Kind::Hidden;
                (if shown { field.name.clone() } else { String::new() }, field.wrong.clone())
            })
            .collect()
    }
}

/// What a browser sent, by name; a name sent several times holds all its values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent(BTreeMap<String, Vec<String>>);

impl Sent {
    /// Reads a form's body or an address's query.
    ///
    /// # Errors
    /// When it is not UTF-8 in percent-encoding.
    pub fn read(text: &str) -> Result<Sent, Fault> {
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = decoded(name)
                .zip(decoded(value))
                .ok_or_else(|| Fault::unclear("表单的内容不能读", "请返回上一页重新填写；内容应当是 UTF-8 文字。"))?;
            all.entry(name).or_default().push(value);
        }
        Ok(Sent(all))
    }

    /// Names and values as they came.
    pub fn of(pairs: Vec<(String, String)>) -> Sent {
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            all.entry(name).or_default().push(value);
        }
        Sent(all)
    }

    /// The first value under a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }

    /// The first value under a name without spaces around it; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or("").trim()
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !value.is_empty())
    }

    /// Names and first values.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, values)| Some((name.as_str(), values.first()?.as_str())))
    }
}

/// A part of a form, decoded; line ends are one character each.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let high = char::from(rest.next()?).to_digit(16)?;
                let low = char::from(rest.next()?).to_digit(16)?;
                bytes.push(u8::try_from(high * 16 + low).ok()?);
            }
            other => bytes.push(other),
        }
    }
    Some(String::from_utf8(bytes).ok()?.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_browsers_send_it() {
        let sent = Sent::read("name=%E5%BC%A0+%E4%B8%89&text=a%0D%0Ab&box=1&box=2&empty=&bare").unwrap();
        assert_eq!(sent.text("name"), "张 三");
        assert_eq!(sent.text("text"), "a\nb");
        assert_eq!(sent.get("box"), Some("1"));
        assert_eq!((sent.get("empty"), sent.get("bare"), sent.get("none")), (Some(""), Some(""), None));
        assert!(!sent.ticked("empty") && sent.ticked("box"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bad in ["a=%", "a=%4", "a=%zz", "a=%ff%fe"] {
            assert!(Sent::read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_was_typed_stays_and_every_fault_is_named() {
        let form = Form::new("/x", "t", "提交").with(Field::line("name", "姓名")).with(Field::new(
            "pin",
            "口令",
            Kind::Secret("off"),
        ));
        let sent = Sent::read("name=x&pin=secret").unwrap();
        let wrong = [("name".to_owned(), "太短".to_owned()), ("whole".to_owned(), "不符".to_owned())];
        let form = form.again(&sent, &wrong);
        assert_eq!(form.fields[0].value, "x");
        assert_eq!(form.fields[1].value, "", "a secret is not sent back");
        assert_eq!(form.wrongs(), [("name".to_owned(), "太短".to_owned()), (String::new(), "不符".to_owned())]);
    }
}
