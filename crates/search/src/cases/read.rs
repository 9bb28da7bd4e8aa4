//! From a judgment's text to the zones the index takes.

use judgment::{Citation, Judgment, ZoneKind, amounts, laws};

use super::card::{Card, Concluded};

/// A concluded case from what the docket knows of it and its judgment's text. Articles relied on, and an
/// amount in dispute where the docket has none, are read from the text.
pub fn read(card: Card, position: u64, text: &str) -> Concluded {
    let judgment = judgment::cut(text);
    let facts = join(
        &judgment,
        &[ZoneKind::Claims, ZoneKind::Defence, ZoneKind::Evidence, ZoneKind::FactsBelow, ZoneKind::Facts],
    );
    let reasons = join(&judgment, &[ZoneKind::Reasons, ZoneKind::Articles, ZoneKind::Disposition]);
    let mut card = card;
    if card.articles.is_empty() {
        card.articles = named(&judgment.relied_on());
    }
    if card.amount_fen.is_none() {
        card.amount_fen = claimed(&judgment);
    }
    let facts = if facts.is_empty() { text.to_owned() } else { facts };
    Concluded { card, position, facts, reasons }
}

fn join(judgment: &Judgment<'_>, kinds: &[ZoneKind]) -> String {
    let zones = judgment.zones.iter().filter(|zone| kinds.contains(&zone.kind));
    zones.map(|zone| judgment.at(&zone.span)).collect::<Vec<_>>().join("\n")
}

/// Articles cited, each once, as `law/article` under the law's short name: `民法典/675`.
pub fn named(cited: &[Citation]) -> Vec<String> {
    let mut articles: Vec<String> = cited
        .iter()
        .map(|citation| {
            let law = laws::find(&citation.law).map_or(citation.law.as_ref(), |law| law.short());
            match citation.article_suffix {
                Some(suffix) => format!("{law}/{}-{suffix}", citation.article),
                None => format!("{law}/{}", citation.article),
            }
        })
        .collect();
    articles.sort_unstable();
    articles.dedup();
    articles
}

/// The greatest sum the claims name.
fn claimed(judgment: &Judgment<'_>) -> Option<i64> {
    let claims = join(judgment, &[ZoneKind::Claims]);
    amounts(&claims).into_iter().map(|money| money.amount.0).max()
}

#[cfg(test)]
mod tests {
    use law::ids::CourtId;

    use super::super::card::{Ending, Outcome};
    use super::*;

    fn card() -> Card {
        Card {
            id: "1".into(),
            number: String::new(),
            court: CourtId(1),
            level: 1,
            secrecy: 0,
            date: 20_200_101,
            causes: Vec::new(),
            articles: Vec::new(),
            amount_fen: None,
            outcome: Outcome { ending: Ending::Granted, amount_fen: None, months: None },
        }
    }

    const TEXT: &str = "原告李明向本院提出诉讼请求：判令被告偿还借款3万元。被告辩称，已还1万元。经审理查明，被告借款3万元，\
        至今未还。本院认为，被告应当偿还。依照《中华人民共和国合同法》第二百零六条之规定，判决如下：被告偿还原告2万元。";

    #[test]
    fn a_judgment_is_read_zone_by_zone() {
        let case = read(card(), 7, TEXT);
        assert!(case.facts.contains("至今未还") && !case.facts.contains("判决如下"), "{}", case.facts);
        assert!(case.reasons.contains("应当偿还") && case.reasons.contains("偿还原告2万元"), "{}", case.reasons);
        assert_eq!(case.card.articles, ["合同法/206"]);
        assert_eq!(case.card.amount_fen, Some(3_000_000));
        assert_eq!(case.position, 7);
    }

    #[test]
    fn what_the_docket_knows_is_kept() {
        let known = Card { articles: vec!["民法典/675".into()], amount_fen: Some(5), ..card() };
        let case = read(known, 1, TEXT);
        assert_eq!((case.card.articles, case.card.amount_fen), (vec!["民法典/675".to_owned()], Some(5)));
    }

    #[test]
    fn bare_facts_and_noise_are_taken_as_they_are() {
        assert_eq!(read(card(), 1, "甲在乙处借钱。").facts, "甲在乙处借钱。");
        assert_eq!(read(card(), 1, "").facts, "");
        assert_eq!(read(card(), 1, "\u{0}\u{fffd}").card.articles, Vec::<String>::new());
    }
}
