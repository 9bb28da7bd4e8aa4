//! What people type, read field by field: each either comes out clean or says in a sentence what is wrong with it.
//!
//! It knows nothing of accounts or tables.

use law::court;
use law::ids::CourtId;

use crate::fault::{Fault, FieldFault};

/// Most characters of a name.
pub(crate) const NAME: usize = 60;

/// The faults of a form, gathered.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<FieldFault>);

impl Faults {
    pub(crate) fn add(&mut self, field: &'static str, sentence: impl Into<String>) {
        self.0.push(FieldFault { field, sentence: sentence.into() });
    }

    /// The value, or its fault noted.
    pub(crate) fn take<T>(&mut self, field: &'static str, read: Result<T, String>) -> Option<T> {
        read.map_err(|sentence| self.add(field, sentence)).ok()
    }

    /// Nothing when there is no fault.
    ///
    /// # Errors
    /// [`Fault::Refused`] with all of them.
    pub(crate) fn settle(self) -> Result<(), Fault> {
        if self.0.is_empty() { Ok(()) } else { Err(Fault::Refused(self.0)) }
    }
}

/// Characters that turn the direction of a text, take no room, or break its line: they make a name look like another.
const fn deceives(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
    )
}

/// A line of text of at most `most` characters.
pub(crate) fn line(what: &str, text: &str, most: usize) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(format!("请填写{what}。"));
    }
    let length = text.chars().count();
    if length > most {
        return Err(format!("{what}最多 {most} 个字符，现有 {length} 个，请缩短。"));
    }
    if text.chars().any(|c| c.is_control() || deceives(c)) {
        return Err(format!("{what}含有不可见的控制字符，请删去后重新填写。"));
    }
    Ok(text.to_owned())
}

/// A mobile phone: 11 digits, with or without blanks, joints and the country's code.
pub(crate) fn phone(text: &str) -> Result<String, String> {
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).take(20).collect();
    let number = text.strip_prefix("+86").unwrap_or(&text);
    let mut digits = number.bytes();
    let begins = digits.next() == Some(b'1') && digits.next().is_some_and(|second| (b'3'..=b'9').contains(&second));
    if begins && number.len() == 11 && digits.all(|digit| digit.is_ascii_digit()) {
        Ok(number.to_owned())
    } else {
        Err("手机号码应为 11 位数字，以 13 至 19 开头，请核对。".to_owned())
    }
}

/// An e-mail address, its domain in small letters.
pub(crate) fn email(text: &str) -> Result<String, String> {
    let wrong = || Err("电子邮箱的格式不对，应形如 name@example.cn，请核对。".to_owned());
    let text = text.trim();
    let Some((local, domain)) = text.rsplit_once('@') else { return wrong() };
    let fits =
        |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '(' | ')' | ',' | ':' | ';' | '<' | '>' | '@' | '\\');
    let local_fits = (1..=64).contains(&local.len()) && local.chars().all(fits) && !local.starts_with('.');
    let label = |label: &str| {
        let inner = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (1..=63).contains(&label.len()) && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    if local_fits && text.len() <= 254 && domain.contains('.') && domain.split('.').all(label) {
        Ok(format!("{local}@{}", domain.to_ascii_lowercase()))
    } else {
        wrong()
    }
}

/// A staff member's login name as it is kept: in small letters.
pub(crate) fn login(text: &str) -> Result<String, String> {
    let text = login_as_typed(text);
    let begins = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
    let fits = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-'));
    if (3..=32).contains(&text.len()) && begins && fits {
        Ok(text)
    } else {
        Err("用户名应为 3 至 32 个小写字母、数字、点或短线，以字母开头，请修改。".to_owned())
    }
}

/// What somebody typed as a login name, in the form names are kept in; it may be none.
pub(crate) fn login_as_typed(text: &str) -> String {
    text.trim().chars().take(64).flat_map(char::to_lowercase).collect()
}

/// A lawyer's licence: 17 digits.
pub(crate) fn licence(text: &str) -> Result<String, String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).take(40).collect();
    if text.len() == 17 && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text)
    } else {
        Err("律师执业证号应为 17 位数字，请核对。".to_owned())
    }
}

