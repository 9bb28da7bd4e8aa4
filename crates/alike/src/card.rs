//! From a document and what the docket knows of its matter to a concluded case of the index: who may see it, how it ended,
//! what it came to.

use court::publication::{Paper, Stage};
use judgment::{ZoneKind, amounts, numeral};
use law::case_number::{CaseNumber, Word};
use law::day::Day;
use law::life::codes::{ClosingForm, Document, Secrecy};
use law::life::facts::CaseFacts;
use redact::{Options, Tokens, derive};
use search::cases::{Card, Concluded, Ending, Outcome, read};

/// Who may see a case of the index: everybody, for it is public.
pub const OPEN: u8 = 0;
/// Those of the court and of the court above who may list its cases: it is not, or not yet, public.
pub const INSIDE: u8 = 1;
/// The same for cases that are restricted.
pub const RESTRICTED: u8 = 2;

/// The longest term of imprisonment that is read, in months.
const LONGEST: u64 = 25 * 12;

/// How near it may be shown; none for what no index holds: state secrets, and documents that decide nothing. Of a document
/// that only a stub tells of, the text is not public.
pub fn nearness(paper: &Paper, facts: &CaseFacts) -> Option<u8> {
    if !matches!(paper.kind, Document::Judgment | Document::Ruling | Document::Mediation) {
        return None;
    }
    match (Secrecy::from_code(facts.secrecy)?, paper.stage == Stage::Published) {
        (Secrecy::Open, true) => Some(OPEN),
        (Secrecy::Open, _) => facts.closed_day.map(|_| INSIDE),
        (Secrecy::Restricted, _) => facts.closed_day.map(|_| RESTRICTED),
        (Secrecy::Secret, _) => None,
    }
}

/// The concluded case of a document, under an id. What is public is taken as it is public; what is not is masked here, so
/// that no name of one case is carried into another.
pub fn concluded(id: String, nearness: u8, paper: &Paper, facts: &CaseFacts) -> Concluded {
    let text = match (&paper.masked, nearness) {
        (Some((masked, _)), OPEN) => masked.clone(),
        _ => {
            let case = derive::case(&paper.text);
            redact::redact(&paper.text, &case, &Options::default(), &mut Tokens::default()).text
        }
    };
    let word = Word::by_code(facts.word);
    let number = match (facts.year, facts.serial, word) {
        (Some(year), Some(serial), Some(word)) => CaseNumber::new(year, facts.court, word, serial).to_string(),
        _ => String::new(),
    };
    let card = Card {
        id,
        number,
        court: facts.court,
        level: level(word.map_or("", Word::as_str)),
        secrecy: nearness,
        date: facts.closed_day.map_or(0, written),
        causes: facts.cause.into_iter().collect(),
        articles: Vec::new(),
        amount_fen: Some(facts.amount.0).filter(|amount| *amount > 0),
        outcome: outcome_of(&text, ClosingForm::from_code(facts.closing)),
    };
    read(card, 0, &text)
}

/// The level of the procedure by the type word.
fn level(word: &str) -> u8 {
    match word {
        word if word.ends_with(['申', '再']) => 3,
        word if word.ends_with('终') => 2,
        _ => 1,
    }
}

