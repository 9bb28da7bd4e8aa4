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
pub type Row = Vec<(u32, f32)>;

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
    /// The cause above it in the register.
    parents: Vec<Option<CauseId>>,
    /// Of each such cause the classes below, and the sum of their middles.
    families: BTreeMap<CauseId, (Vec<usize>, Row)>,
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
        let mut below: BTreeMap<CauseId, Vec<usize>> = BTreeMap::new();
        for (class, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent {
                below.entry(*parent).or_default().push(class);
            }
        }
        let middle = |class: &usize| unit(sums.get(*class).cloned().unwrap_or_default());
        let family = |(parent, classes): (CauseId, Vec<usize>)| {
            let middles: Vec<Row> = classes.iter().map(middle).collect();
            (parent, (classes, summed(middles.iter().map(|row| (row.as_slice(), 1.0)))))
        };
        let families = below.into_iter().map(family).collect();
        Self { rows, weights, sums, known, parents, families }
    }

    /// The centres of all classes.
    pub fn centres(&self) -> Centres {
        let kin: BTreeMap<CauseId, Row> =
            self.families.iter().map(|(parent, (_, sum))| (*parent, unit(sum.clone()))).collect();
        let kin = |class: usize| self.parent(class).and_then(|parent| kin.get(&parent));
        let classes = (0..self.sums.len()).into_par_iter();
        Centres(classes.map(|class| self.centre(class, unit(self.sum(class)), kin(class))).collect())
    }

    /// The centres of all classes by their texts and what is known of them, without their kin.
    pub fn alone(&self) -> Rows {
        let classes = (0..self.sums.len()).into_par_iter();
        classes.map(|class| self.centre(class, unit(self.sum(class)), None)).collect()
    }

    /// Such a centre of a class, had a text not been among its texts.
    pub fn alone_without(&self, class: usize, text: usize) -> Row {
        self.centre(class, self.rest(class, text), None)
    }

    /// The middle of a class's texts without one of them.
    fn rest(&self, class: usize, text: usize) -> Row {
        let (Some(row), Some(weight)) = (self.rows.get(text), self.weights.get(text)) else { return Vec::new() };
        let mut rest = plus(&self.sum(class), row, -weight);
        // what the text alone had is nought now but for rounding
        rest.retain(|(_, cell)| *cell > 1e-6);
        unit(rest)
    }

    /// The centres that change when a text is not among those of its classes: theirs, and those of their kin.
    pub fn without(&self, classes: &[usize], text: usize) -> Vec<(usize, Row)> {
        let own: BTreeMap<usize, Row> = classes.iter().map(|class| (*class, self.rest(*class, text))).collect();
        let middle = |class: usize| own.get(&class).cloned().unwrap_or_else(|| unit(self.sum(class)));
        let mut changed: Vec<(usize, Row)> = Vec::new();
        let mut parents: Vec<CauseId> = classes.iter().filter_map(|class| self.parent(*class)).collect();
        parents.sort_unstable();
        parents.dedup();
        for (below, sum) in parents.iter().filter_map(|parent| self.families.get(parent)) {
            let mut sum = sum.clone();
            for class in own.keys().filter(|class| below.contains(class)) {
                sum = plus(&plus(&sum, &unit(self.sum(*class)), -1.0), &middle(*class), 1.0);
            }
            sum.retain(|(_, cell)| *cell > 1e-6);
            let kin = unit(sum);
            changed.extend(below.iter().map(|class| (*class, self.centre(*class, middle(*class), Some(&kin)))));
        }
        let orphans = own.keys().filter(|class| self.parent(**class).is_none());
        changed.extend(orphans.map(|class| (*class, self.centre(*class, middle(*class), None))));
        changed
    }

    fn parent(&self, class: usize) -> Option<CauseId> {
        self.parents.get(class).copied().flatten()
    }

    fn sum(&self, class: usize) -> Row {
        self.sums.get(class).cloned().unwrap_or_default()
    }

    fn centre(&self, class: usize, own: Row, kin: Option<&Row>) -> Row {
        let known = self.known.get(class).map(Vec::as_slice).unwrap_or_default();
        let sum = plus(&own, known, PRIOR);
        unit(match kin {
            Some(kin) => plus(&sum, kin, KIN),
            None => sum,
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
        let without = |class: usize, text: usize| {
            let changed = parts.without(&[class], text);
            changed.iter().find(|(changed, _)| *changed == class).map(|(_, centre)| overlap(&rows[text], centre))
        };
        assert_eq!(without(0, 0), Some(0.0), "nothing is left of a class of one");
        let (two, members) = (vec![Vec::new(), rows[2].clone()], [Vec::new(), vec![1]]);
        let alone = Parts::of(&names, known, &members, (&two, &weights)).centres().nearness(&rows[1]);
        assert!((without(1, 1).unwrap() - alone[1]).abs() < 1e-6, "as though it had never been there");
        assert!(parts.centres().nearness(&rows[1])[1] > alone[1]);
    }

    #[test]
    fn its_kin_too_is_judged_without_a_text_left_out() {
        let rows: Rows = vec![vec![(0, 1.0)], vec![(1, 1.0)], vec![(1, 0.6), (2, 0.8)]];
        let names = ["买卖合同纠纷".to_owned(), "房屋买卖合同纠纷".to_owned(), "民间借贷纠纷".to_owned()];
        let parent = |name: &str| cause::by_name(name).and_then(|cause| cause.parent);
        let kin: Vec<usize> = (0..3).filter(|at| parent(&names[*at]) == parent(&names[0])).collect();
        let known = vec![Vec::new(); 3];
        let (weights, members) = ([1.0; 3], [vec![0, 1], Vec::new(), vec![2]]);
        let parts = Parts::of(&names, known.clone(), &members, (&rows, &weights));
        let without = parts.without(&[0], 1);
        assert_eq!(without.iter().map(|(class, _)| *class).collect::<Vec<_>>(), kin);
        let fewer = [vec![0], Vec::new(), vec![2]];
        let others = Parts::of(&names, known, &fewer, (&rows, &weights)).centres();
        for (class, centre) in without {
            let apart = overlap(&centre, &centre) - overlap(&centre, &others.0[class]);
            assert!(apart.abs() < 1e-6, "{class}");
        }
    }
}
