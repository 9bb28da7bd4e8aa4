//! Plates of vehicles, and numbers of certificates of movables and immovables.

use crate::edit::Class;
use crate::find::{Find, SIX};
use crate::fold::Folded;
use crate::words::is_han;

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
const CERTIFICATES: &[&str] = &[
    "不动产权",
    "房权证",
    "房产证",
    "产权证",
    "土地证",
    "国用",
    "集用",
    "土地使用",
    "使用权",
    "林权证",
    "他项权",
    "他权",
    "房地证",
    "登记证",
    "权证",
    "所有权证",
    "承包经营权",
];

/// The plate whose first digit is here.
pub(crate) fn plate(folded: &Folded<'_>, digit: usize) -> Option<Find> {
    let back = folded.back(digit, 8);
    let (offset, province) = back.char_indices().rev().find(|(_, c)| is_han(*c))?;
    if !PROVINCES.contains(province) {
        return None;
    }
    let start = digit - back.len() + offset;
    let from = start + province.len_utf8();
    let rest = folded.ahead(from, 9);
    let mut chars = rest.char_indices();
    let (_, letter) = chars.next()?;
    if !letter.is_ascii_alphabetic() {
        return None;
    }
    let mut body = from + 1;
    if let Some(dot) = rest.chars().nth(1).filter(|c| matches!(c, '·' | '.' | '-')) {
        body += dot.len_utf8();
    }
    let tail = folded.ahead(body, 7);
    let plain = tail.chars().take_while(char::is_ascii_alphanumeric).count();
    let marked = tail.chars().nth(plain).is_some_and(|c| "学警挂港澳领使".contains(c));
    let (count, width) = match (plain, marked) {
        (4 | 5, true) => (plain + 1, plain + 3),
        (5 | 6, false) => (plain, plain),
        _ => return None,
    };
    let end = body + width;
    (end > digit).then(|| Find::new(body, end, Class::Plate, &"×".repeat(count), 97))
}

/// The number of a certificate: digits before 号 behind the words of one, or behind their label.
pub(crate) fn certificate(folded: &Folded<'_>, start: usize, end: usize) -> Option<Find> {
    let numbered = folded.after(end) == Some('号');
    if !numbered && end - start < 5 {
        return None;
    }
    let back = folded.back(start, 26);
    let phrase = back.rfind(['，', '。', '；', ',', ';']).map_or(back, |at| back.get(at..).unwrap_or(back));
    let behind =
        || phrase.chars().next_back().is_some_and(|c| "第字证号".contains(c) || c.is_ascii_alphanumeric() || c == '-');
    let labelled =
        || ["证号", "证号为", "证号：", "证书号", "证号码", "证号码为"].iter().any(|label| phrase.ends_with(label));
    if !(numbered && behind() || end - start >= 5 && labelled())
        || phrase.ends_with(['（', '(', '〔', '[', '街', '路', '巷', '道', '区', '村', '镇', '组'])
        || !CERTIFICATES.iter().any(|word| phrase.contains(word))
    {
        return None;
    }
    let letters = phrase.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').count();
    Some(Find::new(start - letters, end, Class::Certificate, SIX, 95))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        let folded = Folded::new(text);
        let digit = |at: usize| folded.text().as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        let runs = (0..folded.text().len()).filter(|at| digit(*at) && (*at == 0 || !digit(*at - 1)));
        for at in runs {
            let end = at + folded.text()[at..].bytes().take_while(u8::is_ascii_digit).count();
            if let Some(find) = plate(&folded, at).or_else(|| certificate(&folded, at, end)) {
                return Some(folded.text()[find.start..find.end].to_owned() + &find.replacement);
            }
        }
        None
    }

    #[test]
    fn o_040_plates() {
        for (text, is) in [
            ("驾驶辽A12345号小型轿车", "12345×××××"),
            ("驾驶辽AD12345号新能源车", "d12345××××××"),
            ("辽Ａ·Ｂ１２３４车", "b1234×××××"),
            ("辽A1234学", "1234学×××××"),
            ("辽A 123 45", "12345×××××"),
        ] {
            assert_eq!(found(text).as_deref(), Some(is), "{text}");
        }
        for text in ["（2020）辽0102民初1号", "辽A股120000", "辽A12345678", "房屋12号"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn o_040_certificates() {
        for (text, is) in [
            ("不动产权证号为辽（2020）沈阳市不动产权第0123456号", "0123456××××××"),
            ("沈房权证中心字第N060123456号", "n060123456××××××"),
            ("土地使用证：沈国用（2010）第0123号", "0123××××××"),
            ("房产证号为1234567", "1234567××××××"),
        ] {
            assert_eq!(found(text).as_deref(), Some(is), "{text}");
        }
        assert_eq!(found("使用权人住和平街12号"), None);
    }
}
