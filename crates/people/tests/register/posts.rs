//! Posts, standing in, leave, declared interests.

use law::day::Day;
use law::ids::CourtId;
use law::role::Role;
use people::post::{Acting, InterestDraft, LeaveDraft, LeaveKind, PostId, Relation, StandInDraft, StandInId};
use people::{AccountId, Fault, People, PostDraft};

use crate::fixture::*;

async fn acting(people: &People, account: AccountId, day: Day) -> Vec<(Role, u16, Option<AccountId>)> {
    let found = people.posts_on(account, day).await.unwrap();
    let line = |acting: &Acting| (acting.post.role, acting.post.court.0, acting.stands_in_for());
    found.iter().map(line).collect()
}

pub async fn posts_are_held_and_ended(people: &People) {
    let (boss, one) = (make(people, &staff("boss")).await, make(people, &staff("one")).await);
    let groups = vec!["civil".to_owned(), "administrative".to_owned()];
    let judge = people.add_post(&PostDraft { groups, ..post(one, Role::Judge, 2) }, boss, at(0)).await.unwrap();
    people.add_post(&post(one, Role::Discipline, 1), boss, at(0)).await.unwrap();
    assert_eq!(acting(people, one, today()).await, [(Role::Judge, 2, None), (Role::Discipline, 1, None)]);
    assert!(acting(people, one, today().plus(-101)).await.is_empty());
    assert_eq!(people.posts_on(one, today()).await.unwrap()[0].post.groups, ["administrative", "civil"]);
    people.end_post(judge, today(), boss, at(1)).await.unwrap();
    assert_eq!(acting(people, one, today()).await.len(), 2);
    assert_eq!(acting(people, one, today().plus(1)).await, [(Role::Discipline, 1, None)]);
    assert_eq!(people.holders(CourtId(2), Role::Judge, today()).await.unwrap().len(), 1);
    assert!(people.holders(CourtId(2), Role::Judge, today().plus(1)).await.unwrap().is_empty());
    assert_eq!(people.posts_of(one).await.unwrap().len(), 2);
    assert_eq!(people.end_post(PostId(99), today(), boss, at(1)).await, Err(Fault::NotFound));
    // taken back altogether, it can be given again
    people.end_post(judge, today().plus(-200), boss, at(2)).await.unwrap();
    assert_eq!(acting(people, one, today()).await, [(Role::Discipline, 1, None)]);
    let earlier = PostDraft { from: today().plus(-300), ..post(one, Role::Judge, 2) };
    people.add_post(&earlier, boss, at(3)).await.unwrap();
    people.set_closed(one, true, boss, at(4)).await.unwrap();
    assert!(people.holders(CourtId(2), Role::Judge, today()).await.unwrap().is_empty());
}

pub async fn a_post_that_cannot_be_is_refused_with_all_its_faults(people: &People) {
    let party = make(people, &litigant(1)).await;
    let wrong = PostDraft {
        until: Some(today().plus(-101)),
        capacity_hundredths: 101,
        groups: vec!["民事".to_owned()],
        ..post(party, Role::Lawyer, 999)
    };
    let refused = fields(people.add_post(&wrong, party, at(0)).await);
    assert_eq!(refused, ["account", "role", "court", "until", "capacity", "groups"]);
    let one = make(people, &staff("one")).await;
    people.add_post(&PostDraft { until: Some(today()), ..post(one, Role::Judge, 2) }, one, at(0)).await.unwrap();
    assert_eq!(fields(people.add_post(&post(one, Role::Judge, 2), one, at(0)).await), ["from"]);
    let next = PostDraft { from: today().plus(1), ..post(one, Role::Judge, 2) };
    people.add_post(&next, one, at(0)).await.unwrap();
    people.add_post(&post(one, Role::Judge, 3), one, at(0)).await.unwrap();
}

