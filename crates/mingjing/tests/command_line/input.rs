//! What a person can get wrong: each ends with a sentence and exit code 2, and nothing is made or changed.

use crate::place::Place;

/// 辽宁 in GBK.
const GBK: &[u8] = &[0xC1, 0xC9, 0xC4, 0xFE];

#[test]
fn a_scale_or_plan_that_cannot_be_read_makes_nothing() {
    let place = Place::sqlite();
    for scale in ["abc", "0", "-1", "1e3", "100", ""] {
        place.run(&["simulate", &format!("--scale={scale}")]).says(2, &["规模", "0.000001 到 10"]);
    }
    place.run(&["simulate", "--scale", "0.0001"]).says(2, &["案件少于法院", "128"]);
    place.run(&["simulate", "--plan", "nowhere.toml"]).says(2, &["计划文件 nowhere.toml 无法读取"]);
    place.run(&["demo", "--scale", "abc"]).says(2, &["规模"]);
    assert_eq!(place.names(), Vec::<String>::new());

    std::fs::write(place.path("gbk.toml"), [b"title = \"", GBK, b"\"\n"].concat()).unwrap();
    place.run(&["simulate", "--plan", "gbk.toml"]).says(2, &["不是 UTF-8 编码", "第 10 个字节"]);
    std::fs::write(place.path("broken.toml"), "title = \"年\"\nyear = = 2020\n").unwrap();
    place.run(&["simulate", "--plan", "broken.toml"]).says(2, &["计划文件格式有误", "line 2"]);
    let wrong = sim::plan::LIAONING_2020
        .replace("concluded = 1_046_137", "concluded = 1_146_137")
        .replace("effective_disclosure = 99.95", "effective_disclosure = 100.95");
    std::fs::write(place.path("wrong.toml"), wrong).unwrap();
    place
        .run(&["simulate", "--plan", "wrong.toml"])
        .says(2, &["计划无法执行，共 3 处问题", "结案率超过 100%", "有效公开率 100.95"]);
    assert_eq!(place.names(), ["broken.toml", "gbk.toml", "wrong.toml"]);
}

#[test]
fn a_wrong_command_line_is_usage_and_exits_2() {
    let place = Place::sqlite();
    for arguments in [
        &["simulat"][..],
        &[],
        &["verify", "--nothing"],
        &["receipt"],
        &["stats", "--by", "moon"],
        &["report", "--year", "x"],
    ] {
        let ended = place.run(arguments);
        assert_eq!(ended.code, Some(2), "{arguments:?}");
        assert!(!ended.err.is_empty() && ended.out.is_empty(), "{arguments:?}");
    }
    let help = place.run(&["--help"]).done();
    for command in
        ["demo", "serve", "simulate", "report", "stats", "verify", "receipt", "case-number", "backup", "restore"]
    {
        assert!(help.out.contains(command), "{command}");
    }
    assert!(place.run(&["--version"]).done().out.starts_with("mingjing "));
    assert_eq!(place.names(), Vec::<String>::new());
}

#[test]
fn no_database_is_made_by_asking_about_one() {
    let place = Place::sqlite();
    for arguments in [
        &["verify"][..],
        &["report"],
        &["stats"],
        &["receipt", "make", "辽", "1"],
        &["backup", "copy"],
        &["serve", "--listen", "127.0.0.1:0"],
    ] {
        place.run(arguments).says(2, &["没有数据库文件", "mingjing simulate"]);
    }
    assert_eq!(place.names(), Vec::<String>::new());
}

#[test]
fn bytes_that_are_no_database_are_left_as_they_are() {
    let place = Place::sqlite();
    let bytes = b"not a database, only some notes of a clerk\n".repeat(200);
    std::fs::write(place.file(), &bytes).unwrap();
    for arguments in [
        &["verify"][..],
        &["simulate", "--scale", "0.002"],
        &["report"],
        &["serve", "--listen", "127.0.0.1:0"],
        &["restore", "copy"],
    ] {
        place.run(arguments).says(2, &["不是数据库文件", "docket.db"]);
        assert_eq!(std::fs::read(place.file()).unwrap(), bytes);
    }
    assert_eq!(place.names(), ["docket.db"]);
}

