//! `verify` and `receipt`: what was tampered with is named by court and position; receipts check themselves.

use rusqlite::Connection;

use crate::place::Place;

/// The intermediate court of Shenyang (court 2), whose log is long enough at this scale.
const CODE: &str = "辽01";
const NAME: &str = "辽宁省沈阳市中级人民法院";

fn year() -> Place {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", "0.005"]).done();
    place
}

fn change(place: &Place, sql: &str) {
    let base = Connection::open(place.file()).unwrap();
    base.execute_batch(sql).unwrap();
}

#[test]
fn a_year_verifies_and_tells_what_it_read() {
    let place = year();
    let entries: i64 = place.roots().iter().map(|(size, _)| size).sum();
    let ended = place.run(&["verify", "--json"]).done();
    assert!(ended.err.contains("核对通过：128 个法院"), "{}", ended.err);
    let report = ended.json();
    assert_eq!(report["courts"], 128);
    assert_eq!(report["entries"], entries);
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(0));
    let one = place.run(&["verify", "--court", CODE, "--json"]).done().json();
    assert_eq!((&one["courts"], &one["entries"]), (&1.into(), &place.roots()[1].0.into()));
}

#[test]
fn each_way_of_tampering_is_named_by_court_and_position() {
    let whole = year();
    // what was done, and the positions that must be named
    let ways: &[(&str, &str, &[i64])] = &[
        (
            "one byte of one body",
            "UPDATE entries SET body = replace(body, '\":', '\" :') WHERE court = 2 AND position = 11",
            &[11],
        ),
        ("one entry dropped", "DELETE FROM entries WHERE court = 2 AND position = 23", &[23]),
        (
            "two bodies exchanged",
            "CREATE TEMP TABLE two AS SELECT position, body FROM entries WHERE court = 2 AND position IN (31, 32);
             UPDATE entries SET body = (SELECT body FROM two WHERE two.position = 63 - entries.position)
             WHERE court = 2 AND position IN (31, 32);",
            &[31, 32],
        ),
        ("an actor", "UPDATE entries SET actor = 'judge:1' WHERE court = 2 AND position = 5", &[5]),
        ("a moment", "UPDATE entries SET occurred_at = occurred_at + 1 WHERE court = 2 AND position = 6", &[6]),
        ("a leaf", "UPDATE entries SET leaf = randomblob(32) WHERE court = 2 AND position = 7", &[7]),
    ];
    for (what, sql, positions) in ways {
        let place = whole.copy();
        change(&place, sql);
        let ended = place.run(&["verify"]);
        ended.says(1, &["核对未通过"]);
        for position in *positions {
            assert!(ended.err.contains(&format!("{NAME} 第 {position} 条")), "{what}: {}", ended.err);
        }
        let others = ended.err.lines().filter(|line| line.contains("法院") && !line.contains(NAME)).count();
        assert_eq!(others, 0, "{what}: other courts are blamed: {}", ended.err);
        let found = place.run(&["verify", "--court", CODE, "--json"]);
        assert_eq!(found.code, Some(1), "{what}");
        let named: Vec<i64> =
            found.json()["findings"].as_array().unwrap().iter().filter_map(|one| one["position"].as_i64()).collect();
        assert!(positions.iter().all(|position| named.contains(position)), "{what}: {named:?}");
        place.run(&["verify", "--court", "辽0102"]).done();
    }
    whole.run(&["verify"]).done();
}

#[test]
fn a_changed_table_that_is_computed_from_entries_is_found() {
    let whole = year();
    for (what, sql) in [
        (
            "a row of a matter",
            "UPDATE case_facts SET amount = amount + 1 WHERE court = 2 AND stream = (SELECT MIN(stream) FROM case_facts WHERE court = 2)",
        ),
        (
            "a tally",
            "UPDATE tallies SET n = n + 1 WHERE court = 2 AND kind = 'case.closed.v1' AND day = (SELECT MAX(day) FROM tallies WHERE court = 2 AND kind = 'case.closed.v1')",
        ),
        (
            "a counter",
            "UPDATE counters SET last = last + 1 WHERE court = 2 AND word = (SELECT MIN(word) FROM counters WHERE court = 2)",
        ),
        ("a head", "UPDATE heads SET signature = randomblob(64) WHERE court = 2"),
        ("a node", "UPDATE tree_nodes SET hash = randomblob(32) WHERE court = 2"),
    ] {
        let place = whole.copy();
        change(&place, sql);
        let ended = place.run(&["verify"]);
        ended.says(1, &["核对未通过", NAME]);
        assert_eq!(
            ended.err.lines().filter(|line| line.contains("法院") && !line.contains(NAME)).count(),
            0,
            "{what}: {}",
            ended.err
        );
    }
}

#[test]
fn a_receipt_checks_itself_and_a_changed_one_is_refused() {
    let place = year();
    let receipt = place.run(&["receipt", "make", CODE, "12"]).done().out;
    let file = place.path("receipt.json");
    std::fs::write(&file, &receipt).unwrap();
    std::fs::remove_file(place.file()).unwrap();
    let ended = place.run(&["receipt", "check", "receipt.json"]).done();
    assert!(
        ended.err.contains("回执有效") && ended.err.contains(NAME) && ended.err.contains("第 12 条"),
        "{}",
        ended.err
    );
    let value = place.run(&["receipt", "check", "receipt.json", "--json"]).done().json();
    assert_eq!(value["valid"], true);

    let sound: serde_json::Value = serde_json::from_str(&receipt).unwrap();
    let flipped = |text: &str| {
        let last = if text.starts_with('0') { '1' } else { '0' };
        format!("{last}{}", &text[1..])
    };
    for pointer in ["/entry/actor", "/entry/kind", "/proof/hashes/0", "/head/root", "/head/signature", "/court/code"] {
        let mut changed = sound.clone();
        let field = changed.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} in {receipt}"));
        let text = field.as_str().unwrap().to_owned();
        *field = if text.is_ascii() { flipped(&text) } else { "辽02".to_owned() }.into();
        std::fs::write(&file, changed.to_string()).unwrap();
        place.run(&["receipt", "check", "receipt.json"]).says(1, &["回执无效"]);
    }
    for pointer in ["/entry/position", "/proof/index", "/head/size"] {
        let mut changed = sound.clone();
        let field = changed.pointer_mut(pointer).unwrap();
        *field = (field.as_i64().unwrap() + 1).into();
        std::fs::write(&file, changed.to_string()).unwrap();
        place.run(&["receipt", "check", "receipt.json"]).says(1, &["回执无效"]);
    }
}

#[test]
fn what_is_no_receipt_or_no_entry_is_told_with_exit_2() {
    let place = year();
    place.run(&["receipt", "check", "nowhere.json"]).says(2, &["回执文件 nowhere.json 无法读取"]);
    std::fs::write(place.path("note.json"), "{\"a\":1}").unwrap();
    place.run(&["receipt", "check", "note.json"]).says(2, &["回执"]);
    std::fs::write(place.path("bytes.json"), [0xC1, 0xC9]).unwrap();
    place.run(&["receipt", "check", "bytes.json"]).says(2, &["不是 UTF-8"]);
    place.run(&["receipt", "make", CODE, "99999999"]).says(2, &["没有找到"]);
    place.run(&["receipt", "make", "京", "1"]).says(2, &["没有代字为“京”的法院"]);
}
