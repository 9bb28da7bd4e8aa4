//! Two engines, one history: backup and restore across them, and the same year lived into each.

use crate::place::Place;

#[test]
fn a_backup_of_sqlite_restores_into_postgres_with_the_same_heads() {
    let (file, server) = (Place::sqlite(), Place::postgres());
    file.run(&["simulate", "--scale", "0.01"]).done();
    let roots = file.roots();
    let entries: i64 = roots.iter().map(|(size, _)| size).sum();
    let folder = file.path("copy");
    let folder = folder.to_str().unwrap();
    let ended = file.run(&["backup", folder]).done();
    assert!(ended.err.contains("已备份"), "{}", ended.err);
    server.run(&["restore", folder]).done();
    assert_eq!(server.roots(), roots);
    let report = server.run(&["verify", "--json"]).done().json();
    assert_eq!(report["entries"], entries);
    // the same figures come out of both
    let figures = |place: &Place| place.run(&["report", "--format", "json"]).done().json();
    assert_eq!(figures(&server), figures(&file));
    // the restored year is complete, and is not mixed with another copy
    let again = server.run(&["simulate", "--scale", "0.01"]).done();
    assert!(again.err.contains("这一年已经完整在库"), "{}", again.err);
    server.run(&["restore", folder]).says(2, &[]);
    assert_eq!(server.roots(), roots);
}

#[test]
fn a_backup_that_was_changed_or_is_none_is_not_restored() {
    let file = Place::sqlite();
    file.run(&["simulate", "--scale", "0.005"]).done();
    let folder = file.path("copy");
    file.run(&["backup", folder.to_str().unwrap()]).done();
    let other = Place::sqlite();
    other.run(&["restore", "nowhere"]).says(2, &[]);
    let name = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_str().unwrap().ends_with(".entries.jsonl"))
        .unwrap();
    let mut bytes = std::fs::read(&name).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&name, bytes).unwrap();
    other.run(&["restore", folder.to_str().unwrap()]).says(2, &[]);
    assert!(other.roots().iter().all(|(size, root)| *size == 0 && root.is_none()), "nothing is restored by half");
}

#[test]
fn the_same_year_lived_into_both_engines_has_the_same_heads() {
    let (file, server) = (Place::sqlite(), Place::postgres());
    for place in [&file, &server] {
        place.run(&["simulate", "--scale", "0.05"]).done();
    }
    let roots = file.roots();
    assert!(roots.iter().all(|(size, root)| *size > 0 && root.is_some()));
    assert_eq!(server.roots(), roots);
    let report = server.run(&["verify", "--json"]).done().json();
    assert_eq!(report["entries"], roots.iter().map(|(size, _)| size).sum::<i64>());
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(0));
}
