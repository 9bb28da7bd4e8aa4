//! Ranking trees (排序学习): boosted regression trees grown on the gains of swapping two documents (LambdaMART).
//!
//! Plain code, no clock and no randomness of its own: the same rows and seed give the same trees.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::draw::Draw;

/// Most bins a feature is cut into.
const BINS: usize = 64;

/// How trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// How many trees.
    pub trees: usize,
    /// Leaves of each.
    pub leaves: usize,
    /// Share of each tree's answer that is kept.
    pub rate: f64,
    /// Fewest rows of a leaf.
    pub leaf_rows: usize,
    /// Share of the features each tree sees.
    pub feature_share: f64,
    /// Share of the queries each tree sees.
    pub query_share: f64,
    /// Weight that holds leaves near zero.
    pub ridge: f64,
    /// Seed of the draws.
    pub seed: u64,
}

impl Default for Growth {
    fn default() -> Self {
        Self {
            trees: 200,
            leaves: 12,
            rate: 0.06,
            leaf_rows: 40,
            feature_share: 0.5,
            query_share: 0.7,
            ridge: 2.0,
            seed: 1,
        }
    }
}

/// The documents of one query to learn from: a row of features each, and its grade.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Rows, all of the same width.
    pub rows: Vec<Vec<f64>>,
    /// Grades, one a row.
    pub grades: Vec<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Node {
    Leaf(f64),
    Split { feature: usize, at_most: f64, low: usize, high: usize },
}

/// Trees that give a row its score.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Trees {
    trees: Vec<Vec<Node>>,
}

impl Trees {
    /// The score of a row; higher ranks first.
    #[must_use]
    pub fn score(&self, row: &[f64]) -> f64 {
        self.trees.iter().map(|tree| answer(tree, row)).sum()
    }

    /// How many trees there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.trees.len()
    }

    /// Whether nothing was learnt.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// How often each feature decides, as shares of all decisions.
    #[must_use]
    pub fn uses(&self, width: usize) -> Vec<f64> {
        let mut uses = vec![0.0; width];
        for node in self.trees.iter().flatten() {
            if let Node::Split { feature, .. } = node
                && let Some(count) = uses.get_mut(*feature)
            {
                *count += 1.0;
            }
        }
        let all: f64 = uses.iter().sum();
        uses.iter_mut().for_each(|count| *count /= all.max(1.0));
        uses
    }

    /// Grows trees on the groups.
    #[must_use]
    pub fn grow(groups: &[Group], growth: Growth) -> Self {
        let table = Table::new(groups);
        let mut draw = Draw::new(growth.seed);
        let mut scores = vec![0.0; table.rows];
        let mut trees = Vec::new();
        for _ in 0..growth.trees {
            let seen: Vec<bool> = groups.iter().map(|_| draw.share() < growth.query_share).collect();
            let features: Vec<usize> =
                (0..table.columns.len()).filter(|_| draw.share() < growth.feature_share).collect();
            let pulls = pulls(groups, &scores, &seen);
            let mut rows = Vec::new();
            let mut start = 0_u32;
            for (group, seen) in groups.iter().zip(&seen) {
                let end = start.saturating_add(u32::try_from(group.rows.len()).unwrap_or(u32::MAX));
                if *seen {
                    rows.extend(start..end);
                }
                start = end;
            }
            let tree = Growing { table: &table, pulls: &pulls, features: &features, growth }.tree(rows);
            if tree.len() < 2 {
                continue;
            }
            for (row, score) in groups.iter().flat_map(|group| &group.rows).zip(&mut scores) {
                *score += answer(&tree, row);
            }
            trees.push(tree);
        }
        Self { trees }
    }
}

fn answer(tree: &[Node], row: &[f64]) -> f64 {
    let mut place = 0;
    loop {
        match tree.get(place) {
            Some(Node::Split { feature, at_most, low, high }) => {
                place = if row.get(*feature).is_some_and(|value| value <= at_most) { *low } else { *high };
            }
            Some(Node::Leaf(value)) => return *value,
            None => return 0.0,
        }
    }
}

/// Where a row should go, and how firmly.
#[derive(Debug, Clone, Copy, Default)]
struct Pull {
    slope: f64,
    curve: f64,
}

