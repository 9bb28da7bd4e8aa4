//! Facts made for tests: single cases to order, and many at random from a fixed seed.
#![allow(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_possible_wrap, dead_code)]

use law::day::Day;
use law::fen::Fen;
use law::ids::{CauseId, CourtId, JudgeId, Stream};
use law::life::facts::CaseFacts;

/// A matter with nothing particular about it.
pub fn case(court: u16, stream: i64, word: u16, received: &str) -> CaseFacts {
    let cells: Vec<Option<i64>> = CaseFacts::COLUMNS
        .iter()
        .map(|name| match *name {
            "court" => Some(i64::from(court)),
            "stream" => Some(stream),
            "word" => Some(i64::from(word)),
            "version" | "state" | "channel" | "panel" => Some(1),
            "received_day" => Some(i64::from(day(received).0)),
            "parties" => Some(2),
            _ if CaseFacts::from_cells(&cells_without(name)).is_err() => Some(0),
            _ => None,
        })
        .collect();
    CaseFacts::from_cells(&cells).unwrap()
}

/// Cells that fit every column except that the named one is missing.
fn cells_without(name: &str) -> Vec<Option<i64>> {
    CaseFacts::COLUMNS.iter().map(|one| if *one == name { None } else { Some(1) }).collect()
}

/// The case accepted on a day, and closed if a day is given.
pub fn accepted(mut case: CaseFacts, on: &str, closed: Option<(&str, u16)>) -> CaseFacts {
    case.counts = true;
    case.accepted_day = Some(day(on));
    if let Some((on, form)) = closed {
        case.closed_day = Some(day(on));
        case.closing = form;
        case.document = 1;
    }
    case
}

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A draw that anyone can repeat (splitmix64).
pub struct Draw(pub u64);

impl Draw {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

const WORDS: &[u16] =
    &[301, 301, 301, 301, 302, 305, 307, 201, 202, 401, 402, 502, 1002, 1002, 1003, 1006, 901, 9001, 9001, 9002];

/// A matter of any kind around the year 2020.
pub fn random(draw: &mut Draw, court: u16, stream: i64) -> CaseFacts {
    let word = draw.pick(WORDS);
    let mut case = case(court, stream, word, "2020-01-01");
    let received =
        day("2016-06-01").plus(if draw.one_in(6) { draw.below(1_400) as i32 } else { 1_250 + draw.below(460) as i32 });
    case.received_day = received;
    case.channel = 1 + draw.below(5) as u8;
    case.corrections = draw.below(3) as u8;
    case.judge = (!draw.one_in(9)).then(|| JudgeId(u32::from(court) * 10 + draw.below(7) as u32));
    case.cause = (!draw.one_in(20)).then(|| CauseId(10_001 + draw.below(40) as u32));
    case.amount = Fen(draw.below(9_000_000_000) as i64);
    let is_case = word < 9_000;
    if is_case && draw.one_in(12) {
        return case;
    }
    case.counts = is_case;
    case.accepted_day = Some(received.plus(draw.below(8) as i32));
    term(draw, &mut case);
    flags(draw, &mut case);
    if !draw.one_in(7) {
        close(draw, &mut case);
    }
    case
}

fn term(draw: &mut Draw, case: &mut CaseFacts) {
    let from = case.accepted_day.unwrap();
    case.has_term = !draw.one_in(5);
    if case.has_term {
        let end = from.plus(60 + draw.below(120) as i32);
        case.extended = draw.one_in(6);
        case.excluded_days = if draw.one_in(4) { draw.below(60) as i32 } else { 0 };
        case.base_end_day = Some(end);
        case.final_end_day = Some(end.plus(if case.extended { 90 } else { 0 }));
    }
    case.procedure = draw.below(5) as u8;
    case.hearings = draw.below(4) as u16;
    if case.hearings > 0 {
        case.first_hearing_day = Some(from.plus(6));
        case.hearings_online = draw.below(2) as u16;
        case.hearings_broadcast = draw.below(2) as u16;
        case.hearings_recorded = case.hearings;
    }
}

fn flags(draw: &mut Draw, case: &mut CaseFacts) {
    case.assessors = draw.one_in(3);
    case.announced = draw.one_in(9);
    case.livelihood = draw.one_in(3);
    case.duty_crime_senior = draw.one_in(40);
    case.property_rights = draw.one_in(10);
    case.custody = draw.one_in(3);
    case.plea = draw.one_in(2);
    case.mediated_av = draw.one_in(3);
    case.disclosed = !draw.one_in(30);
    case.disclosed_effectively = !draw.one_in(20);
    case.assets = draw.one_in(2);
    case.restricted = draw.one_in(4);
    case.listed = draw.one_in(8);
    if draw.one_in(3) {
        case.origin_court = Some(CourtId(2));
        case.origin_stream = Some(Stream(5));
    }
}

fn close(draw: &mut Draw, case: &mut CaseFacts) {
    let longest = if draw.one_in(8) { 700 } else { 150 };
    let closed = case.accepted_day.unwrap().plus(draw.below(longest) as i32);
    case.closed_day = Some(closed);
    case.closing = match case.word {
        1002 | 1003 => draw.pick(&[60, 60, 61, 61, 62, 63, 64, 12]),
        302 | 202 | 402 | 307 => draw.pick(&[20, 20, 21, 22, 23, 27]),
        305 => draw.pick(&[30, 31, 31]),
        9001 => draw.pick(&[90, 91]),
        9002 => 95,
        _ => draw.pick(&[1, 1, 2, 3, 4, 5, 9]),
    };
    case.document = 1 + draw.below(5) as u8;
    case.in_court = draw.one_in(3);
    case.publishable = !draw.one_in(4);
    case.published = draw.below(3) as u16;
    case.collected = Fen(if draw.one_in(3) { draw.below(1_000_000) as i64 } else { 0 });
    case.terminated_compliant = !draw.one_in(10);
    if case.published > 0 {
        case.first_published_day = Some(closed.plus(draw.below(20) as i32));
    }
    if !draw.one_in(3) {
        case.effective_day = Some(closed.plus(15));
        case.archived_day = draw.one_in(2).then(|| closed.plus(draw.below(200) as i32));
    }
    if draw.one_in(6) {
        let appealed = closed.plus(draw.below(15) as i32);
        case.appealed_day = Some(appealed);
        case.file_sent_day = (!draw.one_in(4)).then(|| appealed.plus(draw.below(40) as i32));
        if draw.one_in(2) {
            case.appeal_outcome = 1 + draw.below(6) as u8;
            case.appeal_outcome_day = Some(appealed.plus(60));
            case.appeal_error = draw.one_in(3);
        }
    }
}

/// Rows of courts `1..=courts`, as many as asked for, in order of court and stream.
pub fn province(seed: u64, courts: u16, rows: i64) -> Vec<CaseFacts> {
    let mut draw = Draw(seed);
    let each = rows / i64::from(courts);
    (1..=courts)
        .flat_map(|court| (1..=each).map(move |stream| (court, stream)))
        .map(|(court, stream)| random(&mut draw, court, stream))
        .collect()
}
