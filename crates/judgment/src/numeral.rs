//! Numbers as courts write them (数字): Chinese, capital, Arabic and full-width numerals read and written.
//!
//! Read are 一千一百六十五, 壹仟贰佰, 二〇二〇, 廿三, 1165, １１６５ and 3万; blanks are for the caller to drop.

/// The value of one numeral character below ten.
fn digit(c: char) -> Option<u64> {
    Some(match c {
        '0' | '０' | '〇' | '零' | '○' | '◯' | 'Ｏ' => 0,
        '1' | '１' | '一' | '壹' | '弌' => 1,
        '2' | '２' | '二' | '贰' | '貳' | '两' | '兩' => 2,
        '3' | '３' | '三' | '叁' | '參' | '叄' => 3,
        '4' | '４' | '四' | '肆' => 4,
        '5' | '５' | '五' | '伍' => 5,
        '6' | '６' | '六' | '陆' | '陸' => 6,
        '7' | '７' | '七' | '柒' => 7,
        '8' | '８' | '八' | '捌' => 8,
        '9' | '９' | '九' | '玖' => 9,
        _ => return None,
    })
}

/// The value of a unit within a group of four places.
fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

/// The value of a unit that closes a group of four places.
fn myriad(c: char) -> Option<u64> {
    Some(match c {
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

fn is_arabic(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Whether a character can stand in a numeral.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some() || myriad(c).is_some() || c == '廿' || c == '卅'
}

/// Reads the whole text as one numeral; `None` when anything is left over or it is too large.
///
/// ```
/// assert_eq!(judgment::numeral::parse("一千一百六十五"), Some(1165));
/// assert_eq!(judgment::numeral::parse("二〇二〇"), Some(2020));
/// assert_eq!(judgment::numeral::parse("３万"), Some(30_000));
/// assert_eq!(judgment::numeral::parse("三条"), None);
/// ```
pub fn parse(text: &str) -> Option<u64> {
    let (value, length) = parse_prefix(text)?;
    (length == text.len()).then_some(value)
}

/// Reads the longest numeral at the start of the text: its value, and how many bytes it takes.
pub fn parse_prefix(text: &str) -> Option<(u64, usize)> {
    let mut reader = Reader::default();
    let mut best = None;
    let mut end = 0;
    for c in text.chars().take(40) {
        if !reader.push(c) {
            break;
        }
        end += c.len_utf8();
        if let Some(value) = reader.value() {
            best = Some((value, end));
        }
    }
    best
}

/// Reads a numeral character by character.
#[derive(Default)]
struct Reader {
    total: u64,
    group: u64,
    pending: Option<u64>,
    /// Digits one after another without a unit: 二〇二〇, 1165.
    run: u32,
    /// The unit that came last, which the next must be below.
    last_unit: u64,
    last_myriad: u64,
    zero: bool,
    overflow: bool,
    arabic: bool,
    any: bool,
}

impl Reader {
    /// Takes one more character; false when it does not continue the numeral.
    fn push(&mut self, c: char) -> bool {
        let taken = if let Some(d) = digit(c) {
            self.push_digit(d, is_arabic(c))
        } else if let Some(u) = unit(c) {
            self.push_unit(u)
        } else if let Some(m) = myriad(c) {
            self.push_myriad(m)
        } else if (c == '廿' || c == '卅') && !self.any {
            self.group = if c == '廿' { 20 } else { 30 };
            self.last_unit = 10;
            true
        } else {
            false
        };
        self.any |= taken;
        taken
    }

    fn push_digit(&mut self, d: u64, arabic: bool) -> bool {
        if self.run > 0 {
            if arabic != self.arabic || !arabic && (self.last_unit > 0 || self.last_myriad > 0) {
                // 一百零二: a zero is only a mark between units.
                if self.zero && self.pending == Some(0) && self.run == 1 && !arabic {
                    self.pending = Some(d);
                    return d != 0;
                }
                return false;
            }
            let Some(value) = self.pending.unwrap_or(0).checked_mul(10).and_then(|v| v.checked_add(d)) else {
                self.overflow = true;
                return false;
            };
            self.pending = Some(value);
        } else {
            self.pending = Some(d);
        }
        self.arabic = arabic;
        self.zero = d == 0 && self.run == 0;
        self.run += 1;
        true
    }

    fn push_unit(&mut self, u: u64) -> bool {
        let times = match self.pending {
            None if u == 10 && (self.group == 0 || self.last_unit > 10) => 1,
            Some(v) if v > 0 && (v < 10 || self.arabic) => v,
            _ => return false,
        };
        if self.last_unit > 0 && u >= self.last_unit {
            return false;
        }
        let Some(sum) = times.checked_mul(u).and_then(|v| v.checked_add(self.group)) else { return false };
        self.group = sum;
        self.last_unit = u;
        self.pending = None;
        self.run = 0;
        true
    }

    fn push_myriad(&mut self, m: u64) -> bool {
        let group = self.group.saturating_add(self.pending.unwrap_or(0));
        // 三一万 is no numeral: a run of Chinese digits counts nothing by itself.
        if self.run > 1 && !self.arabic {
            return false;
        }
        // 一万亿: the smaller unit multiplies the larger one.
        if group == 0 && self.last_myriad == 10_000 && m > 10_000 {
            let Some(total) = self.total.checked_mul(m) else { return false };
            self.total = total;
            self.last_myriad = m;
            return true;
        }
        if group == 0 || (self.last_myriad > 0 && m >= self.last_myriad) {
            return false;
        }
        let Some(total) = group.checked_mul(m).and_then(|v| v.checked_add(self.total)) else { return false };
        self.total = total;
        self.group = 0;
        self.pending = None;
        self.run = 0;
        self.last_unit = 0;
        self.last_myriad = m;
        true
    }

    fn value(&self) -> Option<u64> {
        if self.overflow || !self.any {
            return None;
        }
        let mut rest = self.pending.unwrap_or(0);
        // 三万五, 一千二: the digit after a unit counts a tenth of it; not after a zero mark.
        let after = if self.last_unit > 10 {
            self.last_unit
        } else if self.group == 0 {
            self.last_myriad
        } else {
            0
        };
        if after > 10 && self.run == 1 && !self.zero && !self.arabic && rest > 0 && self.pending.is_some() {
            rest = rest.checked_mul(after / 10)?;
        }
        self.total.checked_add(self.group)?.checked_add(rest)
    }
}

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn digit_char(d: u64) -> char {
    usize::try_from(d).ok().and_then(|d| DIGITS.get(d)).copied().unwrap_or('零')
}

/// Writes a number as statutes number their articles: 一千一百六十五, 十二, 一百零三.
///
/// ```
/// assert_eq!(judgment::numeral::to_chinese(1165), "一千一百六十五");
/// assert_eq!(judgment::numeral::to_chinese(103), "一百零三");
/// ```
pub fn to_chinese(number: u64) -> String {
    if number == 0 {
        return "零".to_owned();
    }
    let mut out = String::new();
    let mut gap = false;
    for (power, name) in
        [(10_000_000_000_000_000, "亿亿"), (1_000_000_000_000, "万亿"), (100_000_000, "亿"), (10_000, "万"), (1, "")]
    {
        let group = number / power % 10_000;
        if group == 0 {
            gap = !out.is_empty();
            // 一万亿 closes with 亿 even when its own group is empty: the name carries it already.
            continue;
        }
        if (gap || group < 1000) && !out.is_empty() {
            out.push('零');
        }
        push_group(&mut out, group);
        out.push_str(name);
        gap = false;
    }
    out
}

fn push_group(out: &mut String, group: u64) {
    let mut zero = false;
    let start = out.len();
    for (power, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let d = group / power % 10;
        if d == 0 {
            zero = out.len() > start;
            continue;
        }
        if zero {
            out.push('零');
            zero = false;
        }
        // 十二, not 一十二, at the very beginning.
        if !(power == 10 && d == 1 && out.is_empty()) {
            out.push(digit_char(d));
        }
        out.push_str(name);
    }
}

/// Writes a number digit by digit as years are written: 二〇二〇.
pub fn to_chinese_digits(number: u64) -> String {
    number
        .to_string()
        .chars()
        .filter_map(|c| c.to_digit(10))
        .map(|d| if d == 0 { '〇' } else { digit_char(u64::from(d)) })
        .collect()
}

/// Writes an article as statutes print it: 第一千一百六十五条, 第一百三十三条之一.
///
/// ```
/// assert_eq!(judgment::numeral::article_name(133, Some(1)), "第一百三十三条之一");
/// ```
pub fn article_name(article: u32, suffix: Option<u32>) -> String {
    let mut out = format!("第{}条", to_chinese(u64::from(article)));
    if let Some(suffix) = suffix {
        out.push('之');
        out.push_str(&to_chinese(u64::from(suffix)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_read_in_every_writing() {
        for (text, value) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("一百零三", 103),
            ("一百一十", 110),
            ("一百十九", 119),
            ("一千一百六十五", 1165),
            ("一千零五", 1005),
            ("一千二百六十", 1260),
            ("二〇二〇", 2020),
            ("二零二零", 2020),
            ("一九九七", 1997),
            ("1165", 1165),
            ("１１６５", 1165),
            ("3万", 30_000),
            ("三万五", 35_000),
            ("一千二", 1200),
            ("一百二十万", 1_200_000),
            ("壹万贰仟玖佰伍拾叁", 12_953),
            ("柒万", 70_000),
            ("两亿三千万", 230_000_000),
            ("一万亿", 1_000_000_000_000),
            ("廿三", 23),
            ("三亿零一万", 300_010_000),
            ("3万500", 30_500),
            ("零", 0),
            ("貳拾萬", 200_000),
            ("十万", 100_000),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_numeral_is_not_read() {
        for text in ["", "条", "百", "万", "一十百", "99999999999999999999999", "三 条", "一万万", "张三"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_longest_numeral_at_the_start_is_taken() {
        assert_eq!(parse_prefix("一百三十三条之一"), Some((133, "一百三十三".len())));
        assert_eq!(parse_prefix("1165条"), Some((1165, 4)));
        assert_eq!(parse_prefix("条"), None);
        assert_eq!(parse_prefix("十、十一"), Some((10, 3)));
    }

    #[test]
    fn numbers_are_written_as_statutes_write_them() {
        for (value, text) in [
            (0, "零"),
            (7, "七"),
            (10, "十"),
            (19, "十九"),
            (20, "二十"),
            (103, "一百零三"),
            (110, "一百一十"),
            (119, "一百一十九"),
            (1005, "一千零五"),
            (1165, "一千一百六十五"),
            (10_010, "一万零一十"),
            (1_200_000, "一百二十万"),
            (230_000_005, "二亿三千万零五"),
        ] {
            assert_eq!(to_chinese(value), text);
        }
        assert_eq!(to_chinese_digits(2020), "二〇二〇");
        assert_eq!(article_name(1165, None), "第一千一百六十五条");
        assert_eq!(article_name(120, Some(2)), "第一百二十条之二");
    }

    #[test]
    fn what_is_written_is_read_back() {
        for value in (0..3000).chain([9_999, 10_000, 10_001, 99_999, 100_100, 20_000_300, 123_456_789, 300_000_000_001])
        {
            assert_eq!(parse(&to_chinese(value)), Some(value), "{}", to_chinese(value));
            assert_eq!(parse(&value.to_string()), Some(value));
        }
    }
}