/// The pulls of every row: for each pair of different grades, how much the NDCG of its query gains by the right order.
fn pulls(groups: &[Group], scores: &[f64], seen: &[bool]) -> Vec<Pull> {
    let mut starts = Vec::with_capacity(groups.len());
    let mut start = 0;
    for group in groups {
        starts.push(start);
        start += group.rows.len();
    }
    let parts: Vec<Vec<Pull>> = groups
        .par_iter()
        .zip(starts)
        .zip(seen)
        .map(|((group, start), seen)| {
            let own = scores.get(start..start + group.rows.len()).unwrap_or_default();
            if *seen { group_pulls(group, own) } else { vec![Pull::default(); group.rows.len()] }
        })
        .collect();
    parts.concat()
}

fn group_pulls(group: &Group, scores: &[f64]) -> Vec<Pull> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    let score = |row: usize| scores.get(row).copied().unwrap_or_default();
    order.sort_by(|a, b| score(*b).total_cmp(&score(*a)));
    let mut worth = vec![0.0; scores.len()];
    let mut place = 2.0_f64;
    for row in &order {
        if let Some(worth) = worth.get_mut(*row) {
            *worth = 1.0 / place.log2();
        }
        place += 1.0;
    }
    let mut ideal = group.grades.clone();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let mut place = 2.0_f64;
    let mut best = 0.0;
    for grade in &ideal {
        best += grade / place.log2();
        place += 1.0;
    }
    let mut pulls = vec![Pull::default(); scores.len()];
    if best <= 0.0 {
        return pulls;
    }
    let mut total = 0.0;
    for (row, grade) in group.grades.iter().enumerate().filter(|(_, grade)| **grade > 0.0) {
        let mut own = Pull::default();
        for ((other, other_grade), other_worth) in group.grades.iter().enumerate().zip(&worth) {
            if other_grade >= grade {
                continue;
            }
            let swap = (worth.get(row).copied().unwrap_or_default() - other_worth).abs();
            let gain = (grade - other_grade) * (swap + 0.002) / best;
            let wrong = 1.0 / (1.0 + (score(row) - score(other)).exp());
            let pull = Pull { slope: wrong * gain, curve: wrong * (1.0 - wrong) * gain };
            own.slope += pull.slope;
            own.curve += pull.curve;
            total += 2.0 * pull.slope;
            if let Some(theirs) = pulls.get_mut(other) {
                theirs.slope -= pull.slope;
                theirs.curve += pull.curve;
            }
        }
        if let Some(theirs) = pulls.get_mut(row) {
            theirs.slope += own.slope;
            theirs.curve += own.curve;
        }
    }
    // a query of many pairs must not drown the others
    let norm = if total > 0.0 { (1.0 + total).log2() / total } else { 0.0 };
    for pull in &mut pulls {
        pull.slope *= norm;
        pull.curve *= norm;
    }
    pulls
}

/// The rows by column, each value as the bin it falls in.
struct Table {
    rows: usize,
    columns: Vec<Column>,
}

struct Column {
    bins: Vec<u8>,
    /// Largest value of each bin but the last.
    edges: Vec<f64>,
}

impl Table {
    fn new(groups: &[Group]) -> Self {
        let rows: Vec<&Vec<f64>> = groups.iter().flat_map(|group| &group.rows).collect();
        let width = rows.first().map_or(0, |row| row.len());
        let columns = (0..width).into_par_iter().map(|feature| {
            let values: Vec<f64> = rows.iter().map(|row| row.get(feature).copied().unwrap_or_default()).collect();
            Column::new(&values)
        });
        Self { rows: rows.len(), columns: columns.collect() }
    }
}

impl Column {
    fn new(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted.dedup();
        let step = sorted.len().div_ceil(BINS).max(1);
        // half of the bins by distinct value, which keeps the thin upper ends apart; ends of bins lie between values
        let mut edges: Vec<f64> = sorted.iter().skip(step - 1).step_by(step).copied().collect();
        edges.pop();
        edges.truncate(BINS - 1);
        let bins =
            values.iter().map(|value| u8::try_from(edges.partition_point(|edge| edge < value)).unwrap_or(u8::MAX));
        Self { bins: bins.collect(), edges }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    slope: f64,
    curve: f64,
    rows: u32,
}

impl Cell {
    fn add(&mut self, other: Self) {
        self.slope += other.slope;
        self.curve += other.curve;
        self.rows += other.rows;
    }

