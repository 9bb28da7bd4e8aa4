//! Every figure of a hundredth of the year opens: the cases or entries listed behind it add up to it, to the unit.

use docket::store::{Days, Docket, EntryFilter};
use law::day::Day;
use law::ids::CourtId;
use law::life::event::Event;
use law::life::facts::CaseFacts;
use stats::{By, Convention, Period, Scope, Stats};

use crate::opened;
use crate::place::Place;

/// Entries read at once.
const LEAVES: i64 = 10_000;

/// Days of a month of 2020, or of the year.
fn days(month: Option<u8>) -> Days {
    let day = |month: u8| Day::new(2020, i8::try_from(month).unwrap(), 1).unwrap();
    let end = |month: u8| if month == 12 { Day::new(2021, 1, 1).unwrap() } else { day(month + 1) };
    Days { from: day(month.unwrap_or(1)), to: end(month.unwrap_or(12)).plus(-1) }
}

/// Entries of a court that the list of a figure shows, and how many of them were broadcast.
async fn listed(docket: &Docket, court: CourtId, filter: &EntryFilter) -> (i64, i64) {
    let (mut n, mut broadcast, mut after) = (0, 0, 0);
    loop {
        let leaves = docket.leaf_through(court, filter, after, LEAVES).await.unwrap();
        let Some(last) = leaves.last() else { return (n, broadcast) };
        after = last.position;
        for leaf in &leaves {
            n += 1;
            let held = Event::read(&leaf.kind, &leaf.body);
            broadcast += i64::from(matches!(held, Ok(Event::HearingHeld(body)) if body.broadcast));
        }
    }
}

/// Figures that count entries: by court and month against the entries listed, and added up to the rest.
async fn entries_open(docket: &Docket, stats: &Stats) -> usize {
    let (mut opened, mut year, mut months) = (0, std::collections::BTreeMap::new(), std::collections::BTreeMap::new());
    for value in stats.compute(By::CourtMonth, &Scope::default()).await.unwrap() {
        let id = value.filter.indicator.clone();
        let Some((kind, total)) = stats.indicators().get(&id).unwrap().entries() else { continue };
        let (court, month) = (value.filter.court.unwrap(), value.filter.month);
        let filter = EntryFilter { kind: Some(kind.to_owned()), days: Some(days(month)) };
        let (n, broadcast) = listed(docket, court, &filter).await;
        assert_eq!(value.num, if total { broadcast } else { n }, "{id} {court:?} {month:?}");
        *year.entry((id.clone(), Some(court))).or_insert(0) += value.num;
        *year.entry((id.clone(), None)).or_insert(0) += value.num;
        *months.entry((id, month)).or_insert(0) += value.num;
        opened += 1;
    }
    for by in [By::Court, By::Province, By::Month] {
        for value in stats.compute(by, &Scope::default()).await.unwrap() {
            let id = value.filter.indicator.clone();
            if stats.indicators().get(&id).unwrap().entries().is_some() {
                let sums = if by == By::Month { months.get(&(id.clone(), value.filter.month)) } else { None };
                let sum = sums.or_else(|| year.get(&(id.clone(), value.filter.court))).copied().unwrap_or(0);
                assert_eq!(value.num, sum, "{:?}", value.filter);
                opened += 1;
            }
        }
    }
    opened
}

#[test]
fn every_figure_of_the_year_opens() {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", "0.01"]).done();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let docket = Docket::open(place.url()).await.unwrap();
        let period = Period::new(2020, Convention::Natural).unwrap();
        let stats = Stats::open(&docket, &place.path("var"), period).await.unwrap();
        let mut parting = opened::Parting::new();
        let parted = |row: &[Option<i64>]| parting.extend([opened::parted(&CaseFacts::from_cells(row).unwrap())]);
        docket.scan_facts(&mut { parted }).await.unwrap();
        let matters = opened::every_figure_opens(&stats, &parting).await;
        assert!(matters > 200_000, "{matters}");
        opened::some_figures_open_by_themselves(&stats, 997).await;
        let entries = entries_open(&docket, &stats).await;
        assert!(entries > 3 * 128 * 12, "{entries}");
    });
}
