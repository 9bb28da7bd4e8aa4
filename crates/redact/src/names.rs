//! Where somebody hidden is named: full names, other names, forms of address, and tokens the original has already.

use std::collections::BTreeSet;

use crate::base::Base;
use crate::case::{Case, Nature, Style};
use crate::context::{Standing, standing};
use crate::edit::{Class, Flag, Reason};
use crate::find::{Find, crosses};
use crate::fold::{Folded, Gap};
use crate::roster::{Form, Hit, Roster};
use crate::titles::{Title, stands};
use crate::token::Who;
use crate::words::{is_compound_surname, is_surname};

/// Somebody hidden, named in the folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub start: usize,
    pub end: usize,
    pub who: Who,
    pub class: Class,
    pub confidence: u8,
}

/// All that names gave.
#[derive(Default)]
pub(crate) struct Named {
    pub mentions: Vec<Mention>,
    /// Nicknames that go on their own (绰号"××").
    pub finds: Vec<Find>,
    pub flags: Vec<Flag>,
    /// Digits the original uses already.
    pub held: Vec<(Base, u32)>,
    /// Tokens of the original whose digits may belong to what follows.
    pub doubtful: BTreeSet<Base>,
}

/// Reads the hits of the roster.
pub(crate) fn read(folded: &Folded<'_>, case: &Case, roster: &Roster, hits: &[Hit]) -> Named {
    let mut named = Named::default();
    if !roster.hides() {
        return named;
    }
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    for hit in hits {
        let Some(pattern) = roster.patterns.get(hit.pattern) else { continue };
        match pattern.form {
            Form::Stays => {
                if roster.holding.contains(&hit.pattern) && seen.insert(hit.pattern) {
                    named.flag(folded, hit, Reason::InsideUnit);
                }
            }
            Form::Name | Form::Alias | Form::Nickname => named.name(folded, case, roster, hit),
            Form::Title(_) | Form::Given => named.address(folded, roster, hit),
        }
    }
    tokens(folded, roster, &mut named);
    named.mentions.sort_by_key(|mention| mention.start);
    named
}

impl Named {
    fn flag(&mut self, folded: &Folded<'_>, hit: &Hit, reason: Reason) {
        let (start, end) = folded.span(hit.start, hit.end);
        self.flags.push(Flag { start, end, reason });
    }

    fn name(&mut self, folded: &Folded<'_>, case: &Case, roster: &Roster, hit: &Hit) {
        let Some(pattern) = roster.patterns.get(hit.pattern) else { return };
        let Some(whose) = pattern.whose.first().copied() else { return };
        let Some(person) = case.persons.get(whose) else { return };
        let kept = roster.kept.get(whose).copied().unwrap_or(3);
        if person.nature == Nature::Natural {
            match standing(folded, hit.start, hit.end, kept) {
                Standing::Name => {}
                Standing::Other(reason) => {
                    if let Some(reason) = reason {
                        self.flag(folded, hit, reason);
                    }
                    return;
                }
            }
        }
        let label = folded.back(hit.start, 5);
        let labelled =
            ["绰号", "外号", "网名", "昵称", "小名", "乳名", "别名", "化名"].iter().any(|word| label.contains(word));
        if pattern.form == Form::Nickname && labelled {
            self.finds.push(Find::new(hit.start, hit.end, Class::Alias, &crosses(&pattern.phrase), 95));
            return;
        }
        let (class, confidence) = match pattern.form {
            _ if person.nature == Nature::Unit => (Class::Unit, 95),
            Form::Name => (Class::Name, 99),
            _ => (Class::Alias, 95),
        };
        self.mention(folded, roster, whose, (hit.start, hit.end), (class, confidence));
    }

    fn mention(
        &mut self,
        folded: &Folded<'_>,
        roster: &Roster,
        whose: usize,
        span: (usize, usize),
        (class, confidence): (Class, u8),
    ) {
        // 张建国1登记 would read as a token with a digit: whoever stands there gets a digit of his own
        let digit = folded.after(span.1).is_some_and(|c| c.is_ascii_digit());
        if digit && matches!(number(folded, span.1, folded.ahead(span.1, 7)), Number::Digit(_)) {
            self.doubtful.extend(roster.bases.get(whose).cloned());
        }
        let who = Who::Person(roster.first.get(whose).copied().unwrap_or(whose));
        self.mentions.push(Mention { start: span.0, end: span.1, who, class, confidence });
    }

