//! A case at hand as it is asked for: its facts, its cause, the articles its text names.

use judgment::citations;
use law::ids::CauseId;
use law::life::facts::CaseFacts;
use search::cases::{Draft, Outcome, named};

/// Articles of a text as the index names them: `民法典/675`.
fn articles(text: &str) -> Vec<String> {
    named(&citations(text))
}

/// Facts with nothing else known.
pub fn pasted(facts: &str) -> Draft {
    Draft { facts: facts.to_owned(), articles: articles(facts), ..Draft::default() }
}

/// The facts of a matter with what the docket knows of it.
pub fn of_matter(facts: &str, known: &CaseFacts, outcome: Option<Outcome>) -> Draft {
    let causes: Vec<CauseId> = known.cause.into_iter().collect();
    let amount_fen = Some(known.amount.0).filter(|amount| *amount > 0);
    let id = Some(format!("{}/{}", known.court.0, known.stream.0));
    Draft { id, causes, amount_fen, outcome, ..pasted(facts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_named_as_the_index_names_them() {
        let text =
            "依照《中华人民共和国民法典》第六百七十五条、第一千一百六十五条和《中华人民共和国刑法》第一百三十三条之一";
        assert_eq!(articles(text), ["刑法/133-1", "民法典/1165", "民法典/675"]);
        assert!(articles("").is_empty());
        assert_eq!(pasted("借款").causes, []);
    }
}
