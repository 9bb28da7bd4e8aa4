//! Centres of classes: what a class's texts have in common, with what is known of it beforehand and with its kin.

use std::collections::BTreeMap;

use law::cause;
use law::ids::CauseId;
use rayon::prelude::*;

use crate::cases::matrix::Rows;
use crate::cases::space::overlap;

/// Weight of the prior words beside a class's own texts.
const PRIOR: f32 = 0.6;
/// Weight of the texts of the causes beside it in the register.
const KIN: f32 = 0.15;

/// A sparse row.
type Row = Vec<(u32, f32)>;

/// The centres of all classes.
#[derive(Debug, Clone, Default)]
pub struct Centres(Vec<Row>);

/// What the centres were made of, from which one of a class without a text of its own can be made.
pub struct Parts<'a> {
    rows: &'a Rows,
    weights: &'a [f32],
    /// Of each class the sum of its texts.
    sums: Vec<Row>,
    /// What is known of it beforehand.
    known: Vec<Row>,
    /// The middle of its kin, by class.
    kin: Vec<Option<Row>>,
}

impl<'a> Parts<'a> {
    /// Sums the texts of the classes (`members`), which are `rows` with their `weights`.
    pub fn of(
        names: &[String],
        known: Vec<Row>,
        members: &[Vec<usize>],
        (rows, weights): (&'a Rows, &'a [f32]),
    ) -> Self {
        let sums: Vec<Row> = members
            .par_iter()
            .map(|members| {
                let own = members.iter().filter_map(|at| rows.get(*at).zip(weights.get(*at)));
                summed(own.map(|(row, weight)| (row.as_slice(), *weight)))
            })
            .collect();
        let parents: Vec<Option<CauseId>> =
            names.iter().map(|name| cause::by_name(name).and_then(|cause| cause.parent)).collect();
        let mut families: BTreeMap<CauseId, Vec<Row>> = BTreeMap::new();
        for (parent, sum) in parents.iter().zip(&sums) {
            if let Some(parent) = parent {
                families.entry(*parent).or_default().push(unit(sum.clone()));
            }
        }
        let middle = |rows: &Vec<Row>| unit(summed(rows.iter().map(|row| (row.as_slice(), 1.0))));
        let middles: BTreeMap<CauseId, Row> = families.iter().map(|(parent, rows)| (*parent, middle(rows))).collect();
        let kin = parents.iter().map(|parent| parent.and_then(|parent| middles.get(&parent).cloned())).collect();
        Self { rows, weights, sums, known, kin }
    }

    /// The centres of all classes.
    pub fn centres(&self) -> Centres {
        Centres((0..self.sums.len()).into_par_iter().map(|class| self.centre(class, unit(self.sum(class)))).collect())
    }

    /// How near a text is to the centre of one of its own classes, had it not been among its texts.
    pub fn without(&self, class: usize, text: usize) -> f64 {
        let (Some(row), Some(weight)) = (self.rows.get(text), self.weights.get(text)) else { return 0.0 };
        let mut rest = plus(&self.sum(class), row, -weight);
        // what the text alone had is nought now but for rounding
        rest.retain(|(_, cell)| *cell > 1e-6);
        overlap(row, &self.centre(class, unit(rest)))
    }

    fn sum(&self, class: usize) -> Row {
        self.sums.get(class).cloned().unwrap_or_default()
    }

    fn centre(&self, class: usize, own: Row) -> Row {
        let known = self.known.get(class).map(Vec::as_slice).unwrap_or_default();
        let sum = plus(&own, known, PRIOR);
        unit(match self.kin.get(class) {
            Some(Some(kin)) => plus(&sum, kin, KIN),
            _ => sum,
        })
    }
}

impl Centres {
    /// How near a text is to each.
    pub fn nearness(&self, row: &[(u32, f32)]) -> Vec<f64> {
        self.0.iter().map(|centre| overlap(row, centre)).collect()
    }
}

fn summed<'a>(rows: impl Iterator<Item = (&'a [(u32, f32)], f32)>) -> Row {
    let mut sum: BTreeMap<u32, f32> = BTreeMap::new();
    for (row, weight) in rows {
        for (column, cell) in row {
            *sum.entry(*column).or_default() += weight * cell;
        }
    }
    sum.into_iter().collect()
}

/// One row and a multiple of another, both in the order of their columns.
fn plus(one: &[(u32, f32)], other: &[(u32, f32)], weight: f32) -> Row {
    let mut sum = Vec::with_capacity(one.len() + other.len());
    let mut rest = other.iter().peekable();
    for (column, cell) in one {
        while let Some((before, own)) = rest.next_if(|(before, _)| before < column) {
            sum.push((*before, weight * own));
        }
        let same = rest.next_if(|(other, _)| other == column).map_or(0.0, |(_, own)| weight * own);
        sum.push((*column, cell + same));
    }
    sum.extend(rest.map(|(column, own)| (*column, weight * own)));
    sum
}

fn unit(mut row: Row) -> Row {
    let length = row.iter().map(|(_, cell)| cell * cell).sum::<f32>().sqrt();
    if length <= 0.0 {
        return Vec::new();
    }
    row.iter_mut().for_each(|(_, cell)| *cell /= length);
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_added_in_order() {
        assert_eq!(
            plus(&[(1, 1.0), (4, 2.0)], &[(0, 2.0), (4, 1.0), (9, 4.0)], 0.5),
            [(0, 1.0), (1, 1.0), (4, 2.5), (9, 2.0)]
        );
        assert_eq!(plus(&[], &[(3, 1.0)], 1.0), [(3, 1.0)]);
        assert!(unit(Vec::new()).is_empty());
    }

    #[test]
    fn a_text_left_out_is_judged_by_the_others_of_its_class() {
        let rows: Rows = vec![vec![(0, 1.0)], vec![(1, 1.0)], vec![(1, 0.6), (2, 0.8)]];
        let names = ["甲".to_owned(), "乙".to_owned()];
        let known = vec![Vec::new(), vec![(2, 1.0)]];
        let (weights, members) = ([1.0; 3], [vec![0], vec![1, 2]]);
        let parts = Parts::of(&names, known.clone(), &members, (&rows, &weights));
        assert_eq!(parts.without(0, 0), 0.0, "nothing is left of a class of one");
        let (two, members) = (vec![Vec::new(), rows[2].clone()], [Vec::new(), vec![1]]);
        let alone = Parts::of(&names, known, &members, (&two, &weights)).centres().nearness(&rows[1]);
        assert!((parts.without(1, 1) - alone[1]).abs() < 1e-6, "as though it had never been there");
        assert!(parts.centres().nearness(&rows[1])[1] > alone[1]);
    }
}
