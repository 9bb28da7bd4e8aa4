//! Posts (任职): the roles somebody holds in courts, from when until when; who stands in, who is on leave, and what
//! judges declare for recusal. What a role may do is not known here.

mod bench;
mod hold;
mod interest;
mod leave;
mod stand_in;

use law::day::Day;
use law::ids::CourtId;
use law::role::Role;
use sqlx::any::AnyRow;

use crate::account::AccountId;
use crate::fault::Fault;
use crate::rows;

pub use bench::{OnBench, unnumbered};
pub use interest::{Interest, InterestDraft, InterestId, Relation};
pub use leave::{Leave, LeaveDraft, LeaveId, LeaveKind};
pub use stand_in::{StandIn, StandInDraft};

pub(crate) use hold::{acting_at, put};

/// Number of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(pub i64);

/// Number of a standing-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StandInId(pub i64);

/// A post to be taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostDraft {
    /// Who.
    pub account: AccountId,
    /// As what.
    pub role: Role,
    /// Where.
    pub court: CourtId,
    /// First day.
    pub from: Day,
    /// Last day, if it is known.
    pub until: Option<Day>,
    /// Share of full work, in hundredths: 100 is all of it.
    pub capacity_hundredths: u8,
    /// Codes of the groups it belongs to, such as `civil`.
    pub groups: Vec<String>,
}

/// A post (任职).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its number.
    pub number: PostId,
    /// Whose.
    pub account: AccountId,
    /// As what.
    pub role: Role,
    /// Where.
    pub court: CourtId,
    /// First day.
    pub from: Day,
    /// Last day, if it is known.
    pub until: Option<Day>,
    /// Share of full work, in hundredths.
    pub capacity_hundredths: u8,
    /// Codes of its groups, sorted.
    pub groups: Vec<String>,
}

impl Post {
    /// Whether it is held on a day.
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Somebody acting in a post on a day: its holder, or who stands in for the holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    /// The post; its `account` is the holder, who is stood in for when `stand_in` is set.
    pub post: Post,
    /// Who acts.
    pub account: AccountId,
    /// The standing-in by which they act; none in one's own post.
    pub stand_in: Option<StandInId>,
    /// Whether who acts is on leave that day.
    pub away: bool,
}

impl Acting {
    /// Whom they stand in for (代班).
    pub fn stands_in_for(&self) -> Option<AccountId> {
        self.stand_in.map(|_| self.post.account)
    }
}

/// A post from the columns `post, owner, role, court, from_day, until_day, capacity, group_codes`.
pub(crate) fn post(row: &AnyRow) -> Result<Post, Fault> {
    Ok(Post {
        number: PostId(rows::int(row, "post")?),
        account: rows::account(row, "owner")?,
        role: rows::word(row, "role", Role::parse)?,
        court: rows::court(row, "court")?,
        from: rows::day(row, "from_day")?,
        until: rows::some_day(row, "until_day")?,
        capacity_hundredths: rows::int(row, "capacity")?,
        groups: rows::codes(row, "group_codes")?,
    })
}

/// Whether a role is held by a post; the others come with the kind of an account, or with none.
pub const fn is_held(role: Role) -> bool {
    !matches!(role, Role::Visitor | Role::Litigant | Role::Lawyer | Role::Institution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_held_from_its_first_to_its_last_day() {
        let mut post = Post {
            number: PostId(1),
            account: AccountId(1),
            role: Role::Judge,
            court: CourtId(1),
            from: Day(10),
            until: Some(Day(20)),
            capacity_hundredths: 100,
            groups: Vec::new(),
        };
        assert_eq!([9, 10, 20, 21].map(|day| post.covers(Day(day))), [false, true, true, false]);
        post.until = None;
        assert!(post.covers(Day(30_000)));
    }

    #[test]
    fn eleven_roles_are_held() {
        assert_eq!(Role::ALL.iter().filter(|role| is_held(**role)).count(), 11);
    }
}
