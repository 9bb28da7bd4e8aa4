//! Every track from filing to the archive, once for every form of closing it allows.

use law::case_number::Word;
use law::day::Day;
use law::fen::Fen;
use law::life::codes::{AppealOutcome, ClosingForm as F, Document as D, Procedure as P, State, Vote};
use law::life::command::Command as C;
use law::life::event::Origin;
use law::life::track::{Stage, TRACKS, Track};

use crate::matter::{BASIC, MIDDLE, Matter, close, court, day, intake};

/// The first document that the form takes.
fn document(matter: &Matter, on: &str, form: F) -> D {
    let fits = |document: &&D| matter.refuses(on, &close(form, **document)).is_empty();
    *D::ALL.iter().find(fits).unwrap_or_else(|| {
        panic!("{form:?}: {:?}", D::ALL.iter().map(|d| matter.refuses(on, &close(form, *d))).collect::<Vec<_>>())
    })
}

fn home(track: Track) -> &'static str {
    if matches!(track.stage, Stage::Second | Stage::Committee | Stage::Retrial) { MIDDLE } else { BASIC }
}

/// Brings a matter to the eve of its closing on 2020-08-03.
fn prepared(word: &str, track: Track, form: F) -> Matter {
    let court = home(track);
    if !track.accepts() {
        return mediated(Matter::at(court), word, track);
    }
    let filed = if track.stage == Stage::Preservation { "2020-08-02" } else { "2020-03-02" };
    let procedure =
        if matches!(track.stage, Stage::First | Stage::Second | Stage::Retrial) { P::Ordinary } else { P::None };
    let mut matter = Matter::filed(court, word, filed);
    if track.stage == Stage::Bankruptcy {
        matter.does("2020-03-02", C::AppointAdministrator { administrator: 3 });
    }
    matter = matter.assigned(filed, procedure);
    match track.stage {
        Stage::First | Stage::Retrial => matter.heard("2020-08-03"),
        Stage::Enforcement => enforced(matter, form),
        Stage::Bankruptcy => wound_up(matter, form),
        Stage::BankruptcyApplication => matter.then("2020-03-03", C::NotifyDebtor),
        Stage::Preservation => matter.then("2020-08-03", C::RulePreservation),
        Stage::Aid => aided(matter, form),
        _ => matter,
    }
}

fn mediated(matter: Matter, word: &str, track: Track) -> Matter {
    let matter = matter.then("2020-07-20", C::Receive(intake(word, day("2020-07-20"))));
    if track.stage == Stage::Petition {
        return matter;
    }
    matter
        .then("2020-07-21", C::AcceptMediation { mediator: 5 })
        .then("2020-08-01", C::HoldMediation { av: true, minutes: 40 })
}

fn enforced(matter: Matter, form: F) -> Matter {
    let amount = if form == F::Performed { 1_000_000 } else { 10_000 };
    matter
        .then("2020-03-04", C::NoticeDebtor { report_order: true })
        .then("2020-07-01", C::QueryProperty { found: true, full: true })
        .then("2020-07-02", C::InspectProperty { found: false })
        .then("2020-07-03", C::RestrictDebtor { listed: true })
        .then("2020-07-10", C::InterviewApplicant { agrees: true })
        .then("2020-07-20", C::CollectMoney { amount: Fen(amount) })
}

fn wound_up(matter: Matter, form: F) -> Matter {
    let vote = |matter| C::VoteCreditors {
        matter,
        heads_present: 10,
        heads_for: 6,
        claims_total: Fen(900),
        claims_for: Fen(600),
    };
    let matter = matter.then("2020-03-20", C::AnnounceClaims { until: day("2020-05-06") });
    match form {
        F::ReorganisationEnded => matter
            .then("2020-06-01", C::OrderReorganisation)
            .then("2020-07-01", vote(Vote::Plan))
            .then("2020-07-09", C::ApprovePlan),
        F::CompositionEnded => matter.then("2020-07-01", vote(Vote::Composition)).then("2020-07-09", C::ApprovePlan),
        F::BankruptcyEnded => matter
            .then("2020-06-01", C::DeclareBankrupt)
            .then("2020-07-01", vote(Vote::Distribution))
            .then("2020-07-09", C::DistributeEstate { amount: Fen(400) }),
        _ => matter,
    }
}

