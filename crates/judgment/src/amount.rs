//! Sums of money in a text (金额): 12,345.60元, 3.5万余元, 人民币柒万元整, ￥70000.
//!
//! Sums of other currencies are left out; a figure without 元 counts only behind ￥.

use std::ops::Range;

use law::fen::Fen;
use serde::{Deserialize, Serialize};

use crate::numeral;

/// The longest figure that is read, in characters.
const MAX_FIGURE: usize = 48;

/// A sum of money a text names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Bytes of the original text, from the figure to its last unit.
    pub span: Range<usize>,
    /// How much.
    pub amount: Fen,
    /// Whether the text says it is not exact: 余, 多.
    pub about: bool,
}

/// Finds the sums of money in yuan, in the order of the text.
///
/// ```
/// let found = judgment::amounts("借款3.5万元，已还12,000元");
/// assert_eq!(found.iter().map(|m| m.amount.0).collect::<Vec<_>>(), [3_500_000, 1_200_000]);
/// ```
pub fn amounts(text: &str) -> Vec<Money> {
    let mut out: Vec<Money> = Vec::new();
    for (at, mark) in text.match_indices(['元', '圆', '圓', '¥', '￥']) {
        let free = out.last().map_or(0, |money| money.span.end);
        if at < free {
            continue;
        }
        let money =
            if matches!(mark, "¥" | "￥") { after_sign(text, at, mark.len()) } else { before_yuan(text, at, free) };
        out.extend(money);
    }
    out
}

/// One character of a figure, with its byte.
type Figure = (usize, char);

/// A character of a figure made plain; `None` when it belongs to none.
fn plain(c: char) -> Option<char> {
    match c {
        ',' | '，' => Some(','),
        '.' | '．' => Some('.'),
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        _ if numeral::is_numeral(c) => Some(c),
        _ => None,
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{A0}')
}

/// The sum that ends in the 元 at this byte.
fn before_yuan(text: &str, at: usize, free: usize) -> Option<Money> {
    let after = text.get(at..)?.chars().nth(1);
    if after.is_some_and(|c| "旦月宵素件老帅首谋朝".contains(c)) {
        return None;
    }
    let mut figure: Vec<Figure> = Vec::new();
    let mut about = false;
    let mut blank = false;
    for (i, c) in text.get(free..at)?.char_indices().rev().take(MAX_FIGURE) {
        if is_blank(c) {
            blank = true;
        } else if figure.is_empty() && matches!(c, '余' | '餘' | '多') {
            about = true;
            blank = false;
        } else if let Some(c) = plain(c) {
            if blank && !joins_over_blank(c, &figure) {
                break;
            }
            blank = false;
            figure.push((free + i, c));
        } else {
            break;
        }
    }
    figure.reverse();
    let (start, mut fen) = (0..figure.len()).filter(|i| may_start(&figure, *i)).find_map(|i| {
        let rest = figure.get(i..)?;
        Some((rest.first()?.0, read(rest)?))
    })?;
    let mut end = at + '元'.len_utf8();
    let (small, taken) = jiao_and_fen(text.get(end..).unwrap_or_default());
    fen = fen.checked_add(small)?;
    end += taken;
    let start = text
        .get(..start)?
        .char_indices()
        .next_back()
        .filter(|(_, c)| matches!(c, '¥' | '￥'))
        .map_or(start, |(i, _)| i);
    Some(Money { span: start..end, amount: Fen(i64::try_from(fen).ok()?), about })
}

/// A blank inside a figure parts thousands only: 3 000元.
fn joins_over_blank(before: char, figure: &[Figure]) -> bool {
    let group = figure.iter().rev().take_while(|(_, c)| c.is_ascii_digit()).count();
    figure.is_empty() || (before.is_ascii_digit() && group == 3)
}

/// A figure does not begin in the middle of a run of digits.
fn may_start(figure: &[Figure], i: usize) -> bool {
    let at = |i: usize| figure.get(i).map(|(_, c)| *c);
    let before = i.checked_sub(1).and_then(at);
    match at(i) {
        Some(',' | '.') | None => false,
        Some(c) if c.is_ascii_digit() => !before.is_some_and(|c| c.is_ascii_digit() || c == '.'),
        Some(_) => true,
    }
}

/// The sum behind a sign of currency that no 元 follows.
fn after_sign(text: &str, at: usize, width: usize) -> Option<Money> {
    let start = at + width;
    let rest = text.get(start..)?;
    let mut figure: Vec<Figure> = Vec::new();
    for (i, c) in rest.char_indices().take(MAX_FIGURE) {
        match plain(c).filter(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '万' | '亿')) {
            Some(c) => figure.push((start + i, c)),
            None if is_blank(c) && figure.is_empty() => {}
            None => break,
        }
    }
    while figure.last().is_some_and(|(_, c)| matches!(c, ',' | '.')) {
        figure.pop();
    }
    let last = figure.last()?.0;
    let end = last + text.get(last..)?.chars().next()?.len_utf8();
    if text.get(end..)?.trim_start_matches(is_blank).starts_with(['元', '圆', '圓', '余', '多']) {
        return None;
    }
    let fen = read(&figure)?;
    Some(Money { span: at..end, amount: Fen(i64::try_from(fen).ok()?), about: false })
}

