//! Cases found by the case they came from, and by a part of their number.

use docket::store::{Batch, Counter, NumberPart, bulk_writer};
use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;

use crate::fixture::{docket, facts};

fn write(url: &str, batch: &Batch) {
    let mut writer = bulk_writer(url).unwrap();
    writer.write(batch).unwrap();
    writer.finish().unwrap();
}

pub async fn cases_are_found_by_their_origin(url: &str) {
    let docket = docket(url, 3).await;
    let from = |court: u16, stream: i64, origin: Option<(i64, i64)>| {
        let given: Vec<(&str, i64)> =
            origin.iter().flat_map(|(court, stream)| [("origin_court", *court), ("origin_stream", *stream)]).collect();
        facts(CourtId(court), stream, &given)
    };
    let rows = vec![
        from(1, 4, Some((2, 7))),
        from(1, 5, Some((3, 7))),
        from(2, 7, Some((1, 4))),
        from(2, 9, Some((2, 7))),
        from(3, 1, None),
        from(3, 2, Some((2, 7))),
    ];
    write(url, &Batch { facts: rows, ..Batch::default() });
    for ((court, stream), limit, expected) in [
        ((2, 7), 10, vec![(1, 4), (2, 9), (3, 2)]),
        ((2, 7), 2, vec![(1, 4), (2, 9)]),
        ((1, 4), 10, vec![(2, 7)]),
        ((3, 1), 10, vec![]),
    ] {
        let found = docket.cases_from(CourtId(court), Stream(stream), limit).await.unwrap();
        let keys: Vec<_> = found.iter().map(|facts| (facts.court.0, facts.stream.0)).collect();
        assert_eq!(keys, expected, "from {court}/{stream}");
    }
}

/// Cases of three courts, two years and two types; the highest serial is 2.
fn numbered() -> Batch {
    let mut batch = Batch::default();
    for (court, year, word) in
        [(1_u16, 2019_u16, 301_u16), (1, 2020, 301), (1, 2020, 302), (2, 2020, 301), (3, 2020, 302)]
    {
        for serial in 1..=2 {
            let stream = i64::try_from(batch.facts.len()).unwrap() + 1;
            let given = [("year", year.into()), ("word", word.into()), ("serial", serial)];
            batch.facts.push(facts(CourtId(court), stream, &given));
        }
        batch.counters.push(Counter { court: CourtId(court), year, word, last: 2 });
    }
    batch
}

pub async fn cases_are_found_by_a_part_of_their_number(url: &str) {
    let docket = docket(url, 3).await;
    write(url, &numbered());
    let key = |facts: &CaseFacts| (facts.year.unwrap(), facts.court.0, facts.word, facts.serial.unwrap());
    let part = |courts: &[u16], year, words: &[u16], serial| NumberPart {
        courts: courts.iter().map(|court| CourtId(*court)).collect(),
        year,
        words: words.to_vec(),
        serial,
    };
    for (part, limit, expected) in [
        (part(&[1], Some(2020), &[301], Some(2)), 20, vec![(2020, 1, 301, 2)]),
        (part(&[1], None, &[301], Some(2)), 20, vec![(2020, 1, 301, 2), (2019, 1, 301, 2)]),
        (part(&[], Some(2020), &[301], Some(1)), 20, vec![(2020, 1, 301, 1), (2020, 2, 301, 1)]),
        (
            part(&[], None, &[], Some(1)),
            4,
            vec![(2020, 1, 301, 1), (2020, 1, 302, 1), (2020, 2, 301, 1), (2020, 3, 302, 1)],
        ),
        (part(&[1], None, &[301, 302], None), 3, vec![(2020, 1, 301, 2), (2020, 1, 301, 1), (2020, 1, 302, 2)]),
        (part(&[], None, &[], Some(3)), 20, vec![]),
        (part(&[3], Some(2019), &[302], None), 20, vec![]),
    ] {
        let found = docket.numbers_like(&part, limit).await.unwrap();
        assert_eq!(found.iter().map(key).collect::<Vec<_>>(), expected, "{part:?}");
    }
}