fn aided(matter: Matter, form: F) -> Matter {
    match form {
        F::AidGranted => matter
            .then("2020-03-10", C::DecideAid { amount: Fen(500) })
            .then("2020-03-12", C::PayAid { amount: Fen(500) }),
        F::AidRefused => matter.then("2020-03-10", C::DecideAid { amount: Fen::ZERO }),
        _ => matter,
    }
}

#[test]
fn every_track_walks_to_the_archive_by_every_form() {
    let mut walked = 0;
    for (word, track) in TRACKS {
        assert!(!track.forms().is_empty());
        for form in track.forms() {
            let matter = prepared(word, *track, *form);
            let document = document(&matter, "2020-08-03", *form);
            let matter = matter.closed("2020-08-03", *form, document);
            let facts = matter.facts();
            assert_eq!((facts.closing, facts.closed_day), (form.code(), Some(day("2020-08-03"))), "{word} {form:?}");
            assert_eq!(facts.counts, Word::parse(word).unwrap().is_case(), "{word}");
            if track.accepts() {
                archived(matter, *track);
            } else {
                assert!(!matter.refuses("2020-09-10", &C::Archive).is_empty(), "{word}");
            }
            walked += 1;
        }
    }
    assert!(walked > 200, "{walked}");
}

fn archived(matter: Matter, track: Track) {
    let effect = C::TakeEffect { on: day("2020-09-01") };
    let matter = if track.takes_effect() { matter.then("2020-09-01", effect) } else { matter };
    let matter = matter.then("2020-09-10", C::Archive);
    assert_eq!(matter.facts().state, State::Archived.code());
    assert_eq!(matter.facts().archived_day, Some(day("2020-09-10")));
}

#[test]
fn a_form_of_another_track_is_refused_everywhere() {
    for (word, track) in TRACKS {
        for form in F::ALL.iter().filter(|form| !track.forms().contains(form)) {
            let matter = prepared(word, *track, *form);
            let codes = matter.refuses("2020-08-03", &close(*form, D::Ruling));
            assert!(codes.contains(&law::life::RefusalCode::FormNotOfTrack), "{word} {form:?}");
        }
    }
}

#[test]
fn an_appeal_goes_up_and_comes_back() {
    let judged = || {
        Matter::filed(BASIC, "民初", "2020-03-02")
            .assigned("2020-03-03", P::Ordinary)
            .heard("2020-06-01")
            .closed("2020-06-01", F::Judged, D::Judgment)
            .then("2020-06-10", C::ReceiveAppeal { protest: false })
            .then("2020-06-28", C::SendFile { to: court(MIDDLE) })
    };
    let above = Origin { court: court(MIDDLE), stream: law::ids::Stream(4) };
    let told = |outcome| C::ConcludeAppeal { above, outcome, error: false };
    let effect = C::TakeEffect { on: day("2020-09-01") };
    let upheld = judged().then("2020-09-01", told(AppealOutcome::Upheld)).then("2020-09-01", effect.clone());
    let facts = upheld.facts();
    assert_eq!(facts.appealed_day, Some(day("2020-06-10")));
    assert_eq!(facts.file_sent_day, Some(day("2020-06-28")));
    assert_eq!((facts.appeal_outcome, facts.effective_day), (AppealOutcome::Upheld.code(), Some(day("2020-09-01"))));
    let remanded = judged().then("2020-09-01", told(AppealOutcome::Remanded));
    assert_eq!(remanded.refuses("2020-09-01", &effect), [law::life::RefusalCode::Replaced]);
    assert_eq!(remanded.then("2020-09-02", C::Archive).facts().effective_day, None);
}

#[test]
fn figures_find_their_facts() {
    let matter = prepared("执", Track::of(Word::parse("执").unwrap()).unwrap(), F::RoundEnded).closed(
        "2020-08-03",
        F::RoundEnded,
        D::Ruling,
    );
    let facts = matter.facts();
    assert!(facts.terminated_compliant && facts.restricted && facts.listed && !facts.assets);
    assert_eq!(facts.collected, Fen(10_000));
    let mediation = prepared("诉前调", Track::of(Word::parse("诉前调").unwrap()).unwrap(), F::MediationAgreed).closed(
        "2020-08-03",
        F::MediationAgreed,
        D::Mediation,
    );
    assert!(mediation.facts().mediated_av && !mediation.facts().counts);
    assert_eq!(mediation.facts().mediated_ok, Some(1));
    assert_eq!(mediation.facts().accepted_day, None::<Day>);
}
