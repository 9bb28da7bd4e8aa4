//! `case-number parse`.

use crate::place::Place;

#[test]
fn a_case_number_is_explained() {
    let place = Place::sqlite();
    let ended = place.run(&["case-number", "parse", "（2020）辽0102民初123号"]).done();
    for line in [
        "案号：（2020）辽0102民初123号",
        "法院：沈阳市和平区人民法院",
        "代字：辽0102",
        "收案年度：2020",
        "类型代字：民初",
        "编号：123",
    ] {
        assert!(ended.out.lines().any(|found| found == line), "no `{line}` in {}", ended.out);
    }
    let ended = place.run(&["case-number", "parse", "(2020)辽01民终7号", "--json"]).done();
    let value = ended.json();
    assert_eq!(value["kind"], "case");
    assert_eq!(value["number"], "（2020）辽01民终7号");
    assert_eq!((&value["year"], &value["serial"], &value["code"]), (&2020.into(), &7.into(), &"辽01".into()));
    let elsewhere = place.run(&["case-number", "parse", "（2020）京0105民初1号", "--json"]).done().json();
    assert_eq!((&elsewhere["kind"], &elsewhere["number"]), (&"elsewhere".into(), &"（2020）京0105民初1号".into()));
    assert_eq!(place.names(), Vec::<String>::new(), "reading a number makes no file");
}

#[test]
fn what_is_no_case_number_is_marked_and_exits_2() {
    let place = Place::sqlite();
    for text in
        ["（2020）辽0102民梦1号", "（2020）辽0102民初0号", "（20）辽0102民初1号", "民初1号", "", "（2020）辽0102民初1"]
    {
        let ended = place.run(&["case-number", "parse", text]);
        ended.says(2, &[]);
        assert!(ended.err.lines().any(|line| line.trim_end().ends_with('^')), "no mark: {}", ended.err);
    }
}
