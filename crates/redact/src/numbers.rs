//! Numbers that must go (O-040): identity, telephone, bank card, plate, certificate, the number of a home.
//!
//! One pass over the digits of the folded text; spaced, dashed, full-width and misread digits are put right first.

use crate::address::door;
use crate::edit::{Class, Flag, Reason};
use crate::find::{Find, SIX, label_before};
use crate::fold::{Folded, Gap};
use crate::plate::{certificate, plate};
use crate::sums::{has_identity_shape, is_card, is_identity, is_mobile, is_old_identity};

const IDENTITY: &[&str] =
    &["公民身份", "公民身份证", "居民身份证", "居民身份", "身份证", "身份", "身份证件", "证件", "身份证明"];
const PHONE: &[&str] = &["电话", "手机", "联系方式", "联系", "热线", "座机", "微信", "拨打", "致电", "支付宝", "传真"];
const ACCOUNT: &[&str] = &[
    "账",
    "账户",
    "帐",
    "帐户",
    "卡",
    "银行卡",
    "储蓄卡",
    "借记卡",
    "信用卡",
    "存折",
    "户头",
    "支付宝",
    "社保卡",
    "医保卡",
];
const KEPT: &[&str] = &[
    "信用代码",
    "机构代码",
    "执业证",
    "执业证书",
    "许可证",
    "注册",
    "合同",
    "编",
    "合同编",
    "单",
    "订单",
    "发票",
    "票",
    "流水",
    "专利",
    "执照",
    "案件",
    "统一社会信用代码",
    "证书",
    "保单",
    "运单",
    "批次",
    "型",
];

/// What stood before a piece.
#[derive(Clone, Copy, PartialEq)]
enum Joint {
    None,
    Blank,
    Line,
    Dash,
}

/// Digits without a break, misread ones put right.
struct Piece {
    start: usize,
    end: usize,
    digits: String,
    joint: Joint,
}

/// The numbers that must go, and those a person must look at; `units` are stretches that speak of units.
pub(crate) fn scan(folded: &Folded<'_>, units: &[(usize, usize)]) -> (Vec<Find>, Vec<Flag>) {
    let bytes = folded.text().as_bytes();
    let (mut finds, mut flags) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'@'
            && let Some(find) = crate::contact::mail(folded, at)
        {
            at = find.end;
            finds.push(find);
            continue;
        }
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let floor = finds.last().map_or(0, |find: &Find| find.end);
        let (start, end) = run(bytes, at, floor);
        at = end.max(at + 1);
        let single =
            plate(folded, start).or_else(|| certificate(folded, start, end)).or_else(|| door(folded, start, units));
        if let Some(find) = single {
            at = at.max(find.end);
            finds.push(find);
            continue;
        }
        if end - start >= 7 {
            let pieces = pieces(folded, start, end);
            number(folded, &pieces, &mut finds, &mut flags);
        }
    }
    (finds, flags)
}

/// The run of digits around a place: with misread ones (O, l, I, |) at both ends, dashes inside, and a check X.
fn run(bytes: &[u8], at: usize, floor: usize) -> (usize, usize) {
    let misread = |b: u8| matches!(b, b'o' | b'l' | b'i' | b'|');
    let get = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let mut start = at;
    while start > floor && misread(get(start - 1)) {
        start -= 1;
    }
    // letters of a word are no misread digits
    if start < at && start > floor && get(start - 1).is_ascii_alphabetic() {
        start = at;
    }
    let mut end = at;
    loop {
        let b = get(end);
        let next = get(end + 1);
        let dash = b == b'-' && (next.is_ascii_digit() || misread(next));
        if b.is_ascii_digit() || misread(b) || dash {
            end += 1;
        } else {
            break;
        }
    }
    if get(end).is_ascii_alphabetic() && get(end) != b'x' {
        while end > at && misread(get(end - 1)) {
            end -= 1;
        }
    }
    if get(end) == b'x' && end - start >= 17 && !get(end + 1).is_ascii_alphanumeric() {
        end += 1;
    }
    (start, end)
}

