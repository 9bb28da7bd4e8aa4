//! Contacts and papers that are known by their labels: mail, WeChat, QQ, passports, vehicle numbers.

use crate::edit::Class;
use crate::find::{Find, SIX};
use crate::fold::{Folded, Gap};

/// The mail address around an @.
pub(crate) fn mail(folded: &Folded<'_>, at: usize) -> Option<Find> {
    let bytes = folded.text().as_bytes();
    let local = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-');
    let mut start = at;
    while start > 0
        && at - start < 64
        && folded.gap(start) == Gap::None
        && bytes.get(start - 1).is_some_and(|b| local(*b))
    {
        start -= 1;
    }
    let mut end = at + 1;
    while end - at < 80
        && folded.gap(end) == Gap::None
        && bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
    {
        end += 1;
    }
    let domain = folded.text().get(at + 1..end)?.trim_end_matches(['.', '-']);
    if start == at || domain.is_empty() {
        return None;
    }
    Some(Find::new(start, at + 1 + domain.len(), Class::Contact, SIX, 97))
}

/// What a label asks of the phrase behind it.
struct Label {
    class: Class,
    least: usize,
    most: usize,
    digits_only: bool,
}

/// The label of a trigger word, if it has one.
fn label(trigger: &str) -> Option<Label> {
    let of = |class, least, most, digits_only| Some(Label { class, least, most, digits_only });
    match trigger {
        "微信" => of(Class::Contact, 5, 24, false),
        "qq" => of(Class::Contact, 5, 12, true),
        "护照" | "通行证" | "军官证" | "士兵证" | "居留证" | "驾驶证" => {
            of(Class::Identity, 6, 18, false)
        }
        "社保卡" | "社会保障" | "残疾证" | "结婚证" | "离婚证" | "出生证" => {
            of(Class::Identity, 6, 20, false)
        }
        "车架号" | "识别代号" | "识别代码" | "发动机号" | "vin" => of(Class::Certificate, 5, 20, false),
        _ => None,
    }
}

/// The words `contact` waits for.
pub(crate) const TRIGGERS: &[&str] = &[
    "微信",
    "qq",
    "护照",
    "通行证",
    "军官证",
    "士兵证",
    "居留证",
    "驾驶证",
    "社保卡",
    "社会保障",
    "残疾证",
    "结婚证",
    "离婚证",
    "出生证",
    "车架号",
    "识别代号",
    "识别代码",
    "发动机号",
    "vin",
];

/// What stands behind a label, if it has the shape the label asks for.
pub(crate) fn behind(folded: &Folded<'_>, trigger: &str, end: usize) -> Option<Find> {
    let label = label(trigger)?;
    let tail = folded.ahead(end, 40);
    let value =
        tail.trim_start_matches(['号', '码', '：', ':', '为', '是', '（', '(', '“', '"', '昵', '账', '字', '第', '证']);
    let from = end + tail.len() - value.len();
    let size = value.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    let value = value.get(..size).unwrap_or("");
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let fits = (label.least..=label.most).contains(&size) && if label.digits_only { digits == size } else { true };
    // a word in Latin letters alone is no number of a paper
    let fits = fits && (digits > 0 || label.class == Class::Contact);
    fits.then(|| Find::new(from, from + size, label.class, SIX, 95))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gone(text: &str, trigger: &str) -> Option<String> {
        let folded = Folded::new(text);
        let at = folded.text().find(trigger).unwrap();
        behind(&folded, trigger, at + trigger.len()).map(|find| folded.text()[find.start..find.end].to_owned())
    }

    #[test]
    fn o_040_contacts_behind_their_labels() {
        assert_eq!(gone("微信号abc_1980、", "微信").as_deref(), Some("abc_1980"));
        assert_eq!(gone("QQ123456789", "qq").as_deref(), Some("123456789"));
        assert_eq!(gone("护照号码：E12345678，", "护照").as_deref(), Some("e12345678"));
        assert_eq!(gone("车架号为LSVAA49J132047371", "车架号").as_deref(), Some("lsvaa49j132047371"));
        assert_eq!(gone("微信转账5000元", "微信"), None);
        assert_eq!(gone("护照已过期", "护照"), None);
    }

    #[test]
    fn o_040_mail() {
        let folded = Folded::new("邮箱a.b@b.com.cn。");
        let find = mail(&folded, folded.text().find('@').unwrap()).unwrap();
        assert_eq!(&folded.text()[find.start..find.end], "a.b@b.com.cn");
        let folded = Folded::new("价格@");
        assert_eq!(mail(&folded, folded.text().find('@').unwrap()), None);
    }
}
