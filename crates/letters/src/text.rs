//! What leaves the house: a letter as mail and as a text message. A case that is not open is only said to have a letter.

use crate::letter::Letter;
use crate::words::{Words, day_text};

/// Characters of a text message at most; a gateway cuts it into several beyond about seventy.
const SMS_LONGEST: usize = 140;

/// A letter as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outgoing {
    /// What it is known by, the same however often it is sent.
    pub(crate) id: String,
    /// Subject line.
    pub(crate) subject: String,
    /// Text.
    pub(crate) text: String,
    /// The day for a calendar.
    pub(crate) calendar: Option<String>,
}

/// The address of a letter in the inbox.
pub(crate) fn address(base: &str, letter: &Letter) -> String {
    let code = law::court::court(letter.key.court).map_or("", |court| court.code);
    format!("{base}/me/inbox/{}/{}", escaped(code), letter.key.position)
}

/// A text as a part of an address.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// One line: nothing in it can end a header.
pub(crate) fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// A letter as mail.
pub(crate) fn mail(letter: &Letter, words: &Words, base: &str, calendar: Option<String>) -> Outgoing {
    let link = address(base, letter);
    let id = letter.key.id();
    if words.discreet {
        let text = format!("您有一条来自{}的通知。\n\n请登录查看：{link}\n", words.court);
        return Outgoing { id, subject: line(&format!("{}：您有一条通知", words.court)), text, calendar: None };
    }
    let mut parts = vec![format!("{}（{}）", words.title, words.cause), words.what.clone(), words.todo.to_owned()];
    parts.extend(words.by.map(|(day, what)| format!("{what}：{}", day_text(day))));
    parts.push(format!("依据：{}", words.basis));
    parts.extend(words.draw.as_ref().map(|path| format!("核对抽签：{base}{}", encoded_path(path))));
    parts.push(format!("登录查看和办理：{link}"));
    parts.push(format!(
        "{}\n这封邮件由系统发出，请不要直接回复。通知的效力不等于送达，期限以文书的送达为准。",
        words.court
    ));
    Outgoing {
        id,
        subject: line(&format!("{}：{}", words.court, words.title)),
        text: parts.join("\n\n") + "\n",
        calendar,
    }
}

fn encoded_path(path: &str) -> String {
    path.split('/').map(escaped).collect::<Vec<_>>().join("/")
}

/// A letter as a text message.
pub(crate) fn sms(letter: &Letter, words: &Words, base: &str) -> Outgoing {
    let link = address(base, letter);
    let said = match (words.discreet, words.by) {
        (true, _) => "您有一条通知".to_owned(),
        (false, Some((day, what))) => format!("{}，{what}：{}", words.title, day_text(day)),
        (false, None) => words.title.clone(),
    };
    let text = line(&format!("【{}】{said}。登录查看：{link}", words.court));
    let text = text.chars().take(SMS_LONGEST).collect();
    Outgoing { id: letter.key.id(), subject: String::new(), text, calendar: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::{Channel, Key};
    use crate::subject::Subject;
    use law::day::{Day, Moment};
    use law::ids::Stream;
    use people::AccountId;

    fn letter() -> Letter {
        let court = law::court::by_code("辽0102").unwrap().id;
        let key = Key { court, position: 7, account: AccountId(1_000_001), channel: Channel::Mail };
        let due = Day::parse("2020-03-16");
        Letter { key, stream: Stream(3), subject: Subject::Correction, due, told_at: Moment(0), read_at: None }
    }

    fn words(discreet: bool) -> Words {
        Words {
            title: "需要补正材料".to_owned(),
            court: "沈阳市和平区人民法院",
            cause: "买卖合同纠纷",
            what: "甲\r\nBcc: x@example.com".to_owned(),
            todo: "只改通知里问到的内容。",
            by: Day::parse("2020-03-16").map(|day| (day, "补正的最后一天")),
            basis: "登记立案规定（2015）第七条",
            draw: Some("/draws/辽0102/7".to_owned()),
            discreet,
        }
    }

    #[test]
    fn mail_says_what_to_do_by_when_and_where() {
        let sent = mail(&letter(), &words(false), "https://court.example", Some("x".to_owned()));
        assert_eq!(sent.subject, "沈阳市和平区人民法院：需要补正材料");
        for told in [
            "补正的最后一天：2020年3月16日",
            "第七条",
            "https://court.example/me/inbox/%E8%BE%BD0102/7",
            "/draws/%E8%BE%BD0102/7",
        ] {
            assert!(sent.text.contains(told), "{told} in {}", sent.text);
        }
        assert!(sent.calendar.is_some());
    }

    #[test]
    fn what_leaves_the_house_says_nothing_of_a_case_that_is_not_open() {
        let sent = mail(&letter(), &words(true), "https://court.example", Some("x".to_owned()));
        let short = sms(&letter(), &words(true), "https://court.example");
        for text in [&sent.text, &sent.subject, &short.text] {
            assert!(!text.contains("补正") && !text.contains("买卖") && !text.contains("2020"), "{text}");
        }
        assert_eq!(sent.calendar, None);
    }

    #[test]
    fn a_text_message_is_one_short_line() {
        let long = Words { title: "甲\n乙".repeat(100), ..words(false) };
        let sent = sms(&letter(), &long, "https://court.example");
        assert!(sent.text.chars().count() <= SMS_LONGEST && !sent.text.contains('\n'));
        assert!(sms(&letter(), &words(false), "https://court.example").text.contains("2020年3月16日"));
    }

    #[test]
    fn a_subject_cannot_end_its_header() {
        assert_eq!(line("甲\r\nBcc: x@example.com\u{85}"), "甲  Bcc: x@example.com");
    }
}