#[test]
fn another_programs_database_is_left_as_it_is() {
    let place = Place::sqlite();
    let other = rusqlite::Connection::open(place.file()).unwrap();
    other.execute_batch("CREATE TABLE accounts (id INTEGER); INSERT INTO accounts VALUES (7)").unwrap();
    drop(other);
    place.run(&["simulate", "--scale", "0.002"]).says(2, &["不是本系统的数据库", "accounts"]);
    let other = rusqlite::Connection::open(place.file()).unwrap();
    let tables: i64 = other.query_row("SELECT COUNT(*) FROM sqlite_master", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 1);
}

#[test]
fn a_database_of_a_newer_version_is_not_touched() {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", "0.005"]).done();
    let base = rusqlite::Connection::open(place.file()).unwrap();
    assert_eq!(base.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'", []).unwrap(), 1);
    drop(base);
    let before = std::fs::read(place.file()).unwrap();
    for arguments in
        [&["verify"][..], &["simulate", "--scale", "0.005"], &["stats"], &["serve", "--listen", "127.0.0.1:0"]]
    {
        place.run(arguments).says(2, &["999", "较新的程序"]);
    }
    assert_eq!(std::fs::read(place.file()).unwrap(), before);
}

#[test]
fn an_address_or_a_court_that_means_nothing_is_told() {
    let place = Place::sqlite();
    place.run(&["verify", "--db", "mysql://somewhere"]).says(2, &["数据库地址无法识别"]);
    place.run(&["verify", "--db", "postgres://nobody@127.0.0.1:1/none"]).says(2, &["无法打开或连接数据库"]);
    place.run(&["verify", "--court", "辽9999"]).says(2, &["没有代字为“辽9999”的法院"]);
    place
        .run(&["simulate", "--scale", "0.005", "--db", "sqlite://no/such/folder/a.db"])
        .says(2, &["无法打开或连接数据库"]);
    assert_eq!(place.names(), Vec::<String>::new());
}

#[test]
fn another_seed_or_scale_does_not_go_on_with_a_simulation() {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", "0.005", "--seed", "7"]).done();
    let roots = place.roots();
    for arguments in [
        &["simulate", "--scale", "0.005"][..],
        &["simulate", "--scale", "0.005", "--seed", "8"],
        &["simulate", "--scale", "0.01", "--seed", "7"],
    ] {
        place.run(arguments).says(2, &["库中已有另一次模拟", "比例 0.005", "种子 7"]);
    }
    assert_eq!(place.roots(), roots);
    let again = place.run(&["simulate", "--scale", "0.005", "--seed", "7"]).done();
    assert!(again.err.contains("这一年已经完整在库"), "{}", again.err);
    assert_eq!(place.roots(), roots);
    place.run(&["verify"]).done();
}

#[test]
fn wrong_settings_are_all_named_before_anything_is_served() {
    let place = Place::sqlite();
    place.run(&["serve", "--config", "nowhere.toml"]).says(2, &["配置文件 nowhere.toml 无法读取"]);
    std::fs::write(place.path("broken.toml"), "[mail\n").unwrap();
    place.run(&["serve", "--config", "broken.toml"]).says(2, &["不是 TOML"]);
    let wrong =
        "colour = 1\nbase_url = \"court\"\n[mail]\nserver = \"x\"\nfrom = \"nobody\"\n[sms]\nurl = \"ftp://x\"\n";
    std::fs::write(place.path("wrong.toml"), wrong).unwrap();
    place
        .run(&["serve", "--config", "wrong.toml"])
        .says(2, &["5 处不对", "没有名为 colour 的配置", "base_url：", "mail.from：", "sms.url：", "sms.body："]);
    assert_eq!(place.names(), ["broken.toml", "wrong.toml"]);
}