    /// A form of address is replaced where it can mean one person only (O-032 step 3).
    fn address(&mut self, folded: &Folded<'_>, roster: &Roster, hit: &Hit) {
        let Some(pattern) = roster.patterns.get(hit.pattern) else { return };
        if !stands(&pattern.phrase, pattern.form, folded.before(hit.start), folded.after(hit.end)) {
            return;
        }
        let [whose] = pattern.whose.as_slice() else {
            self.flag(folded, hit, Reason::Ambiguous);
            return;
        };
        if !roster.verdicts.get(*whose).is_some_and(|verdict| verdict.hidden) {
            return;
        }
        let end = match pattern.form {
            Form::Title(Title::Stays(size)) => hit.end - size,
            _ => hit.end,
        };
        self.mention(folded, roster, *whose, (hit.start, end), (Class::Title, 85));
    }
}

/// Tokens the original has already (O-033): one without a digit takes part in the numbering, a digit is kept.
fn tokens(folded: &Folded<'_>, roster: &Roster, named: &mut Named) {
    let bases: BTreeSet<&Base> = roster
        .bases
        .iter()
        .zip(&roster.verdicts)
        .filter(|(base, verdict)| verdict.hidden && base.tail.is_empty())
        .map(|(base, _)| base)
        .collect();
    let text = folded.text();
    let mut reached = 0;
    for (at, mou) in text.match_indices('某') {
        if at < reached {
            continue;
        }
        let Some(start) = surname_before(folded, at) else { continue };
        let mut end = at + mou.len();
        let single = roster.style == Style::Mou;
        let doubled = folded.after(end) == Some('某');
        if doubled {
            end += mou.len();
        }
        reached = end;
        let tail = folded.ahead(end, 7);
        if tail.starts_with(|c: char| "日年月天时地处种个些公市县区镇村银医学单项次路街".contains(c))
        {
            continue;
        }
        let head: String =
            text.get(start..at).unwrap_or("").to_owned() + if doubled && !single { "某某" } else { "某" };
        let base = Base { head, tail: String::new() };
        match number(folded, end, tail) {
            Number::None => {}
            Number::Digit(digit) => {
                if doubled != single {
                    named.held.push((base, digit));
                }
                continue;
            }
            Number::Doubtful => {
                named.doubtful.insert(base);
                continue;
            }
        }
        if tail.starts_with(|c: char| "甲乙丙丁戊己庚辛".contains(c)) && tail.chars().nth(1).is_none_or(|c| c != '方')
        {
            continue;
        }
        if bases.contains(&base) || doubled && single {
            let who = Who::Unknown(base.head);
            named.mentions.push(Mention { start, end, who, class: Class::Token, confidence: 90 });
        }
    }
}

/// Where the surname before 某 begins.
fn surname_before(folded: &Folded<'_>, at: usize) -> Option<usize> {
    let back = folded.back(at, 2);
    if is_compound_surname(back) {
        return Some(at - back.len());
    }
    let c = folded.before(at)?;
    let latin = |c: char| c.is_ascii_alphanumeric();
    (is_surname(c) && !latin(c)).then(|| at - c.len_utf8())
}

/// The digits behind a token.
#[derive(Debug, PartialEq, Eq)]
enum Number {
    None,
    Digit(u32),
    /// They may belong to what follows: 李某2019年, 李某2次, 李某80,000元. Such a place is left as it is.
    Doubtful,
}

fn number(folded: &Folded<'_>, end: usize, tail: &str) -> Number {
    let run = tail.bytes().take_while(u8::is_ascii_digit).count();
    // blanks end a token: 张某1 50%
    let joined = (0..run).find(|offset| folded.gap(end + offset) != Gap::None).unwrap_or(run);
    let mut next = tail.get(joined..).unwrap_or("").chars();
    let unit = joined == run
        && match next.next() {
            Some(c) if "年月日时元万亿岁%次名个人天周度米套间笔起倍".contains(c) => true,
            Some(',' | '.') => next.next().is_some_and(|c| c.is_ascii_digit()),
            _ => false,
        };
    match joined {
        // a number that is masked already
        0 if tail.starts_with('×') => Number::Doubtful,
        0 => Number::None,
        1 | 2 if !unit => {
            tail.get(..joined).and_then(|digits| digits.parse().ok()).map_or(Number::Doubtful, Number::Digit)
        }
        _ => Number::Doubtful,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_033_digits_of_tokens_are_told_from_what_follows() {
        for (tail, is) in [
            ("1和", Number::Digit(1)),
            ("12、", Number::Digit(12)),
            ("1 50%", Number::Digit(1)),
            ("2019年", Number::Doubtful),
            ("12019年", Number::Doubtful),
            ("80,000元", Number::Doubtful),
            ("2次", Number::Doubtful),
            (" 50%", Number::None),
            ("和", Number::None),
        ] {
            let text = format!("李某{tail}");
            let folded = Folded::new(&text);
            assert_eq!(number(&folded, 6, folded.ahead(6, 7)), is, "{tail}");
        }
    }
}
