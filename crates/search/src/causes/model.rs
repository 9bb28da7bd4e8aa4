//! What was learnt of a list of causes: the texts, and what each way of judging says of another.

use rayon::prelude::*;

use super::centres::{Centres, Parts};
use super::latent::Latent;
use super::mix::Votes;
use super::ridge::Ridge;
use crate::cases::grams::Counts;
use crate::cases::matrix::Rows;
use crate::cases::space::{Space, overlap};

const NEIGHBOURS: usize = 10;
/// How far a text may be missed by the regression.
const SLACK: f64 = 0.3;
/// The power of the inverse document frequency.
const RARITY: f64 = 1.0;

/// A text with its classes and how much it counts.
pub struct Text<'a> {
    /// What it is compared by.
    pub counts: &'a Counts,
    /// The numbers of its classes.
    pub classes: Vec<usize>,
    /// One for a case, less for an invented text.
    pub weight: f32,
}

/// Texts of classes, and what each way makes of them.
pub struct Model {
    space: Space,
    ridge: Ridge,
    centres: Centres,
    latent: Latent,
    classes: Vec<Vec<usize>>,
    count: usize,
}

/// What the ways say of a text, and which classes are its own.
pub type Judged = (Votes, Vec<usize>);

impl Model {
    /// Learns from texts, and tells what it would have said of the last `held` of them had it not learnt from them.
    /// `known` is of each class what is known beforehand.
    pub fn learn(names: &[String], known: &[Counts], texts: Vec<Text<'_>>, held: usize) -> (Self, Vec<Judged>) {
        let space = Space::weigher(texts.iter().map(|text| text.counts).chain(known), RARITY);
        let rows: Rows = texts.par_iter().map(|text| space.weights(text.counts)).collect();
        let weights: Vec<f32> = texts.iter().map(|text| text.weight).collect();
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); names.len()];
        for (at, text) in texts.iter().enumerate() {
            for class in &text.classes {
                if let Some(members) = members.get_mut(*class) {
                    members.push(at);
                }
            }
        }
        let first = rows.len().saturating_sub(held);
        let (ridge, left_out) = Ridge::fit(&rows, space.features(), &weights, &members, SLACK, first);
        let known: Rows = known.par_iter().map(|known| space.weights(known)).collect();
        let parts = Parts::of(names, known, &members, (&rows, &weights));
        let centres = parts.centres();
        let classes = texts.into_iter().map(|text| text.classes).collect();
        let latent = Latent::fit(&rows, &ridge, &parts.alone());
        let model = Self { space, ridge, centres, latent, classes, count: names.len() };
        let judged = left_out.into_par_iter().zip(rows.par_iter().skip(first)).enumerate();
        let judged = judged.map(|(at, (ridge, row))| model.judged(ridge, row, first + at, &parts)).collect();
        (model, judged)
    }

    /// What the ways say of a text that was learnt from, had it not been: `ridge` is known already.
    fn judged(&self, ridge: Vec<f64>, row: &[(u32, f32)], at: usize, parts: &Parts<'_>) -> Judged {
        let to_others = |row: &[(u32, f32)]| {
            let mut likeness = self.ridge.likeness(row);
            if let Some(own) = likeness.get_mut(at) {
                *own = 0.0;
            }
            likeness
        };
        let likeness = to_others(row);
        let own = self.classes.get(at).cloned().unwrap_or_default();
        let mut centre = self.centres.nearness(row);
        let mut latent = self.latent.nearness(&likeness);
        for (class, without) in parts.without(&own, at) {
            if let Some(cell) = centre.get_mut(class) {
                *cell = overlap(row, &without);
            }
        }
        for class in &own {
            if let Some(cell) = latent.get_mut(*class) {
                *cell = self.latent.between(&likeness, &to_others(&parts.alone_without(*class, at)));
            }
        }
        (Votes { ridge, near: self.near(&likeness), centre, latent }, own)
    }

    /// Whether there is nothing in a text that was learnt of.
    pub fn is_strange(&self, counts: &Counts) -> bool {
        self.space.weights(counts).is_empty()
    }

    /// What each way says of a text.
    pub fn votes(&self, counts: &Counts) -> Votes {
        let row = self.space.weights(counts);
        let (ridge, likeness) = self.ridge.scores(&row);
        Votes {
            ridge,
            near: self.near(&likeness),
            centre: self.centres.nearness(&row),
            latent: self.latent.nearness(&likeness),
        }
    }

    /// The votes of the nearest texts for their classes.
    fn near(&self, likeness: &[f32]) -> Vec<f64> {
        let mut nearest: Vec<(f64, usize)> = likeness.iter().map(|own| f64::from(*own)).zip(0..).collect();
        let order = |one: &(f64, usize), other: &(f64, usize)| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1));
        if nearest.len() > NEIGHBOURS {
            nearest.select_nth_unstable_by(NEIGHBOURS, order);
            nearest.truncate(NEIGHBOURS);
        }
        nearest.sort_by(order);
        let mut near = vec![0.0; self.count];
        for (closeness, at) in nearest {
            for class in self.classes.get(at).into_iter().flatten() {
                if let Some(vote) = near.get_mut(*class) {
                    *vote += closeness * closeness;
                }
            }
        }
        near
    }
}
