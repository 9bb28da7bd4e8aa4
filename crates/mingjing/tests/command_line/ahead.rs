//! `mingjing simulate --live`: entries that go on where a year ended, and figures that follow them, on both engines.

use docket::store::Docket;
use stats::{By, Convention, Following, Period, Scope};

use crate::place::Place;

fn whole(place: &Place) -> i64 {
    place.roots().iter().map(|(size, _)| size).sum()
}

fn period() -> Period {
    Period::new(2020, Convention::Natural).unwrap()
}

/// Brings a year forward to what the logs hold now, and holds it to the year read anew.
fn brought(place: &Place, following: Option<Following>, step: usize) -> Following {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let docket = Docket::open(place.url()).await.unwrap();
        let fresh = place.path(&format!("fresh-{step}"));
        let anew = Following::open(&docket, &fresh, period()).await.unwrap();
        let brought = match following {
            Some(following) => following.advance(&docket).await.unwrap().unwrap(),
            None => anew.clone(),
        };
        assert!(brought.advance(&docket).await.unwrap().is_none(), "nothing is newer than now");
        assert_eq!((brought.entries(), brought.as_of()), (anew.entries(), anew.as_of()));
        let (now, anew) = (brought.stats().unwrap(), anew.stats().unwrap());
        assert_eq!(now.books(), anew.books());
        for by in [By::Province, By::CourtMonth] {
            let figures = now.compute(by, &Scope::default()).await.unwrap();
            assert_eq!(figures, anew.compute(by, &Scope::default()).await.unwrap(), "after step {step}");
        }
        docket.close().await;
        brought
    })
}

fn goes_on(place: &Place) -> Vec<serde_json::Value> {
    place.run(&["simulate", "--scale", "0.004"]).done();
    let year = whole(place);
    let mut following = brought(place, None, 0);
    let mut told = Vec::new();
    let mut written = 0;
    for (step, entries) in [1_usize, 40, 150].into_iter().enumerate() {
        let ended =
            place.run(&["simulate", "--live", "--pace", "0", "--entries", &entries.to_string(), "--json"]).done();
        written += i64::try_from(entries).unwrap();
        assert!(ended.err.contains("接着写") && ended.err.contains("已写入"), "{}", ended.err);
        assert_eq!(ended.json()["written"], entries);
        assert_eq!(whole(place), year + written, "as many as were asked for");
        following = brought(place, Some(following), step + 1);
        told.push(ended.json());
    }
    assert_eq!(following.entries(), year + written);
    let report = place.run(&["verify", "--json"]).done().json();
    assert_eq!((&report["entries"], &report["findings"]), (&(year + written).into(), &serde_json::json!([])));
    told
}

#[test]
fn a_year_goes_on_by_as_many_entries_as_asked_for_on_both_engines() {
    let (file, server) = (Place::sqlite(), Place::postgres());
    assert_eq!(goes_on(&file), goes_on(&server));
    assert_eq!(file.roots(), server.roots(), "the same seed goes on alike");
}

#[test]
fn a_demos_folder_is_gone_on_with_and_time_bounds_it() {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", "0.004"]).done();
    let folder = place.path("demo");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::rename(place.path("var").join("keys"), folder.join("keys")).unwrap();
    std::fs::copy(place.file(), folder.join("year.db")).unwrap();
    let into = folder.to_str().unwrap();
    let before = whole(&place);
    place.run(&["simulate", "--live", "--pace", "0", "--entries", "3", "--into", into]).done();
    let ended = place.run(&["simulate", "--live", "--pace", "100", "--for", "1s", "--into", into, "--json"]).done();
    let written = ended.json()["written"].as_i64().unwrap();
    assert!((1..=110).contains(&written), "{written}");
    assert_eq!(whole(&place), before, "the other database is left alone");
    let url = format!("sqlite://{into}/year.db");
    let report = place.run(&["verify", "--json", "--db", &url]).done().json();
    assert_eq!(report["entries"], before + 3 + written);
}

#[test]
fn wrong_arguments_are_named_all_at_once_and_nothing_is_written() {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", "0.004"]).done();
    let roots = place.roots();
    let wrong = ["simulate", "--live", "--pace", "20000", "--for", "5", "--entries", "x", "--scale", "9e9"];
    place.run(&wrong).says(
        2,
        &[
            "--pace “20000”应为 0 到 10000 的整数",
            "--for “5”应写作 30s、5m 或 2h",
            "--entries “x”应为正整数",
            "规模“9e9”",
        ],
    );
    place.run(&["simulate", "--live", "--entries", "0"]).says(2, &["--entries"]);
    let without = place.run(&["simulate", "--entries", "5"]);
    assert!(without.code == Some(2) && without.err.contains("--live"), "{}", without.err);
    place.run(&["simulate", "--live", "--into", "nowhere"]).says(2, &["nowhere"]);
    place.run(&["simulate", "--live", "--entries", "1", "--data", "elsewhere"]).says(2, &["签名密钥"]);
    assert_eq!(place.roots(), roots);
    let empty = Place::sqlite();
    empty.run(&["simulate", "--live", "--entries", "1"]).says(2, &["没有数据库文件", "mingjing simulate"]);
    assert_eq!(empty.names(), Vec::<String>::new());
}