    fn less(self, other: Self) -> Self {
        Self {
            slope: self.slope - other.slope,
            curve: self.curve - other.curve,
            rows: self.rows.saturating_sub(other.rows),
        }
    }

    fn worth(self, ridge: f64) -> f64 {
        self.slope * self.slope / (self.curve + ridge)
    }
}

#[derive(Debug, Clone, Copy)]
struct Cut {
    feature: usize,
    bin: u8,
    at_most: f64,
    gain: f64,
}

struct Leaf {
    node: usize,
    rows: Vec<u32>,
    cells: Vec<Vec<Cell>>,
    sum: Cell,
    best: Option<Cut>,
}

struct Growing<'a> {
    table: &'a Table,
    pulls: &'a [Pull],
    features: &'a [usize],
    growth: Growth,
}

impl Growing<'_> {
    fn tree(&self, rows: Vec<u32>) -> Vec<Node> {
        let cells = self.cells(&rows);
        let mut nodes = vec![Node::Leaf(0.0)];
        let mut leaves = vec![self.leaf(0, rows, cells)];
        while leaves.len() < self.growth.leaves {
            let gain = |leaf: &Leaf| leaf.best.map_or(0.0, |cut| cut.gain);
            let best = (0..leaves.len()).max_by(|a, b| {
                let gain_of = |place: &usize| leaves.get(*place).map_or(0.0, gain);
                gain_of(a).total_cmp(&gain_of(b))
            });
            let Some(leaf) = best.map(|place| leaves.swap_remove(place)) else { break };
            let Some(cut) = leaf.best else {
                leaves.push(leaf);
                break;
            };
            let (low, high) = self.split(leaf, cut, &mut nodes);
            leaves.push(low);
            leaves.push(high);
        }
        for leaf in &leaves {
            if let Some(node) = nodes.get_mut(leaf.node) {
                *node = Node::Leaf(self.growth.rate * leaf.sum.slope / (leaf.sum.curve + self.growth.ridge * 0.1));
            }
        }
        nodes
    }

    fn split(&self, leaf: Leaf, cut: Cut, nodes: &mut Vec<Node>) -> (Leaf, Leaf) {
        let bins = self.table.columns.get(cut.feature).map_or(&[][..], |column| &column.bins);
        let is_low =
            |row: &u32| usize::try_from(*row).ok().and_then(|row| bins.get(row)).is_some_and(|bin| *bin <= cut.bin);
        let (low, high): (Vec<u32>, Vec<u32>) = leaf.rows.into_iter().partition(is_low);
        let (low_node, high_node) = (nodes.len(), nodes.len() + 1);
        nodes.extend([Node::Leaf(0.0), Node::Leaf(0.0)]);
        if let Some(node) = nodes.get_mut(leaf.node) {
            *node = Node::Split { feature: cut.feature, at_most: cut.at_most, low: low_node, high: high_node };
        }
        // the smaller side is counted, the larger is what is left
        let low_is_smaller = low.len() <= high.len();
        let counted = self.cells(if low_is_smaller { &low } else { &high });
        let rest = leaf
            .cells
            .iter()
            .zip(&counted)
            .map(|(all, part)| all.iter().zip(part).map(|(all, part)| all.less(*part)).collect::<Vec<Cell>>());
        let rest: Vec<Vec<Cell>> = rest.collect();
        let (low_cells, high_cells) = if low_is_smaller { (counted, rest) } else { (rest, counted) };
        (self.leaf(low_node, low, low_cells), self.leaf(high_node, high, high_cells))
    }

    fn leaf(&self, node: usize, rows: Vec<u32>, cells: Vec<Vec<Cell>>) -> Leaf {
        let mut sum = Cell::default();
        cells.first().into_iter().flatten().for_each(|cell| sum.add(*cell));
        let best = self.best(&cells, sum);
        Leaf { node, rows, cells, sum, best }
    }

    fn cells(&self, rows: &[u32]) -> Vec<Vec<Cell>> {
        let count = |feature: &usize| {
            let mut cells = vec![Cell::default(); BINS];
            let Some(column) = self.table.columns.get(*feature) else { return cells };
            for row in rows.iter().filter_map(|row| usize::try_from(*row).ok()) {
                if let (Some(bin), Some(pull)) = (column.bins.get(row), self.pulls.get(row))
                    && let Some(cell) = cells.get_mut(usize::from(*bin))
                {
                    cell.add(Cell { slope: pull.slope, curve: pull.curve, rows: 1 });
                }
            }
            cells
        };
        self.features.par_iter().map(count).collect()
    }

    fn best(&self, cells: &[Vec<Cell>], sum: Cell) -> Option<Cut> {
        let fewest = u32::try_from(self.growth.leaf_rows).unwrap_or(u32::MAX);
        let mut best: Option<Cut> = None;
        for (feature, cells) in self.features.iter().zip(cells) {
            let edges = self.table.columns.get(*feature).map_or(&[][..], |column| &column.edges);
            let mut low = Cell::default();
            for ((bin, cell), edge) in (0_u8..).zip(cells).zip(edges) {
                low.add(*cell);
                let high = sum.less(low);
                if low.rows < fewest || high.rows < fewest {
                    continue;
                }
                let ridge = self.growth.ridge * 0.1;
                let gain = low.worth(ridge) + high.worth(ridge) - sum.worth(ridge);
                if gain > best.map_or(1e-9, |cut| cut.gain) {
                    best = Some(Cut { feature: *feature, bin, at_most: *edge, gain });
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Queries whose right document is the one with the larger sum of its first two features; the third is noise.
    fn groups(seed: u64, queries: usize) -> Vec<Group> {
        let mut draw = Draw::new(seed);
        let group = |_| {
            let rows: Vec<Vec<f64>> = (0..20).map(|_| (0..3).map(|_| draw.share()).collect()).collect();
            let sum = |row: &Vec<f64>| row[0] + row[1];
            let best = rows.iter().map(sum).fold(0.0, f64::max);
            let grades = rows.iter().map(|row| if sum(row) >= best { 1.0 } else { 0.0 }).collect();
            Group { rows, grades }
        };
        (0..queries).map(group).collect()
    }

    fn first_right(trees: &Trees, groups: &[Group]) -> usize {
        let right = |group: &&Group| {
            let scores: Vec<f64> = group.rows.iter().map(|row| trees.score(row)).collect();
            let top = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap();
            group.grades[top] > 0.0
        };
        groups.iter().filter(right).count()
    }

    #[test]
    fn trees_learn_an_order_and_keep_it_on_queries_not_seen() {
        let growth = Growth { trees: 80, feature_share: 1.0, leaf_rows: 5, ..Growth::default() };
        let trees = Trees::grow(&groups(1, 200), growth);
        let right = first_right(&trees, &groups(2, 100));
        assert!(right >= 60, "{right} of 100");
        let uses = trees.uses(3);
        assert!(uses[0] > uses[2] && uses[1] > uses[2], "{uses:?}");
    }

    #[test]
    fn the_same_seed_grows_the_same_trees() {
        let growth = Growth { trees: 5, ..Growth::default() };
        assert_eq!(Trees::grow(&groups(3, 30), growth), Trees::grow(&groups(3, 30), growth));
        assert_ne!(Trees::grow(&groups(3, 30), growth), Trees::grow(&groups(3, 30), Growth { seed: 9, ..growth }));
    }

    #[test]
    fn nothing_to_learn_from_grows_nothing() {
        assert!(Trees::grow(&[], Growth::default()).is_empty());
        let flat = Group { rows: vec![vec![1.0]; 50], grades: vec![0.0; 50] };
        assert!(Trees::grow(&[flat], Growth::default()).is_empty());
        assert!(Trees::default().score(&[1.0, 2.0]).abs() < f64::EPSILON);
    }

    #[test]
    fn trees_are_kept_as_text_and_read_again() {
        let trees = Trees::grow(&groups(4, 40), Growth { trees: 3, leaf_rows: 5, ..Growth::default() });
        let text = serde_json::to_string(&trees).unwrap();
        assert_eq!(serde_json::from_str::<Trees>(&text).unwrap(), trees);
    }
}