fn pieces(folded: &Folded<'_>, start: usize, end: usize) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut dash = false;
    for (offset, c) in folded.text().get(start..end).unwrap_or("").char_indices() {
        let at = start + offset;
        if c == '-' {
            dash = true;
            continue;
        }
        let joint = match (dash, folded.gap(at)) {
            (true, _) => Joint::Dash,
            (false, Gap::Line) => Joint::Line,
            (false, Gap::Blank) => Joint::Blank,
            (false, Gap::None) => Joint::None,
        };
        dash = false;
        let digit = match c {
            'o' => '0',
            'l' | 'i' | '|' => '1',
            c => c,
        };
        match pieces.last_mut().filter(|_| joint == Joint::None) {
            Some(piece) => {
                piece.digits.push(digit);
                piece.end = at + c.len_utf8();
            }
            None => pieces.push(Piece { start: at, end: at + c.len_utf8(), digits: digit.to_string(), joint }),
        }
    }
    pieces
}

/// Tries one piece, two together, and so on: the first that is something goes.
fn number(folded: &Folded<'_>, pieces: &[Piece], finds: &mut Vec<Find>, flags: &mut Vec<Flag>) {
    let mut from = 0;
    while let Some(first) = pieces.get(from) {
        let mut digits = String::new();
        let mut joints: Vec<Joint> = Vec::new();
        let mut taken = None;
        for (count, piece) in pieces.get(from..).unwrap_or(&[]).iter().enumerate().take(19) {
            if count > 0 {
                joints.push(piece.joint);
            }
            digits.push_str(&piece.digits);
            if digits.len() > 25 {
                break;
            }
            let last = pieces.get(from + count + 1).is_none();
            let whole = Whole { folded, start: first.start, end: piece.end, digits: &digits, joints: &joints, last };
            if let Some((find, look)) = whole.read(finds.last()) {
                // an account in groups is read to its longest; anything else is what it is
                let grows = find.class == Class::Account;
                taken = Some((count + 1, find, look));
                if !grows {
                    break;
                }
            }
        }
        match taken {
            Some((count, find, look)) => {
                if look {
                    let (start, end) = folded.span(find.start, find.end);
                    flags.push(Flag { start, end, reason: Reason::CheckDigit });
                }
                finds.push(find);
                from += count;
            }
            None => from += 1,
        }
    }
}

/// Pieces taken together as one number.
struct Whole<'a, 't> {
    folded: &'a Folded<'t>,
    start: usize,
    end: usize,
    digits: &'a str,
    joints: &'a [Joint],
    last: bool,
}

impl Whole<'_, '_> {
    fn read(&self, before: Option<&Find>) -> Option<(Find, bool)> {
        let long = self.digits.len();
        if long < 7 {
            return None;
        }
        let back = self.folded.back(self.start, 14);
        let broken = self.joints.contains(&Joint::Line);
        if long == 18 {
            let valid = is_identity(self.digits);
            let shaped = has_identity_shape(self.digits) && !broken;
            let labelled = label_before(back, IDENTITY).is_some();
            let kept = label_before(back, KEPT).is_some();
            if valid || (!kept && (shaped || labelled)) {
                return Some((self.identity(back, if valid { 99 } else { 80 }), !valid));
            }
        }
        if self.is_amount() {
            return None;
        }
        if self.is_phone(back, broken) {
            return Some((Find::new(self.start, self.end, Class::Phone, SIX, 97), false));
        }
        if self.is_account(back, before) {
            return Some((Find::new(self.start, self.end, Class::Account, SIX, 96), false));
        }
        let old = self.joints.is_empty() && !self.lettered() && is_old_identity(self.digits);
        if label_before(back, IDENTITY).is_some() && (long == 15 || (16..=19).contains(&long) && self.last) {
            return Some((self.identity(back, 85), true));
        }
        if old && label_before(back, KEPT).is_none() && label_before(back, ACCOUNT).is_none() {
            return Some((self.identity(back, 70), true));
        }
        None
    }

    /// An amount, or part of a number with a point.
    fn is_amount(&self) -> bool {
        let next = self.folded.ahead(self.end, 2);
        let tail = next.starts_with(['元', '万', '亿'])
            || next.starts_with(['.', ',']) && next.ends_with(|c: char| c.is_ascii_digit());
        let back = self.folded.back(self.start, 2);
        tail || back.ends_with([',', '.']) && back.starts_with(|c: char| c.is_ascii_digit())
    }

