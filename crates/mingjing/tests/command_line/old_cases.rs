//! `mingjing import`: a dry run, all of it or nothing, and killed at any moment.
#![allow(clippy::disallowed_methods, reason = "how long a run takes decides when it is killed")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::place::Place;

const COURT: &str = "辽0102";
const KILLS: u32 = 12;

/// A court with a registrar and a judge.
fn court(place: &Place) {
    place.run(&["simulate", "--scale", "0.0002"]).done();
    for (login, role) in [("registrar-k", "registrar"), ("judge-k", "judge"), ("clerk-k", "clerk")] {
        let of = ["--name", "某某", "--role", role, "--court", COURT];
        place.run(&[["account", "add", login].as_slice(), &of].concat()).done();
    }
}

/// A table of judged sales of 2019 under these serials, counted from 100: the simulated year has the first.
fn table(place: &Place, name: &str, serials: std::ops::Range<u32>, judge: &str) -> String {
    let mut text = String::from(
        "案号,案由,原告或申请人,原告类型,立案日期,分案日期,承办法官,适用程序,开庭日期,结案日期,结案方式\n",
    );
    for serial in serials.map(|nth| nth + 100) {
        let rest = "买卖合同纠纷,张三,自然人,2019-05-06,2019-05-07";
        writeln!(text, "（2019）{COURT}民初{serial}号,{rest},{judge},简易程序,2019-06-03,2019-06-10,判决").unwrap();
    }
    let path = place.path(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Entries in all logs.
fn size(place: &Place) -> i64 {
    place.roots().iter().map(|(size, _)| size).sum()
}

fn checked_then_imported(place: &Place) {
    court(place);
    let before = size(place);
    let file = table(place, "old.csv", 1..4, "judge-k");
    let dry = place.run(&["import", &file, "--court", COURT, "--dry-run"]).done();
    assert!(dry.out.contains("读到 3 行，可以导入 3 件，有误 0 行"), "{}", dry.out);
    assert!(dry.err.contains("一件也没有导入"), "{}", dry.err);
    assert_eq!(size(place), before);
    place.run(&["import", &file, "--court", COURT]).says_among(2, &["--by"]);
    place.run(&["import", &file, "--court", COURT, "--by", "nobody"]).says_among(2, &["没有用户名为"]);
    place.run(&["import", &file, "--court", COURT, "--by", "clerk-k"]).says_among(2, &["没有可以导入旧案的职务"]);
    place
        .run(&["import", &file, "--court", "辽0103", "--by", "registrar-k"])
        .says_among(2, &["没有可以导入旧案的职务"]);
    place.run(&["import", "none.csv", "--court", COURT, "--dry-run"]).says_among(2, &["无法读取"]);
    let done = place.run(&["import", &file, "--court", COURT, "--by", "registrar-k"]).done();
    assert!(done.err.contains("已导入 3 件旧案，16 条记录"), "{}", done.err);
    assert_eq!(size(place), before + 16);
    place.run(&["import", &file, "--court", COURT, "--by", "registrar-k"]).says_among(1, &["一件也没有导入"]);

    let bad = table(place, "bad.csv", 3..6, "who");
    let faults = place.path("faults.csv");
    let told = place.run(&["import", &bad, "--court", COURT, "--dry-run", "--faults", faults.to_str().unwrap()]);
    assert_eq!(told.code, Some(1), "{}", told.err);
    assert!(told.out.contains("没有登记过这名法官") && told.out.contains("第 2 行"), "{}", told.out);
    let listed = std::fs::read_to_string(&faults).unwrap();
    assert_eq!(listed.trim_end().split("\r\n").count(), 4, "{listed}");
    let json = place.run(&["import", &bad, "--court", COURT, "--dry-run", "--json"]);
    assert_eq!(json.json()["bad"], 3);
    assert_eq!(size(place), before + 16);
    place.run(&["verify"]).done();
}

#[test]
fn old_cases_are_checked_then_imported() {
    checked_then_imported(&Place::sqlite());
}

#[test]
fn old_cases_are_checked_then_imported_on_postgres() {
    checked_then_imported(&Place::postgres());
}

#[test]
fn an_import_killed_at_any_moment_leaves_nothing_or_all() {
    let place = Place::sqlite();
    court(&place);
    let rows = 1_500;
    let entries = i64::from(rows) * 5 + 1;
    let run = |file: &str| place.start(&["import", file, "--court", COURT, "--by", "registrar-k"]);
    let begin = Instant::now();
    let whole = table(&place, "whole.csv", 1..rows + 1, "judge-k");
    assert!(run(&whole).wait().unwrap().success());
    let took = begin.elapsed();
    let (mut before, mut nothing) = (size(&place), 0);
    for round in 1..=KILLS {
        let file = table(&place, "next.csv", round * rows + 1..(round + 1) * rows + 1, "judge-k");
        let mut child = run(&file);
        std::thread::sleep((took * (30 + round * 37 % 66) / 100).max(Duration::from_millis(20)));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = size(&place);
        assert!(now == before || now == before + entries, "{now} after {before}: half of it is there");
        nothing += u32::from(now == before);
        before = now;
    }
    assert!(nothing > 0, "no kill ever came in time");
    place.run(&["verify"]).done();
    let last = table(&place, "last.csv", (KILLS + 1) * rows + 1..(KILLS + 2) * rows + 1, "judge-k");
    assert!(run(&last).wait().unwrap().success(), "and what was killed is in nobody's way");
    assert_eq!(size(&place), before + entries);
    place.run(&["verify"]).done();
}