/// A day as `yyyymmdd`.
fn written(day: Day) -> u32 {
    day.to_string().chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

/// How a case ended and what it came to, by the form of closing and by what its disposition says.
pub fn outcome_of(text: &str, closing: Option<ClosingForm>) -> Outcome {
    let judgment = judgment::cut(text);
    let disposition = judgment.part(ZoneKind::Disposition).unwrap_or_default();
    let ending = closing.and_then(ending).unwrap_or_else(|| decided(disposition));
    let decides = matches!(ending, Ending::Granted | Ending::Partly | Ending::Mediated | Ending::Changed);
    let amount = amounts(disposition).into_iter().map(|money| money.amount.0).max();
    Outcome {
        ending,
        amount_fen: amount.filter(|amount| *amount > 0 && (decides || ending == Ending::Convicted)),
        months: months(disposition),
    }
}

/// What a form of closing says of the outcome; a judgment says it in its own words.
fn ending(form: ClosingForm) -> Option<Ending> {
    use ClosingForm as F;
    Some(match form {
        F::Judged => return None,
        F::DismissedSuit | F::NotAccepted | F::RevokedAndDismissed | F::RetrialRefused => Ending::Rejected,
        F::WithdrawalAllowed
        | F::DeemedWithdrawn
        | F::AppealWithdrawn
        | F::AppealDeemedWithdrawn
        | F::SuitWithdrawnOnAppeal
        | F::ReviewWithdrawn
        | F::ReviewDeemedWithdrawn
        | F::RetrialWithdrawn
        | F::ProsecutionWithdrawn => Ending::Withdrawn,
        F::Mediated => Ending::Mediated,
        F::Acquitted => Ending::Acquitted,
        F::Upheld | F::CompensationUpheld => Ending::Upheld,
        F::Changed | F::CompensationRevoked => Ending::Changed,
        F::Remanded => Ending::Remanded,
        _ => Ending::Other,
    })
}

/// The outcome by the words of a disposition.
fn decided(disposition: &str) -> Ending {
    let has = |word: &str| disposition.contains(word);
    let refuses = has("驳回");
    let orders =
        ["支付", "给付", "偿还", "返还", "赔偿", "归还", "交付", "履行", "解除", "确认", "准予", "撤销", "停止"]
            .iter()
            .any(|word| has(word));
    match () {
        () if has("无罪") => Ending::Acquitted,
        () if has("免予刑事处罚") => Ending::Exempted,
        () if ["有期徒刑", "拘役", "管制", "无期徒刑", "死刑", "犯"].iter().any(|word| has(word)) && has("罪") => {
            Ending::Convicted
        }
        () if has("发回") && has("重审") => Ending::Remanded,
        () if has("维持原判") || (refuses && has("上诉")) => Ending::Upheld,
        () if has("撤诉") || has("撤回起诉") => Ending::Withdrawn,
        () if has("驳回") && has("起诉") && !orders => Ending::Rejected,
        () if refuses && !orders => Ending::Dismissed,
        () if refuses => Ending::Partly,
        () if orders => Ending::Granted,
        () => Ending::Other,
    }
}

/// The term that is to be served (决定执行), or else the longest one, in months.
fn months(disposition: &str) -> Option<u32> {
    const SERVED: &str = "决定执行";
    let whole =
        disposition.match_indices(SERVED).filter_map(|(at, _)| disposition.get(at..)).filter_map(first_term).max();
    let terms = ["有期徒刑", "拘役"].iter().flat_map(|kind| disposition.match_indices(kind));
    let longest = terms.filter_map(|(at, kind)| term(disposition.get(at + kind.len()..)?)).max();
    whole.or(longest)
}

/// The first term a text names.
fn first_term(text: &str) -> Option<u32> {
    let kind = "有期徒刑";
    let at = text.find(kind)?;
    term(text.get(at + kind.len()..)?)
}

/// `三年六个月`, `十个月`, `2年`: what a text begins with, in months.
fn term(text: &str) -> Option<u32> {
    let (first, after) = numeral::parse_prefix(text)?;
    let rest = text.get(after..)?;
    let months = if let Some(more) = rest.strip_prefix('年') {
        let more = more.trim_start_matches(['零', '又']);
        let extra = numeral::parse_prefix(more)
            .filter(|(_, end)| more.get(*end..).is_some_and(|rest| rest.starts_with("个月") || rest.starts_with('月')))
            .map_or(0, |(months, _)| months);
        first.checked_mul(12)?.checked_add(extra)?
    } else if rest.starts_with("个月") || rest.starts_with('月') {
        first
    } else {
        return None;
    };
    u32::try_from(months).ok().filter(|_| (1..=LONGEST).contains(&months))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(disposition: &str) -> Outcome {
        let text =
            format!("本院认为，事实清楚。依照《中华人民共和国民法典》第六百七十五条之规定，判决如下：\n{disposition}");
        outcome_of(&text, Some(ClosingForm::Judged))
    }

    #[test]
    fn civil_outcomes_are_told_by_their_words() {
        let partly = outcome("一、被告于本判决生效后十日内偿还原告借款2万元；\n二、驳回原告的其他诉讼请求。");
        assert_eq!((partly.ending, partly.amount_fen), (Ending::Partly, Some(2_000_000)));
        assert_eq!(outcome("被告于本判决生效后十日内支付原告货款35,000元。").ending, Ending::Granted);
        let none = outcome("驳回原告的诉讼请求。");
        assert_eq!((none.ending, none.amount_fen), (Ending::Dismissed, None));
        assert_eq!(outcome("驳回上诉，维持原判。").ending, Ending::Upheld);
    }

    #[test]
    fn terms_are_read_in_months() {
        for (text, wanted) in [
            ("被告人赵某犯盗窃罪，判处有期徒刑三年六个月，并处罚金人民币五千元。", Some(42)),
            ("被告人赵某犯盗窃罪，判处拘役五个月。", Some(5)),
            (
                "被告人赵某犯盗窃罪，判处有期徒刑一年；犯诈骗罪，判处有期徒刑二年；决定执行有期徒刑二年六个月。",
                Some(30),
            ),
            ("被告人赵某犯盗窃罪，判处有期徒刑10个月，缓刑一年。", Some(10)),
            ("被告人赵某犯故意伤害罪，判处无期徒刑。", None),
            ("被告人赵某犯盗窃罪，判处有期徒刑九百年。", None),
        ] {
            let told = outcome(text);
            assert_eq!((told.ending, told.months), (Ending::Convicted, wanted), "{text}");
        }
    }

    #[test]
    fn the_form_of_closing_comes_before_the_words() {
        let text = "准许原告撤诉。";
        assert_eq!(outcome_of(text, Some(ClosingForm::WithdrawalAllowed)).ending, Ending::Withdrawn);
        assert_eq!(outcome_of("", Some(ClosingForm::Mediated)).ending, Ending::Mediated);
        assert_eq!(outcome_of("", None).ending, Ending::Other);
    }

    #[test]
    fn levels_and_days() {
        assert_eq!(["民初", "民终", "民申", "民再", "执", ""].map(level), [1, 2, 3, 3, 1, 1]);
        assert_eq!(written(Day::new(2020, 3, 5).unwrap()), 20_200_305);
    }
}
