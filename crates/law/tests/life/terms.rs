//! Trial terms against the worked examples of the deadlines note.

use law::life::RefusalCode as R;
use law::life::codes::{Exclusion, Procedure as P};
use law::life::command::Command as C;
use law::life::term::{term, terms};

use crate::matter::{BASIC, MIDDLE, Matter, day};

fn exclude(ground: Exclusion, from: &str, to: &str) -> C {
    C::Exclude { ground, from: day(from), to: day(to) }
}

fn extend(asked_on: &str) -> C {
    C::Extend { asked_by: 1, asked_on: day(asked_on), decided_by: 2 }
}

fn case_13() -> Matter {
    Matter::filed(BASIC, "民初", "2020-03-02")
        .assigned("2020-03-03", P::Ordinary)
        .then("2020-05-07", exclude(Exclusion::Jurisdiction, "2020-03-20", "2020-05-06"))
        .then("2020-07-16", exclude(Exclusion::Appraisal, "2020-06-01", "2020-07-15"))
}

#[test]
fn d_100_examples_13_to_15_exclusions_unite_and_extension_runs_from_the_current_end() {
    let matter = case_13();
    assert_eq!(matter.ends().0, "2020-12-02");
    assert_eq!(matter.facts().excluded_days, 91);
    let matter = matter.then("2020-08-01", exclude(Exclusion::Announcement, "2020-07-01", "2020-07-31"));
    assert_eq!(matter.ends().0, "2020-12-18");
    assert_eq!(matter.facts().excluded_days, 107);
    let matter = matter.then("2020-12-10", extend("2020-12-03"));
    assert_eq!(matter.ends(), ("2020-12-18".into(), "2021-06-18".into()));
    assert!(matter.facts().extended);
}

#[test]
fn d_038_a_late_request_is_flagged_and_an_extension_after_the_end_is_impossible() {
    use law::life::event::Event;
    let mut matter = case_13();
    let late = |event| matches!(event, Event::Extended(body) if body.late);
    assert!(!late(matter.clone().does("2020-11-20", extend("2020-11-17"))));
    assert!(late(matter.does("2020-11-20", extend("2020-11-18"))));
    assert_eq!(case_13().refuses("2020-12-03", &extend("2020-11-17")), [R::TermAlreadyOver]);
}

#[test]
fn d_032_example_16_suspension_moves_the_end() {
    let matter = Matter::filed(BASIC, "民初", "2020-01-10")
        .assigned("2020-01-10", P::Ordinary)
        .then("2020-02-03", C::Suspend { ground: "不可抗力".into() })
        .then("2020-04-08", C::Resume);
    assert_eq!(matter.ends().0, "2020-09-14");
    assert_eq!(matter.facts().excluded_days, 65);
}

#[test]
fn d_034_example_17_conversion_counts_from_the_original_docketing() {
    let matter = Matter::filed(BASIC, "民初", "2020-07-01").assigned("2020-07-01", P::Summary);
    assert_eq!(matter.ends().0, "2020-10-09");
    let convert = C::Convert { to: P::Ordinary };
    assert_eq!(matter.refuses("2020-10-12", &convert), [R::ConversionTooLate]);
    assert_eq!(matter.then("2020-09-20", convert).ends().0, "2021-01-04");
}

#[test]
fn d_101_example_18_the_law_of_2022_shortens_summary_and_small_claims() {
    let matter = Matter::filed(BASIC, "民初", "2022-03-01").assigned("2022-03-01", P::Summary);
    assert_eq!(matter.ends().0, "2022-06-01");
    assert_eq!(matter.then("2022-05-10", extend("2022-05-10")).ends().1, "2022-07-01");
    let small = Matter::filed(BASIC, "民初", "2022-03-01").assigned("2022-03-01", P::SmallClaim);
    assert_eq!(small.ends().0, "2022-05-05");
}

