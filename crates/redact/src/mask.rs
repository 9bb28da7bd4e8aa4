//! A text masked: what goes is found, tokens are given, edits are made, and both check lists are gone through.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::base::Base;
use crate::case::{Case, Options};
use crate::check::{Leftover, Lost, check};
use crate::edit::{Class, Edit, Flag, Reason, Rule, apply, settle};
use crate::find::Find;
use crate::fold::Folded;
use crate::names::{self, Mention};
use crate::roster::{Hit, Roster};
use crate::token::{Tokens, Who, assign};
use crate::{numbers, party, private, trigger};

/// How a masked text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Both checks hold and nothing is doubtful.
    Clear,
    /// Both checks hold; somebody must look at what is doubtful.
    Look,
    /// A check failed: not to be published.
    Review,
}

/// A masked text with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redacted {
    /// The masked text.
    pub text: String,
    /// What was changed, in order.
    pub edits: Vec<Edit>,
    /// What somebody must look at.
    pub flags: Vec<Flag>,
    /// What must go and is still there.
    pub left: Vec<Leftover>,
    /// What must stay and is gone.
    pub lost: Vec<Lost>,
    /// How it stands.
    pub status: Status,
}

/// A case read once, for any number of its documents.
#[derive(Debug)]
pub struct Masker<'c> {
    case: &'c Case,
    roster: Roster,
}

impl<'c> Masker<'c> {
    /// Reads a case.
    #[must_use]
    pub fn new(case: &'c Case, options: &Options) -> Self {
        Masker { case, roster: Roster::new(case, options) }
    }

    /// Masks a text; `tokens` are those of the chain of cases, and take up new ones.
    #[must_use]
    pub fn mask(&self, text: &str, tokens: &mut Tokens) -> Redacted {
        let folded = Folded::new(text);
        let hits = self.roster.find(&folded);
        let (edits, flags) = self.edits(&folded, &hits, tokens);
        let masked = apply(text, &edits);
        let (left, lost) = check(&folded, &hits, &edits, &masked, self.case, &self.roster);
        let status = match (left.is_empty() && lost.is_empty(), flags.is_empty()) {
            (false, _) => Status::Review,
            (true, false) => Status::Look,
            (true, true) => Status::Clear,
        };
        Redacted { text: masked, edits, flags, left, lost, status }
    }

    /// Goes through both check lists with the edits somebody decided on; they are in order and do not overlap.
    #[must_use]
    pub fn check(&self, text: &str, edits: &[Edit]) -> (Vec<Leftover>, Vec<Lost>) {
        let folded = Folded::new(text);
        let hits = self.roster.find(&folded);
        check(&folded, &hits, edits, &apply(text, edits), self.case, &self.roster)
    }

    fn edits(&self, folded: &Folded<'_>, hits: &[Hit], tokens: &mut Tokens) -> (Vec<Edit>, Vec<Flag>) {
        let triggers = trigger::scan(folded);
        let block = party::scan(folded, self.case, &self.roster, hits, &triggers);
        let mut finds = block.finds;
        let (numbers, mut flags) = numbers::scan(folded, &block.units);
        finds.extend(numbers);
        finds.extend(private::scan(folded, self.case, &block.homes, &triggers));
        let named = names::read(folded, self.case, &self.roster, hits);
        finds.extend(named.finds);
        flags.extend(named.flags);
        flags.extend(self.standing_flags());

        let gone = Covered::of(&finds);
        let mentions: Vec<Mention> =
            named.mentions.into_iter().filter(|mention| !gone.covers(mention.start, mention.end)).collect();
        let order = self.order(&mentions);
        let given = assign(&order, &named.held, &named.doubtful, &self.roster.keys, tokens);
        let mut edits: Vec<Edit> = finds.iter().map(|find| find.edit(folded)).collect();
        for mention in mentions {
            let Some(token) = given.get(&mention.who) else { continue };
            let (start, end) = folded.span(mention.start, mention.end);
            if folded.original().get(start..end) != Some(token) {
                let rule = rule(&mention);
                let replacement = token.clone();
                edits.push(Edit {
                    start,
                    end,
                    class: mention.class,
                    rule,
                    replacement,
                    confidence: mention.confidence,
                });
            }
        }
        flags.sort_by_key(|flag| (flag.start, flag.end, flag.reason));
        flags.dedup();
        (settle(edits), flags)
    }

    /// Who is named, in the order of appearance, each once.
    fn order(&self, mentions: &[Mention]) -> Vec<(Who, Base)> {
        let mut seen: BTreeSet<&Who> = BTreeSet::new();
        let first = mentions.iter().filter(|mention| seen.insert(&mention.who));
        let base = |who: &Who| match who {
            Who::Person(at) => self.roster.bases.get(*at).cloned(),
            Who::Unknown(head) => Some(Base { head: head.clone(), tail: String::new() }),
        };
        first.filter_map(|mention| Some((mention.who.clone(), base(&mention.who)?))).collect()
    }

    /// What somebody must look at whatever the text says.
    fn standing_flags(&self) -> Vec<Flag> {
        let roles = self.roster.verdicts.iter().filter_map(|verdict| verdict.look);
        let same = self.roster.same_name.then_some(Reason::SameName);
        roles.chain(same).map(|reason| Flag { start: 0, end: 0, reason }).collect()
    }
}

fn rule(mention: &Mention) -> Rule {
    match mention.class {
        Class::Name | Class::Alias => Rule::O030,
        Class::Token => Rule::O033,
        Class::Unit => Rule::P2024,
        _ => Rule::O032,
    }
}

/// Stretches that go as a whole.
pub(crate) struct Covered(Vec<(usize, usize)>);

impl Covered {
    pub(crate) fn of(finds: &[Find]) -> Self {
        let mut spans: Vec<(usize, usize)> = finds.iter().map(|find| (find.start, find.end)).collect();
        spans.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::with_capacity(spans.len());
        for (start, end) in spans {
            match merged.last_mut().filter(|last| start <= last.1) {
                Some(last) => last.1 = last.1.max(end),
                None => merged.push((start, end)),
            }
        }
        Covered(merged)
    }

    /// Whether a stretch lies inside one of them.
    pub(crate) fn covers(&self, start: usize, end: usize) -> bool {
        let after = self.0.partition_point(|span| span.0 <= start);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|span| end <= span.1)
    }
}

/// Masks one text by the rules of a case; see [`Masker`] for many.
#[must_use]
pub fn redact(text: &str, case: &Case, options: &Options, tokens: &mut Tokens) -> Redacted {
    Masker::new(case, options).mask(text, tokens)
}