pub async fn who_stands_in_acts_for_somebody(people: &People) {
    let (one, two) = (make(people, &staff("one")).await, make(people, &staff("two")).await);
    let head = people.add_post(&post(one, Role::DivisionHead, 2), one, at(0)).await.unwrap();
    people.add_post(&post(two, Role::Judge, 2), one, at(0)).await.unwrap();
    let draft = StandInDraft { post: head, account: two, from: today().plus(1), until: today().plus(3) };
    let number = people.add_stand_in(draft, one, at(0)).await.unwrap();
    assert_eq!(acting(people, two, today()).await, [(Role::Judge, 2, None)]);
    for day in 1..=3 {
        let day = today().plus(day);
        assert_eq!(acting(people, two, day).await, [(Role::Judge, 2, None), (Role::DivisionHead, 2, Some(one))]);
        let heads = people.holders(CourtId(2), Role::DivisionHead, day).await.unwrap();
        assert_eq!(heads.iter().map(|acting| acting.account).collect::<Vec<_>>(), [one, two]);
    }
    assert_eq!(acting(people, two, today().plus(4)).await.len(), 1);
    assert_eq!(fields(people.add_stand_in(draft, one, at(0)).await), ["from"], "arranged already");
    let own = StandInDraft { account: one, from: today().plus(5), until: today().plus(4), ..draft };
    assert_eq!(fields(people.add_stand_in(own, one, at(0)).await), ["account", "until"]);
    let none = StandInDraft { post: PostId(99), account: AccountId(9), ..draft };
    assert_eq!(fields(people.add_stand_in(none, one, at(0)).await), ["post", "account"]);
    let outside = StandInDraft { from: today().plus(-200), until: today().plus(-199), ..draft };
    assert_eq!(fields(people.add_stand_in(outside, one, at(0)).await), ["from"]);
    let long = StandInDraft { from: today().plus(10), until: today().plus(10 + 366), ..draft };
    assert_eq!(fields(people.add_stand_in(long, one, at(0)).await), ["until"]);
    people.end_stand_in(number, today().plus(1), one, at(1)).await.unwrap();
    assert_eq!(acting(people, two, today().plus(2)).await.len(), 1);
    assert_eq!(people.end_stand_in(StandInId(9), today(), one, at(1)).await, Err(Fault::NotFound));
    // with the post itself the standing-in ends
    people.end_post(head, today(), one, at(1)).await.unwrap();
    assert_eq!(acting(people, two, today().plus(1)).await.len(), 1);
}

pub async fn leave_is_seen_where_posts_are(people: &People) {
    let one = make(people, &staff("one")).await;
    people.add_post(&post(one, Role::Judge, 2), one, at(0)).await.unwrap();
    let draft = LeaveDraft { account: one, from: today().plus(1), until: today().plus(2), kind: LeaveKind::Annual };
    let leave = people.add_leave(draft, one, at(0)).await.unwrap();
    let away = async |day: i32| people.posts_on(one, today().plus(day)).await.unwrap()[0].away;
    assert_eq!([away(0).await, away(1).await, away(2).await, away(3).await], [false, true, true, false]);
    assert!(people.holders(CourtId(2), Role::Judge, today().plus(1)).await.unwrap()[0].away);
    let found = people.leaves(one, today().plus(2), today().plus(30)).await.unwrap();
    assert_eq!((found.len(), found[0].number, found[0].of), (1, leave, draft));
    people.end_leave(leave, today().plus(1), one, at(1)).await.unwrap();
    assert!(!away(2).await);
    assert!(people.leaves(one, today().plus(2), today().plus(30)).await.unwrap().is_empty());
    let party = make(people, &litigant(1)).await;
    let wrong = LeaveDraft { account: party, until: today(), ..draft };
    assert_eq!(fields(people.add_leave(wrong, one, at(0)).await), ["account", "until"]);
}