/// Codes of small letters, digits and `_.:`, sorted, each once, joined by blanks.
pub(crate) fn codes(what: &str, codes: &[String], most: usize) -> Result<String, String> {
    let fits = |code: &String| {
        let letters = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.:".contains(&b));
        (1..=40).contains(&code.len()) && letters
    };
    if codes.len() > most || !codes.iter().all(fits) {
        return Err(format!("{what}最多 {most} 项，每项为不超过 40 个小写字母、数字或 _ . : 的代码，请修改。"));
    }
    let mut codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    codes.sort_unstable();
    codes.dedup();
    Ok(codes.join(" "))
}

/// A court of the province.
pub(crate) fn court(id: CourtId) -> Result<CourtId, String> {
    court::court(id).map(|_| id).ok_or_else(|| "所选法院不在本省法院名册之中，请重新选择。".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_held_to_its_length() {
        assert_eq!(line("姓名", " 张三 ", 60).unwrap(), "张三");
        assert_eq!(line("姓名", "买买提·艾力", 60).unwrap(), "买买提·艾力");
        assert!(line("姓名", &"张".repeat(60), 60).is_ok());
        assert!(line("姓名", &"张".repeat(61), 60).unwrap_err().contains("61"));
        assert!(line("姓名", "  ", 60).unwrap_err().contains("请填写姓名"));
    }

    #[test]
    fn characters_nobody_sees_are_refused() {
        let unseen = ['\0', '\n', '\t', '\u{7f}', '\u{85}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{2028}'];
        let turning = ['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{feff}'];
        for c in unseen.into_iter().chain(turning) {
            assert!(line("姓名", &format!("张{c}三"), 60).unwrap_err().contains("控制字符"), "{c:?}");
        }
    }

    #[test]
    fn phones() {
        for text in ["13800000000", "+86 138-0000-0000", "19912345678"] {
            assert_eq!(phone(text).unwrap().len(), 11, "{text}");
        }
        for text in ["", "12800000000", "1380000000", "138000000000", "1380000000x", "１３８00000000", "23800000000"]
        {
            assert!(phone(text).is_err(), "{text}");
        }
    }

    #[test]
    fn addresses() {
        assert_eq!(email(" Li.Si@Example.CN ").unwrap(), "Li.Si@example.cn");
        let long = format!("{}@example.cn", "a".repeat(65));
        for text in
            ["", "a", "a@b", "@example.cn", "a b@example.cn", "a@-b.cn", "a@b..cn", "甲@example.cn", "a\n@b.cn", &long]
        {
            assert!(email(text).is_err(), "{text}");
        }
    }

    #[test]
    fn login_names_licences_and_codes() {
        assert_eq!(login(" Zhang.San ").unwrap(), "zhang.san");
        for text in ["", "ab", "1abc", "张三", "a b c", &"a".repeat(33)] {
            assert!(login(text).is_err(), "{text}");
        }
        assert_eq!(licence("1210120 2011 234567").unwrap(), "12101202011234567");
        assert!(licence("1210120201123456").is_err());
        let some = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        assert_eq!(super::codes("分组", &some(&["b", "a", "b"]), 3).unwrap(), "a b");
        assert_eq!(super::codes("分组", &[], 3).unwrap(), "");
        for wrong in [some(&["a b"]), some(&[""]), some(&["民事"]), some(&["a", "b", "c", "d"])] {
            assert!(super::codes("分组", &wrong, 3).is_err(), "{wrong:?}");
        }
        assert!(court(CourtId(1)).is_ok());
        assert!(court(CourtId(999)).is_err());
    }

    #[test]
    fn faults_are_gathered() {
        let mut faults = Faults::default();
        assert_eq!(faults.take("phone", phone("1")), None);
        assert_eq!(faults.take("name", line("姓名", "张三", 9)).as_deref(), Some("张三"));
        faults.add("login", "重复。");
        let Err(Fault::Refused(all)) = faults.settle() else { panic!() };
        assert_eq!(all.iter().map(|fault| fault.field).collect::<Vec<_>>(), ["phone", "login"]);
        assert_eq!(Faults::default().settle(), Ok(()));
    }
}