#[test]
fn d_130_example_19_administrative_terms() {
    let ordinary = Matter::filed(BASIC, "行初", "2020-10-15").assigned("2020-10-15", P::Ordinary);
    assert_eq!(ordinary.ends().0, "2021-04-15");
    let summary = Matter::filed(BASIC, "行初", "2020-10-15").assigned("2020-10-15", P::Summary);
    assert_eq!(summary.ends().0, "2020-11-30");
    assert_eq!(summary.refuses("2020-11-01", &extend("2020-11-01")), [R::ExtensionNotAllowed]);
}

#[test]
fn d_033_example_22_supplementary_investigation_restarts_the_term() {
    let matter = Matter::filed(BASIC, "刑初", "2020-04-15")
        .assigned("2020-04-16", P::Ordinary)
        .then("2020-06-08", exclude(Exclusion::SupplementaryInvestigation, "2020-05-11", "2020-06-08"));
    assert_eq!(matter.ends().0, "2020-09-08");
    assert_eq!(matter.facts().excluded_days, 0);
}

#[test]
fn d_006_examples_8_9_12_custody_never_rolls() {
    let free = Matter::filed(BASIC, "刑初", "2020-11-30").assigned("2020-11-30", P::Ordinary);
    assert_eq!(free.ends().0, "2021-03-01");
    let held = Matter::filed_with(BASIC, "刑初", "2020-11-30", crate::matter::tagged(law::life::codes::Tag::Custody))
        .assigned("2020-11-30", P::Ordinary);
    assert_eq!(held.ends().0, "2021-02-28");
    let summary = Matter::filed(BASIC, "刑初", "2020-04-13").assigned("2020-04-13", P::Summary);
    assert_eq!(summary.ends().0, "2020-05-06");
}

#[test]
fn procedure_13_8_a_fast_track_that_fails_counts_from_the_conversion() {
    let matter = Matter::filed(BASIC, "刑初", "2020-04-27").assigned("2020-04-27", P::FastTrack);
    assert_eq!(matter.ends().0, "2020-05-07");
    assert_eq!(matter.then("2020-05-06", C::Convert { to: P::Summary }).ends().0, "2020-05-26");
}

#[test]
fn examples_27_30_other_tracks() {
    for (court, word, filed, end) in [
        (BASIC, "法赔", "2020-12-31", "2021-03-01"),
        (MIDDLE, "民终", "2020-05-06", "2020-08-06"),
        (BASIC, "执", "2020-03-02", "2020-09-02"),
    ] {
        assert_eq!(Matter::filed(court, word, filed).ends().0, end, "{word}");
    }
    for word in ["破", "司救民"] {
        let matter = Matter::filed(MIDDLE, word, "2020-05-06");
        assert!(!matter.facts().has_term && matter.facts().base_end_day.is_none(), "{word}");
    }
}

#[test]
fn d_022_example_30_a_later_calendar_gives_the_later_end() {
    use law::life::codes::{ClosingForm, Document};
    let matter = Matter::filed(MIDDLE, "行终", "2020-11-12");
    assert_eq!(matter.ends().0, "2021-02-12", "the calendar of 2021 was not known yet");
    let assigned = matter.clone().assigned("2020-12-01", P::Ordinary);
    assert_eq!(assigned.ends().0, "2021-02-18");
    let closed =
        matter.assigned("2020-11-16", P::Ordinary).closed("2021-02-18", ClosingForm::Upheld, Document::Judgment);
    assert_eq!(closed.ends().0, "2021-02-18");
}

#[test]
fn every_term_has_a_source_and_every_rule_one_version_a_day() {
    assert!(terms().iter().all(|term| !term.source.is_empty() && !term.name.is_empty()));
    for on in [day("2020-06-01"), day("2022-06-01")] {
        for one in terms() {
            let live = |t: &&law::life::term::Term| {
                t.id == one.id && t.from.is_none_or(|from| from <= on) && t.until.is_none_or(|until| on <= until)
            };
            assert_eq!(terms().iter().filter(live).count(), 1, "{} on {on}", one.id);
            assert!(term(&one.id, on).is_some());
        }
    }
}