pub async fn a_draw_sees_who_holds_which_post_with_leave_and_bonds(people: &People) {
    let (one, two) = (make(people, &staff("one")).await, make(people, &staff("two")).await);
    let head = people.add_post(&post(one, Role::DivisionHead, 2), one, at(0)).await.unwrap();
    people.add_post(&post(two, Role::Judge, 2), one, at(0)).await.unwrap();
    let stand_in = StandInDraft { post: head, account: two, from: today().plus(1), until: today().plus(3) };
    people.add_stand_in(stand_in, one, at(0)).await.unwrap();
    let leave = LeaveDraft { account: two, from: today().plus(1), until: today().plus(2), kind: LeaveKind::Annual };
    people.add_leave(leave, one, at(0)).await.unwrap();
    let wife = InterestDraft {
        account: two,
        name: "李四".to_owned(),
        id_number: Some(number("19900101", 1)),
        relation: Relation::Spouse,
    };
    let firm =
        InterestDraft {
            name: "某律师事务所".to_owned(), id_number: None, relation: Relation::Firm, ..wife.clone()
        };
    for declared in [&wife, &firm] {
        people.declare_interest(declared, two, at(0)).await.unwrap();
    }
    let roles = [Role::Judge, Role::DivisionHead];
    let window = (today(), today().plus(30));
    let found = people.bench(&[CourtId(2), CourtId(3)], &roles, today().plus(1), window).await.unwrap();
    let held: Vec<_> = found.iter().map(|one| (one.acting.account, one.acting.post.role, one.acting.away)).collect();
    assert_eq!(held, [(one, Role::DivisionHead, false), (two, Role::Judge, true)], "who stands in holds no post");
    assert_eq!(found[1].leaves, [(leave.from, leave.until)]);
    let bound = &found[1].bound_to;
    let of = |order| people.mark(&number("19900101", order), at(0)).unwrap();
    assert!(bound.contains(&of(1)) && !bound.contains(&of(2)), "by number, and nobody else of that name");
    assert!(!bound.contains("李四") && bound.contains(&people::post::unnumbered("李四")));
    assert!(bound.contains("某律师事务所") && people.mark("12345", at(0)).is_none());
    assert!(people.bench(&[CourtId(3)], &roles, today(), window).await.unwrap().is_empty());
    assert!(people.bench(&[], &roles, today(), window).await.unwrap().is_empty());
    let (same, other) = (people.likeness("一"), people.likeness("二"));
    assert!(same == people.likeness("一") && same != other && same.len() == 32);
}

pub async fn declared_interests_are_met_by_number_or_name(people: &People) {
    let one = make(people, &staff("one")).await;
    let wife = InterestDraft {
        account: one,
        name: "李四".to_owned(),
        id_number: Some(number("19900101", 1)),
        relation: Relation::Spouse,
    };
    let firm =
        InterestDraft {
            name: "某律师事务所".to_owned(), id_number: None, relation: Relation::Firm, ..wife.clone()
        };
    let declared = people.declare_interest(&wife, one, at(0)).await.unwrap();
    people.declare_interest(&firm, one, at(0)).await.unwrap();
    assert_eq!(people.interests_of(one).await.unwrap().len(), 2);
    let met = async |name: &str, id: Option<&str>| {
        let met = people.interests_in(one, name, id, at(0)).await.unwrap();
        met.iter().map(|interest| interest.relation).collect::<Vec<_>>()
    };
    let (same, other) = (number("19900101", 1), number("19900101", 2));
    assert_eq!(met("改名后", Some(&same)).await, [Relation::Spouse]);
    assert!(met("李四", Some(&other)).await.is_empty(), "another of the same name");
    assert_eq!(met("李四", None).await, [Relation::Spouse]);
    assert_eq!(met("某律师事务所", None).await, [Relation::Firm]);
    assert!(people.interests_in(AccountId(9), "李四", None, at(0)).await.unwrap().is_empty());
    let wrong = InterestDraft { account: AccountId(9), name: String::new(), id_number: some("1"), ..firm };
    assert_eq!(
        fields(people.declare_interest(&wrong, one, at(0)).await),
        ["account", "name", "id_number", "id_number"]
    );
    people.withdraw_interest(declared, one, at(1)).await.unwrap();
    assert!(met("李四", None).await.is_empty());
    assert_eq!(people.withdraw_interest(declared, one, at(1)).await, Err(Fault::NotFound));
}
