//! How cases came to their judges: drawn, named, following another, changed, by ground. Counts for people to look at.

use std::collections::BTreeMap;

use crate::life::codes::{ChangeGround, LinkGround, NamingGround};
use crate::life::event::Assigned;

/// How an assignment came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Drawn.
    Drawn,
    /// Named.
    Named,
    /// Follows another case.
    Linked,
    /// Neither is known.
    Other,
}

/// How an assignment came about.
pub fn way(body: &Assigned) -> Way {
    match (&body.named, &body.linked, &body.draw) {
        (Some(_), _, _) => Way::Named,
        (None, Some(_), _) => Way::Linked,
        (None, None, Some(_)) => Way::Drawn,
        (None, None, None) => Way::Other,
    }
}

/// Counts of assignments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metrics {
    /// Assignments, first and later.
    pub all: u32,
    /// Drawn.
    pub drawn: u32,
    /// Named, by ground.
    pub named: BTreeMap<NamingGround, u32>,
    /// Following another case, by ground.
    pub linked: BTreeMap<LinkGround, u32>,
    /// Assignments that replaced somebody, by ground.
    pub changed: BTreeMap<ChangeGround, u32>,
    /// First assignments, by days from registration.
    pub waited: BTreeMap<i32, u32>,
}

impl Metrics {
    /// Adds how many days after registration a case was first assigned.
    pub fn add_wait(&mut self, days: i32) {
        *self.waited.entry(days).or_default() += 1;
    }

    /// First assignments whose days from registration are known.
    pub fn waits(&self) -> u32 {
        self.waited.values().sum()
    }

    /// The median of those days, the lower of two in the middle; none where there are none.
    pub fn median_wait(&self) -> Option<i32> {
        let middle = self.waits().div_ceil(2);
        let mut before = 0;
        self.waited.iter().find_map(|(days, n)| {
            before += n;
            (middle > 0 && before >= middle).then_some(*days)
        })
    }

    /// Adds an assignment.
    pub fn add(&mut self, body: &Assigned) {
        self.all += 1;
        self.drawn += u32::from(way(body) == Way::Drawn);
        if let Some(named) = &body.named {
            *self.named.entry(named.ground).or_default() += 1;
        }
        if let Some(linked) = &body.linked {
            *self.linked.entry(linked.ground).or_default() += 1;
        }
        if let Some(change) = &body.change {
            *self.changed.entry(change.ground).or_default() += 1;
        }
    }

    /// So many of all, in hundredths of a per cent, half up; none where there are none.
    pub fn share(&self, n: u32) -> Option<i64> {
        let all = i64::from(self.all);
        (all > 0).then(|| (i64::from(n) * 10_000 + all / 2) / all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::JudgeId;
    use crate::life::codes::Procedure;
    use crate::life::papers::{Change, Naming};

    fn assigned() -> Assigned {
        Assigned {
            assessors: 0,
            change: None,
            draw: None,
            due: None,
            judge: JudgeId(1),
            linked: None,
            named: None,
            panel: 1,
            procedure: Procedure::Summary,
            rule: None,
            seated: Vec::new(),
            seven: None,
        }
    }

    #[test]
    fn a_120_each_way_is_counted_once_and_by_its_ground() {
        let naming = Naming {
            approver: Some(3),
            ground: NamingGround::Major,
            judge: JudgeId(1),
            proposer: 2,
            reason: String::new(),
        };
        let (ground, of) = (ChangeGround::Illness, None);
        let change = Change { asked_by: 2, by: 3, ground, of, reason: String::new() };
        let mut metrics = Metrics::default();
        assert_eq!(metrics.share(0), None);
        for body in [
            assigned(),
            Assigned { named: Some(Box::new(naming)), ..assigned() },
            Assigned { change: Some(Box::new(change)), ..assigned() },
        ] {
            metrics.add(&body);
        }
        assert_eq!((metrics.all, metrics.drawn), (3, 0));
        assert_eq!(metrics.named, BTreeMap::from([(NamingGround::Major, 1)]));
        assert_eq!(metrics.changed, BTreeMap::from([(ChangeGround::Illness, 1)]));
        assert_eq!(metrics.share(1), Some(3_333));
        assert_eq!(metrics.median_wait(), None);
        for (days, median) in [(9, 9), (0, 0), (2, 2), (3, 2), (1, 2)] {
            metrics.add_wait(days);
            assert_eq!(metrics.median_wait(), Some(median));
        }
        assert_eq!((metrics.waits(), metrics.waited.last_key_value()), (5, Some((&9, &1))));
    }
}