/// The value of a figure in fen: parts such as 3亿, 2000万 and 500.50 one after another.
fn read(figure: &[Figure]) -> Option<i128> {
    if figure.iter().all(|(_, c)| !c.is_ascii_digit()) {
        let text: String = figure.iter().map(|(_, c)| *c).collect();
        return i128::from(numeral::parse(&text)?).checked_mul(100);
    }
    let mut rest = figure;
    let mut total = 0_i128;
    let mut below = i128::MAX;
    while !rest.is_empty() {
        let (mantissa, scale, taken) = decimal(rest)?;
        rest = rest.get(taken..)?;
        let mut times = 1_i128;
        while let Some(unit) = rest.first().and_then(|(_, c)| unit(*c)) {
            times = times.checked_mul(unit)?;
            rest = rest.get(1..)?;
        }
        if times >= below {
            return None;
        }
        below = times;
        let raw = mantissa.checked_mul(times)?.checked_mul(100)?;
        total = total.checked_add((raw + scale / 2) / scale)?;
    }
    Some(total)
}

fn unit(c: char) -> Option<i128> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// A decimal at the start of a figure: its digits, what they are to be divided by, and how many characters it takes.
fn decimal(figure: &[Figure]) -> Option<(i128, i128, usize)> {
    let mut value = 0_i128;
    let mut scale = 1_i128;
    let mut taken = 0;
    let mut group = 0;
    let mut grouped = false;
    let mut point = false;
    for (_, c) in figure {
        match c {
            ',' if !point && group > 0 && group <= 3 && (!grouped || group == 3) => {
                grouped = true;
                group = 0;
            }
            '.' if !point && group > 0 && (!grouped || group == 3) => {
                point = true;
                group = 0;
            }
            _ => {
                let Some(digit) = c.to_digit(10) else { break };
                value = value.checked_mul(10)?.checked_add(i128::from(digit))?;
                if point {
                    scale = scale.checked_mul(10)?;
                }
                group += 1;
            }
        }
        taken += 1;
    }
    let whole = group > 0 && (point || !grouped || group == 3) && scale <= 100_000_000;
    whole.then_some((value, scale, taken))
}

/// 角 and 分 behind 元, in fen, and how many bytes they take; 整 is taken along.
fn jiao_and_fen(text: &str) -> (i128, usize) {
    let mut fen = 0;
    let mut taken = 0;
    for (unit, worth) in [('角', 10), ('分', 1)] {
        let mut chars = text.get(taken..).unwrap_or_default().chars();
        let (digit, mark) = (chars.next(), chars.next());
        let value = digit.and_then(|c| numeral::parse(c.encode_utf8(&mut [0; 4]))).filter(|value| *value < 10);
        if let (Some(digit), Some(value), true) = (digit, value, mark == Some(unit)) {
            fen += i128::from(value) * worth;
            taken += digit.len_utf8() + unit.len_utf8();
        }
    }
    if text.get(taken..).is_some_and(|rest| rest.starts_with('整')) {
        taken += '整'.len_utf8();
    }
    (fen, taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<(&str, i64)> {
        amounts(text).into_iter().map(|m| (&text[m.span], m.amount.0)).collect()
    }

    #[test]
    fn sums_are_read_in_every_writing() {
        for (text, spanned, fen) in [
            ("共12,345.60元。", "12,345.60元", 1_234_560),
            ("赔偿３，０００元", "３，０００元", 300_000),
            ("3，000元", "3，000元", 300_000),
            ("借款1.2万元", "1.2万元", 1_200_000),
            ("约3万余元", "3万余元", 3_000_000),
            ("人民币柒万元整", "柒万元整", 7_000_000),
            ("壹万贰仟玖佰伍拾叁元贰角壹分", "壹万贰仟玖佰伍拾叁元贰角壹分", 1_295_321),
            ("三万五千元", "三万五千元", 3_500_000),
            ("两万元", "两万元", 2_000_000),
            ("2亿元", "2亿元", 20_000_000_000),
            ("3亿2000万元", "3亿2000万元", 32_000_000_000),
            ("500万元", "500万元", 50_000_000_000 / 100),
            ("￥70000元", "￥70000元", 7_000_000),
            ("￥120000.00。", "￥120000.00", 12_000_000),
            ("3 000元", "3 000元", 300_000),
            ("案款1,390,000.00元", "1,390,000.00元", 139_000_000),
            ("借给张三一万元", "一万元", 1_000_000),
            ("2018年5月，3000元", "3000元", 300_000),
            ("本金5000，300元", "300元", 30_000),
            ("5元3角", "5元3角", 530),
            ("0.125元", "0.125元", 13),
            ("十万元", "十万元", 10_000_000),
            ("三千萬圓", "三千萬圓", 3_000_000_000),
        ] {
            assert_eq!(read_all(text), [(spanned, fen)], "{text}");
        }
        assert!(amounts("3万多元")[0].about && !amounts("3万元")[0].about);
    }

    #[test]
    fn what_is_no_sum_in_yuan_is_left_out() {
        for text in
            ["500美元", "2019元旦", "3单元", "数千元", "元", "￥", "第12号", "99999999999999999999999999元", "12\n元月"]
        {
            assert_eq!(read_all(text), [], "{text}");
        }
    }

    #[test]
    fn figures_of_two_lines_are_not_run_together() {
        assert_eq!(read_all("100\n2000元"), [("2000元", 200_000)]);
        assert_eq!(read_all("12 5000元"), [("5000元", 500_000)]);
    }

    #[test]
    fn several_sums_come_in_order() {
        let sums: Vec<i64> = amounts("本金70000元及利息4200元，共7.42万元").iter().map(|m| m.amount.0).collect();
        assert_eq!(sums, [7_000_000, 420_000, 7_420_000]);
    }
}
