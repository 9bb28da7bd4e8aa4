//! Courses and limits of matters told by hand.

use std::borrow::Cow;

use law::case_number::Word;
use law::cause;
use law::fen::Fen;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::codes::{Channel, ClosingForm, Document, Exclusion, Procedure};
use law::life::event::{
    Accepted, Assigned, Closed, CorrectionAsked, Excluded, Extended, HearingHeld, Intake, Suspended,
};

use super::*;

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap()
}

fn intake(word: &str) -> Intake {
    Intake {
        amount: Fen(1),
        cause: cause::by_name("民间借贷纠纷").unwrap().id,
        channel: Channel::Online,
        origin: None,
        papers: None,
        parties: 2,
        received: day(2020, 3, 2),
        sealed: None,
        tags: Vec::new(),
        word: Word::parse(word).unwrap(),
    }
}

fn accepted() -> (Day, Event) {
    let number = "（2020）辽0102民初1号".to_owned();
    let (due, rule) = (Some(day(2020, 9, 2)), Some("D-100".to_owned()));
    (day(2020, 3, 2), Event::Accepted(Accepted { due, intake: Some(intake("民初")), number, rule }))
}

fn assigned() -> (Day, Event) {
    let (due, rule) = (Some(day(2020, 9, 2)), Some("D-100".to_owned()));
    let (judge, procedure) = (JudgeId(1), Procedure::Ordinary);
    (
        day(2020, 3, 4),
        Event::Assigned(Assigned {
            assessors: 0,
            change: None,
            draw: None,
            due,
            judge,
            linked: None,
            named: None,
            panel: 3,
            procedure,
            rule,
            seated: Vec::new(),
            seven: None,
        }),
    )
}

fn held(on: Day) -> (Day, Event) {
    let held = HearingHeld { broadcast: false, minutes: 60, online: false, public: true, recorded: true };
    (on, Event::HearingHeld(held))
}

fn closed(on: Day) -> (Day, Event) {
    let form = ClosingForm::Judged;
    (on, Event::Closed(Closed { document: Document::Judgment, form, in_court: false, qualified: None }))
}

/// A matter: its facts and entries, folded as the store folds them.
fn matter(steps: &[(Day, Event)]) -> (CaseFacts, Vec<Entry>) {
    let (court, stream) = (CourtId(3), Stream(1));
    let mut case: Option<Case> = None;
    let mut entries = Vec::new();
    for (position, (on, event)) in (1..).zip(steps) {
        let at = on.at_minute(600);
        let mut body = Vec::new();
        event.write_body(&mut body).unwrap();
        entries.push(Entry {
            court,
            position,
            stream,
            version: i32::try_from(position).unwrap(),
            kind: Cow::Borrowed(event.kind()),
            occurred_at: at,
            recorded_at: at,
            actor: Cow::Borrowed("judge:1"),
            on_behalf_of: None,
            body: String::from_utf8(body).unwrap(),
            leaf: [0; 32],
        });
        match &mut case {
            None => case = Some(Case::open(court, stream, at, event).unwrap()),
            Some(case) => case.apply(at, event),
        }
    }
    (case.unwrap().facts, entries)
}

fn lane<'a>(course: &'a Course, name: &str) -> &'a Lane {
    course.lanes.iter().find(|lane| lane.name == name).unwrap_or_else(|| panic!("no lane {name}: {course:?}"))
}

fn names(course: &Course) -> Vec<&str> {
    course.lanes.iter().map(|lane| lane.name).collect()
}

#[test]
fn a_case_closed_in_time_shows_what_was_left() {
    let (facts, entries) = matter(&[accepted(), assigned(), held(day(2020, 5, 6)), closed(day(2020, 5, 7))]);
    let course = course(&facts, &entries, day(2020, 12, 31)).unwrap();
    assert_eq!(names(&course), ["审理用时", "开庭", "转折", "法定届满", "状态"]);
    assert_eq!(lane(&course, "审理用时").value, "66 日");
    let base = lane(&course, "法定届满");
    assert_eq!(base.value, "2020年9月2日");
    assert!(base.note.as_deref().unwrap().contains("民事诉讼法（2017）第一百四十九条"));
    assert_eq!(lane(&course, "状态").value, "期限内结案，早 118 日");
    assert!(!course.lanes.iter().any(|lane| lane.late || lane.svg.contains("hatch-")));
    assert!(!course.key.contains("斜纹") && course.axis.contains("2020年9月2日"));
}

#[test]
fn days_past_the_end_are_hatched_and_said() {
    let (facts, entries) = matter(&[accepted(), assigned()]);
    let course = course(&facts, &entries, day(2020, 10, 2)).unwrap();
    assert_eq!(lane(&course, "状态").value, "已超期 30 日");
    assert!(lane(&course, "状态").late);
    for name in ["已审理", "状态"] {
        assert!(lane(&course, name).svg.contains("fill=\"url(#hatch-late)\""), "{name}");
    }
    assert!(course.key.contains("斜纹是届满之后的日子"));
}