    /// A letter right before or behind: part of a code.
    fn lettered(&self) -> bool {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        letter(self.folded.before(self.start)) && self.folded.gap(self.start) == Gap::None
            || letter(self.folded.after(self.end)) && self.folded.gap(self.end) == Gap::None
    }

    fn is_phone(&self, back: &str, broken: bool) -> bool {
        let labelled = label_before(back, PHONE).is_some();
        if is_mobile(self.digits) {
            return labelled || !broken && label_before(back, KEPT).is_none();
        }
        let long = self.digits.len();
        let line = (10..=12).contains(&long) && self.digits.starts_with('0') && self.joints.len() <= 2;
        line && (labelled || self.joints == [Joint::Dash]) || labelled && (7..=8).contains(&long) && self.last
    }

    fn is_account(&self, back: &str, before: Option<&Find>) -> bool {
        let joined = self.joints.iter().all(|joint| *joint != Joint::Line);
        let chained = before.is_some_and(|find| {
            find.class == Class::Account
                && matches!(self.folded.text().get(find.end..self.start), Some("、" | "和" | "及" | "，" | "与"))
        });
        if (label_before(back, ACCOUNT).is_some() || chained) && joined && self.digits.len() >= 8 {
            // the longest reading of a labelled account
            return self.last || self.digits.len() >= 16 && is_card(self.digits);
        }
        is_card(self.digits) && joined && !self.lettered()
    }

    /// An identity number; where it is a phrase of its own, the phrase goes with its label and one separator.
    fn identity(&self, back: &str, confidence: u8) -> Find {
        let after = self.folded.after(self.end);
        let ends = after.is_none_or(|c| "，,；;。）)、".contains(c));
        let label = label_before(back, IDENTITY).unwrap_or(0);
        let from = self.start.saturating_sub(label);
        let before = self.folded.before(from);
        let alone = ends && label > 0 && before.is_none_or(|c| "，,；;。（(、".contains(c));
        if !alone {
            return Find::new(self.start, self.end, Class::Identity, SIX, confidence);
        }
        let (mut start, mut end) = (from, self.end);
        match (before, after) {
            (Some('（' | '('), Some('）' | ')')) => {
                start -= before.map_or(0, char::len_utf8);
                end += after.map_or(0, char::len_utf8);
            }
            (Some(c @ ('，' | ',' | '、')), _) => start -= c.len_utf8(),
            (_, Some(c @ ('，' | ',' | '、'))) => end += c.len_utf8(),
            _ => {}
        }
        Find::deletion(start, end, Class::Identity, confidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{apply, settle};

    fn masked(text: &str) -> String {
        let folded = Folded::new(text);
        let (finds, _) = scan(&folded, &[]);
        apply(text, &settle(finds.iter().map(|find| find.edit(&folded)).collect()))
    }

    #[test]
    fn o_040_numbers_go_however_they_are_written() {
        for (text, is) in [
            ("手机号 139 0000 1111 / 139-0000-1111 / １３９００００１１１１", "手机号 ×××××× / ×××××× / ××××××"),
            ("身份证 21010219800101103x", ""),
            ("持身份证号为210102198001011232的证件", "持身份证号为××××××的证件"),
            ("号码2l0lO2 19800lO1 1232。", "号码××××××。"),
            ("汇入被告账户6222021234567890128", "汇入被告账户××××××"),
            ("电话024-12345678、024 12345678", "电话××××××、024 12345678"),
            ("账号1234 5678 9012、98765432109", "账号××××××、××××××"),
        ] {
            assert_eq!(masked(text), is, "{text}");
        }
    }

    #[test]
    fn o_040_numbers_of_other_things_stay() {
        for text in [
            "合同编号HT2020130012345678",
            "案款1,390,000.00元",
            "执业证号12101199810123456",
            "（2020）辽0102执100号",
            "共计13900001111元",
            "统一社会信用代码91210100MA0ABCDE1X",
            "2020年1月1日至2020年12月31日",
            "订单编号13900001111",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