#[test]
fn what_is_taken_out_and_what_is_granted_have_lanes_of_their_own() {
    let out = Excluded {
        due: Some(day(2020, 9, 22)),
        from: day(2020, 4, 1),
        ground: Exclusion::Appraisal,
        to: day(2020, 4, 21),
    };
    let more = Extended { asked_by: 1, asked_on: day(2020, 9, 1), decided_by: 2, due: day(2021, 3, 22), late: false };
    let steps =
        [accepted(), assigned(), (day(2020, 4, 21), Event::Excluded(out)), (day(2020, 9, 2), Event::Extended(more))];
    let (facts, entries) = matter(&steps);
    let course = course(&facts, &entries, day(2020, 12, 31)).unwrap();
    assert_eq!(names(&course), ["已审理", "转折", "法定届满", "扣除", "延长后届满", "状态"]);
    assert_eq!(lane(&course, "扣除").value, "20 日");
    assert!(lane(&course, "扣除").note.as_deref().unwrap().contains("2020年4月1日至2020年4月21日"));
    assert_eq!(lane(&course, "法定届满").value, day_text(facts.base_end_day.unwrap()));
    assert_eq!(lane(&course, "延长后届满").value, "2021年3月22日");
    assert_eq!(lane(&course, "状态").value, "还有 81 日");
    let told: Vec<_> =
        limits(&facts, &entries, day(2020, 12, 31)).iter().map(|limit| (limit.name, limit.day)).collect();
    let base = facts.base_end_day.unwrap();
    assert_eq!(told, [("法定审限届满", base), ("数据截至", day(2020, 12, 31)), ("延长后审限届满", day(2021, 3, 22))]);
}

#[test]
fn before_acceptance_there_is_nothing_to_draw() {
    let asked = CorrectionAsked {
        approver: None,
        defects: vec!["缺少证据目录".to_owned()],
        due: day(2020, 3, 12),
        fields: vec![],
    };
    let received = (day(2020, 3, 2), Event::Received(intake("民初")));
    let (facts, entries) = matter(&[received, (day(2020, 3, 3), Event::CorrectionAsked(asked))]);
    assert_eq!(course(&facts, &entries, day(2020, 3, 5)), None);
    let told = limits(&facts, &entries, day(2020, 3, 5));
    assert_eq!(told.iter().map(|limit| limit.name).collect::<Vec<_>>(), ["数据截至", "补正期限届满"]);
    assert!(told[1].what.contains("第七条"));
}

#[test]
fn a_case_without_a_term_still_has_its_days() {
    let number = "（2020）辽0102破1号".to_owned();
    let opened = Event::Accepted(Accepted { due: None, intake: Some(intake("破")), number, rule: None });
    let (facts, entries) = matter(&[(day(2020, 3, 2), opened)]);
    let course = course(&facts, &entries, day(2020, 6, 2)).unwrap();
    assert_eq!(names(&course), ["已审理"]);
    assert_eq!(lane(&course, "已审理").value, "92 日");
    assert_eq!(limits(&facts, &entries, day(2020, 6, 2)), []);
}

#[test]
fn many_hearings_are_all_drawn_and_the_first_named() {
    let mut steps = vec![accepted(), assigned()];
    steps.extend((0..60).map(|n| held(day(2020, 4, 1).plus(n))));
    steps.push((day(2020, 6, 20), Event::Suspended(Suspended { ground: "等待另案".to_owned() })));
    let (facts, entries) = matter(&steps);
    let course = course(&facts, &entries, day(2020, 7, 1)).unwrap();
    let sittings = lane(&course, "开庭");
    assert_eq!(sittings.value, "60 次");
    assert_eq!(sittings.note.as_deref(), Some("2020年4月1日、2020年4月2日、2020年4月3日等"));
    assert_eq!(sittings.svg.matches("<path").count(), 60);
    assert!(lane(&course, "转折").note.as_deref().unwrap().contains("2020年6月20日 中止"));
}

#[test]
fn the_scale_names_its_ends_and_labels_keep_apart() {
    for days in [0, 1, 20, 90, 400, 3000] {
        let (first, last) = (day(2019, 11, 20), day(2019, 11, 20).plus(days));
        let axis = Scale::new(first, last, Vec::new()).axis();
        assert!(axis.contains(&day_text(first)) && axis.contains(&day_text(last)));
        assert!(axis.matches("<text").count() <= 5, "{days}: {axis}");
        assert!(!axis.contains("style=") && axis.matches("hatch-late").count() == 1);
        let ticks = axis.matches("class=\"axis\"").count();
        assert!(ticks <= 26, "{days}: {ticks} ticks");
    }
}
